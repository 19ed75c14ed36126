"""Sleep that somebody may cut short."""

import asyncio

from app.engine.nap import nap
from tests.fakes.clock import FakeClock


async def test_a_nap_ends_when_its_time_is_over():
    clock, poke = FakeClock(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(nap(clock, 30.0, poke))
        await clock.advance(29.0)
        was_done = task.done()
        await clock.advance(1.0)

    assert not was_done


async def test_a_poke_ends_it_at_once():
    clock, poke = FakeClock(), asyncio.Event()
    poke.set()  # an old poke does not count
    async with asyncio.TaskGroup() as group:
        task = group.create_task(nap(clock, 3600.0, poke))
        await clock.advance(1.0)
        was_done = task.done()
        poke.set()
        await asyncio.wait({task}, timeout=1.0)

    assert not was_done
    assert clock.monotonic() == 1.0
