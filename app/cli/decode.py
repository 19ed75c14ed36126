"""`windrow decode`: decodes pictures for the preview, in a process that may die of them. Not for people."""

import argparse
import sys

from app.cli.desk import Desk, Exit
from app.cli.parser import SubParsers


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("decode", help="decodes pictures for the preview (not for people)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Take orders on standard input and answer on standard output until the orders end."""
    del options, desk
    from app.gallery.decoder import serve

    serve(sys.stdin.buffer, sys.stdout.buffer)
    return Exit.COMPLETE
