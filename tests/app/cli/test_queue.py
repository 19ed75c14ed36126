"""Orders about jobs in the queue."""

import asyncio

import pytest

from app.cli.queue import pause, refuse_useless, remove, token_hint
from app.model.commands import PauseJob, RemoveJob
from app.model.events import EngineTrouble, JobMoved, JobRemoved
from app.model.failure import FailedError
from app.model.job import JobCounts, JobState
from tests.fakes.host import FakeHost
from tests.fakes.jobs import a_job


async def answer(host: FakeHost, work, *facts):
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        while not host.submitted:
            await asyncio.sleep(0)
        host.publish(*facts)
    return task.result()


async def test_a_job_is_paused_when_the_engine_says_so():
    host, job = FakeHost(), a_job(5)

    await answer(host, pause(host, job), JobMoved(a_job(5, JobState.PAUSED), JobState.RUNNING))

    assert host.submitted == [PauseJob(5)]


async def test_a_job_in_another_process_is_told_in_words():
    host, job = FakeHost(), a_job(5)

    with pytest.raises(ExceptionGroup) as caught:
        await answer(host, pause(host, job), EngineTrouble("Another Windrow is working on this download.", "Close it."))

    assert str(caught.value.exceptions[0]) == "Another Windrow is working on this download. Close it."


async def test_a_removed_job_leaves_its_files():
    host, job = FakeHost(), a_job(5)

    await answer(host, remove(host, job), JobRemoved(5))

    assert host.submitted == [RemoveJob(5, with_files=False)]


async def test_pausing_what_is_paused_asks_nobody():
    host = FakeHost()

    await pause(host, a_job(5, JobState.PAUSED))

    assert host.submitted == []


@pytest.mark.parametrize(
    ("state", "failed", "action", "words"),
    [
        (JobState.DONE, 0, "retry", "No item of job 5 failed."),
        (JobState.DONE, 0, "resume", "Job 5 is done already."),
        (JobState.PROBLEMS, 2, "resume", "windrow jobs retry 5"),
    ],
)
def test_orders_that_would_change_nothing_are_refused(state, failed, action, words):
    with pytest.raises(FailedError, match=words):
        refuse_useless(a_job(5, state, counts=JobCounts(3, 1, 0, 0, failed)), action)


async def test_a_finished_job_cannot_be_paused():
    with pytest.raises(FailedError, match="done already"):
        await pause(FakeHost(), a_job(5, JobState.DONE))


def test_tiles_that_could_not_be_read_may_be_tried_again():
    refuse_useless(a_job(5, JobState.PROBLEMS, counts=JobCounts(3, 3, tiles_failed=1)), "retry")

    with pytest.raises(FailedError, match="windrow jobs retry 5"):
        refuse_useless(a_job(5, JobState.PROBLEMS, counts=JobCounts(3, 3, tiles_failed=1)), "resume")


@pytest.mark.parametrize(("source", "word"), [("mapillary", "MLY_TOKEN"), ("supervisely", "API_TOKEN")])
def test_a_missing_token_is_asked_for_by_its_name(source, word):
    assert word in token_hint(a_job(5, source=source))
