import asyncio

import pytest

from app.engine.lines import Line
from app.engine.persistent import BRISK_TRIES, GIVEN_UP, BriskNetwork, PatientNetwork, steady
from app.model.account import Account
from app.model.call import Call
from app.model.failure import FailedError, Failure, FailureKind
from tests.fakes.clock import FakeClock
from tests.fakes.network_stub import StubNetwork, StubService, url
from tests.fakes.source import FakeSource

CALL = Call("GET", url("list/0"), route="list")
DOWN = Failure(FailureKind.NETWORK, "There is no way to the server.")


async def test_a_job_outlasts_an_hour_without_network() -> None:
    clock = FakeClock()
    source = FakeSource(1)
    service = StubService(source.body)
    service.faults = lambda route, keys: DOWN if clock.monotonic() < 3600 else None
    async with asyncio.TaskGroup() as group:
        line = Line("k", clock, group.create_task)
        line.use(Account("k", "s", "https://fake.test", "F"), StubNetwork(service, clock), source)
        network = PatientNetwork(line, clock)
        answer = group.create_task(network.ask(CALL))
        await clock.advance(3700)

    assert answer.result().status == 200
    assert len(service.log) < 100


async def test_a_job_hears_of_what_patience_cannot_cure() -> None:
    clock = FakeClock()
    source = FakeSource(1)
    service = StubService(source.body, faults=lambda route, keys: Failure(FailureKind.NOT_FOUND, "Gone."))
    line = Line("k", clock, lambda work: work.close())
    line.use(Account("k", "s", "https://fake.test", "F"), StubNetwork(service, clock), source)

    with pytest.raises(FailedError, match="Gone"):
        async with PatientNetwork(line, clock).stream(CALL):
            pass


@pytest.mark.parametrize(
    ("failure", "asked"),
    [
        pytest.param(DOWN, BRISK_TRIES, id="away"),
        pytest.param(Failure(FailureKind.AUTH, "No."), 1, id="refused"),
        pytest.param(Failure(FailureKind.RATE, "Slow.", retry_after=1.0), BRISK_TRIES, id="a short rest"),
        pytest.param(Failure(FailureKind.RATE, "Slow.", retry_after=60.0), 1, id="a long rest"),
    ],
)
async def test_people_are_told_within_seconds(failure: Failure, asked: int) -> None:
    clock = FakeClock()
    service = StubService(FakeSource(1).body, faults=lambda route, keys: failure)
    network = BriskNetwork(StubNetwork(service, clock), clock)

    async def ask() -> FailedError | None:
        try:
            async with network.stream(CALL):
                return None
        except FailedError as error:
            return error

    async with asyncio.TaskGroup() as group:
        task = group.create_task(ask())
        await clock.advance(10.0)

    error = task.result()
    assert error is not None
    assert (error.failure.hint == GIVEN_UP) is (failure is DOWN)
    assert len(service.log) == asked


async def test_programs_are_as_patient_as_a_job_with_a_pause_of_minutes() -> None:
    clock = FakeClock()
    failures = iter([Failure(FailureKind.RATE, "Slow.", retry_after=300.0), DOWN, DOWN, DOWN])
    service = StubService(FakeSource(1).body, faults=lambda route, keys: next(failures, None))

    async with asyncio.TaskGroup() as group:
        answer = group.create_task(steady(StubNetwork(service, clock), clock).ask(CALL))
        await clock.advance(400.0)

    assert answer.result().status == 200
    assert len(service.log) == 5
