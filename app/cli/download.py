"""`windrow download`: bring a project, or chosen parts of it, home."""

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from app.cli import values
from app.cli.desk import Desk, Exit
from app.cli.event_json import FIELDS
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_account, add_progress, add_then
from app.model.failure import FailedError, Failure, FailureKind
from app.model.spec import Annotations, Mode, SuperviselySpec, covers_everything

EPILOG = f"""\
The same command again fetches only what is missing or changed; an unfinished job goes on where it stopped.
A folder that holds files of someone else is never emptied or overwritten.
Ctrl-C pauses the job and says how to go on; a second Ctrl-C stops at once. Nothing is half-written either way.

--plan only counts. With --json it prints one object: images, items, already_here, tiles,
requests {{tile, entity, search, …}}, bytes {{low, likely, high}}, seconds, quota_share, disk_free_after, licence.
seconds goes by the latest downloads of the same account, null before the first;
tiles is 0 and quota_share null for projects.

{FIELDS}"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("download", help="bring a project home", epilog=EPILOG)
    parser.add_argument("project", type=values.identifier, metavar="PROJECT_ID")
    parser.add_argument("--to", required=True, metavar="DIR", help="the project folder; it is created if missing")
    what = parser.add_argument_group("what")
    what.add_argument(
        "--dataset", action="append", default=[], type=values.identifier, metavar="ID", help="only these; may repeat"
    )
    what.add_argument("--with-children", action="store_true", help="also everything below the chosen datasets")
    what.add_argument(
        "--image", action="append", default=[], type=values.identifier, metavar="ID", help="only these; may repeat"
    )
    what.add_argument(
        "--annotations",
        choices=[choice.value for choice in Annotations],
        default=Annotations.FULL.value,
        help="labels and tags, image tags only, or none (default: full)",
    )
    what.add_argument("--no-images", action="store_true", help="leave the pictures out")
    what.add_argument(
        "--image-info", action="store_true", help="write what the server knows of each image to img_info/"
    )
    what.add_argument("--image-meta", action="store_true", help="write the metadata of each image to meta/")
    what.add_argument("--labelled-only", action="store_true", help="leave out the images without a label")
    what.add_argument(
        "--where",
        action="append",
        default=[],
        type=values.rule,
        metavar="RULE",
        help="only images that meet it: class:NAME, tag:NAME, tag:NAME=VALUE, name:PATTERN, since:DATE, labelled;"
        " may repeat, all must hold",
    )
    what.add_argument("--limit", type=values.count, metavar="N", help="at most so many images, in the server’s order")
    how = parser.add_argument_group("how")
    how.add_argument("--plan", action="store_true", help="only count: images, bytes, requests, disk")
    how.add_argument(
        "--mode",
        choices=[mode.value for mode in Mode],
        default=Mode.AUTO.value,
        help="one by one (single), in batches (batch), the same many at once (async, bulk), or as it fits (auto)",
    )
    how.add_argument(
        "--batch-size", type=values.batch_size, metavar="N", help="images per request; Windrow chooses by size"
    )
    how.add_argument("--blobs", action="store_true", help="keep the archive form of a project that has blobs")
    how.add_argument(
        "--trash-gone",
        action="store_true",
        help="move images that the project does not list any more to a trash folder (default: keep and list them)",
    )
    how.add_argument(
        "--cache", default="", metavar="DIR", help="take pictures from this folder, and leave them in it, by their hash"
    )
    how.add_argument(
        "--workers", type=values.workers, metavar="auto|N", help="requests at once (default: auto, which learns)"
    )
    how.add_argument(
        "--rate-limit", type=values.rate, metavar="BYTES_PER_SECOND", help="such as 5000000 or 5MB (default: none)"
    )
    add_then(parser)
    add_account(parser)
    add_progress(parser)
    parser.set_defaults(run=run)


def spec_from(options: argparse.Namespace) -> SuperviselySpec:
    """Return the spec that the options ask for."""
    return SuperviselySpec(
        project_id=options.project,
        dataset_ids=tuple(dict.fromkeys(options.dataset)),
        with_children=options.with_children,
        image_ids=tuple(dict.fromkeys(options.image)),
        annotations=Annotations(options.annotations),
        save_images=not options.no_images,
        save_image_info=options.image_info,
        save_image_meta=options.image_meta,
        labelled_only=options.labelled_only,
        where=tuple(dict.fromkeys(options.where)),
        limit=options.limit,
        mode=Mode(options.mode),
        batch_size=options.batch_size,
        blobs=options.blobs,
        trash_gone=options.trash_gone,
        cache=str(folder_from(options.cache)) if options.cache else "",
        then=tuple(dict.fromkeys(options.then)),
    )


def usage_problem(options: argparse.Namespace) -> str:
    """Return a sentence about options that do not go together, or nothing."""
    if options.with_children and not options.dataset:
        return "--with-children says which datasets to extend: name them with --dataset ID"
    if options.trash_gone and not covers_everything(spec_from(options)):
        return "--trash-gone needs the whole project: what a part does not list may well be there"
    if options.cache:
        cache, place = folder_from(options.cache), folder_from(options.to)
        if cache.is_relative_to(place) or place.is_relative_to(cache):
            return "The cache and the project need folders of their own, neither inside the other"
        if cache.exists() and not cache.is_dir():
            return "--cache names a file: name a folder, or leave it out"
    if options.no_images and options.annotations == Annotations.NONE and not (options.image_info or options.image_meta):
        return "There is nothing left to fetch: neither pictures nor annotations nor info are wanted"
    return ""


def folder_from(text: str) -> Path:
    """Return the destination as an absolute path without "..", so that the ledger does not depend on where we are.

    Raises:
        FailedError: DISK, the name holds bytes that are no text.
    """
    path = os.path.normpath(Path(text).expanduser().absolute())
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        raise FailedError(
            Failure(
                FailureKind.DISK, "The name of the folder is no proper text.", "Choose a folder whose name is UTF-8."
            )
        ) from None
    return Path(path)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Download, or plan a download."""
    problem = usage_problem(options)
    if problem:
        desk.complain(problem)
        return Exit.USAGE
    return run_async(lambda interrupt: _work(options, desk, interrupt))


async def _work(options: argparse.Namespace, desk: Desk, interrupt: Interrupt) -> int:
    from app.cli.session import signed_in
    from app.cli.start import check_destination, check_project
    from app.cli.work import follow_order
    from app.model.commands import AddJob

    spec, destination = spec_from(options), folder_from(options.to)
    async with signed_in(desk, options.account, allow_http=options.allow_http) as (host, account):
        disk = await check_destination(host, destination)
        page = await check_project(host, account.key, spec)
        if options.plan:
            from app.cli.plan import known_rate, plan_json, plan_lines
            from app.model.queries import ListJobs, MakeSurvey

            survey = await host.call(MakeSurvey(spec, account.key, str(destination)))
            rate = known_rate(await host.call(ListJobs()), account.key)
            lines: Sequence[str] = (
                [json.dumps(plan_json(survey, disk, rate), ensure_ascii=False)]
                if options.json
                else plan_lines(survey, disk, page.project.name, rate)
            )
            for line in lines:
                desk.say(line)
            return Exit.COMPLETE
        order = AddJob(spec, account.key, str(destination), page.project.name)
        return await follow_order(host, options, desk, interrupt, order)
