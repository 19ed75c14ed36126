"""`windrow finish`: tables, map and credits of a harvested folder, for the engine. Not for people."""

import argparse
import json
import sys
from pathlib import Path

from app.cli.desk import Desk, Exit
from app.cli.parser import SubParsers
from app.model.failure import FailedError, Failure, FailureKind


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("finish", help="tables and credits of a harvest, for the engine (not for people)")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the harvested folder; nothing in it is changed")
    parser.add_argument("out", type=Path, metavar="OUT", help="an empty folder for what is made")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Read the spec from standard input, make the files, and name them in one JSON object."""
    from app.formats.harvest_folder import finish_harvest
    from app.model.spec import MapillarySpec, spec_from_builtins

    spec = spec_from_builtins(json.load(sys.stdin))
    if not isinstance(spec, MapillarySpec):
        raise FailedError(Failure(FailureKind.REFUSED, "Only harvests are finished.", ""))
    report = finish_harvest(options.folder, spec, options.out)
    desk.say(json.dumps({"files": list(report.files), "notes": list(report.notes)}))
    return Exit.COMPLETE
