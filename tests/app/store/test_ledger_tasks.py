from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.failure import Failure, FailureKind
from app.model.job import JobCounts
from app.model.spec import SuperviselySpec
from app.model.task import TaskState
from app.store.ledger import Ledger
from app.store.ledger_tasks import REMEMBERED, PlannedRow, Settled

BAD = Failure(FailureKind.DATA, "Torn.", "Again.")
GONE = Failure(FailureKind.NOT_FOUND, "Gone.")


def row(number: int, *, is_here: bool = False, mapped: str | None = None) -> PlannedRow:
    return PlannedRow(str(number), f"{number}.jpg", mapped, 10, "ab" * 32, "v", '{"a":1}', is_here)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.jobs.add(SuperviselySpec(1), "k", "/d", "A", now=1.0)
    ledger.tasks.add_dataset(1, 0, "9", "ds", [("", "9", "ds", "ds")])
    yield ledger
    ledger.close()


def test_planning_twice_writes_once(ledger: Ledger) -> None:
    first = ledger.tasks.add(1, 0, [row(1), row(2, is_here=True), row(3, mapped="x.jpg")])
    second = ledger.tasks.add(1, 0, [row(3), row(2), row(4)])

    assert (first.counts, first.bytes_total, first.names_changed) == (JobCounts(3, already_here=1), 20, 1)
    assert (second.counts.listed, second.bytes_total) == (4, 30)


def test_pending_tasks_come_in_order_with_all_that_a_source_wants(ledger: Ledger) -> None:
    ledger.tasks.add(1, 0, [row(1), row(2, is_here=True), row(3, mapped="x.jpg"), row(4)])

    first, second = ledger.tasks.pending(1, -1, 2)

    assert (first.seq, first.path, second.seq, second.path) == (0, "ds/img/1.jpg", 2, "ds/img/x.jpg")
    assert (first.listed.key, first.listed.sha256, first.listed.dataset_key) == ("1", "ab" * 32, "9")
    assert [pending.seq for pending in ledger.tasks.pending(1, 2, 9)] == [3]


def test_an_end_is_counted_once(ledger: Ledger) -> None:
    ledger.tasks.add(1, 0, [row(n) for n in range(4)])
    ends = [
        Settled(0, TaskState.DONE, 12, 1),
        Settled(1, TaskState.SKIPPED, failure=GONE),
        Settled(2, TaskState.FAILED, None, 3, BAD),
        Settled(3, TaskState.DONE, 8, 1, is_unverified=True),
    ]

    ledger.tasks.settle(1, ends)
    totals = ledger.tasks.settle(1, ends)

    assert totals.counts == JobCounts(4, done=2, skipped=1, failed=1, unverified=1)
    assert totals.bytes_done == 20


def test_failed_tasks_are_opened_again_by_kind(ledger: Ledger) -> None:
    ledger.tasks.add(1, 0, [row(n) for n in range(3)])
    other = Failure(FailureKind.REFUSED, "No.")
    ledger.tasks.settle(1, [Settled(0, TaskState.FAILED, failure=BAD), Settled(1, TaskState.FAILED, failure=other)])

    some = ledger.tasks.reopen(1, kinds=("data",))
    rest = ledger.tasks.reopen(1, kinds=())

    assert (some.counts.failed, rest.counts.failed) == (1, 0)
    assert len(ledger.tasks.pending(1, -1, 9)) == 3


def test_files_that_a_power_cut_took_are_pending_again(ledger: Ledger) -> None:
    ledger.tasks.add(1, 0, [row(n) for n in range(400)])
    ledger.tasks.settle(1, [Settled(n, TaskState.DONE, 10, 1) for n in range(400)])

    last = [pending.seq for pending in ledger.tasks.last_batch(1)]
    totals = ledger.tasks.reopen(1, seqs=last[-2:])

    assert last == list(range(400 - REMEMBERED, 400))
    assert (totals.counts.done, totals.bytes_done) == (398, 3980)
    assert [pending.seq for pending in ledger.tasks.pending(1, -1, 9)] == [398, 399]


def test_accepted_problems_count_as_skipped(ledger: Ledger) -> None:
    ledger.tasks.add(1, 0, [row(1)])
    ledger.tasks.settle(1, [Settled(0, TaskState.FAILED, failure=BAD)])

    assert ledger.tasks.accept(1).counts == JobCounts(1, skipped=1)


def test_a_cleared_job_is_as_new(ledger: Ledger) -> None:
    ledger.tasks.add(1, 0, [row(1)])

    totals = ledger.tasks.clear(1)

    assert totals.counts == JobCounts()
    assert ledger.tasks.datasets(1) == []
    assert ledger.tasks.totals(1) == totals


def test_names_and_folders_come_back(ledger: Ledger) -> None:
    ledger.tasks.add(1, 0, [row(1), row(2, mapped="x.jpg")])

    assert sorted(ledger.tasks.names(1)) == [(0, "1.jpg"), (0, "x.jpg")]
    assert ledger.tasks.changed_names(1) == [("2", "2.jpg", "ds/img/x.jpg")]
    assert ledger.tasks.folders(1) == [("", "9", "ds", "ds")]


def test_adjusted_dataset_names_are_told_before_those_of_items(ledger: Ledger) -> None:
    ledger.tasks.add_dataset(1, 7, "70", "_CON", [("", "70", "CON", "_CON")])

    assert ledger.tasks.changed_names(1)[0] == ("70", "CON", "_CON")
