"""Running jobs in the foreground and saying what became of them."""

import argparse

import pytest

from app.cli.desk import Exit
from app.cli.interrupt import Interrupt
from app.cli.work import carry_on, failure_lines
from app.model.commands import AddJob
from app.model.coverage import TileStanding, TileState
from app.model.events import JobAdded, JobFinished, JobMoved
from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.job import JobCounts, JobState
from app.model.queries import ListFailures, ListTiles, MakeSurvey
from app.model.region import box
from app.model.spec import SuperviselySpec
from app.model.survey import ByteRange, Survey
from app.model.task import FailureGroup
from app.sources.mapillary.errors import BLOCKED
from tests.fakes.host import FakeHost
from tests.fakes.jobs import Table, a_job

ADD = AddJob(SuperviselySpec(project_id=7), "supervisely@here", "/data/town", "Town", ticket="t1")
GONE = FailureGroup("The image is gone.", "It was deleted on the server.", "not-found", 3, False, ("a.jpg", "b.jpg"))
DOWN = FailureGroup("The server did not answer.", "", "server", 1, True, ("c.jpg",))
FULL = Failure(FailureKind.DISK, "The disk is full.", "Make room.")


@pytest.mark.parametrize(
    ("end", "code", "words"),
    [
        (JobFinished(5, JobCounts(3, 3), 9, 1.0), Exit.COMPLETE, ""),
        (JobFinished(5, JobCounts(3, 2, 0, 0, 1), 9, 1.0), Exit.PROBLEMS, "Try these again with: windrow jobs retry 5"),
        (JobMoved(a_job(5, JobState.FAILED, failure=FULL), JobState.RUNNING), Exit.STOPPED, "The disk is full."),
    ],
    ids=["complete", "problems", "stopped"],
)
async def test_the_end_is_worded_and_coded(end, code, words):
    host, table = FakeHost({ListFailures: (GONE, DOWN)}), Table()

    async def begin(follower):
        follower.add(ADD)
        host.publish(JobAdded(a_job(5, JobState.QUEUED, ticket="t1")), end)

    options = argparse.Namespace(json=False, quiet=True)
    ended = await carry_on(host, options, table.desk, Interrupt(lambda: None), begin)

    assert ended is code
    assert words in table.err.getvalue()


async def test_an_early_interrupt_says_how_to_go_on():
    host, table = FakeHost(), Table()
    interrupt = Interrupt(lambda: None)

    async def begin(follower):
        follower.add(ADD)
        interrupt.hit()
        follower._stop()

    ended = await carry_on(host, argparse.Namespace(json=False, quiet=True), table.desk, interrupt, begin)

    assert ended is Exit.INTERRUPTED
    assert "Run the same command again" in table.err.getvalue()


def test_failures_are_grouped_with_examples():
    assert failure_lines((GONE, DOWN), 5) == [
        "3 × The image is gone. It was deleted on the server. (a.jpg, b.jpg, …)",
        "1 × The server did not answer. (c.jpg)",
        "Try these again with: windrow jobs retry 5",
    ]


def test_a_long_list_of_causes_is_cut():
    lines = failure_lines((GONE,) * 12, 5)

    assert lines[-1] == "… and 2 further causes"


STREETS = MapillarySpec(regions=(box(4.80, 45.73, 4.85, 45.77),))
EMPTY = Survey(0, 0, ByteRange(0, 0, 0), {}, notes=("Mapillary has no pictures here.",), tiles=1, tiles_read=1)
SHUT = TileStanding(5, "14/1/2", TileState.PROBLEM, title=BLOCKED.sentence())


@pytest.mark.parametrize(
    ("counts", "chosen", "code", "out", "err"),
    [
        (JobCounts(), {}, Exit.COMPLETE, "no pictures here", ""),
        (JobCounts(), {"json": True}, Exit.COMPLETE, "", "no pictures here"),
        (JobCounts(), {"quiet": True}, Exit.COMPLETE, "", ""),
        (JobCounts(tiles_failed=1), {}, Exit.STOPPED, "", "has stopped answering tiles"),
        (JobCounts(3, 3, tiles_failed=1), {}, Exit.PROBLEMS, "", "windrow jobs retry 5"),
    ],
    ids=["nothing there", "for scripts", "quietly", "shut out", "some tiles unread"],
)
async def test_the_end_of_a_harvest_is_worded_and_coded(counts, chosen, code, out, err):
    host, table = FakeHost({ListFailures: (), ListTiles: (SHUT,), MakeSurvey: EMPTY}), Table()
    added = a_job(5, JobState.QUEUED, ticket="t1", spec=STREETS, source="mapillary")

    async def begin(follower):
        follower.add(ADD)
        host.publish(JobAdded(added), JobFinished(5, counts, 9, 1.0))

    options = argparse.Namespace(**({"json": False, "quiet": False} | chosen))
    ended = await carry_on(host, options, table.desk, Interrupt(lambda: None), begin)

    assert ended is code
    assert out in table.out.getvalue()
    assert err in table.err.getvalue()
    assert bool(table.err.getvalue()) is bool(err)
