"""The program: without a command it opens the window, with one it is the command line and never loads Qt."""

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence

WINDOW = "ui.__main__"
# These belong to the window; everything else is for the command line.
WINDOW_OPTIONS = frozenset({"--demo"})
INTERRUPTED = 130
LINKS = ("http://", "https://")
NO_QT = (
    "The window needs PySide6, which is not installed here. Install it (pip install PySide6-Essentials), "
    "or use the command line: windrow --help"
)


def wants_window(arguments: Sequence[str]) -> bool:
    """Return whether these arguments mean the window: none at all, or only its options and a link to show."""
    return all(argument in WINDOW_OPTIONS or argument.startswith(LINKS) for argument in arguments)


def open_window(arguments: Sequence[str]) -> int:
    """Hand over to the window; return its exit code."""
    if importlib.util.find_spec("PySide6") is None:
        sys.stderr.write(NO_QT + "\n")
        return 1
    # Found by name at run time: app stands below ui and must not import it.
    window = importlib.import_module(WINDOW)
    return int(window.main(list(arguments)))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code.

    Args:
        argv: Arguments without the program's name; None takes those of this process.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if wants_window(arguments):
        return open_window(arguments)
    try:
        from app.cli.program import run

        return run(arguments, os.environ)
    except KeyboardInterrupt:
        # Before the command listens to Ctrl-C itself: nothing has begun yet.
        return INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main())
