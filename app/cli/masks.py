"""`windrow masks upload`: alpha masks of existing figures go to the server. The one command that writes there."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.desk import Desk, Exit
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_account
from app.cli.words import count_text, printable
from app.model.queries import UploadMasks

if TYPE_CHECKING:
    from app.model.geometry import Mask

AT_ONCE = 100
MOST_NAMED = 10
NOTHING = "Nothing was sent."

EPILOG = """\
MASK.png is a grey picture (0 outside, 255 opaque) or one with transparency, as large as the image of the figure:
its top-left corner lies on that of the image. The mask that the figure has on the server is replaced. Every mask is
read back and compared. Exit code 3: some did not come back equal; they are named.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("masks", help="write alpha masks of figures to the server")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    upload = actions.add_parser("upload", help="send masks of existing figures; asks first", epilog=EPILOG)
    upload.add_argument("pairs", nargs="+", type=pair, metavar="FIGURE_ID=MASK.png")
    upload.add_argument("--yes", action="store_true", help="do not ask")
    add_account(upload)
    upload.set_defaults(run=run)


def pair(text: str) -> tuple[int, Path]:
    """Return figure and file of "123=mask.png". Raise ArgumentTypeError for anything else."""
    number, equals, name = text.partition("=")
    if not equals or not name or not (number.isascii() and number.isdecimal()) or not int(number):
        raise argparse.ArgumentTypeError(f"{text!r} is no figure and file: write them as 123=mask.png")
    return int(number), Path(name).expanduser()


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Read the pictures, ask, and send them."""
    from app.formats.mask_picture import read_mask

    figures = [figure for figure, _ in options.pairs]
    if len(set(figures)) < len(figures):
        desk.complain("A figure is named twice. Name each figure once.")
        return Exit.USAGE
    masks: list[tuple[int, Mask]] = []
    for figure, path in options.pairs:
        try:
            masks.append((figure, read_mask(path)))
        except ValueError as error:
            desk.complain(f"{printable(str(error))} {NOTHING}")
            return Exit.STOPPED

    async def work(interrupt: Interrupt) -> int:
        del interrupt
        return await _send(options, desk, masks)

    return run_async(work)


async def _send(options: argparse.Namespace, desk: Desk, masks: "Sequence[tuple[int, Mask]]") -> int:
    from app.cli.session import signed_in
    from app.model.failure import FailedError, FailureKind

    unequal: list[int] = []
    sent = 0
    async with signed_in(desk, options.account, allow_http=options.allow_http) as (host, account):
        asks = f"Replace the masks of {count_text(len(masks), 'figure')} on {account.address}?"
        if not options.yes and not desk.agrees(asks):
            desk.complain(f"{NOTHING} Add --yes to send without being asked.")
            return Exit.STOPPED
        for start in range(0, len(masks), AT_ONCE):
            group = tuple(masks[start : start + AT_ONCE])
            try:
                unequal += await host.call(UploadMasks(account.key, group))
            except FailedError as error:
                why = error.failure.sentence()
                if error.failure.kind is FailureKind.NOT_FOUND:
                    why = "One of these figures is not on the server."
                left = f"{sent:,} of {len(masks):,} were sent, up to figure {masks[sent - 1][0]}." if sent else NOTHING
                desk.complain(f"{why} {left}")
                return Exit.STOPPED
            sent += len(group)
    desk.say(f"{count_text(sent, 'mask')} sent and read back")
    if unequal:
        names = ", ".join(map(str, unequal[:MOST_NAMED])) + (" …" if len(unequal) > MOST_NAMED else "")
        desk.complain(f"Not the same when read back: figure {names}. Look at them before you send them again.")
        return Exit.PROBLEMS
    return Exit.COMPLETE
