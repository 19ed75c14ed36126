"""One request each, against a fake service and a real sink."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.engine.couriers import Couriers
from app.engine.flight import LARGE_BYTES, Flight, Locate, Single
from app.engine.lines import Line
from app.engine.pace import JobPace
from app.model.account import Account
from app.model.failure import Failure
from app.model.source import Listed
from app.model.spec import SuperviselySpec
from app.store.ledger_tasks import PendingRow
from app.store.parts import Part
from app.store.sink import Sink
from tests.fakes.clock import FakeClock
from tests.fakes.network_stub import StubNetwork, StubService
from tests.fakes.source import FakeSource, body_of


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    sink = Sink.open(tmp_path / "out", "attempt")
    yield sink
    sink.close()


async def fetch_one(sink: Sink, size: int | None, real: int) -> Flight:
    clock = FakeClock()
    source = FakeSource(1, size=real)
    line = Line("k", clock, lambda work: work.close())
    line.use(Account("k", "s", "https://fake.test", "F"), StubNetwork(StubService(source.body), clock), source)
    flight = Flight(PendingRow(0, "ds/img/1.jpg", 0, Listed("1", "1.jpg", size, None, "v", "{}", "9")))
    refused: list[Failure] = []
    with ThreadPoolExecutor(2) as threads:
        couriers = Couriers(SuperviselySpec(1), line, sink, threads, JobPace(clock, None))
        await couriers.locate(Locate({"1": flight}), lambda _: None, lambda _, failure: refused.append(failure))
        await couriers.single(Single(flight))
    assert not refused
    return flight


@pytest.mark.parametrize("listed", [True, False], ids=["size listed", "size unknown"])
async def test_a_small_image_arrives_in_memory(sink: Sink, listed: bool) -> None:
    flight = await fetch_one(sink, 900 if listed else None, 900)

    assert flight.body == body_of("1", 900)
    assert flight.size == 900


@pytest.mark.parametrize("listed", [True, False], ids=["size listed", "size unknown"])
async def test_a_large_image_goes_straight_to_the_disk(sink: Sink, listed: bool) -> None:
    real = LARGE_BYTES + 3_000_000

    flight = await fetch_one(sink, real if listed else None, real)

    assert isinstance(flight.body, Part)
    assert (flight.body.size, flight.body.sha256) == (real, hashlib.sha256(body_of("1", real)).hexdigest())
