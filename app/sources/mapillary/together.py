"""A few requests at once, with the first failure coming out as it is."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from app.model.failure import FailedError, first_failure

T = TypeVar("T")
S = TypeVar("S")


async def together(ask: Callable[[S], Awaitable[T]], parts: Sequence[S], *, at_once: int) -> list[T]:
    """Ask for every part and return the results in order, at most so many at once.

    When one fails the others are cancelled and awaited, then the first failure is raised. Nothing is left running.

    Raises:
        FailedError: The first that any of them raised.
    """
    results: dict[int, T] = {}
    waiting = iter(enumerate(parts))

    async def work() -> None:
        for place, part in waiting:
            results[place] = await ask(part)

    failed: FailedError | None = None
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(at_once, len(parts))):
                group.create_task(work())
    except* FailedError as several:
        failed = first_failure(several)
    if failed is not None:
        raise failed
    return [results[place] for place in range(len(parts))]
