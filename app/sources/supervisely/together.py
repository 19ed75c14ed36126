"""Several requests at once, with the first failure coming out as it is."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from app.model.failure import FailedError, first_failure

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")


async def together(requests: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Run all and return their results in order.

    When one fails the others are cancelled and awaited, then the first failure is raised. Nothing is left running.

    Raises:
        FailedError: The first that any of them raised.
    """
    tasks: list[asyncio.Task[T]] = []
    failed: FailedError | None = None
    try:
        async with asyncio.TaskGroup() as group:
            tasks.extend(group.create_task(request) for request in requests)
    except* FailedError as several:
        failed = first_failure(several)
    if failed is not None:
        raise failed
    return [task.result() for task in tasks]


async def in_turn(requests: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Run one after the other and return their results in order.

    Raises:
        FailedError: The first that one of them raised; the others are not begun.
    """
    waiting = list(requests)
    try:
        return [await request for request in waiting]
    finally:
        for request in waiting:
            request.close()


async def both(first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B]) -> tuple[A, B]:
    """Run two requests of different kinds and return both results.

    Raises:
        FailedError: The first that one of them raised.
    """
    failed: FailedError | None = None
    try:
        async with asyncio.TaskGroup() as group:
            one, other = group.create_task(first), group.create_task(second)
    except* FailedError as several:
        failed = first_failure(several)
    if failed is not None:
        raise failed
    return one.result(), other.result()
