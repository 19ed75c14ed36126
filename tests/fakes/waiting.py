"""Waits in the loop of the window until something is so: a nested loop would hold up what it waits for.

Patience is long: a test fails because of what it finds, not because others use the same processor.
"""

import asyncio
from collections.abc import Callable

from ui.tasks import TaskOwner

PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.005
_ROUNDS = 4


async def until(is_so: Callable[[], object], what: str = "it is so") -> None:
    """Let the loop run until something is so; fail when that does not come."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not is_so():
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError:
        raise AssertionError(f"never: {what}") from None


async def at_rest(tasks: TaskOwner) -> None:
    """Let the loop run until the window awaits nothing, and what its last timers and answers brought is over, too."""
    for _ in range(_ROUNDS):
        await asyncio.sleep(_POLL_SECONDS)
        try:
            await until(lambda: not tasks.count)
        except AssertionError:
            raise AssertionError(f"still under way: {sorted(task.get_name() for task in tasks._tasks)}") from None


async def turns(number: int = 80) -> None:
    """Let the loop go round: enough for what answers at once."""
    for _ in range(number):
        await asyncio.sleep(0)
