"""JSON lines of facts and samples."""

import json

import pytest

from app.cli.event_json import event_json, job_json
from app.model.coverage import TileStanding, TileState
from app.model.events import (
    EngineStarted,
    EngineTrouble,
    HoldBegan,
    HoldEnded,
    ItemsPlanned,
    JobAdded,
    JobFinished,
    JobMoved,
    JobNoted,
    JobPlanned,
    JobRate,
    TasksSettled,
)
from app.model.failure import Failure, FailureKind
from app.model.job import Hold, HoldKind, JobCounts, JobState
from app.model.task import Task, TaskState
from tests.fakes.jobs import a_job

COUNTS = JobCounts(240, 200, 38, 1, 1)
GONE = Failure(FailureKind.NOT_FOUND, "The image is gone.", "It was deleted on the server.")


def test_the_last_line_adds_up_to_what_was_listed():
    line = event_json(JobFinished(3, COUNTS, 12_345, 2.34567))

    assert line == {
        "event": "JobFinished",
        "job_id": 3,
        "done": 200,
        "already_here": 38,
        "skipped": 1,
        "failed": 1,
        "tiles_failed": 0,
        "bytes": 12_345,
        "seconds": 2.346,
    }
    assert line["done"] + line["already_here"] + line["skipped"] + line["failed"] == COUNTS.listed


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (JobAdded(a_job()), {"job_id", "title", "account", "destination", "state", "listed"}),
        (JobMoved(a_job(), JobState.QUEUED), {"job_id", "state", "before", "why"}),
        (ItemsPlanned(1, COUNTS, 5), {"job_id", "listed", "bytes_total"}),
        (JobPlanned(1, COUNTS, 5, 2), {"job_id", "listed", "bytes_total", "names_changed"}),
        (TasksSettled(1, COUNTS, 5, ()), {"job_id", "done", "bytes", "problems"}),
        (HoldBegan(1, Hold(HoldKind.SERVER, "Down.", "", 5.0, 1.0)), {"job_id", "kind", "why", "until"}),
        (HoldEnded(1), {"job_id"}),
        (JobNoted(1, 5.0, "text"), {"job_id", "at", "text"}),
        (EngineTrouble("Bad.", "Wait."), {"why"}),
        (JobRate(1, 1.0, 1.0, 1.0, 1.0, 1.0, None, None, 3, 5, 6), {"job_id", "bytes_per_second", "seconds_left"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_documented_event_has_its_fields(event, expected):
    line = event_json(event)

    assert line is not None
    assert line["event"] == type(event).__name__
    assert expected <= line.keys()
    json.dumps(line)


def test_what_is_not_for_scripts_is_left_out():
    assert event_json(EngineStarted(0, False)) is None
    assert event_json(JobMoved(a_job(state=JobState.RUNNING), JobState.RUNNING)) is None


def test_problems_are_listed_with_their_reason():
    tasks = (
        Task(1, 0, "11", "ds/img/a.jpg", TaskState.DONE, 5, 1, None),
        Task(1, 1, "12", "ds/img/b.jpg", TaskState.SKIPPED, 5, 1, GONE),
    )

    line = event_json(TasksSettled(1, COUNTS, 5, tasks))

    assert line is not None
    assert line["problems"] == [
        {
            "id": "12",
            "path": "ds/img/b.jpg",
            "state": "skipped",
            "why": "The image is gone. It was deleted on the server.",
        }
    ]


def test_a_job_says_why_it_stopped():
    line = job_json(a_job(state=JobState.FAILED, failure=GONE))

    assert line["why"] == "The image is gone. It was deleted on the server."
    assert line["bytes_total"] == 2_000_000


def test_a_tile_that_could_not_be_read_is_named():
    tile = TileStanding(3, "14/8410/5838", TileState.PROBLEM, title="A coverage tile cannot be read.")

    assert event_json(tile) == {
        "event": "TileUnread",
        "job_id": 3,
        "tile": "14/8410/5838",
        "why": "A coverage tile cannot be read.",
    }


def test_a_tile_that_goes_well_is_not_for_scripts():
    assert event_json(TileStanding(3, "14/8410/5838", TileState.DONE, 4, 4)) is None


def test_unread_tiles_are_counted_in_the_last_line():
    assert event_json(JobFinished(3, JobCounts(tiles_failed=2), 0, 1.0))["tiles_failed"] == 2
