"""What is allowed is kept to before anything is sent."""

import asyncio

import pytest

from app.model.account import Account
from app.model.call import Call
from app.model.failure import FailedError, FailureKind
from app.sources.mapillary.quota import (
    DAY_SECONDS,
    POLITE_BURST,
    TILES_PER_DAY,
    Pace,
    TokenBudget,
    counter_name,
    per_minute,
    quota_words,
    tiles_used,
)
from tests.fakes.clock import FakeClock
from tests.fakes.kit import fake_kit

PUBLIC = Account("m", "mapillary", "", "M")
MIRROR = Account("m", "mapillary", "", "M", tile_address="https://mirror.test")


def call(route: str) -> Call:
    return Call("GET", "https://somewhere.test/", route=route)


async def spend_until_it_waits(budget: TokenBudget, route: str, most: int) -> int:
    """Return how many calls go through before one has to wait."""
    for number in range(most):
        task = asyncio.ensure_future(budget.spend(call(route)))
        while not task.done():
            await asyncio.sleep(0)
            if route != "tile" or budget._kit.clock.next_wake is not None:
                break
        if not task.done():
            for _ in range(3):
                await asyncio.sleep(0)
        if not task.done():
            task.cancel()
            return number
        await task
    return most


async def test_a_pace_lets_a_burst_through_and_then_a_steady_stream():
    clock = FakeClock()
    pace = Pace(clock, 3, 1.0)
    done: list[float] = []

    async def take() -> None:
        await pace.wait()
        done.append(clock.monotonic())

    async with asyncio.TaskGroup() as group:
        for _ in range(6):
            group.create_task(take())
        await clock.advance(10)

    assert done == [0, 0, 0, 1, 2, 3]


async def test_no_minute_sees_more_than_the_limit():
    """Whenever it begins: a full burst and all that flows in after it are within the limit."""
    clock = FakeClock()
    pace = per_minute(clock, 60)
    done: list[float] = []

    async def take() -> None:
        await pace.wait()
        done.append(clock.monotonic())

    async with asyncio.TaskGroup() as group:
        for _ in range(150):
            group.create_task(take())
        await clock.advance(600)

    assert max(sum(at <= other < at + 60 for other in done) for at in done) <= 60


async def test_the_day_of_tiles_is_counted_and_ends_in_words():
    """Trap 8 of the reference: 50,000 a day, over restarts, and it says when it goes on."""
    clock = FakeClock(start=1_700_000_000)
    kit = fake_kit(clock)
    kit.counters.spend(counter_name(MIRROR), TILES_PER_DAY - 1, clock.utc())
    budget = TokenBudget(MIRROR, kit)

    await budget.spend(call("tile"))
    with pytest.raises(FailedError) as caught:
        await budget.spend(call("tile"))

    failure = caught.value.failure
    assert failure.kind is FailureKind.RATE
    assert failure.retry_after == pytest.approx(DAY_SECONDS)
    assert failure.sentence() == "Today’s 50,000 tile calls are used up. It goes on by itself at 22:13 UTC."
    assert tiles_used(MIRROR, kit) == TILES_PER_DAY


async def test_the_public_host_is_asked_politely_and_a_mirror_as_fast_as_it_can():
    for account, expected in ((PUBLIC, POLITE_BURST), (MIRROR, POLITE_BURST + 5)):
        budget = TokenBudget(account, fake_kit(FakeClock()))

        assert await spend_until_it_waits(budget, "tile", POLITE_BURST + 5) == expected


async def test_pictures_cost_nothing():
    kit = fake_kit(FakeClock())
    budget = TokenBudget(PUBLIC, kit)

    for _ in range(1_000):
        await budget.spend(call("image"))

    assert tiles_used(PUBLIC, kit) == 0


@pytest.mark.parametrize(
    ("asked", "used", "share", "words"),
    [
        (30, 1_200, 0.0006, "30 of 50,000 tile calls today, 1,200 used"),
        (0, 0, 0.0, "0 of 50,000 tile calls today"),
        (99_000, 5, 1.0, "99,000 of 50,000 tile calls today, 5 used"),
    ],
    ids=["usual", "nothing", "more than a day"],
)
def test_the_plan_says_what_it_costs(asked, used, share, words):
    assert quota_words(asked, used) == (pytest.approx(share), words)
