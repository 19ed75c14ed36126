"""Sleep that somebody may cut short."""

import asyncio

from app.model.clock import Clock


async def nap(clock: Clock, seconds: float, poke: asyncio.Event) -> None:
    """Sleep until the time is over or the event is set; the event is cleared first."""
    poke.clear()
    async with asyncio.TaskGroup() as group:
        sleeps = {group.create_task(clock.sleep(seconds)), group.create_task(_poked(poke))}
        _, others = await asyncio.wait(sleeps, return_when=asyncio.FIRST_COMPLETED)
        for other in others:
            other.cancel()


async def _poked(poke: asyncio.Event) -> None:
    await poke.wait()
