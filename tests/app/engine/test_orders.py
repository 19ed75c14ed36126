"""What each order does to a job."""

from pathlib import Path

import pytest

from app.model.commands import (
    AcceptProblems,
    CancelJob,
    ChangeDestination,
    MoveJob,
    PauseJob,
    ResumeJob,
    RetryJob,
    SetJobLimits,
    SetJobsAtOnce,
)
from app.model.events import (
    EngineTrouble,
    JobAdded,
    JobFinished,
    QueueReordered,
    TasksSettled,
)
from app.model.failure import Failure, FailureKind
from app.model.job import JobState
from app.model.queries import ListJobs
from app.model.spec import SuperviselySpec
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


async def test_gone_images_are_skipped_with_a_reason_and_can_be_accepted(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(30)) as bench:
        bench.service.faults = lambda route, keys: (
            Failure(FailureKind.NOT_FOUND, "The image is gone.", status=404)
            if route == "image" and keys[0] in ("4", "8")
            else Failure(FailureKind.REFUSED, "The server refuses.", status=400)
            if route == "image" and keys[0] == "9"
            else None
        )
        bench.add()
        finished = await bench.finished()
        assert (finished.counts.done, finished.counts.skipped, finished.counts.failed) == (27, 2, 1)

        bench.tell(AcceptProblems(1))
        await bench.until(lambda: bench.state() is JobState.DONE)

        job = bench.job()
        assert job is not None
        assert (job.counts.skipped, job.counts.failed) == (3, 0)
    bench.check(without=("4", "8", "9"))


async def test_retry_fetches_the_failed_items_only(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(30)) as bench:
        bench.service.faults = lambda route, keys: (
            Failure(FailureKind.REFUSED, "The server refuses.", status=400)
            if route == "image" and keys[0] == "9"
            else None
        )
        bench.add()
        await bench.finished()
        bench.service.log.clear()
        bench.service.faults = lambda route, keys: None

        bench.tell(RetryJob(1))
        finished = await bench.finished(2)

        assert (finished.counts.done, finished.counts.failed) == (30, 0)
        assert bench.service.asked("image") == {"9": 1}
    bench.check()


async def test_pause_stops_requests_and_resume_loses_nothing(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(200, locate_size=10)) as bench:
        bench.service.latency = 1.0
        bench.add(workers=4)
        await bench.until(lambda: bench.service.requests("image") > 8)

        bench.tell(PauseJob(1))
        await bench.until(lambda: bench.state() is JobState.PAUSED)
        await bench.clock.sleep(0.3)
        asked = len(bench.service.log)
        await bench.clock.sleep(3.0)
        assert len(bench.service.log) == asked
        assert bench.service.in_flight == 0
        bench.service.latency = 0.0
        bench.tell(ResumeJob(1))
        finished = await bench.finished()

        assert finished.counts.done == 200
        assert bench.service.most_in_flight <= 8
    bench.check()


async def test_the_last_of_many_orders_wins(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(60)) as bench:
        bench.add()
        for _ in range(50):
            bench.tell(PauseJob(1))
            bench.tell(ResumeJob(1))
        finished = await bench.finished()

        assert finished.counts.done == 60
        assert max(bench.service.asked("image").values()) <= 2
    bench.check()


async def test_cancel_keeps_files_and_resume_goes_on(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(100, locate_size=10)) as bench:
        bench.service.latency = 0.5
        bench.add()
        await bench.until(lambda: bool(bench.of(TasksSettled)))
        bench.tell(CancelJob(1))
        await bench.until(lambda: bench.state() is JobState.CANCELLED)
        bench.check(is_complete=False)

        bench.service.latency = 0.0
        bench.tell(ResumeJob(1))
        finished = await bench.finished(2)

        assert finished.counts.done == 100
    bench.check()


async def test_the_same_order_continues_an_unfinished_job(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(100)) as bench:
        bench.service.latency = 0.5
        bench.add(ticket="a")
        await bench.until(lambda: bool(bench.of(JobAdded)))
        bench.tell(PauseJob(1))
        bench.add(ticket="b")
        bench.service.latency = 0.0
        await bench.finished()

        assert [fact.job.id for fact in bench.of(JobAdded)] == [1, 1]
        assert len(await bench.engine.call(ListJobs())) == 1


async def test_a_job_that_gets_another_destination_ends_whole_there(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(100, locate_size=10)) as bench:
        bench.service.latency = 0.5
        bench.add()
        await bench.until(lambda: bool(bench.of(TasksSettled)))

        bench.service.latency = 0.0
        bench.out = tmp_path / "elsewhere"
        bench.tell(ChangeDestination(1, str(bench.out)))
        await bench.until(lambda: bench.state() is JobState.DONE)

        job = bench.job()
        assert job is not None
        assert (job.destination, job.counts.done) == (str(bench.out), 100)
    bench.check()


async def test_a_destination_that_is_not_absolute_changes_nothing(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(10)) as bench:
        bench.add()
        await bench.finished()

        bench.tell(ChangeDestination(1, "elsewhere"))
        await bench.until(lambda: bool(bench.of(EngineTrouble)))

        (job,) = await bench.engine.call(ListJobs())
        assert (job.state, job.destination) == (JobState.DONE, str(bench.out))


async def test_a_job_moved_to_the_front_runs_next(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(40)) as bench:
        bench.service.latency = 0.5
        bench.tell(SetJobsAtOnce(1))
        for number in (1, 2, 3):
            bench.add(SuperviselySpec(number), destination=str(tmp_path / f"out{number}"))
        await bench.until(lambda: len(bench.of(JobAdded)) == 3)

        bench.tell(MoveJob(3, 2))
        await bench.until(lambda: bool(bench.of(QueueReordered)))
        bench.service.latency = 0.0
        await bench.finished(3)

        assert [finished.job_id for finished in bench.of(JobFinished)] == [1, 3, 2]
        assert bench.of(QueueReordered)[-1].positions == ((1, 1), (3, 2), (2, 3))


async def test_more_jobs_at_once_start_what_waits(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(40)) as bench:
        bench.service.latency = 1.0
        bench.tell(SetJobsAtOnce(1))
        for number in (1, 2):
            bench.add(SuperviselySpec(number), destination=str(tmp_path / f"out{number}"))
        await bench.until(lambda: bench.state(1) is JobState.RUNNING)
        waited = bench.state(2)

        bench.tell(SetJobsAtOnce(2))
        await bench.until(lambda: bench.state(2) in {JobState.PLANNING, JobState.RUNNING})
        running = bench.state(1)
        bench.service.latency = 0.0
        await bench.finished(2)

        assert (waited, running) == (JobState.QUEUED, JobState.RUNNING)


async def test_a_limit_on_requests_holds_from_now_on(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(200, locate_size=10)) as bench:
        bench.service.latency = 0.5
        bench.add(workers=30)
        await bench.until(lambda: bench.service.most_in_flight > 8)

        bench.tell(SetJobLimits(1, 3, 50_000_000))
        await bench.until(lambda: bench.service.in_flight <= 3)
        bench.service.most_in_flight = 0
        finished = await bench.finished()

        job = bench.job()
        assert job is not None
        assert (job.workers, job.rate_limit) == (3, 50_000_000)
        assert finished.counts.done == 200
        assert bench.service.most_in_flight <= 3
    bench.check()
