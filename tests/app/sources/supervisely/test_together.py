"""Requests run side by side; the first failure comes out as it is and nothing goes on behind it."""

import asyncio

import pytest

from app.model.failure import FailedError, Failure, FailureKind
from app.sources.supervisely.together import both, in_turn, together

FAILURE = Failure(FailureKind.SERVER, "Down.")


async def later(value: object, log: list[str]) -> object:
    try:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise
    log.append("done")
    return value


async def failing() -> object:
    raise FailedError(FAILURE)


async def test_results_keep_their_order():
    assert await together(later(n, []) for n in range(5)) == list(range(5))
    assert await together([]) == []
    assert await both(later(1, []), later("x", [])) == (1, "x")


async def test_in_turn_begins_nothing_before_the_one_before_has_ended():
    log: list[str] = []

    async def step(name: str) -> str:
        log.append(f"{name} begins")
        await asyncio.sleep(0)
        log.append(f"{name} ends")
        return name

    assert await in_turn(step(name) for name in "ab") == ["a", "b"]
    assert log == ["a begins", "a ends", "b begins", "b ends"]


async def test_in_turn_does_not_begin_what_comes_after_a_failure():
    log: list[str] = []

    with pytest.raises(FailedError):
        await in_turn([failing(), later(1, log)])
    assert log == []


@pytest.mark.parametrize("run", [lambda a, b: together([a, b]), both], ids=["together", "both"])
async def test_a_failure_cancels_the_rest_and_comes_out_alone(run):
    log: list[str] = []

    with pytest.raises(FailedError) as caught:
        await run(later(1, log), failing())

    assert caught.value.failure is FAILURE
    assert log == ["cancelled"]


async def test_failures_inside_failures_come_out_alone():
    with pytest.raises(FailedError) as caught:
        await together([together([failing()])])

    assert caught.value.failure is FAILURE


async def test_a_fault_of_our_own_is_not_hidden():
    async def wrong() -> object:
        raise KeyError("bug")

    with pytest.raises(ExceptionGroup) as caught:
        await together([wrong()])

    assert caught.group_contains(KeyError)
