"""How a job stands, in one line."""

import pytest

from app.cli.standing import Standing, finished_text, long_wait_text, progress_text
from app.model.coverage import TileStanding, TileState
from app.model.events import (
    HoldBegan,
    HoldEnded,
    ItemsPlanned,
    JobAdded,
    JobFinished,
    JobNoted,
    JobPlanned,
    JobRate,
    TasksSettled,
)
from app.model.job import Hold, HoldKind, JobCounts, JobState
from tests.fakes.jobs import a_job


def test_facts_and_samples_make_one_line():
    standing = Standing()
    standing.take(JobAdded(a_job(counts=JobCounts(), bytes_done=0, bytes_total=0)))
    standing.take(ItemsPlanned(1, JobCounts(50), 500_000))
    early = progress_text(standing)
    standing.take(JobPlanned(1, JobCounts(240), 24_600_000, 0))
    standing.take(TasksSettled(1, JobCounts(240, 118, 0, 0, 2), 12_300_000, ()))
    standing.rate = JobRate(1, 3_100_000, 30.0, 1.0, 1.0, 1.0, 4.0, 4.0, 3, 12_300_000, 120)

    assert early == "0 of at least 50 images · 0 B of 500.0 kB"
    assert progress_text(standing) == (
        "120 of 240 images · 12.3 MB of 24.6 MB · 3.1 MB/s · about 4.0 s left · 2 failed"
    )
    assert standing.state is JobState.RUNNING


def test_a_waiting_job_says_what_it_waits_for():
    standing = Standing()
    standing.take(HoldBegan(1, Hold(HoldKind.SERVER, "The server does not answer.", "", 5.0, 1.0)))
    waiting = progress_text(standing)
    standing.take(HoldEnded(1))
    standing.take(JobNoted(1, 0.0, "nothing that shows"))

    assert waiting == "Waiting: The server does not answer."
    assert standing.hold is None


def test_the_closing_line_names_what_is_not_well():
    text = finished_text(JobFinished(1, JobCounts(10, 5, 2, 1, 2, 1), 5_000, 1.5))

    assert text == (
        "10 images: 5 fetched, 2 already here, 1 skipped, 2 failed, 1 that the service gave no checksum for"
        " · 5.0 kB in 1.5 s"
    )


def test_without_a_snapshot_a_job_counts_as_queued():
    assert Standing().state is JobState.QUEUED


def test_while_a_harvest_lists_its_tiles_are_told():
    standing = Standing()
    standing.take_tile(TileStanding(1, "14/1/1", TileState.QUEUED))
    standing.take_tile(TileStanding(1, "14/1/2", TileState.ACTIVE, 30, 2))
    standing.take_tile(TileStanding(1, "14/1/2", TileState.WAITING, 30, 2))
    standing.take(ItemsPlanned(1, JobCounts(30, 2), 500_000))
    listing = progress_text(standing)
    standing.take(JobPlanned(1, JobCounts(30, 2, tiles_failed=1), 500_000, 0))

    assert listing == "1 of 2 tiles read · 30 images so far · 0 B of 500.0 kB"
    assert progress_text(standing) == "2 of 30 images · 0 B of 500.0 kB · 1 tile not read"


def test_the_closing_line_names_tiles_that_were_not_read():
    text = finished_text(JobFinished(1, JobCounts(10, 10, tiles_failed=2), 5_000, 1.5))

    assert "2 tiles not read" in text


def test_a_wait_of_hours_says_until_when_and_how_to_leave():
    hold = Hold(HoldKind.QUOTA, "Today’s tile calls are used up.", "", 12_000.0, 0.0)

    text = long_wait_text(hold, 4)

    assert text == (
        "That is until 1970-01-01 03:20 UTC, 3 h 20 m from now. "
        "Leave with Ctrl-C, which keeps everything; later: windrow jobs resume 4"
    )


@pytest.mark.parametrize("until", [None, 30.0], ids=["a person", "half a minute"])
def test_other_waits_need_no_such_words(until):
    assert long_wait_text(Hold(HoldKind.QUOTA, "Wait.", "", until, 0.0), 4) == ""
