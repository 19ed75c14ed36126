"""`windrow engine`: the engine as the window's child. Not for people."""

import argparse

from app.cli.desk import Desk
from app.cli.parser import SubParsers


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("engine", help="the engine of the window, over its standard streams (not for people)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Serve the window until it goes away."""
    from app.bootstrap.engines import run_engine_child
    from app.config.paths import find_home
    from app.config.settings import read_settings

    del options
    home = find_home(desk.environ)
    settings, _ = read_settings(home.settings)
    return run_engine_child(home, settings)
