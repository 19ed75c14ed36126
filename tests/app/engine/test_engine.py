"""The engine on a fake source: a job from the order to the receipt, and what may come between."""

import json
from pathlib import Path

import pytest

from app.model.commands import AcceptProblems, CancelJob, PauseJob, RemoveJob, ResumeJob, RetryJob, UseAccount
from app.model.events import (
    EngineRate,
    EngineStarted,
    EngineStopped,
    EngineTrouble,
    HoldBegan,
    HoldEnded,
    JobAdded,
    JobFinished,
    JobPlanned,
    JobRate,
    JobRemoved,
    TasksSettled,
)
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import HoldKind, JobState
from app.model.queries import CheckAccount, ListChildren, ListFailures, ListJobs, ListTasks, MakeSurvey
from app.model.spec import Annotations, SuperviselySpec
from app.model.task import TaskState
from tests.fakes.engine import ACCOUNT, Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("parcel_size", [0, 10], ids=["singly", "parcels"])
async def test_a_job_brings_everything_home(tmp_path: Path, parcel_size: int) -> None:
    async with Bench(tmp_path, FakeSource(230, parcel_size=parcel_size)) as bench:
        bench.add()
        finished = await bench.finished()

        assert finished.counts.done == finished.counts.listed == 230
        assert bench.state() is JobState.DONE
        assert bench.of(JobPlanned)[-1].counts.listed == 230
        assert max(bench.service.asked("image").values(), default=1) == 1
    bench.check()
    receipt = json.loads((bench.out / ".windrow" / "receipt.json").read_text())
    assert receipt["counts"]["done"] == 230
    assert isinstance(bench.facts[-1], EngineStopped)


async def test_counts_in_facts_only_grow(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(300)) as bench:
        bench.add()
        await bench.finished()

    done = [fact.counts.done for fact in bench.of(TasksSettled)]
    assert done == sorted(done)
    assert all(len(fact.tasks) <= 200 for fact in bench.of(TasksSettled))


async def test_the_same_download_again_fetches_nothing(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(80, parcel_size=10)) as bench:
        bench.add()
        await bench.finished()
        bench.service.log.clear()

        bench.add()
        finished = await bench.finished(2)

        assert (finished.counts.done, finished.counts.already_here) == (0, 80)
        assert not bench.service.requests("image") + bench.service.requests("parcel") + bench.service.requests("locate")
    bench.check()


async def test_newer_labels_come_without_the_picture(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(30, parcel_size=10)) as bench:
        bench.add()
        await bench.finished()
        bench.service.log.clear()
        bench.source.version = "v2"

        bench.add()
        finished = await bench.finished(2)

        assert finished.counts.done == 30
        assert not bench.service.requests("image") + bench.service.requests("parcel")
    assert json.loads((bench.out / "ds0/ann/image_7.jpg.json").read_text())["version"] == "v2"
    bench.check()


async def test_labels_only_bring_no_picture(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(30, parcel_size=10)) as bench:
        bench.add(SuperviselySpec(1, save_images=False))
        finished = await bench.finished()

        assert finished.counts.done == 30
        assert not bench.service.requests("image") + bench.service.requests("parcel")
    assert not list(bench.out.rglob("*.jpg"))


async def test_a_flaky_server_costs_time_but_no_item(tmp_path: Path) -> None:
    hits = iter(range(10**6))
    async with Bench(tmp_path, FakeSource(120, parcel_size=8)) as bench:
        bench.service.faults = lambda route, keys: (
            Failure(FailureKind.SERVER, "The server failed.", status=502) if next(hits) % 7 == 3 else None
        )
        bench.add()
        finished = await bench.finished()

        assert finished.counts.done == 120
    bench.check()


async def test_one_bad_item_in_a_bulk_never_stops_the_others(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(60, locate_size=20)) as bench:
        bench.service.faults = lambda route, keys: (
            Failure(FailureKind.SERVER, "The server failed.", status=500)
            if route == "locate" and "13" in keys
            else None
        )
        bench.add()
        finished = await bench.finished()

        assert (finished.counts.done, finished.counts.failed) == (59, 1)
        assert bench.state() is JobState.PROBLEMS
        (group,) = await bench.engine.call(ListFailures(1))
        assert (group.count, group.can_retry, group.examples) == (1, True, ("ds0/img/image_13.jpg",))
    bench.check(without=("13",), is_complete=True)


async def test_wrong_bytes_never_get_a_name_and_are_fetched_afresh(tmp_path: Path) -> None:
    lies = {"5": 2, "9": 99}

    def mangle(key: str, body: bytes) -> bytes:
        lies[key] = lies.get(key, 0) - 1
        return body[:-3] + b"\x00\xff\xd9" if lies[key] >= 0 else body

    async with Bench(tmp_path, FakeSource(40, parcel_size=8)) as bench:
        bench.service.mangle = mangle
        bench.add()
        finished = await bench.finished()

        assert (finished.counts.done, finished.counts.failed) == (39, 1)
    bench.check(without=("9",))


async def test_a_part_that_is_missing_is_asked_for_singly(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(24, parcel_size=8)) as bench:
        left_out = {"3"}

        def mangle(key: str, body: bytes) -> bytes | None:
            if key in left_out:
                left_out.discard(key)
                return None
            return body

        bench.service.mangle = mangle
        bench.add()
        await bench.finished()

        assert bench.service.asked("image") == {"3": 1}
    bench.check()


async def test_a_systematic_mismatch_stops_the_job_with_a_sentence(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(200)) as bench:
        bench.service.mangle = lambda key, body: body[:-3] + b"\x00\xff\xd9"
        bench.add()
        await bench.finished()

        job = bench.job()
        assert job is not None
        assert job.state is JobState.FAILED
        assert job.failure is not None
        assert "server listed" in job.failure.title
    assert not list(bench.out.rglob("*.jpg"))


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


async def test_an_outage_is_waited_out_with_few_probes_and_no_attempts(tmp_path: Path) -> None:
    is_down = True

    def faults(route: str, keys: tuple[str, ...]) -> Failure | None:
        if is_down and route != "list":
            return Failure(FailureKind.NETWORK, "There is no way to the server.")
        return None

    async with Bench(tmp_path, FakeSource(100)) as bench:
        bench.add()
        await bench.until(lambda: bool(bench.of(JobPlanned)) or bool(bench.of(HoldBegan)))
        bench.service.faults = faults
        await bench.until(lambda: bench.state() in (JobState.WAITING, JobState.DONE))
        if bench.state() is JobState.WAITING:
            await bench.until(lambda: bench.source.probes >= 2)
            asked = len(bench.service.log)
            await bench.until(lambda: bench.source.probes >= 3)
            assert len(bench.service.log) - asked <= 2, "an outage is asked by probes alone"
        is_down = False
        finished = await bench.finished()

        assert (finished.counts.done, finished.counts.failed) == (100, 0)
    bench.check()


async def test_a_refused_token_holds_and_a_new_one_goes_on(tmp_path: Path) -> None:
    refuses = False
    async with Bench(tmp_path, FakeSource(100, locate_size=10)) as bench:
        bench.service.latency = 0.3
        bench.service.faults = lambda route, keys: (
            Failure(FailureKind.AUTH, "The token is refused.", status=401) if refuses else None
        )
        bench.add()
        await bench.until(lambda: bool(bench.of(TasksSettled)) or bench.service.requests("image") > 5)
        refuses = True
        await bench.until(lambda: bench.state() is JobState.WAITING)
        job = bench.job()
        assert job is not None
        assert job.hold is not None
        assert job.hold.kind is HoldKind.SIGN_IN
        asked = len(bench.service.log)
        await bench.clock.sleep(3.0)
        assert len(bench.service.log) == asked, "no request until a new token"

        refuses = False
        bench.tell(UseAccount(ACCOUNT, "better"))
        finished = await bench.finished()

        assert (finished.counts.done, finished.counts.failed) == (100, 0)
        assert bench.of(HoldEnded)
        assert bench.tokens[-1] == "better"
    bench.check()


async def test_retry_after_is_believed_for_the_whole_account(tmp_path: Path) -> None:
    until = 0.0
    async with Bench(tmp_path, FakeSource(60, locate_size=10)) as bench:
        early: list[float] = []

        def faults(route: str, keys: tuple[str, ...]) -> Failure | None:
            nonlocal until
            now = bench.clock.monotonic()
            if route == "image" and until == 0.0:
                until = now + 20.0
                return Failure(FailureKind.RATE, "Slow down.", retry_after=20.0, status=429)
            if route == "image" and now < until - 0.5:
                early.append(now)
            return None

        bench.service.faults = faults
        bench.service.latency = 0.2
        bench.add()
        finished = await bench.finished()

        assert finished.counts.done == 60
        assert any(fact.hold.kind is HoldKind.QUOTA for fact in bench.of(HoldBegan))
        assert len(early) <= 60, "only what was in flight"
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


async def test_a_job_goes_on_in_the_next_engine(tmp_path: Path) -> None:
    bench = Bench(tmp_path, FakeSource(150, locate_size=10))
    async with bench:
        bench.service.latency = 0.5
        bench.add()
        await bench.until(lambda: bool(bench.of(TasksSettled)))
        await bench.again()
        bench.service.latency = 0.0
        finished = await bench.finished()

        assert finished.counts.done == 150
        assert bench.of(EngineStarted)[-1] == EngineStarted(1, False)
    bench.check()


async def test_a_paused_job_stays_paused_in_the_next_engine(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(150, locate_size=10)) as bench:
        bench.service.latency = 0.5
        bench.add()
        await bench.until(lambda: bench.service.requests("image") > 5)
        bench.tell(PauseJob(1))
        await bench.until(lambda: bench.state() is JobState.PAUSED)

        await bench.again()
        await bench.clock.sleep(2.0)

        (job,) = await bench.engine.call(ListJobs())
        assert job.state is JobState.PAUSED


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


async def test_a_short_list_is_never_complete(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(50, announced=60)) as bench:
        bench.add()
        await bench.finished()

        job = bench.job()
        assert job is not None
        assert job.state is JobState.FAILED
        assert job.failure is not None
        assert "50 of 60" in job.failure.title


async def test_a_folder_of_somebody_else_is_refused_by_name(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(5)) as bench:
        bench.out.mkdir()
        (bench.out / "holiday.txt").write_text("mine")
        bench.add()
        await bench.finished()

        job = bench.job()
        assert job is not None
        assert job.state is JobState.FAILED
        assert job.failure is not None
        assert "holiday.txt" in job.failure.sentence()
        assert not bench.service.log
    assert (bench.out / "holiday.txt").read_text() == "mine"


async def test_clashing_names_are_told_apart(tmp_path: Path) -> None:
    names = {"1": "a.jpg", "2": "A.JPG", "3": "a.jpg", "4": "../../evil.jpg"}
    async with Bench(tmp_path, FakeSource(5, names=names)) as bench:
        bench.add()
        finished = await bench.finished()
        page = await bench.engine.call(ListTasks(1))
        first = {task.key: task.path for task in page.tasks}

        bench.source.version = "v2"
        bench.add()
        await bench.finished(2)
        page = await bench.engine.call(ListTasks(2))

        assert finished.counts.done == 5
        assert len({path.casefold() for path in first.values()}) == 5
        assert {task.key: task.path for task in page.tasks} == first
    assert not (tmp_path / "evil.jpg").exists()


async def test_removing_a_job_keeps_files_or_moves_own_ones_away(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(10)) as bench:
        bench.add()
        await bench.finished()
        (bench.out / "ds0" / "img" / "image_3.jpg").write_bytes(b"edited by me")

        bench.tell(RemoveJob(1, with_files=True))
        await bench.until(lambda: bool(bench.of(JobRemoved)))

        assert await bench.engine.call(ListJobs()) == ()
    assert [path.name for path in (bench.out / "ds0" / "img").iterdir()] == ["image_3.jpg"]
    (trash,) = (path for path in tmp_path.iterdir() if path.name.startswith(".windrow-trash-"))
    assert len(list(trash.rglob("*.jpg"))) == 9


async def test_questions_are_answered_and_refused_in_words(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(20)) as bench:
        bench.add()
        await bench.finished()

        survey = await bench.engine.call(MakeSurvey(SuperviselySpec(1), "k", str(bench.out)))
        check = await bench.engine.call(CheckAccount(ACCOUNT, "other"))
        page = await bench.engine.call(ListTasks(1, (TaskState.DONE,), "image_1", 0, 5))
        with pytest.raises(FailedError, match="not signed in"):
            await bench.engine.call(ListChildren("nobody"))

        assert (survey.items, survey.already_here) == (20, 20)
        assert check.user == "ann"
        assert page.total == 11


async def test_samples_tell_rates(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(400)) as bench:
        bench.service.latency = 0.2
        bench.add(workers=20)
        await bench.finished()
        bench.take()

    rates = [sample for sample in bench.samples if isinstance(sample, JobRate)]
    assert any(rate.items_per_second > 0 for rate in rates)
    assert any(isinstance(sample, EngineRate) for sample in bench.samples)
    assert all(rate.seconds_left is None or rate.seconds_left >= 0 for rate in rates)


async def test_another_engine_on_the_ledger_leaves_the_job_alone(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(100)) as bench:
        bench.service.latency = 0.5
        bench.add()
        await bench.until(lambda: bench.service.requests("image") > 3)
        other = Bench(tmp_path, FakeSource(100))
        async with other:
            other.tell(PauseJob(1))
            await other.until(lambda: bool(other.of(EngineTrouble)))
            assert [job.id for job in await other.engine.call(ListJobs())] == [1]
        bench.service.latency = 0.0
        finished = await bench.finished()

        assert finished.counts.done == 100


async def test_asking_for_less_of_the_labels_is_a_change(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(10)) as bench:
        bench.add()
        await bench.finished()

        bench.add(SuperviselySpec(1, annotations=Annotations.TAGS))
        finished = await bench.finished(2)

        assert finished.counts.done == 10
        assert isinstance(bench.of(JobFinished)[-1], JobFinished)
