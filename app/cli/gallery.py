"""`windrow gallery`: looks into folders as the window's child. Not for people."""

import argparse

from app.cli.desk import Desk
from app.cli.parser import SubParsers


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "gallery", help="looks into folders for the window, over its standard streams (not for people)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Serve the window until it goes away."""
    from app.bootstrap.gallery import run_gallery_child
    from app.config.paths import find_home

    del options
    return run_gallery_child(find_home(desk.environ))
