"""One way of fetching, tried on a sample."""

import asyncio

import pytest

from app.engine.measuring import measure
from app.model.clock import SystemClock
from app.model.failure import FailedError, Failure, FailureKind
from app.model.measure import Kind, Way
from app.model.queries import MeasureWay
from app.model.readable import Read
from app.model.source import Listed
from app.model.spec import Mode, SuperviselySpec
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

ITEMS = tuple(Listed(str(n), f"{n}.jpg", 10, None, "", "{}", "5") for n in range(100))
GONE = Failure(FailureKind.NOT_FOUND, "Gone.")


class Reader:
    """Hands out ten bytes for each image, and remembers how it was asked."""

    def __init__(self, failure: Failure | None = None) -> None:
        self.groups: list[int] = []
        self.shared: set[bool] = set()
        self.under_way = self.most = 0
        self.failure = failure

    async def read_images(self, items, network, *, is_shared):
        self.groups.append(len(items))
        self.shared.add(is_shared)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        if self.failure is not None:
            raise FailedError(self.failure)
        return [Read(one.key, failure=GONE) if one.key == "7" else Read(one.key, b"x" * 10) for one in items]

    read_annotations = read_images


class Still(SystemClock):
    """Time that moves by a second with every look."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def monotonic(self) -> float:
        self.at += 1.0
        return self.at


async def tried(way, reader, seconds=1e9):
    return await measure(Kind.IMAGES, way, ITEMS, seconds, reader, None, Still())


@pytest.mark.parametrize(
    ("way", "items", "requests", "most"),
    [
        (Way(Mode.SINGLE), 39, 40, 1),
        (Way(Mode.BATCH, 50), 99, 2, 1),
        (Way(Mode.ASYNC, 1, 10), 99, 100, 10),
        (Way(Mode.BULK, 32, 3), 99, 4, 3),
    ],
)
async def test_every_way_asks_as_it_says(way, items, requests, most):
    reader = Reader()

    found = await tried(way, reader)

    assert (found.items, found.failed, found.size, found.requests) == (items, 1, 10 * items, requests)
    assert (len(reader.groups), reader.most) == (requests, most)
    assert reader.shared == {way.batch_size > 1}


async def test_no_question_is_begun_after_the_time_is_over():
    reader = Reader()

    found = await tried(Way(Mode.SINGLE), reader, seconds=3.0)

    assert 1 <= found.requests < 6


async def test_trouble_that_concerns_all_comes_out():
    with pytest.raises(FailedError, match="Busy"):
        await tried(Way(Mode.ASYNC, 1, 4), Reader(Failure(FailureKind.RATE, "Busy.")))


@pytest.mark.slow
async def test_it_is_refused_while_downloads_run(tmp_path):
    async with Bench(tmp_path, FakeSource(3)) as bench:
        bench.service.latency = 600.0
        bench.add(SuperviselySpec(1))
        await bench.until(lambda: bench.job() is not None and bench.engine is not None and bench.service.in_flight > 0)
        with pytest.raises(FailedError, match="Downloads are running"):
            await bench.engine.call(MeasureWay("k", Kind.IMAGES, Way(Mode.SINGLE), ITEMS, 1.0))
