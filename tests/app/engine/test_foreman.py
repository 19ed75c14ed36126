"""Jobs over several engines and several processes."""

from pathlib import Path

import pytest

from app.model.commands import PauseJob
from app.model.events import (
    EngineStarted,
    EngineTrouble,
    TasksSettled,
)
from app.model.job import JobState
from app.model.queries import ListJobs
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


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
