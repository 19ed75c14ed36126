"""Before the first and after the last item of a run: a look back after a power cut, the cache, the receipt."""

import asyncio
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from app.engine.archives import close_archives
from app.engine.finishing import finish
from app.engine.flight import Flight
from app.engine.gone import settle_gone
from app.engine.here import look
from app.engine.run_parts import RunParts
from app.engine.shelf import Opened
from app.model.failure import FailedError
from app.model.spec import Spec
from app.store.item_cache import ItemCache


async def check_after_power_cut(job_id: int, opened: Opened, parts: RunParts, wanted: str) -> None:
    """Look at the files of the last batches again when the machine restarted: a disk may have lost them."""
    ledger = parts.ledger
    rows = await ledger.run(ledger.rows.tasks.last_batch, job_id)
    flights = [Flight(row) for row in rows]
    lookup = parts.lookers.submit(look, opened.holdings, flights, wanted)
    found = await asyncio.wrap_future(lookup)
    lost = [flight.seq for flight, is_here in zip(flights, found, strict=True) if not is_here]
    if lost:
        totals = await ledger.run(ledger.rows.tasks.reopen, job_id, seqs=lost)
        parts.book.count(job_id, totals)


async def open_cache(job_id: int, spec: Spec, parts: RunParts) -> ItemCache | None:
    """Return the cache that a spec names; one that cannot be used is told in the log, and nothing is lost by it."""
    folder = getattr(spec, "cache", "")
    if not folder:
        return None
    try:
        return await asyncio.wrap_future(parts.lookers.submit(ItemCache.open, Path(folder)))
    except FailedError as error:
        await parts.book.note(job_id, f"{error.failure.sentence()} Everything is fetched.", matters=True)
        return None


async def finish_folder(job_id: int, spec: Spec, opened: Opened, parts: RunParts) -> tuple[str, ...]:
    """Make what belongs to the whole folder; return sentences for the receipt.

    Raises:
        FailedError: It cannot be made. Every image is safe; the same job again makes it.
    """
    lists = await close_archives(job_id, spec, opened, parts)
    for note in lists:
        await parts.book.note(job_id, note, matters=True)
    finisher = parts.finisher
    if finisher is None or not finisher.wants(spec):
        return lists
    await parts.book.note(job_id, "Writes tables and credits.")
    notes = await finish(finisher, spec, opened.sink, parts.lookers)
    for note in notes:
        await parts.book.note(job_id, note)
    return notes


async def write_receipt(job_id: int, opened: Opened, parts: RunParts, notes: Sequence[str]) -> None:
    """Write the receipt of a job that came to its end; what stands in the way is told in its log."""
    renamed = await parts.ledger.run(parts.ledger.rows.tasks.changed_names, job_id)
    job = parts.book[job_id]
    receipt = parts.make_receipt(job, [(name, path) for _, name, path in renamed])
    gone = await settle_gone(job, opened, parts)
    for words in gone.notes:
        await parts.book.note(job_id, words, matters=True)
    receipt = dataclasses.replace(receipt, notes=(*receipt.notes, *notes, *gone.notes), gone=gone.paths)
    try:
        await asyncio.wrap_future(parts.lookers.submit(opened.sink.write_receipt, receipt))
    except FailedError as error:
        await parts.book.note(job_id, f"The receipt could not be written: {error}")
