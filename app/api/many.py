"""Many things by a few requests at once: groups, workers, progress, order. Used by the faces for images and labels."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias, TypeVar

from app.model.failure import FailedError, first_failure

T = TypeVar("T")
R = TypeVar("R")
# How many are done, of how many.
Told: TypeAlias = Callable[[int, int], object]

BATCH = 50
MOST_BATCH = 100
WORKERS = 8


def nobody(done: int, total: int) -> None:
    """Stand in for a listener."""


async def by_groups(
    items: Sequence[T],
    ask: Callable[[tuple[T, ...]], Awaitable[Sequence[R]]],
    *,
    batch_size: int,
    workers: int,
    on_progress: Told,
) -> list[R]:
    """Ask for items in groups, some groups at once; return the answers in the order of the items.

    Args:
        items: What is wanted.
        ask: Returns the answers of a group in its order.
        batch_size: Items of a group, 1 to 100.
        workers: Groups at once.
        on_progress: Called in the event loop after every group.

    Raises:
        ValueError: A number is out of its range.
        FailedError: The first that a group raised; the others are called off.
    """
    if not 1 <= batch_size <= MOST_BATCH:
        raise ValueError(f"batch_size is {batch_size}: it goes from 1 to {MOST_BATCH}.")
    if workers < 1:
        raise ValueError(f"workers is {workers}: at least one is needed.")
    groups = [tuple(items[at : at + batch_size]) for at in range(0, len(items), batch_size)]
    answers: list[Sequence[R]] = [()] * len(groups)
    gate, done = asyncio.Semaphore(workers), 0

    async def one(place: int) -> None:
        nonlocal done
        async with gate:
            answers[place] = await ask(groups[place])
        done += len(groups[place])
        on_progress(done, len(items))

    try:
        async with asyncio.TaskGroup() as tasks:
            for place in range(len(groups)):
                tasks.create_task(one(place))
    except* FailedError as several:
        raise first_failure(several) from None
    return [answer for group in answers for answer in group]
