"""`windrow exporter`: one export, or the check of one, for the engine and the window. Not for people.

Standard input: one line of JSON, {"spec", "destination", "check", "workers"}; when it ends, the export stops.
Standard output: a line of JSON for each step, {"progress": …}; the last is {"exported": …} or {"failure": …}.
"""

import argparse
import os
import sys
import threading

from app.cli.desk import Desk, Exit
from app.cli.parser import SubParsers
from app.model.failure import FailedError

_CHUNK = 1 << 16


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("exporter", help="one export, for the engine (not for people)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Read the order, carry it out, and say what came of it."""
    from app.bootstrap.exporting import ExportOrder, carry_out, failure_line

    if hasattr(os, "nice"):
        os.nice(5)  # downloads and the window come first
    is_over = threading.Event()
    try:
        order = ExportOrder.read(_line())
        threading.Thread(target=_watch, args=(is_over,), name="windrow-export-watch", daemon=True).start()
        last = carry_out(order, desk.say, is_over.is_set)
    except FailedError as error:
        last = failure_line(error.failure)
    desk.say(last)
    return Exit.COMPLETE


def _watch(is_over: threading.Event) -> None:
    """Wait until whoever gave the order says no more, or is gone."""
    while os.read(sys.stdin.fileno(), _CHUNK):
        pass
    is_over.set()


def _line() -> bytes:
    """Return the first line of the input.

    It is read past the buffer of Python: at the end of the process nobody may wait for its lock.
    """
    line = b""
    while not line.endswith(b"\n") and (chunk := os.read(sys.stdin.fileno(), _CHUNK)):
        line += chunk
    return line
