"""Opens the window: python -m ui [LINK] [--demo]."""

import sys
from collections.abc import Sequence

from app.bootstrap.window import window_backend
from ui.application import fail_to_start, run


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window for this user; return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        backend = window_backend()
    except OSError as error:
        return fail_to_start(
            f"The folder of Windrow cannot be written: {error.strerror or error} ({error.filename}). "
            "Set WINDROW_HOME to another folder."
        )
    return run(backend, [word for word in arguments if word != "--demo"], "--demo" in arguments)


if __name__ == "__main__":
    raise SystemExit(main())
