from pathlib import Path

import pytest

from app.engine.book import JobBook
from app.engine.ledger_thread import LedgerThread
from app.engine.outbox import Outbox
from app.model.events import HoldBegan, HoldEnded, JobMoved, JobNoted
from app.model.job import Hold, HoldKind, JobState
from app.model.spec import SuperviselySpec
from tests.fakes.clock import FakeClock

HOLD = Hold(HoldKind.DISK, "Full.", "", None, 1.0)


async def make(folder: Path) -> tuple[JobBook, LedgerThread, Outbox]:
    ledger, outbox = LedgerThread(), Outbox(lambda: None)
    await ledger.open(folder / "ledger.db")
    book = JobBook(ledger, outbox, FakeClock())
    book.put(await ledger.run(ledger.rows.jobs.add, SuperviselySpec(1), "k", "/d", "A", now=1.0))
    return book, ledger, outbox


async def test_a_wait_is_shown_and_its_end_too(tmp_path: Path) -> None:
    book, ledger, outbox = await make(tmp_path)
    await book.write(1, JobState.RUNNING)

    book.hold(1, HOLD)
    book.show(1, JobState.RUNNING)

    kinds = [type(fact) for fact in outbox.drain().facts if not isinstance(fact, JobNoted)]
    assert kinds == [JobMoved, HoldBegan, JobMoved, HoldEnded, JobMoved]
    assert book[1].hold is None
    await ledger.close()


async def test_moves_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    book, ledger, _ = await make(tmp_path)

    with pytest.raises(ValueError, match="queued"):
        book.show(1, JobState.DONE)

    await ledger.close()


async def test_what_is_written_is_in_the_ledger(tmp_path: Path) -> None:
    book, ledger, _ = await make(tmp_path)

    await book.write(1, JobState.PAUSED)
    await book.note(1, "Paused by hand.")

    job = await ledger.run(ledger.rows.jobs.get, 1)
    assert job is not None
    assert job.state is JobState.PAUSED
    notes = [note.text for note in await ledger.run(ledger.rows.notes.log, 1, 5)]
    assert notes == ["Paused: 0 fetched, 0 were here already.", "Paused by hand."]
    await ledger.close()


async def test_no_change_is_no_fact(tmp_path: Path) -> None:
    book, ledger, outbox = await make(tmp_path)

    book.show(1, JobState.QUEUED)

    assert outbox.drain().facts == ()
    book.drop(1)
    assert 1 not in book
    assert list(book) == []
    await ledger.close()
