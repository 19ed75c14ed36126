"""Following one job to its end."""

import asyncio
from pathlib import Path

import pytest

from app.api.watch import Downloaded, Progress, carry_out, tell_nobody, whole
from app.model.commands import AddJob, PauseJob
from app.model.events import EngineTrouble, HoldBegan, ItemsPlanned, JobAdded, JobFinished, JobMoved, TasksSettled
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Hold, HoldKind, JobCounts, JobState
from app.model.queries import ListFailures
from app.model.spec import SuperviselySpec
from app.model.task import FailureGroup
from tests.fakes.host import FakeHost
from tests.fakes.jobs import a_job

ORDER = AddJob(SuperviselySpec(project_id=7), "supervisely@here", "/data/town", "Town", ticket="t1")
ADDED = JobAdded(a_job(5, JobState.QUEUED, ticket="t1"))
GONE = FailureGroup("The image is gone.", "It was deleted.", "not-found", 1, False, ("a.jpg",))
FULL = Failure(FailureKind.DISK, "The disk is full.", "Make room.")


async def carried(*facts: object, on_progress=tell_nobody) -> tuple[FakeHost, Downloaded]:
    host = FakeHost({ListFailures: (GONE,)})
    host.publish(ADDED, *facts)
    return host, await carry_out(host, ORDER, on_progress)


async def test_counts_and_causes_come_back():
    told: list[Progress] = []

    host, done = await carried(
        ItemsPlanned(5, JobCounts(3), 90),
        TasksSettled(5, JobCounts(3, 2, 0, 1), 60, ()),
        JobFinished(5, JobCounts(3, 2, 0, 1), 60, 1.5),
        on_progress=told.append,
    )

    assert done == Downloaded(Path("/data/town"), JobCounts(3, 2, 0, 1), 60, 1.5, (GONE,), 5)
    assert [(one.bytes_done, one.bytes_total) for one in told] == [(0, 90), (60, 90)]
    assert host.submitted == [ORDER]


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (JobMoved(a_job(5, JobState.FAILED, failure=FULL), JobState.RUNNING), "disk is full"),
        (JobMoved(a_job(5, JobState.PAUSED), JobState.RUNNING), "was paused"),
        (HoldBegan(5, Hold(HoldKind.SIGN_IN, "Not accepted.", "Paste a new one.", None, 1.0)), "Not accepted"),
    ],
    ids=["failed", "paused elsewhere", "needs a person"],
)
async def test_what_does_not_come_to_its_end_is_an_error_in_words(fact, words):
    with pytest.raises(FailedError, match=words):
        await carried(fact)


async def test_an_order_that_is_refused_is_an_error_in_words():
    host = FakeHost()
    host.publish(EngineTrouble("Another Windrow works there.", "Close it."))

    with pytest.raises(FailedError, match="Another Windrow"):
        await carry_out(host, ORDER, tell_nobody)


async def test_cancelling_pauses_the_job():
    host = FakeHost()
    host.publish(ADDED)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(carry_out(host, ORDER, tell_nobody), 0.06)

    assert host.submitted_of(PauseJob) == [PauseJob(5)]


def test_a_folder_is_made_whole():
    assert whole("~/town") == Path.home() / "town"
