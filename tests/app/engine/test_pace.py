import asyncio

import pytest

from app.engine.pace import JobPace
from tests.fakes.clock import FakeClock


async def test_without_a_limit_it_only_counts() -> None:
    pace = JobPace(FakeClock(), None)

    await pace.received(500)
    await pace.received(700)

    assert (pace.total, pace.throttled_seconds) == (1200, 0.0)


async def test_a_limit_is_kept_over_time() -> None:
    clock = FakeClock()
    pace = JobPace(clock, 1000)
    times: list[float] = []

    async def receive() -> None:
        for _ in range(10):
            await pace.received(500)
            times.append(clock.monotonic())

    async with asyncio.TaskGroup() as group:
        group.create_task(receive())
        await clock.advance(20.0)

    assert times[-1] == pytest.approx(5.0, abs=1.1)


async def test_lifting_the_limit_counts_at_once() -> None:
    clock = FakeClock()
    pace = JobPace(clock, 10)

    pace.change(None)
    await pace.received(10**6)

    assert pace.throttled_seconds == 0.0
