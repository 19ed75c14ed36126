"""`windrow export-worker`: works on batches of images for an export. Not for people."""

import argparse
import os
import sys

from app.cli.desk import Desk, Exit
from app.cli.parser import SubParsers


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("export-worker", help="works on batches for an export (not for people)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Work until the input ends."""
    from app.exporting.crew import serve_worker
    from app.formats.registry import FORMATS

    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    # Whatever prints by accident must not get between the messages.
    sys.stdout = sys.stderr
    if hasattr(os, "nice"):
        os.nice(5)  # downloads and the window come first
    serve_worker(stdin, stdout, FORMATS)
    return Exit.COMPLETE
