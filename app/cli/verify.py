"""`windrow verify`: sizes and hashes of a project folder against its receipt."""

import argparse

from app.cli.desk import Desk
from app.cli.parser import SubParsers

EPILOG = """\
Reads every file that the receipt names and lists what differs. No file of the project is changed and
nothing is fetched; the download command again brings back what is missing or was changed.

Exit codes: 0 all is right · 1 there is no receipt to compare with · 3 something is missing, changed or broken.

--json prints one object per finding, {"path", "problem"}, then one with the sums:
{"event": "Verified", "checked", "right", "missing", "changed", "broken", "lonely", "unverified", "foreign", "bytes"}
  missing     named in the receipt, not there          lonely      an image without its annotation
  changed     other bytes than were downloaded         unverified  the service gave no checksum for it
  broken      JSON that cannot be read                 foreign     not in the receipt; left alone
The first three mean exit code 3.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("verify", help="check a project folder against its receipt", epilog=EPILOG)
    parser.add_argument("folder", metavar="DIR")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
    shown.add_argument("--quiet", action="store_true", help="nothing but the exit code and errors")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Check the folder and say what differs."""
    from app.cli.verifying import verify_folder

    return verify_folder(options, desk)
