"""Runs one command: parse, dispatch, and turn whatever ends it into one sentence and an exit code."""

import argparse
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from app.cli.desk import Desk, Exit
from app.cli.parser import build_parser
from app.model.failure import FailedError

log = logging.getLogger(__name__)


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command line; return the exit code. Never shows a traceback."""
    desk = Desk(environ, _text(sys.stdout), _text(sys.stderr))
    if not log.hasHandlers():
        # Without any handler Python itself prints warnings and traces to the screen.
        logging.getLogger().addHandler(logging.NullHandler())
    try:
        options = build_parser().parse_args(arguments)
    except SystemExit as leave:  # argparse has said everything
        return leave.code if isinstance(leave.code, int) else Exit.USAGE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    return carry_out(options, desk)


def carry_out(options: argparse.Namespace, desk: Desk) -> int:
    """Run parsed options and answer for every way it can end."""
    try:
        code = int(options.run(options, desk))
        desk.out.flush()
        return code
    except FailedError as error:
        desk.complain(error.failure.sentence())
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader went away, as `windrow tree | head` does. Python would complain once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _open_log(desk.environ)
        log.exception("a command was stopped by the system")
        desk.complain(os_error_text(error))
    except Exception:
        _open_log(desk.environ)
        log.exception("a command failed")
        desk.complain(f"Windrow itself made a mistake in “{options.command}”. {where_to_look(desk.environ)}")
    return Exit.STOPPED


def os_error_text(error: OSError) -> str:
    """Return a sentence for an error of the system."""
    what = error.strerror or type(error).__name__
    where = f": {error.filename}" if error.filename else ""
    return f"{what}{where}. Check that the place exists and may be used, then try again."


def where_to_look(environ: Mapping[str, str]) -> str:
    """Return a sentence that names the log file, if there is one."""
    from app.config.paths import find_home

    path: Path = find_home(environ).logs / "command.log"
    return f"The details are in {path}." if path.exists() else "Please report it with the command that you used."


def _open_log(environ: Mapping[str, str]) -> None:
    """Make sure that a trace has somewhere to go; commands that run an engine opened the log already."""
    from app.bootstrap.logs import start_logging
    from app.config.paths import find_home

    if all(isinstance(handler, logging.NullHandler) for handler in logging.getLogger().handlers):
        start_logging(find_home(environ), "command")


def _text(stream: TextIO) -> TextIO:
    """Return a stream that never fails over a letter it cannot show."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    return stream
