"""The parser of all commands. Importing it loads nothing heavy, so that `--help` is quick."""

import argparse
import re
from importlib import import_module
from typing import TypeAlias

import app
from app.cli import values
from app.model.export_spec import FOLLOWING

SubParsers: TypeAlias = "argparse._SubParsersAction[WindrowParser]"

# In the order of the help page. Each is a module of this room with `add(commands)`.
COMMANDS = (
    "tree",
    "meta",
    "stats",
    "figures",
    "masks",
    "download",
    "harvest",
    "export",
    "preview",
    "verify",
    "jobs",
    "engine",
    "gallery",
    "finish",
    "exporter",
    "export-worker",
    "decode",
    "sandbox",
    "bench",
)

DESCRIPTION = "Windrow brings image datasets home. Without a command it opens the window."
EPILOG = """\
Accounts: SERVER_ADDRESS and API_TOKEN from the environment, else from ~/supervisely.env
(which never overrides the environment; ENV=production switches it off), or --account NAME
as saved by the window. Harvests use MLY_TOKEN from the environment, else from .env in this folder;
MAPILLARY_GRAPH_URL and MAPILLARY_TILES_URL name other servers.
WINDROW_HOME replaces the folders of settings, ledger and logs.

Exit codes: 0 complete · 1 stopped, the reason is on stderr · 2 wrong usage ·
3 finished with problems · 130 interrupted; the job is kept and can be resumed.
"""


class WindrowParser(argparse.ArgumentParser):
    """An argument parser that shows help text as written, and knows values that begin with a minus.

    Those are numbers such as "-46.7,-24.0", and keys of sequences (22 letters), of which some do.
    """

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)  # type: ignore[arg-type] # handed through as argparse hands them to subparsers
        # argparse knows -1 and -.5 but not lists of numbers; no option of ours begins with a digit.
        self._negative_number_matcher = re.compile(r"-[\d.][\d.,eE+\-]*|-[A-Za-z0-9_][A-Za-z0-9_-]{20}\Z")


def build_parser() -> WindrowParser:
    """Return the parser with every command; each sets `run`, a function of options and desk."""
    parser = WindrowParser(prog="windrow", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"Windrow {app.__version__}")
    commands: SubParsers = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=WindrowParser
    )
    for name in COMMANDS:
        import_module(f"app.cli.{name.replace('-', '_')}").add(commands)
    return parser


def add_account(parser: argparse.ArgumentParser) -> None:
    """Give a command the options that say who asks."""
    parser.add_argument("--account", metavar="NAME", help="an account saved by the window, instead of the environment")
    parser.add_argument("--allow-http", action="store_true", help="send the token over plain http to another machine")


def add_then(parser: argparse.ArgumentParser) -> None:
    """Give a command the option that says which exports follow."""
    parser.add_argument(
        "--then",
        action="extend",
        default=[],
        type=values.formats,
        metavar="FORMAT",
        help=f"then export it to DIR-FORMAT, too; may repeat: {', '.join(key for key, _ in FOLLOWING)}",
    )


def add_progress(parser: argparse.ArgumentParser) -> None:
    """Give a command the options that say how it tells what it does."""
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
    shown.add_argument("--quiet", action="store_true", help="nothing but errors")
