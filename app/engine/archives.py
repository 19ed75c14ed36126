"""The end of a download that keeps archives: every image is looked for in its archive, then the lists are written.

An image counts only when the archive holds, at the place that was listed, the bytes that were listed. Lists name those
and no others; the rest fail with a sentence, and the job with them.
"""

import asyncio
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.engine.archive_lists import ArchiveLists
from app.engine.run_parts import RunParts
from app.engine.shelf import Opened
from app.model.blob_slice import archive_key, archive_path
from app.model.events import TasksSettled
from app.model.failure import FailedError, Failure, FailureKind
from app.model.spec import Spec, covers_everything
from app.model.task import TaskState
from app.store.holdings import Holdings
from app.store.ledger_slices import SliceRow
from app.store.ledger_tasks import Settled

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
    missing: tuple[int, ...]
    wrong: tuple[int, ...]


def refuse_other_form(spec: Spec, holdings: Holdings) -> None:
    """Refuse to put files beside lists that name the same images: the official SDK could not open such a folder.

    Raises:
        FailedError: REFUSED.
    """
    if getattr(spec, "blobs", None) is not False:
        return
    if any(line.key.startswith(archive_key("")) for line in holdings.current()):
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
    for number in await ledger.run(ledger.rows.slices.numbers, job_id):
        rows = await ledger.run(ledger.rows.slices.settled, job_id, number)
        is_any = is_any or bool(rows)
        for archive, group in _by_archive(rows).items():
            if archive not in fetched:
                state = await ledger.run(ledger.rows.slices.state_of, job_id, archive_key(archive))
                fetched[archive] = state is TaskState.DONE
            keeps_others = not (getattr(spec, "trash_gone", False) and covers_everything(spec))
            work = parts.lookers.submit(_check, sink.destination, archive, group, lists, fetched[archive], keeps_others)
            checked = await asyncio.wrap_future(work)
            await asyncio.wrap_future(parts.lookers.submit(sink.project_file, checked.path, checked.body))
            await _fail(job_id, parts, checked.missing, _MISSING)
            await _fail(job_id, parts, checked.wrong, _WRONG)
    return () if is_any else (NO_ARCHIVES,)


def _by_archive(rows: Sequence[SliceRow]) -> dict[str, list[SliceRow]]:
    groups: dict[str, list[SliceRow]] = {}
    for row in rows:
        groups.setdefault(row.slice.archive, []).append(row)
    return groups


async def _fail(job_id: int, parts: RunParts, seqs: Sequence[int], failure: Failure) -> None:
    if not seqs:
        return
    ledger = parts.ledger
    await ledger.run(ledger.rows.slices.take_back, job_id, seqs)
    ends = [Settled(seq, TaskState.FAILED, None, 1, failure) for seq in seqs]
    totals = await ledger.run(ledger.rows.tasks.settle, job_id, ends)
    parts.book.count(job_id, totals)
    parts.outbox.fact(TasksSettled(job_id, totals.counts, totals.bytes_done, ()))


def _check(
    destination: Path,
    archive: str,
    rows: Sequence[SliceRow],
    lists: ArchiveLists,
    was_fetched: bool,
    keeps_others: bool,
) -> _Checked:
    """Compare the slices of one archive with what was listed. In a thread.

    `keeps_others`: images of an earlier list stay in it.
    """
    folder = rows[0].folder
    path = f"{folder}/{archive}_offsets.pkl"
    before = lists.read(destination / path)
    entries = dict(before) if keeps_others else {}
    wrong: list[int] = []
    with suppress(OSError), (destination / archive_path(archive)).open("rb") as tar:
        size = os.fstat(tar.fileno()).st_size
        for row in rows:
            place = (row.slice.start, row.slice.end)
            is_known = not was_fetched and before.get(row.name) == place
            if not is_known and not _is_right(tar, size, row):
                wrong.append(row.seq)
                entries.pop(row.name, None)
            elif (destination / folder / "img" / row.name).exists():
                # It lies there as a file already; named twice nobody could open it.
                entries.pop(row.name, None)
            else:
                entries[row.name] = place
        return _Checked(path, lists.write(_rows(entries)), (), tuple(wrong))
    # The archive is not there, or cannot be read: nothing is in it.
    for row in rows:
        entries.pop(row.name, None)
    return _Checked(path, lists.write(_rows(entries)), tuple(row.seq for row in rows), ())


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
