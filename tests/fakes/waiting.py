"""Waits in the loop of the window until something is so: a nested loop would hold up what it waits for."""

import asyncio
from collections.abc import Callable

TURNS = 1000


async def until(is_so: Callable[[], object]) -> None:
    """Let the loop run until something is so; fail when that does not come."""
    for _ in range(TURNS):
        if is_so():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not become so")
