from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.model.failure import Failure, FailureKind
from app.model.job import JobState
from app.model.spec import SuperviselySpec
from app.store.ledger import Ledger
from app.store.ledger_jobs import failure_from_text, failure_text
from app.store.ledger_tasks import PlannedRow

SPEC = SuperviselySpec(7, dataset_ids=(1,))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


def test_a_ticket_is_added_once(ledger: Ledger) -> None:
    one = ledger.jobs.add(SPEC, "k", "/d", "A", now=1.0, ticket="x")
    two = ledger.jobs.add(SPEC, "k", "/d", "A", now=2.0, ticket="x")
    other = ledger.jobs.add(SPEC, "k", "/d", "A", now=2.0)

    assert one == two
    assert one.ticket == "x"
    assert other.position > one.position
    assert ledger.jobs.find(SPEC, "k", "/d") == [one, other]


def test_the_same_download_is_found_with_another_batch_size(ledger: Ledger) -> None:
    job = ledger.jobs.add(replace(SPEC, batch_size=2), "k", "/d", "A", now=1.0)
    ledger.jobs.add(replace(SPEC, limit=2), "k", "/d", "A", now=1.0)

    assert ledger.jobs.find(SPEC, "k", "/d") == [job]


def test_changes_come_back(ledger: Ledger) -> None:
    job = ledger.jobs.add(SPEC, "k", "/d", "A", now=1.0)
    failure = Failure(FailureKind.DATA, "Torn.", "Again.", detail="d", status=200)

    ledger.jobs.change(job.id, state=JobState.FAILED.value, failure=failure, active_seconds=2.5, workers=3)

    again = ledger.jobs.get(job.id)
    assert again is not None
    assert (again.state, again.failure, again.active_seconds, again.workers) == (JobState.FAILED, failure, 2.5, 3)


def test_counters_are_not_set_by_hand(ledger: Ledger) -> None:
    job = ledger.jobs.add(SPEC, "k", "/d", "A", now=1.0)

    with pytest.raises(ValueError, match="done"):
        ledger.jobs.change(job.id, done=5)


def test_order_is_kept(ledger: Ledger) -> None:
    jobs = [ledger.jobs.add(SPEC, "k", f"/{n}", "A", now=1.0).id for n in range(3)]

    ledger.jobs.reorder([(jobs[2], 1), (jobs[0], 2), (jobs[1], 3)])

    assert [job.id for job in ledger.jobs.all()] == [jobs[2], jobs[0], jobs[1]]


def test_a_removed_job_takes_everything_with_it_and_its_number_is_not_used_again(ledger: Ledger) -> None:
    job = ledger.jobs.add(SPEC, "k", "/d", "A", now=1.0)
    ledger.tasks.add_dataset(job.id, 0, "9", "ds", [("", "9", "ds", "ds")])
    ledger.tasks.add(job.id, 0, [PlannedRow("1", "a.jpg", None, 1, None, "v", "{}")])
    ledger.notes.note(job.id, 1.0, "hello")

    ledger.jobs.remove(job.id)

    assert ledger.jobs.get(job.id) is None
    assert ledger.tasks.datasets(job.id) == []
    assert ledger.notes.log(job.id, 9) == ()
    assert ledger.jobs.add(SPEC, "k", "/d", "A", now=1.0).id > job.id


def test_a_failure_as_text_and_back() -> None:
    failure = Failure(FailureKind.RATE, "Slow.", "Wait.", detail="x", status=429)

    assert failure_from_text(failure_text(failure)) == failure
