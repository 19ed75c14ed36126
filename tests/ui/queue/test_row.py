from dataclasses import replace

import pytest

from app.model.harvest import MapillarySpec
from app.model.job import JobState
from tests.ui.queue.making import MB, a_job, a_rate, an_export, counts
from ui.queue.row import JobRow, changed_fields


@pytest.mark.parametrize(
    ("changes", "percent"),
    [
        ({"bytes_done": 46, "bytes_total": 100, "counts": counts(listed=3, done=1)}, 46),
        ({"bytes_done": 100, "bytes_total": 100, "counts": counts(listed=3, done=2)}, 99),
        ({"bytes_done": 100, "bytes_total": 100, "counts": counts(listed=3, done=3)}, 100),
        ({"counts": counts(listed=4, already_here=1)}, 25),
        ({"counts": counts()}, 100),
        ({"is_planned": False, "counts": counts(listed=4, already_here=4)}, 99),
        (
            {
                "state": JobState.PROBLEMS,
                "bytes_done": 9,
                "bytes_total": 9,
                "counts": counts(listed=9, done=8, failed=1),
            },
            99,
        ),
        ({"state": JobState.DONE, "bytes_done": 5, "bytes_total": 9}, 100),
    ],
    ids=["bytes", "not-all-settled", "all-settled", "items", "empty", "still-listing", "problems", "done"],
)
def test_percent_says_100_only_at_the_end(changes, percent):
    assert JobRow(a_job(**changes)).percent == percent


def test_a_sample_ahead_of_the_ledger_counts_while_the_job_moves():
    job = a_job(bytes_done=10, bytes_total=100)

    moving = JobRow(job, a_rate(bytes_done=30))
    resting = JobRow(replace(job, state=JobState.PAUSED), a_rate(bytes_done=30))

    assert moving.bytes_done == 30
    assert resting.bytes_done == 10


def test_a_rate_of_the_past_is_no_rate():
    row = JobRow(a_job(state=JobState.WAITING), a_rate())

    assert row.live is None
    assert row.average == 4.0 * MB


def test_average_without_samples_comes_from_the_job():
    row = JobRow(a_job(state=JobState.DONE, bytes_done=80 * MB, active_seconds=20.0))

    assert row.average == 4.0 * MB


def test_changed_fields_are_named():
    old = JobRow(a_job(bytes_done=1), None, 1)

    new = JobRow(replace(old.job, bytes_done=2, counts=counts(done=1)), a_rate(), 2)

    assert changed_fields(old, new) == {"bytes_done", "counts", "rate", "rank"}
    assert changed_fields(old, old) == frozenset()


def test_a_harvest_goes_by_images_because_its_bytes_are_guessed():
    job = a_job(spec=MapillarySpec(), bytes_done=90, bytes_total=100, counts=counts(listed=10, done=3))

    row = JobRow(job)

    assert row.percent == 30
    assert row.are_bytes_estimated
    assert not JobRow(replace(job, state=JobState.DONE)).are_bytes_estimated
    assert not JobRow(a_job()).are_bytes_estimated


def test_an_export_is_not_there_before_it_was_read_back():
    written = an_export(JobState.RUNNING, counts=counts(listed=3, done=3))

    assert JobRow(written).percent == 99
    assert JobRow(replace(written, state=JobState.DONE)).percent == 100


def test_an_export_goes_by_images_not_by_bytes():
    half = an_export(JobState.RUNNING, counts=counts(listed=4, done=2), bytes_total=1000, bytes_done=10)

    assert JobRow(half).percent == 50
