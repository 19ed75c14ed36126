"""Slots, gates and what is told about them."""

import asyncio

import pytest

from app.net.limiter import Limiters
from tests.fakes.clock import FakeClock


async def test_slots_are_given_in_turn():
    clock = FakeClock()
    limiter = Limiters(clock, fixed=2).for_host("a")
    order = []

    async def work(name):
        slot = await limiter.acquire()
        order.append(name)
        await clock.sleep(1.0)
        limiter.release(slot, received=10, items=1)

    async with asyncio.TaskGroup() as group:
        for name in range(6):
            group.create_task(work(name))
        await clock.advance(0.5)
        assert (order, limiter.in_flight) == ([0, 1], 2)
        await clock.advance(3.0)

    assert order == [0, 1, 2, 3, 4, 5]
    assert limiter.in_flight == 0


async def test_a_cancelled_waiter_loses_no_slot():
    limiter = Limiters(FakeClock(), fixed=1).for_host("a")
    slot = await limiter.acquire()
    waiting = [asyncio.ensure_future(limiter.acquire()) for _ in range(3)]
    await asyncio.sleep(0)
    limiter.release(slot, received=1, items=1)
    waiting[0].cancel()
    waiting[1].cancel()

    last = await waiting[2]
    limiter.abandon(last)

    assert limiter.in_flight == 0
    assert all(task.cancelled() for task in waiting[:2])


async def test_a_gate_closes_opens_and_survives_a_restart():
    clock = FakeClock()
    limiters = Limiters(clock)
    limiters.for_host("a").close_gate(10.0)
    limiters.for_host("a").close_gate(4.0)
    limiters.for_host("b").close_gate(9e9)
    kept = limiters.gates()
    await clock.advance(4.0)
    later = Limiters(clock)
    later.restore(kept)

    assert later.for_host("a").gate() == pytest.approx(6.0)
    assert later.for_host("b").gate() == pytest.approx(6 * 3600 - 4)
    assert {pace.host: round(pace.gate_seconds) for pace in later.paces()} == {"a": 6, "b": 21596}


async def test_a_fixed_limit_reaches_every_host_and_can_be_taken_back():
    limiters = Limiters(FakeClock())
    first = limiters.for_host("a")
    learned = first.limit
    limiters.fix(3)

    assert (first.limit, limiters.for_host("b").limit) == (3, 3)
    limiters.fix(None)
    assert first.limit == learned


async def test_a_rejection_lowers_the_limit():
    limiter = Limiters(FakeClock()).for_host("a")
    before = limiter.limit

    limiter.release(await limiter.acquire(), is_rejected=True)

    assert limiter.limit < before


async def test_rejections_are_counted_for_those_who_watch():
    limiter = Limiters(FakeClock()).for_host("a")
    limiter.release(await limiter.acquire(), received=10, items=1)
    limiter.release(await limiter.acquire(), is_rejected=True)

    assert limiter.pace().rejections == 1


def test_one_host_may_have_a_number_of_its_own():
    """Metadata and pictures come from two hosts; a person may fix either."""
    limiters = Limiters(FakeClock())
    early = limiters.for_host("graph.test")

    limiters.fix(4, {"graph.test": 10})

    assert (early.limit, limiters.for_host("cdn.test").limit) == (10, 4)
    limiters.fix(None)
    assert early.limit != 10
