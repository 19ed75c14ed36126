"""The speed limit."""

import asyncio

from app.net.bucket import ByteBucket
from tests.fakes.clock import FakeClock


async def test_takers_together_keep_the_rate():
    clock = FakeClock()
    bucket = ByteBucket(clock)
    bucket.set_rate(1000)

    async def take():
        for _ in range(5):
            await bucket.take(200)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(take()) for _ in range(4)]
        await clock.advance(3.5)
        early = sum(task.done() for task in tasks)
        await clock.advance(2.0)

    assert early < 4
    assert all(task.done() for task in tasks)


async def test_without_a_limit_nobody_waits():
    bucket = ByteBucket(FakeClock())
    bucket.set_rate(10)
    bucket.set_rate(None)

    await bucket.take(10**12)

    assert not bucket.is_limiting
