"""Following jobs to their end."""

import asyncio
import json

import pytest

from app.cli.desk import Exit
from app.cli.follow import NO_JOB, End, Follower, Outcome, exit_code, job_of, needs_a_person
from app.cli.interrupt import Interrupt
from app.cli.reporters import JsonLines, Silence
from app.model.commands import AddJob, PauseJob, ResumeJob
from app.model.coverage import TileStanding, TileState
from app.model.events import (
    EngineTrouble,
    HoldBegan,
    JobAdded,
    JobFinished,
    JobMoved,
    JobRate,
    JobRemoved,
)
from app.model.export_spec import ExportSpec
from app.model.failure import Failure, FailureKind
from app.model.job import Hold, HoldKind, JobCounts, JobState
from app.model.spec import SuperviselySpec
from tests.fakes.clock import FakeClock
from tests.fakes.host import FakeHost
from tests.fakes.jobs import Table, a_job

ADD = AddJob(SuperviselySpec(project_id=7), "supervisely@here", "/data/town", "Town", ticket="t1")
NO_ENTRY = Failure(FailureKind.FORBIDDEN, "You may not read this project.", "Ask its owner.")


class Scene:
    def __init__(self, *, is_json: bool = False) -> None:
        self.host = FakeHost()
        self.table = Table()
        self.interrupt = Interrupt(lambda: None, lambda code: None)
        reporter = JsonLines(self.table.desk, FakeClock().monotonic) if is_json else Silence(self.table.desk)
        self.follower = Follower(self.host, reporter, self.interrupt)

    def add(self) -> None:
        self.follower.add(ADD)
        self.host.publish(JobAdded(a_job(5, JobState.QUEUED, ticket="t1")))


def moved(state: JobState, job_id: int = 5, **changes: object) -> JobMoved:
    return JobMoved(a_job(job_id, state, **changes), JobState.RUNNING)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (JobFinished(5, JobCounts(3, 3), 9, 1.0), Outcome(End.FINISHED)),
        (JobFinished(5, JobCounts(3, 1, 0, 1, 1), 9, 1.0), Outcome(End.FINISHED, 2)),
        (
            moved(JobState.FAILED, failure=NO_ENTRY),
            Outcome(End.STOPPED, why="You may not read this project. Ask its owner."),
        ),
        (moved(JobState.CANCELLED), Outcome(End.STOPPED, why="The job was cancelled. What is finished stays.")),
        (
            moved(JobState.PAUSED),
            Outcome(End.STOPPED, why="The job was paused. Go on with: windrow jobs resume 5"),
        ),
        (JobRemoved(5), Outcome(End.STOPPED, why="The job was removed from the queue.")),
    ],
    ids=["done", "problems", "failed", "cancelled", "paused elsewhere", "removed"],
)
async def test_every_end_of_a_job_ends_the_command(fact, expected):
    scene = Scene()
    scene.add()
    scene.host.publish(fact)

    outcomes = await scene.follower.follow()

    assert outcomes == {5: expected}


async def test_jobs_of_others_are_not_ours():
    scene = Scene()
    scene.host.publish(JobAdded(a_job(4, ticket="other")), JobFinished(4, JobCounts(), 0, 0.0))
    scene.add()
    scene.host.publish(
        JobRate(4, 1.0, 1.0, 1.0, 1.0, 1.0, None, None, 3, 5, 6), JobFinished(5, JobCounts(1, 1), 1, 1.0)
    )

    assert await scene.follower.follow() == {5: Outcome(End.FINISHED)}


async def test_a_wait_that_only_a_person_can_end_stops_the_command():
    scene = Scene()
    scene.add()
    scene.host.publish(HoldBegan(5, Hold(HoldKind.SIGN_IN, "The token is not accepted.", "Take a new one.", None, 1.0)))

    async with asyncio.TaskGroup() as group:
        following = group.create_task(scene.follower.follow())
        while not scene.host.submitted_of(PauseJob):
            await asyncio.sleep(0)
        scene.host.publish(moved(JobState.PAUSED))

    assert following.result() == {5: Outcome(End.STOPPED, why="The token is not accepted. Take a new one.")}


async def test_a_wait_that_ends_by_itself_is_waited_for():
    scene = Scene()
    scene.add()
    scene.host.publish(HoldBegan(5, Hold(HoldKind.SERVER, "Down.", "", 5.0, 1.0)))
    scene.host.publish(JobFinished(5, JobCounts(1, 1), 1, 1.0))

    assert await scene.follower.follow() == {5: Outcome(End.FINISHED)}
    assert not scene.host.submitted_of(PauseJob)


async def test_the_first_interrupt_pauses_and_waits_for_it():
    scene = Scene()
    scene.add()

    async with asyncio.TaskGroup() as group:
        following = group.create_task(scene.follower.follow())
        await asyncio.sleep(0)
        scene.interrupt.hit()
        assert scene.host.submitted_of(PauseJob) == [PauseJob(5)]
        scene.host.publish(moved(JobState.PAUSED))

    assert following.result() == {5: Outcome(End.INTERRUPTED)}


async def test_a_refused_job_is_the_end_of_the_command():
    scene = Scene()
    scene.follower.add(ADD)
    scene.host.publish(EngineTrouble("The folder lies inside another download.", "Choose another folder."))

    outcomes = await scene.follower.follow()

    assert outcomes == {
        NO_JOB: Outcome(End.STOPPED, why="The folder lies inside another download. Choose another folder.")
    }


async def test_a_refused_order_ends_only_its_own_job():
    scene = Scene()

    async with asyncio.TaskGroup() as group:
        first = group.create_task(scene.follower.order(ResumeJob(5), 5))
        await asyncio.sleep(0)
        scene.host.publish(EngineTrouble("Another Windrow is working on this download.", ""))
        await first
        second = group.create_task(scene.follower.order(ResumeJob(6), 6))
        await asyncio.sleep(0)
        scene.host.publish(moved(JobState.QUEUED, 6))
        await second
    scene.host.publish(JobFinished(6, JobCounts(1, 1), 1, 1.0))

    assert await scene.follower.follow() == {
        5: Outcome(End.STOPPED, why="Another Windrow is working on this download."),
        6: Outcome(End.FINISHED),
    }


async def test_trouble_in_the_middle_is_told_and_does_not_stop():
    scene = Scene()
    scene.add()
    scene.host.publish(EngineTrouble("The log cannot be written.", ""), JobFinished(5, JobCounts(1, 1), 1, 1.0))

    outcomes = await scene.follower.follow()

    assert outcomes == {5: Outcome(End.FINISHED)}
    assert scene.table.err.getvalue() == "The log cannot be written.\n"


@pytest.mark.parametrize(
    ("outcomes", "was_interrupted", "expected"),
    [
        ([Outcome(End.FINISHED)], False, Exit.COMPLETE),
        ([Outcome(End.FINISHED, 1)], False, Exit.PROBLEMS),
        ([Outcome(End.FINISHED, 1), Outcome(End.STOPPED)], False, Exit.STOPPED),
        ([Outcome(End.STOPPED), Outcome(End.INTERRUPTED)], False, Exit.INTERRUPTED),
        ([], True, Exit.INTERRUPTED),
    ],
    ids=["complete", "problems", "stopped", "interrupted", "too early"],
)
def test_the_worst_end_decides_the_exit_code(outcomes, was_interrupted, expected):
    assert exit_code(outcomes, was_interrupted=was_interrupted) is expected


def test_facts_about_the_engine_belong_to_no_job():
    assert job_of(EngineTrouble("", "")) is None
    assert job_of(JobRemoved(3)) == 3


@pytest.mark.parametrize(
    ("kind", "until", "expected"),
    [
        (HoldKind.SIGN_IN, None, True),
        (HoldKind.DISK, None, True),
        (HoldKind.DISK, 5.0, False),
        (HoldKind.SERVER, None, False),
        (HoldKind.NETWORK, None, False),
        (HoldKind.QUOTA, 5.0, False),
    ],
)
def test_only_tokens_and_disks_need_a_person(kind, until, expected):
    assert needs_a_person(Hold(kind, "Waits.", "", until, 1.0)) is expected


async def test_tiles_are_told_and_those_unread_are_problems():
    scene = Scene(is_json=True)
    scene.add()
    scene.host.publish(
        TileStanding(5, "14/1/2", TileState.PROBLEM, title="It cannot be read."),
        JobFinished(5, JobCounts(3, 3, tiles_failed=1), 9, 1.0),
    )

    outcomes = await scene.follower.follow()

    events = [json.loads(line)["event"] for line in scene.table.out.getvalue().splitlines()]
    assert outcomes[5].problems == 1
    assert events == ["JobAdded", "TileUnread", "JobFinished"]


def an_export(state: JobState, ticket: str = "t1", **changes: object) -> object:
    return a_job(6, state, spec=ExportSpec("/data/town"), source="export", account="", ticket=ticket, **changes)


@pytest.mark.parametrize(
    ("state", "counts", "problems"),
    [
        (JobState.DONE, JobCounts(10, 8, 0, 2), 0),
        (JobState.PROBLEMS, JobCounts(10, 7, 0, 2, 1), 1),
        (JobState.PROBLEMS, JobCounts(10, 8, 0, 2), 1),
    ],
    ids=["left out by choice", "failed", "differences"],
)
async def test_what_is_left_out_of_an_export_is_no_problem(state, counts, problems):
    scene = Scene()
    scene.follower.add(ADD)
    scene.host.publish(
        JobAdded(an_export(JobState.QUEUED)),
        JobMoved(an_export(state, counts=counts), JobState.RUNNING),
        JobFinished(6, counts, 0, 1.0),
    )

    outcomes = await scene.follower.follow()

    assert outcomes[6].problems == problems


async def test_exports_that_follow_a_download_are_followed_too():
    scene = Scene()
    scene.add()
    scene.host.publish(
        JobAdded(an_export(JobState.QUEUED, "then-5-coco")),
        JobAdded(a_job(7, JobState.QUEUED, ticket="then-55-coco")),
        JobFinished(5, JobCounts(3, 3), 9, 1.0),
        JobFinished(6, JobCounts(3, 3), 9, 1.0),
    )

    outcomes = await scene.follower.follow()

    assert {job_id: outcome.end for job_id, outcome in outcomes.items()} == {5: End.FINISHED, 6: End.FINISHED}
