"""The end of a download that keeps archives: every image is looked for in its archive, then the lists are written.

An image counts only when the archive holds, at the place that was listed, the bytes that were listed. Lists name those
and no others; the rest fail with a sentence, and the job with them.
"""

import asyncio
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.engine.archive_lists import ArchiveLists
from app.engine.run_parts import RunParts
from app.engine.shelf import Opened
from app.model.blob_slice import ENDING, FOLDER, LIST_ENDING, archive_key, archive_path, list_path
from app.model.events import TasksSettled
from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import image_path
from app.model.spec import Spec
from app.model.task import Task, TaskState
from app.store.ledger_slices import SliceRow
from app.store.ledger_tasks import Settled
from app.store.sink import Sink

_BLOCK = 4 * 1024 * 1024
NO_ARCHIVES = "The project keeps no archives: every picture was fetched as a file."
_OTHER_FORM = Failure(
    FailureKind.REFUSED,
    "This folder holds pictures in archives.",
    "Choose another folder, or keep archives in this one.",
)
_MISSING = Failure(FailureKind.DATA, "The archive of this picture could not be fetched.", "Try again.")
_WRONG = Failure(
    FailureKind.DATA,
    "The archive does not hold this picture as it was listed.",
    "Fetch it as a file: download without archives into another folder.",
)


@dataclass(frozen=True, slots=True)
class _Checked:
    """One list of a dataset: its path and body, and the tasks that it cannot name."""

    path: str
    body: bytes
    missing: Sequence[SliceRow] = ()
    wrong: Sequence[SliceRow] = ()


def refuse_other_form(spec: Spec, sink: Sink) -> None:
    """Refuse to put files beside lists that name the same images: the official SDK could not open such a folder.

    Raises:
        FailedError: REFUSED.
    """
    if getattr(spec, "blobs", None) is not False:
        return
    holdings = sink.holdings()
    # Looked for on the disk: a receipt may have a million lines.
    for path in (sink.destination / FOLDER).glob(f"*{ENDING}"):
        if holdings.get(archive_key(path.name.removesuffix(ENDING))) is not None:
            raise FailedError(_OTHER_FORM)


async def close_archives(job_id: int, spec: Spec, opened: Opened, parts: RunParts) -> tuple[str, ...]:
    """Look for every image in its archive and write the lists; return sentences for the log.

    Raises:
        FailedError: A list cannot be written. Everything else is safe; the same job again writes it.
    """
    lists = parts.archive_lists
    if lists is None or not getattr(spec, "blobs", False):
        return ()
    ledger, sink = parts.ledger, opened.sink
    is_any = False
    fetched: dict[str, bool] = {}
    for number, _, folder in await ledger.run(ledger.rows.tasks.datasets, job_id):
        rows = await ledger.run(ledger.rows.slices.settled, job_id, number)
        is_any = is_any or bool(rows)
        for archive, group in _by_archive(rows).items():
            if archive not in fetched:
                state = await ledger.run(ledger.rows.slices.state_of, job_id, archive_key(archive))
                fetched[archive] = state is TaskState.DONE
            work = parts.lookers.submit(_check, sink.destination, folder, archive, group, lists, fetched[archive])
            checked = await asyncio.wrap_future(work)
            await asyncio.wrap_future(parts.lookers.submit(sink.project_file, checked.path, checked.body))
            await _fail(job_id, parts, folder, checked.missing, _MISSING)
            await _fail(job_id, parts, folder, checked.wrong, _WRONG)
    return () if is_any else (NO_ARCHIVES,)


def take_off_lists(paths: Iterable[str], sink: Sink, lists: ArchiveLists) -> None:
    """Take images out of the lists of their datasets: their annotations are gone. Blocking.

    Args:
        paths: Relative paths of the images, as if they were files.
        sink: The destination.
        lists: How lists are read and written.

    Raises:
        FailedError: A list cannot be written.
    """
    names: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/img/")
        names.setdefault(folder, set()).add(name)
    for folder, gone in names.items():
        for place in sorted((sink.destination / folder).glob(f"*{LIST_ENDING}")):
            before = lists.read(place)
            if not gone.isdisjoint(before):
                left = {name: at for name, at in before.items() if name not in gone}
                sink.project_file(f"{folder}/{place.name}", lists.write(_rows(left)))


def _by_archive(rows: Sequence[SliceRow]) -> dict[str, list[SliceRow]]:
    groups: dict[str, list[SliceRow]] = {}
    for row in rows:
        groups.setdefault(row.slice.archive, []).append(row)
    return groups


async def _fail(job_id: int, parts: RunParts, folder: str, rows: Sequence[SliceRow], failure: Failure) -> None:
    if not rows:
        return
    ledger = parts.ledger
    await ledger.run(ledger.rows.slices.take_back, job_id, [row.seq for row in rows])
    ends = [Settled(row.seq, TaskState.FAILED, None, 1, failure) for row in rows]
    totals = await ledger.run(ledger.rows.tasks.settle, job_id, ends)
    parts.book.count(job_id, totals)
    tasks = tuple(
        Task(job_id, row.seq, row.key, image_path(folder, row.name), TaskState.FAILED, None, 1, failure) for row in rows
    )
    parts.outbox.fact(TasksSettled(job_id, totals.counts, totals.bytes_done, tasks))


def _check(
    destination: Path, folder: str, archive: str, rows: Sequence[SliceRow], lists: ArchiveLists, was_fetched: bool
) -> _Checked:
    """Compare the slices of one archive with what was listed. Images of an earlier list stay in it. In a thread."""
    path = list_path(folder, archive)
    before = lists.read(destination / path)
    entries = dict(before)
    wrong: list[SliceRow] = []
    with suppress(OSError), (destination / archive_path(archive)).open("rb") as tar:
        size = os.fstat(tar.fileno()).st_size
        for row in rows:
            place = (row.slice.start, row.slice.end)
            is_known = not was_fetched and before.get(row.name) == place
            if not is_known and not _is_right(tar, size, row):
                wrong.append(row)
                entries.pop(row.name, None)
            elif (destination / image_path(folder, row.name)).exists():
                # It lies there as a file already; named twice nobody could open it.
                entries.pop(row.name, None)
            else:
                entries[row.name] = place
        return _Checked(path, lists.write(_rows(entries)), wrong=wrong)
    # The archive is not there, or cannot be read: nothing is in it.
    for row in rows:
        entries.pop(row.name, None)
    return _Checked(path, lists.write(_rows(entries)), missing=rows)


def _rows(entries: dict[str, tuple[int, int]]) -> list[tuple[str, int, int]]:
    return [(name, start, end) for name, (start, end) in entries.items()]


def _is_right(tar: BinaryIO, size: int, row: SliceRow) -> bool:
    place = row.slice
    if place.end > size:
        return False
    if place.sha256 is None:
        return True
    digest = hashlib.sha256()
    for block in _blocks(tar, place.start, place.end):
        digest.update(block)
    return digest.hexdigest() == place.sha256


def _blocks(tar: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    tar.seek(start)
    left = end - start
    while left > 0 and (block := tar.read(min(left, _BLOCK))):
        yield block
        left -= len(block)
