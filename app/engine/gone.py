"""Images that lie in a folder though the whole project does not list them any more: kept and named, or put away."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.engine.archives import take_off_lists
from app.engine.removal import move_files, trash_beside
from app.engine.run_parts import RunParts
from app.engine.shelf import Opened
from app.model.blob_slice import archive_key
from app.model.failure import FailedError
from app.model.job import Job
from app.model.spec import Spec, SuperviselySpec, covers_everything, spec_from_builtins
from app.store.holdings import Holdings, files_of
from app.store.receipt import Line, spec_of_receipt

KEYS = 500
MOST_NAMED = 10_000
_SHARED = "Another project was brought to this folder, too; nothing was put away."


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of images that are not listed any more.

    Attributes:
        paths: Of those that were kept, relative, at most 10,000.
        notes: Sentences for the log and the receipt.
    """

    paths: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


async def settle_gone(job: Job, opened: Opened, parts: RunParts) -> Gone:
    """Look for images that the project does not list any more; move them to the trash when the job asks for it.

    Nothing is said of a job that meant a part of the project, or that did not bring everything.
    """
    spec = job.spec
    if not covers_everything(spec) or job.counts.problems:
        return Gone()
    brought = job.counts.done + job.counts.already_here
    if await asyncio.wrap_future(parts.lookers.submit(_count, opened.holdings)) <= brought:
        # As a rule: every item of the receipt was brought, and nobody needs to look which are not.
        return Gone()
    unlisted: dict[str, str] = {}
    items = _items(opened.holdings)
    while lines := await asyncio.wrap_future(parts.lookers.submit(lambda: list(islice(items, KEYS)))):
        listed = await parts.ledger.run(parts.ledger.rows.pages.known_keys, job.id, [line.key for line in lines])
        others = [line for line in lines if line.key not in listed]
        lying = await asyncio.wrap_future(parts.lookers.submit(_lying, opened.holdings, others))
        unlisted.update(lying)
    if not unlisted:
        return Gone()
    paths = tuple(sorted(unlisted.values())[:MOST_NAMED])
    if not getattr(spec, "trash_gone", False):
        return Gone(paths, (kept_words(len(unlisted)),))
    if await _is_shared(job, parts):
        return Gone(paths, (kept_words(len(unlisted)), _SHARED))
    destination = Path(job.destination)

    def put_away() -> Path:
        trash = trash_beside(destination, job.id)
        moved = move_files(destination, trash, opened.holdings, sorted(unlisted))
        opened.sink.retract(moved)
        if parts.archive_lists is not None:
            take_off_lists((unlisted[key] for key in moved), opened.sink, parts.archive_lists)
        return trash

    try:
        trash = await asyncio.wrap_future(parts.lookers.submit(put_away))
    except FailedError as error:
        return Gone(paths, (kept_words(len(unlisted)), error.failure.sentence()))
    return Gone((), (moved_words(len(unlisted), trash),))


def kept_words(count: int) -> str:
    """Return the sentence about images that were kept."""
    if count == 1:
        return "1 image lies here that the project does not list (any more). It was kept."
    return f"{count:,} images lie here that the project does not list (any more). They were kept."


def moved_words(count: int, trash: Path) -> str:
    """Return the sentence about images that were put away."""
    if count == 1:
        return f"1 image that the project does not list any more was moved to {trash}."
    return f"{count:,} images that the project does not list any more were moved to {trash}."


def _items(holdings: Holdings) -> Iterator[Line]:
    """Yield the lines of the receipt that are about items: images, and archives of images."""
    return (line for line in holdings.current() if not line.key.startswith("/"))


def _count(holdings: Holdings) -> int:
    return sum(1 for _ in _items(holdings))


def _lying(holdings: Holdings, lines: Sequence[Line]) -> dict[str, str]:
    """Return the path of every image of which something lies there, by key."""
    return {
        line.key: line.path
        for line in lines
        if not line.key.startswith(archive_key("")) and any(holdings.lies_there(file) for file in files_of(line))
    }


async def _is_shared(job: Job, parts: RunParts) -> bool:
    """Tell whether another project was brought to the same folder: its images are not gone but somebody else's."""
    jobs: Sequence[Job] = await parts.ledger.run(parts.ledger.rows.jobs.all)
    specs = [other.spec for other in jobs if other.destination == job.destination and other.account == job.account]
    text = await asyncio.wrap_future(parts.lookers.submit(spec_of_receipt, Path(job.destination)))
    with contextlib.suppress(ValueError):
        specs += [spec_from_builtins(text)] if text else []
    return any(_project(spec) not in (None, _project(job.spec)) for spec in specs)


def _project(spec: Spec) -> int | None:
    return spec.project_id if isinstance(spec, SuperviselySpec) else None
