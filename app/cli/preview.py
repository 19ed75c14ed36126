"""`windrow preview`: one picture of a project folder with its labels, as a PNG."""

import argparse
from pathlib import Path

from app.cli import values
from app.cli.desk import Desk
from app.cli.parser import SubParsers

MOST_WIDTH = 16_384

EPILOG = """\
The picture is the one that the window shows. --image takes "dataset/name", or the name alone where no other
dataset has it. Without --width it has all its pixels; labels are drawn at the size of the PNG.
Nothing in DIR is changed.

Exit codes: 0 drawn · 1 stopped, the reason is on stderr · 2 wrong usage ·
3 drawn, but some labels could not be read; they are named on stderr.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("preview", help="draw one picture of a folder with its labels", epilog=EPILOG)
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--image", metavar="NAME", required=True, help="the picture: dataset/name, or a unique name")
    parser.add_argument("--to", metavar="FILE.png", required=True, type=_png, help="where the PNG goes")
    parser.add_argument("--width", metavar="N", type=_width, help="pixels across")
    parser.add_argument(
        "--class", metavar="NAME", action="append", default=[], dest="classes", help="only labels of this class"
    )
    parser.add_argument("--opacity", metavar="0..1", type=values.share, help="of fills and masks")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Draw the picture."""
    from app.cli.previewing import draw_picture

    return draw_picture(options, desk)


def _png(text: str) -> Path:
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"{text!r} is no PNG; let its name end with .png")
    return Path(text)


def _width(text: str) -> int:
    width = values.count(text)
    if width > MOST_WIDTH:
        raise argparse.ArgumentTypeError(f"{width:,} does not fit; at most {MOST_WIDTH:,} pixels")
    return width
