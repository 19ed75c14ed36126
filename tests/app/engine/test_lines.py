import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from app.engine.lines import Line
from app.model.account import Account
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import HoldKind
from tests.fakes.clock import FakeClock
from tests.fakes.network_stub import StubNetwork, StubService
from tests.fakes.source import FakeSource

ACCOUNT = Account("k", "supervisely", "https://fake.test", "Fake")
DOWN = Failure(FailureKind.SERVER, "The server does not answer.")


def make(clock: FakeClock, spawn: Callable[[Coroutine[Any, Any, None]], object]) -> tuple[Line, StubService]:
    source = FakeSource(1)
    service = StubService(source.body)
    line = Line("k", clock, spawn)
    line.use(ACCOUNT, StubNetwork(service, clock), source)
    return line, service


async def test_without_a_token_nothing_is_sent() -> None:
    line = Line("k", FakeClock(), lambda work: work.close())

    line.miss()

    assert line.hold is not None
    assert line.hold.kind is HoldKind.SIGN_IN
    with pytest.raises(FailedError):
        _ = line.network
    with pytest.raises(FailedError):
        _ = line.source


async def test_a_quota_is_waited_out() -> None:
    clock = FakeClock()
    async with asyncio.TaskGroup() as group:
        line, _ = make(clock, group.create_task)
        line.begin_hold(HoldKind.QUOTA, None, 30.0)
        await clock.advance(29.0)
        still = line.hold
        await clock.advance(2.0)

    assert still is not None
    assert still.until == pytest.approx(clock.utc() - 1.0)
    assert line.is_clear


async def test_a_server_that_is_away_is_probed_rarely_until_it_answers() -> None:
    clock = FakeClock()
    is_down = True
    async with asyncio.TaskGroup() as group:
        line, service = make(clock, group.create_task)
        service.faults = lambda route, keys: DOWN if is_down else None
        line.begin_hold(HoldKind.SERVER, DOWN, None)
        await clock.advance(36.0)
        probes = service.requests("probe")
        is_down = False
        await clock.advance(60.0)

    assert probes == 3
    assert line.is_clear


async def test_somebody_may_ask_to_try_now() -> None:
    clock = FakeClock()
    async with asyncio.TaskGroup() as group:
        line, service = make(clock, group.create_task)
        line.begin_hold(HoldKind.SERVER, DOWN, None)
        await clock.advance(1.0)
        line.retry_now()
        await clock.advance(0.1)
        probes = service.requests("probe")
        await clock.advance(10.0)

    assert probes == 1
    assert line.is_clear


async def test_a_probe_that_is_refused_asks_for_sign_in() -> None:
    clock = FakeClock()
    async with asyncio.TaskGroup() as group:
        line, service = make(clock, group.create_task)
        service.faults = lambda route, keys: Failure(FailureKind.AUTH, "The token is refused.")
        line.begin_hold(HoldKind.NETWORK, DOWN, None)
        await clock.advance(6.0)

    assert line.hold is not None
    assert line.hold.kind is HoldKind.SIGN_IN


async def test_a_new_token_ends_the_wait_and_a_weaker_hold_does_not_hide_a_stronger() -> None:
    told: list[int] = []
    line, _ = make(FakeClock(), lambda work: work.close())
    line.watchers.add(lambda: told.append(1))

    line.forget()
    line.begin_hold(HoldKind.SERVER, DOWN, None)
    kind = line.hold.kind if line.hold else None
    line.use(ACCOUNT, StubNetwork(StubService(FakeSource(1).body), FakeClock()), FakeSource(1))

    assert kind is HoldKind.SIGN_IN
    assert line.is_clear
    assert len(told) == 2


async def test_a_short_break_holds_requests_back_without_a_word() -> None:
    clock = FakeClock()
    async with asyncio.TaskGroup() as group:
        line, _ = make(clock, group.create_task)
        named = Failure(FailureKind.RATE, "Slow.", retry_after=1.0)
        line.rest_after(named, 1.0)
        line.rest_after(named, 0.5)
        line.rest_after(Failure(FailureKind.RATE, "Slow."), 9.0)
        await clock.advance(0.9)
        early = line.is_clear, line.hold
        await clock.advance(0.2)

    assert early == (False, None)
    assert line.is_clear


async def test_many_requests_that_hear_of_one_pause_tell_it_once() -> None:
    clock = FakeClock()
    told: list[HoldKind] = []
    async with asyncio.TaskGroup() as group:
        line, _ = make(clock, group.create_task)
        line.watchers.add(lambda: told.append(HoldKind.QUOTA))
        for _ in range(20):
            line.begin_hold(HoldKind.QUOTA, None, 30.0)
            await clock.advance(0.01)
        count = len(told)
        await clock.advance(31.0)

    assert count == 1


async def test_a_server_that_is_away_is_never_waited_for_without_end() -> None:
    clock = FakeClock()
    untils: list[float | None] = []
    async with asyncio.TaskGroup() as group:
        line, _ = make(clock, group.create_task)
        line.watchers.add(lambda: untils.append(line.hold.until if line.hold else 0.0))
        line.begin_hold(HoldKind.SERVER, DOWN, None)
        await clock.advance(60.0)

    assert untils
    assert None not in untils
