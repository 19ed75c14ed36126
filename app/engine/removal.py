"""Moving the files of a removed job to a trash folder beside its destination. Never touches files of somebody else."""

import asyncio
import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from app.engine.run_parts import RunParts
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Job
from app.model.layout import SidecarKind, sidecar_path
from app.model.task import TaskState
from app.store.holdings import Holdings

PAGE = 1_000


async def move_to_trash(job: Job, parts: RunParts) -> Path | None:
    """Move what the job fetched to `<destination>/../.windrow-trash-<job>`; return that folder, None without files.

    Raises:
        FailedError: DISK, when the folder cannot be opened or the trash not be made.
    """
    if not await asyncio.wrap_future(parts.lookers.submit(Path(job.destination).is_dir)):
        return None
    opened = await parts.shelf.take(job.destination)
    try:
        trash = trash_beside(Path(job.destination), job.id)
        moved = offset = 0
        while True:
            page = await parts.ledger.run(parts.ledger.rows.pages.page, job.id, (TaskState.DONE,), "", offset, PAGE)
            if not page.tasks:
                break
            offset += len(page.tasks)
            keys = [task.key for task in page.tasks]
            work = parts.lookers.submit(move_files, Path(job.destination), trash, opened.holdings, keys)
            if gone := await asyncio.wrap_future(work):
                moved += len(gone)
                await asyncio.wrap_future(parts.lookers.submit(opened.sink.retract, gone))
        return trash if moved else None
    finally:
        await parts.shelf.give_back(job.destination)


async def move_export_to_trash(job: Job, parts: RunParts) -> Path | None:
    """Move an export to the trash folder as a whole; return that folder, None when there is nothing of it.

    Raises:
        FailedError: A file in it is of somebody else or was edited, or it cannot be moved.
    """
    destination = Path(job.destination)
    if parts.exporting is None:
        return None
    trash = await asyncio.wrap_future(parts.lookers.submit(trash_beside, destination, job.id))
    return trash if await parts.exporting.discard(destination, trash) else None


def trash_beside(destination: Path, job_id: int) -> Path:
    """Return the name of a folder beside the destination that is not there yet."""
    number = 0
    while True:
        trash = destination.with_name(f".windrow-trash-{destination.name}-{job_id}" + (f"-{number}" if number else ""))
        if not trash.exists():
            return trash
        number += 1


def move_files(destination: Path, trash: Path, holdings: Holdings, keys: Sequence[str]) -> list[str]:
    """Move the files of some items to the trash, laid out as they were; return the keys of those that moved. Blocking.

    Raises:
        FailedError: DISK; what was moved until then is in the trash.
    """
    moved = []
    for key in keys:
        line = holdings.line(key)
        if line is None:
            continue
        has_moved = False
        folder, _, name = line.path.rpartition("/img/")
        for path in (line.path, *(sidecar_path(folder, name, kind) for kind in SidecarKind)):
            own = holdings.file_at(path)
            if own is None or not holdings.lies_there(own):
                continue  # gone, or edited since: not ours to take away
            target = trash / path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.rename(destination / path, target)  # noqa: PTH104 - a plain rename: never across disks
            except OSError as error:
                raise FailedError(
                    Failure(FailureKind.DISK, "The files could not be moved.", "Look at the folder.", detail=str(error))
                ) from error
            has_moved = True
            with contextlib.suppress(OSError):
                (destination / path).parent.rmdir()
        if has_moved:
            moved.append(key)
    return moved
