"""`windrow export`: a project folder as COCO, YOLO, Pascal VOC or a filtered copy."""

import argparse
from pathlib import Path
from typing import Any

from app.cli import values
from app.cli.desk import Desk, Exit
from app.cli.download import folder_from
from app.cli.event_json import FIELDS
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_progress
from app.model.export_spec import CocoLayout, ExportSpec, Images, SplitBy
from app.model.failure import FailedError, Failure, FailureKind
from app.model.fields import Description, FieldKind, descriptions

EPILOG = f"""\
DIR is a project folder: meta.json, and datasets with img/ and ann/. Nothing in it is changed.

  windrow export town --to town-coco --format coco --check
  windrow export town --to town-yolo --format yolo-segment --val 0.2 --remedy outside=clip
  windrow export town --to signs --format coco --class sign --rename sign=traffic_sign --only "dataset:streets"

An export is complete or it is not there: it is written beside its place, read back, and put there as a whole.
An older export of ours is replaced; a folder with files of someone else, or with edited files, is left alone.
Images are left out by name as dataset/name. Problems and their remedies: outside=clip|drop|exclude,
zero-area, few-points, bad-mask, unreadable-label and unknown-class=drop|exclude, size-differs,
unreadable-picture, unreadable-annotation, no-annotation, no-picture and duplicate=exclude.

--check writes nothing and prints what would be kept, changed and lost, per class and shape; with --json as one
object, as --report FILE.json has it: format, images {{written, excluded, why, train, val}}, shapes [{{class, shape,
kept, changed, lost, left_out, why}}], tags {{kept, lost}}, totals {{kept, changed, lost}},
verified {{images, shapes, differences, first}}, notes. changed: written, but not as it was. lost: not in the files.

Exit code 3: differences were found when it was read back, or an annotation or picture could not be read.
Labels that the format cannot hold are reported and no problem.

{FIELDS}"""

_METAVARS = {
    "datasets": "NAME",
    "classes": "NAME",
    "without_classes": "NAME",
    "renames": "OLD=NEW",
    "only": "SEARCH",
    "excluded": "DATASET/NAME",
    "remedies": "PROBLEM=REMEDY",
    "min_area": "PIXELS",
    "val": "FRACTION",
    "seed": "N",
    "val_tag": "NAME",
    "val_datasets": "NAME",
}
_TYPES = {FieldKind.NUMBER: values.pixels, FieldKind.COUNT: values.whole, FieldKind.PAIRS: values.pair}


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("export", help="write a project folder in another format", epilog=EPILOG)
    parser.add_argument("folder", metavar="DIR", help="the project folder; nothing in it is changed")
    parser.add_argument("--to", metavar="DIR", help="the folder of the export")
    what = parser.add_argument_group("what and how")
    for name, description in descriptions(ExportSpec).items():
        _add_field(what, name, description)
    what.add_argument("--exclude-file", metavar="FILE", help="images that are left out, one name a line")
    parser.add_argument("--report", metavar="FILE", help="write kept, changed and lost as JSON")
    parser.add_argument("--check", action="store_true", help="only the report, write nothing")
    add_progress(parser)
    parser.set_defaults(run=run, workers=None, rate_limit=None)


def _add_field(group: "argparse._ArgumentGroup", name: str, description: Description) -> None:
    """Add the option of one field of the spec, as the field describes itself."""
    options: dict[str, Any] = {"dest": name, "help": description.help, "default": None}
    kind = description.kind
    if kind is FieldKind.SWITCH:
        options["action"] = "store_false" if description.flag.startswith("--no-") else "store_true"
        if description.flag.startswith("--no-"):
            options["help"] = f"do not {description.label.lower()}"
    elif kind is FieldKind.CHOICE:
        options["choices"] = [value for value, _ in description.choices]
        options["required"] = name == "format"
    else:
        options["metavar"] = _METAVARS[name]
    if kind in {FieldKind.NAMES, FieldKind.PAIRS}:
        options["action"] = "append"
        options["help"] = f"{description.help} May repeat."
    if kind in _TYPES:
        options["type"] = values.share if name == "val" else _TYPES[kind]
    group.add_argument(description.flag, **options)


def spec_from(options: argparse.Namespace, excluded: tuple[str, ...] = ()) -> ExportSpec:
    """Return the spec that the options ask for; `excluded` are further images that are left out."""
    asked: dict[str, Any] = {}
    for name, description in descriptions(ExportSpec).items():
        value = getattr(options, name)
        if value is not None:
            is_list = description.kind in {FieldKind.NAMES, FieldKind.PAIRS}
            asked[name] = tuple(dict.fromkeys(value)) if is_list else value
    for name, kind in (("val_by", SplitBy), ("images", Images), ("layout", CocoLayout)):
        if name in asked:
            asked[name] = kind(asked[name])
    asked["excluded"] = tuple(dict.fromkeys((*asked.get("excluded", ()), *excluded)))
    return ExportSpec(str(folder_from(options.folder)), **asked)


def usage_problem(options: argparse.Namespace) -> str:
    """Return a sentence about options that are missing or do not go together, or nothing."""
    if not options.to and not options.check:
        return "Where to? windrow export DIR --to DIR --format FORMAT (or --check, which writes nothing)"
    splits = [flag for flag, value in _splits(options) if value]
    if len(splits) > 1:
        return f"{' and '.join(splits)} are different ways to choose images for validation: give one of them"
    return ""


def _splits(options: argparse.Namespace) -> tuple[tuple[str, object], ...]:
    return (("--val", options.val), ("--val-tag", options.val_tag), ("--val-dataset", options.val_datasets))


def names_in(file: Path) -> tuple[str, ...]:
    """Return the lines of a file that are not empty.

    Raises:
        FailedError: It cannot be read.
    """
    try:
        return tuple(line for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise FailedError(
            Failure(FailureKind.REFUSED, f"{file} cannot be read.", "Give a text file with one name a line.")
        ) from error


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Export, or check an export."""
    problem = usage_problem(options)
    if problem:
        desk.complain(problem)
        return Exit.USAGE
    return run_async(lambda interrupt: _work(options, desk, interrupt))


async def _work(options: argparse.Namespace, desk: Desk, interrupt: Interrupt) -> int:
    from app.bootstrap.exporting import look_at_folder
    from app.cli.export_check import check
    from app.cli.session import engine_session
    from app.cli.work import follow_order
    from app.model.commands import AddJob
    from app.model.export_title import export_title

    if not folder_from(options.folder).is_dir():
        raise FailedError(
            Failure(FailureKind.NOT_FOUND, f"There is no folder {options.folder}.", "Name the folder of a project.")
        )
    spec = spec_from(options, names_in(Path(options.exclude_file)) if options.exclude_file else ())
    title = look_at_folder(spec)
    if options.check:
        return await check(spec, options, desk)
    destination = folder_from(options.to)
    async with engine_session(desk) as host:
        order = AddJob(spec, "", str(destination), export_title(title, spec.format))
        return await follow_order(host, options, desk, interrupt, order)
