"""`windrow sandbox`: a local server that speaks the services' protocols."""

import argparse
from pathlib import Path

from app.cli import values
from app.cli.desk import Desk
from app.cli.parser import SubParsers

EPILOG = """\
Prints the environment lines to use it, then serves until Ctrl-C:
  windrow sandbox --port 8080 &
  export SERVER_ADDRESS=… API_TOKEN=…
  windrow tree

Without --project it serves sample projects that it draws itself.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("sandbox", help="a local server to try things on", epilog=EPILOG)
    parser.add_argument("--port", type=values.port, default=0, metavar="N", help="0 lets the system choose (default)")
    parser.add_argument(
        "--project", action="append", default=[], type=Path, metavar="DIR", help="serve this Supervisely project folder"
    )
    parser.add_argument("--latency", type=values.milliseconds, default=0, metavar="MS", help="added to every answer")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="answers that go wrong on purpose (JSON)")
    parser.add_argument("--scale", type=values.count, metavar="N", help="also a project of N invented images")
    parser.add_argument("--pace", type=values.rate, metavar="BYTES_PER_SECOND", help="limit the rate of all answers")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep drawn pictures here")
    parser.add_argument("--until-eof", action="store_true", help="also stop when standard input ends")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Serve until somebody stops it."""
    from app.sandbox.command import run as serve

    del desk
    return serve(options)
