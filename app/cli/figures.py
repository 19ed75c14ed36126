"""`windrow figures`: every figure of a dataset as a table."""

import argparse
import asyncio
from pathlib import Path

from app.cli import values
from app.cli.desk import Desk, Exit
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_account
from app.cli.words import count_text
from app.model.figure import EachOnce

MOST_NAMED = 5

EPILOG = """\
Columns: id, image_id, image (its name), class_id, class, shape, area (square pixels, as the server counts),
left, top, right, bottom (pixels, all inside the figure), tags, created_at, updated_at, geometry.
The ending of FILE says the form: .json (a list of objects), .csv, .parquet. In CSV and Parquet, tags and geometry
are JSON text. The geometry has the keys of an annotation file, in pixels; masks of alpha_mask figures are in it.
The file appears when it is whole. Exit code 3: it is whole but for geometries that the server would not give.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("figures", help="save every figure of a dataset as a table", epilog=EPILOG)
    parser.add_argument("dataset", type=values.identifier, metavar="DATASET_ID")
    parser.add_argument("--to", required=True, metavar="FILE", type=values.table_file, help=".json, .csv or .parquet")
    parser.add_argument("--no-geometry", action="store_true", help="leave points and masks out: much quicker")
    parser.add_argument(
        "--image", action="append", default=[], type=values.identifier, metavar="ID", help="only on these; may repeat"
    )
    add_account(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Read the figures and write the table."""
    if options.to.exists():
        desk.complain(f"{options.to} is there already. Choose another name, or move it away.")
        return Exit.STOPPED

    async def work(interrupt: Interrupt) -> int:
        del interrupt
        return await _work(options, desk)

    return run_async(work)


async def _work(options: argparse.Namespace, desk: Desk) -> int:
    from app.cli.session import signed_in
    from app.engine.figure_pages import groups_of, pages_of
    from app.formats.figure_table import FigureTable

    target: Path = options.to
    has_geometry = not options.no_geometry
    seen = EachOnce()
    problems: list[str] = []
    announced = 0
    async with signed_in(desk, options.account, allow_http=options.allow_http) as (host, account):
        with FigureTable(target, has_geometry=has_geometry) as table:
            for group in groups_of(options.image):
                total: int | None = None
                async for page in pages_of(host, account.key, options.dataset, group, has_geometry):
                    fresh = seen.fresh(page.figures)
                    problems += (f"Figure {figure.id}: {figure.problem}" for figure in fresh if figure.problem)
                    total = page.total
                    await asyncio.to_thread(table.write, fresh)
                announced += total or 0
    for sentence in problems[:MOST_NAMED]:
        desk.complain(sentence)
    if len(problems) > MOST_NAMED:
        desk.complain(f"and {count_text(len(problems) - MOST_NAMED, 'more figure')} without geometry")
    if len(seen) < announced:
        problems.append("short")
        desk.complain(f"The server announced {announced:,} figures and listed {len(seen):,}. Try again.")
    desk.say(f"{target}: {count_text(len(seen), 'figure')}")
    return Exit.PROBLEMS if problems else Exit.COMPLETE
