"""A few at once, in order, and nothing left running."""

import asyncio

import pytest

from app.model.failure import FailedError, Failure, FailureKind
from app.sources.mapillary.together import together


async def test_results_come_in_order_and_no_more_than_asked_run_at_once():
    """Trap 42 of the reference: never eighty thousand tasks at once."""
    running = most = 0

    async def ask(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(number % 3 + 1):
            await asyncio.sleep(0)
        running -= 1
        return number * 10

    found = await together(ask, range(20), at_once=4)

    assert found == [number * 10 for number in range(20)]
    assert most == 4


async def test_the_first_failure_comes_out_and_the_rest_ends():
    failure = Failure(FailureKind.AUTH, "No.")
    waiting = asyncio.Event()

    async def ask(number: int) -> None:
        if number == 1:
            raise FailedError(failure)
        await waiting.wait()

    with pytest.raises(FailedError) as caught:
        await together(ask, range(5), at_once=3)

    failed = caught.value.failure
    assert failed is failure
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_nothing_is_nothing():
    async def ask(number: int) -> int:
        return number

    assert await together(ask, (), at_once=3) == []
