"""Exports in the queue of an engine."""

from dataclasses import replace

import pytest

from app.model.commands import (
    AcceptProblems,
    AddJob,
    CancelJob,
    PauseJob,
    RemoveJob,
    ResumeJob,
    RetryJob,
)
from app.model.events import EngineTrouble, JobAdded, JobFinished, JobMoved, JobPlanned, JobRemoved, TasksSettled
from app.model.export_spec import ExportSpec
from app.model.exporter import Checked
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import JobCounts, JobState
from app.model.queries import JobLog, ListJobs, ShowReport
from app.model.spec import SuperviselySpec
from tests.fakes.engine import Bench
from tests.fakes.exports import DONE, REPORT, FakeExports
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow

FULL = Failure(FailureKind.DISK, "Disk is full.", "Free some space.")


def bench_of(tmp_path, exports, count=3):
    return Bench(tmp_path, FakeSource(count), exporting=exports)


def order(tmp_path, **changes):
    return AddJob(ExportSpec(str(tmp_path / "town"), **changes), "", str(tmp_path / "coco"), "Town → COCO")


async def ended(bench, job_id=1):
    await bench.until(lambda: any(fact.job_id == job_id for fact in bench.of(JobFinished)))
    return bench.job(job_id)


async def test_an_export_needs_no_account_and_comes_to_its_end(tmp_path):
    exports = FakeExports()
    async with Bench(tmp_path, FakeSource(1), exporting=exports) as bench:
        bench.tell(order(tmp_path))
        job = await ended(bench)
        log = [note.text for note in await bench.engine.call(JobLog(1))]
        report = await bench.engine.call(ShowReport(1))

    states = [fact.job.state for fact in bench.of(JobMoved)]
    assert states == [JobState.QUEUED, JobState.PLANNING, JobState.RUNNING, JobState.DONE]
    assert job.counts == JobCounts(10, 8, 0, 2)
    assert (job.bytes_done, job.is_planned) == (99, True)
    assert bench.of(JobPlanned)[0].bytes_total == 90
    assert bench.of(TasksSettled)[-1].counts == job.counts
    assert exports.begun == [(ExportSpec(str(tmp_path / "town")), tmp_path / "coco")]
    assert report == REPORT
    assert "Labels: 5 kept, 2 changed, 1 lost." in log
    assert "Verified: 8 images, 7 shapes, 0 differences." in log
    assert log[-1] == "Done: 8 images, 2 left out."


ENDS = {
    "failed images": (replace(DONE, failed=1), JobState.PROBLEMS, JobCounts(10, 7, 0, 2, 1)),
    "differences": (
        replace(DONE, report=replace(REPORT, verified=Checked(8, 7, 3, ("x differs.",)))),
        JobState.PROBLEMS,
        JobCounts(10, 8, 0, 2),
    ),
    "disk full": (FULL, JobState.FAILED, None),
    "our own fault": (RuntimeError("a bug"), JobState.FAILED, None),
}


@pytest.mark.parametrize(("end", "state", "counts"), ENDS.values(), ids=ENDS)
async def test_an_end_that_is_not_good_is_told_as_it_is(tmp_path, end, state, counts, caplog):
    async with bench_of(tmp_path, FakeExports(end)) as bench:
        bench.tell(order(tmp_path))
        job = await ended(bench)

    assert job.state is state
    assert counts is None or job.counts == counts
    assert job.failure == (FULL if end is FULL else job.failure)
    assert (job.failure is not None) is (state is JobState.FAILED)
    caplog.clear()


async def test_a_paused_export_is_stopped_and_begins_anew(tmp_path):
    exports = FakeExports()
    exports.gate.clear()
    async with bench_of(tmp_path, exports) as bench:
        bench.tell(order(tmp_path))
        await bench.until(lambda: bench.state() is JobState.RUNNING)
        bench.tell(PauseJob(1))
        await bench.until(lambda: bool(exports.stopped))
        exports.gate.set()
        bench.tell(ResumeJob(1))
        job = await ended(bench)

    assert job.state is JobState.DONE
    assert len(exports.begun) == 2
    assert not any(fact.job.failure for fact in bench.of(JobMoved))


async def test_a_cancelled_export_is_stopped_and_over(tmp_path):
    exports = FakeExports()
    exports.gate.clear()
    async with bench_of(tmp_path, exports) as bench:
        bench.tell(order(tmp_path))
        await bench.until(lambda: bench.state() is JobState.RUNNING)
        bench.tell(CancelJob(1))
        job = await ended(bench)

    assert job.state is JobState.CANCELLED
    assert exports.stopped == [tmp_path / "coco"]


async def test_an_unfinished_export_starts_again_in_the_next_engine(tmp_path):
    exports = FakeExports()
    exports.gate.clear()
    async with bench_of(tmp_path, exports) as bench:
        bench.tell(order(tmp_path))
        await bench.until(lambda: bench.state() is JobState.RUNNING)
        await bench.again(token=None)
        exports.gate.set()
        job = await ended(bench)

    assert job.state is JobState.DONE
    assert exports.swept == [tmp_path / "coco"]


async def test_an_export_runs_beside_downloads_and_leaves_their_hands_alone(tmp_path):
    async with bench_of(tmp_path, FakeExports()) as bench:
        bench.tell(order(tmp_path))
        bench.add()
        await ended(bench, 2)
        await ended(bench, 1)

    assert bench.job(2).counts.done == 3


async def test_an_export_with_problems_can_be_made_again_or_accepted(tmp_path):
    exports = FakeExports(replace(DONE, failed=1))
    async with bench_of(tmp_path, exports) as bench:
        bench.tell(order(tmp_path))
        await ended(bench)
        bench.tell(RetryJob(1))
        await bench.until(lambda: len(bench.of(JobFinished)) == 2)
        bench.tell(AcceptProblems(1))
        await bench.until(lambda: bench.state() is JobState.DONE)
        (job,) = await bench.engine.call(ListJobs())

    assert len(exports.begun) == 2
    assert job.counts == JobCounts(10, 7, 0, 2, 1)


async def test_an_export_can_be_removed_with_its_files(tmp_path):
    exports = FakeExports()
    async with bench_of(tmp_path, exports) as bench:
        bench.tell(order(tmp_path))
        await ended(bench)
        bench.tell(RemoveJob(1, with_files=True))
        await bench.until(lambda: bool(bench.of(JobRemoved)))

    assert exports.discarded == [tmp_path / ".windrow-trash-coco-1"]


async def test_exports_follow_a_download_that_ended_well(tmp_path):
    exports = FakeExports()
    async with bench_of(tmp_path, exports) as bench:
        bench.add(SuperviselySpec(1, then=("coco", "yolo-pose")), title="Town")
        await ended(bench, 3)

    added = [fact.job for fact in bench.of(JobAdded)]
    assert [(job.title, job.destination, job.spec.source) for job in added[1:]] == [
        ("Town → COCO", f"{bench.out}-coco", "export"),
        ("Town → YOLO pose", f"{bench.out}-yolo-pose", "export"),
    ]
    assert added[1].spec == ExportSpec(str(bench.out), "coco")
    # Whoever waits for the download hears of the exports before its end.
    assert bench.facts.index(bench.of(JobAdded)[2]) < bench.facts.index(bench.of(JobFinished)[0])


async def test_a_download_again_makes_its_exports_again(tmp_path):
    exports = FakeExports()
    async with bench_of(tmp_path, exports) as bench:
        bench.add(SuperviselySpec(1, then=("coco",)))
        await ended(bench, 2)
        bench.tell(ResumeJob(1))
        await bench.until(lambda: len(exports.begun) == 2)
        jobs = await bench.engine.call(ListJobs())

    assert len(jobs) == 2


async def test_what_follows_is_told_anew_to_a_download_that_is_under_way(tmp_path):
    exports = FakeExports()
    async with bench_of(tmp_path, exports, count=60) as bench:
        bench.service.latency = 0.5
        bench.add()
        await bench.until(lambda: bench.service.requests("image") > 3)
        bench.add(SuperviselySpec(1, then=("coco",)))
        bench.service.latency = 0.0
        await ended(bench, 2)

    assert len(exports.begun) == 1


async def test_there_is_no_report_of_what_is_no_finished_export(tmp_path):
    async with bench_of(tmp_path, FakeExports()) as bench:
        bench.add()
        await ended(bench)
        for job_id in (1, 9):
            with pytest.raises(FailedError, match="no such export"):
                await bench.engine.call(ShowReport(job_id))


async def test_an_engine_that_cannot_export_says_so(tmp_path):
    async with Bench(tmp_path, FakeSource(1)) as bench:
        bench.tell(order(tmp_path))
        job = await ended(bench)

    assert job.failure.title == "Exports cannot be made here."
    assert bench.of(EngineTrouble) == []
