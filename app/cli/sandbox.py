"""`windrow sandbox`: a local server that speaks the services' protocols."""

import argparse
from pathlib import Path

from app.cli import values
from app.cli.desk import Desk
from app.cli.parser import SubParsers

EPILOG = """\
Prints the environment lines to use it, then serves until Ctrl-C:
  windrow sandbox --port 8080 &
  export SERVER_ADDRESS=… API_TOKEN=… MAPILLARY_GRAPH_URL=… MAPILLARY_TILES_URL=… MLY_TOKEN=…
  windrow tree

Without --project and --street it serves sample projects and the streets of a small town that it draws itself.
"""


def add(commands: SubParsers) -> None:
    """Add the command. The names of the values are those that `app.sandbox.command.options_of` reads."""
    parser = commands.add_parser("sandbox", help="a local server to try things on", epilog=EPILOG)
    parser.add_argument("--port", type=values.port, default=0, metavar="N", help="0 lets the system choose (default)")
    parser.add_argument(
        "--project",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        dest="projects",
        help="serve this Supervisely project folder; may repeat",
    )
    parser.add_argument(
        "--street", type=Path, metavar="DIR", help="serve these street images: thumbs.json, thumbs, tiles"
    )
    parser.add_argument(
        "--street-dense", type=values.count, metavar="N", help="images of the dense tile (default: 83737)"
    )
    parser.add_argument("--scale", type=values.count, default=0, metavar="N", help="a project of N invented images")
    parser.add_argument(
        "--scale-bytes", type=values.count, default=5_000, metavar="N", help="size of an invented image (default: 5000)"
    )
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep drawn pictures here")
    parser.add_argument("--until-eof", action="store_true", help="also stop when standard input ends")
    server = parser.add_argument_group("a server with weaknesses")
    server.add_argument(
        "--latency", type=values.milliseconds, default=0, metavar="MS", dest="latency_ms", help="added to every answer"
    )
    server.add_argument("--pace", type=values.rate, metavar="BYTES_PER_SECOND", help="limit all answers together")
    server.add_argument("--faults", type=Path, metavar="FILE", help="answers that go wrong on purpose")
    server.add_argument(
        "--capacity",
        choices=("free", "slots", "degrade", "reject429", "rate"),
        default="free",
        help="what happens when it is asked too much (default: nothing)",
    )
    server.add_argument("--slots", type=values.count, default=8, metavar="N", help="requests at once that it bears")
    server.add_argument(
        "--service", type=values.milliseconds, default=0, metavar="MS", help="time that a request holds a slot"
    )
    server.add_argument("--per-second", type=values.count, default=50, metavar="N", help="requests that a rate allows")
    server.add_argument("--burst", type=values.count, default=20, metavar="N", help="requests that may come at once")
    server.add_argument("--thumb-seconds", type=values.count, metavar="N", help="life of a picture's address")
    server.add_argument(
        "--entity-per-minute", type=values.count, metavar="N", help="metadata requests (default: 60000)"
    )
    server.add_argument("--search-per-minute", type=values.count, metavar="N", help="searches (default: 10000)")
    server.add_argument("--tiles-per-day", type=values.count, metavar="N", help="coverage tiles (default: 50000)")
    server.add_argument("--tile-block-after", type=values.count, metavar="N", help="tiles a minute that shut the door")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Serve until somebody stops it."""
    from app.sandbox.command import options_of
    from app.sandbox.command import run as serve

    del desk
    return serve(options_of(options))
