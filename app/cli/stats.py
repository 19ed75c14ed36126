"""`windrow stats`: what a project holds, before it is downloaded or from its folder."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from app.cli.desk import Desk, Exit
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_account
from app.cli.words import count_text, printable
from app.model.queries import CountLabels
from app.model.statistics import BINS, DatasetCount, Statistics

BAR = 24
MOST_TAGS = 30

EPILOG = """\
A number is a project on the server, anything else a project folder (a folder named like a number: ./12).
From the server: images and figures are listed without geometry; no annotation and no picture is downloaded.

--json prints one object: images, unlabelled, objects, classes [{class_name, shape, objects}],
datasets [{name, images, unlabelled, objects}], tags [{name, value, images, objects}],
objects_per_image [{from, to, images}] (to is null for the last), problems [sentence].
Exit code 3: something in a folder could not be read; it is named.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("stats", help="count objects, images and tags of a project", epilog=EPILOG)
    parser.add_argument("target", metavar="PROJECT_ID|DIR")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    add_account(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Count, and print it."""
    if options.target.isascii() and options.target.isdecimal():
        project = int(options.target)

        async def work(interrupt: Interrupt) -> int:
            del interrupt
            return show(await _from_server(options, desk, project), desk, as_json=options.json)

        return run_async(work)
    folder = Path(options.target).expanduser()
    if not folder.is_dir():
        desk.complain(f"There is no folder {printable(str(folder))}, and a project of the server is a number.")
        return Exit.STOPPED
    from app.formats.label_counts import count_folder

    found = count_folder(folder)
    if not found.images and not found.datasets:
        desk.complain(f"{printable(str(folder))} holds no datasets of a project. Name a folder with meta.json in it.")
        return Exit.STOPPED
    return show(found, desk, as_json=options.json)


async def _from_server(options: argparse.Namespace, desk: Desk, project: int) -> Statistics:
    from app.cli.session import signed_in

    async with signed_in(desk, options.account, allow_http=options.allow_http) as (host, account):
        found: Statistics = await host.call(CountLabels(account.key, project))
        return found


def show(found: Statistics, desk: Desk, *, as_json: bool) -> int:
    """Print counts and return the exit code."""
    if as_json:
        desk.say(json.dumps(statistics_json(found), ensure_ascii=False))
    else:
        for line in statistics_lines(found):
            desk.say(line)
    for sentence in found.problems:
        desk.complain(printable(sentence))
    return Exit.PROBLEMS if found.problems else Exit.COMPLETE


def statistics_json(found: Statistics) -> dict[str, object]:
    """Return counts as JSON-ready builtins: the same for a project and for a folder of it."""
    bins = zip(BINS, found.histogram, strict=True)
    return {
        "images": found.images,
        "unlabelled": found.unlabelled,
        "objects": found.objects,
        "classes": [asdict(one) for one in found.classes],
        "datasets": [dataset_json(one) for one in found.datasets],
        "tags": [asdict(one) for one in found.tags],
        "objects_per_image": [{"from": low, "to": high, "images": count} for (low, high), count in bins],
        "problems": list(found.problems),
    }


def dataset_json(one: DatasetCount) -> dict[str, object]:
    """Return the counts of a dataset as JSON-ready builtins."""
    counts = asdict(one)
    del counts["id"]  # a folder has none
    return counts


def statistics_lines(found: Statistics) -> list[str]:
    """Return counts as lines for people, with bars."""
    without = f", {found.unlabelled:,} without labels" if found.unlabelled else ""
    lines = [f"{count_text(found.images, 'image')}{without} · {count_text(found.objects, 'object')}"]
    lines += _table("Classes", [(f"{one.class_name} ({one.shape})", one.objects) for one in found.classes])
    lines += _table("Images per dataset", [(one.name, one.images) for one in found.datasets])
    spans = [
        f"{low}" if low == high else f"{low} or more" if high is None else f"{low} to {high}" for low, high in BINS
    ]
    lines += _table("Objects per image", list(zip(spans, found.histogram, strict=True)))
    tags = [(one.name if one.value is None else f"{one.name} = {one.value}", one) for one in found.tags]
    lines += _table("Image tags", [(name, one.images) for name, one in tags if one.images], MOST_TAGS)
    lines += _table("Object tags", [(name, one.objects) for name, one in tags if one.objects], MOST_TAGS)
    return lines


def _span(bounds: tuple[int, int | None]) -> str:
    low, high = bounds
    if high is None:
        return f"{low} or more"
    return f"{low}" if low == high else f"{low} to {high}"


def _table(title: str, rows: list[tuple[str, int]], most: int | None = None) -> list[str]:
    if not rows:
        return []
    shown = sorted(rows, key=lambda row: -row[1])[:most] if most is not None and len(rows) > most else rows
    width = min(48, max(len(printable(name)) for name, _ in shown))
    digits = max(len(f"{count:,}") for _, count in shown)
    top = max(count for _, count in shown) or 1
    lines = ["", title]
    for name, count in shown:
        bar = "█" * round(BAR * count / top) or ("▏" if count else "")
        lines.append(f"  {printable(name):<{width}}  {count:>{digits},}  {bar}".rstrip())
    if len(shown) < len(rows):
        lines.append(f"  and {len(rows) - len(shown):,} more; --json has them all")
    return lines
