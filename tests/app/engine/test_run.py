"""A run: outages, refused tokens, quotas and the end of a job."""

from pathlib import Path

import pytest

from app.model.commands import UseAccount
from app.model.events import (
    HoldBegan,
    HoldEnded,
    JobPlanned,
    TasksSettled,
)
from app.model.failure import Failure, FailureKind
from app.model.job import HoldKind, JobState
from tests.fakes.engine import ACCOUNT, Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


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


async def test_a_systematic_mismatch_stops_the_job_with_a_sentence(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(200)) as bench:
        bench.service.mangle = lambda key, body: body[:-3] + bytes([body[-3] ^ 1]) + body[-2:]
        bench.add()
        await bench.finished()

        job = bench.job()
        assert job is not None
        assert job.state is JobState.FAILED
        assert job.failure is not None
        assert "server listed" in job.failure.title
    assert not list(bench.out.rglob("*.jpg"))


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
