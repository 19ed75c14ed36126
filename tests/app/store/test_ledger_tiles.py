"""Which tiles could be listed, and how their images stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.failure import Failure, FailureKind
from app.model.spec import MapillarySpec
from app.model.task import TaskState
from app.store.ledger import Ledger
from app.store.ledger_tasks import PlannedRow, Settled
from app.store.ledger_tiles import Listing

BAD = Failure(FailureKind.DATA, "Torn.", "Again.")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.jobs.add(MapillarySpec(), "k", "/d", "A", now=1.0)
    ledger.tasks.add_dataset(1, 0, "9", "ds", [("", "9", "ds", "ds")])
    ledger.tiles.begin(1, ["14/1/1", "14/2/1", "14/1/1"])
    yield ledger
    ledger.close()


def add(ledger: Ledger, *keys: str, tile: int) -> None:
    rows = [PlannedRow(key, f"{key}.jpg", None, None, None, "v", "{}", likely=100) for key in keys]
    ledger.tasks.add(1, 0, rows, tile=tile)


def test_tiles_keep_their_numbers_when_planning_begins_again(ledger: Ledger) -> None:
    ledger.tiles.begin(1, ["14/2/1", "14/3/1"])

    assert [(row.number, row.key) for row in ledger.tiles.standings(1)] == [(0, "14/1/1"), (1, "14/2/1"), (2, "14/3/1")]


def test_images_are_counted_by_tile(ledger: Ledger) -> None:
    add(ledger, "1", "2", tile=0)
    add(ledger, "3", tile=1)
    ledger.tasks.settle(1, [Settled(0, TaskState.DONE, 80), Settled(2, TaskState.FAILED, failure=BAD)])
    ledger.tiles.end(1, 0)

    first, second = ledger.tiles.standings(1)

    assert (first.listing, first.listed, first.settled, first.failed) == (Listing.LISTED, 2, 1, 0)
    assert (second.listing, second.listed, second.settled, second.failed) == (Listing.QUEUED, 1, 1, 1)


def test_a_failed_tile_is_a_problem_of_the_job_until_it_is_read_or_accepted(ledger: Ledger) -> None:
    ledger.tiles.fail(1, 0, "Closed.")
    ledger.tiles.fail(1, 1, "Closed.")
    failed = ledger.tasks.totals(1).counts.tiles_failed

    reopened = ledger.tiles.reopen(1, "14/1/1")
    left = ledger.tiles.failed_keys(1)
    ledger.tiles.accept(1)

    assert (failed, reopened, left) == (2, 1, {"14/2/1"})
    assert ledger.tasks.totals(1).counts.tiles_failed == 0
    assert [row.listing for row in ledger.tiles.standings(1)] == [Listing.QUEUED, Listing.ACCEPTED]
    job = ledger.jobs.get(1)
    assert job is not None
    assert not job.is_planned


def test_failed_images_of_one_tile_are_reopened_alone(ledger: Ledger) -> None:
    add(ledger, "1", tile=0)
    add(ledger, "2", tile=1)
    ledger.tasks.settle(1, [Settled(0, TaskState.FAILED, failure=BAD), Settled(1, TaskState.FAILED, failure=BAD)])

    totals = ledger.tasks.reopen(1, kinds=(), tile="14/2/1")

    assert totals.counts.failed == 1
    assert [row.listed.key for row in ledger.tasks.pending(1, -1, 9)] == ["2"]


def test_unknown_sizes_are_guessed_and_corrected_one_by_one(ledger: Ledger) -> None:
    """The total is what arrived plus the guess for what is still to come."""
    add(ledger, "1", "2", "3", tile=0)
    before = ledger.tasks.totals(1).bytes_total
    ends = [Settled(0, TaskState.DONE, 140, likely=100), Settled(1, TaskState.SKIPPED, likely=100)]

    totals = ledger.tasks.settle(1, ends)

    assert before == 300
    assert (totals.bytes_done, totals.bytes_total) == (140, 240)


def test_clearing_a_job_forgets_its_tiles(ledger: Ledger) -> None:
    ledger.tiles.fail(1, 0, "Closed.")

    totals = ledger.tasks.clear(1)

    assert totals.counts.tiles_failed == 0
    assert ledger.tiles.standings(1) == []
