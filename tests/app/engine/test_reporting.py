"""Rates while a job runs."""

from pathlib import Path

import pytest

from app.engine.reporting import arrived
from app.model.events import (
    EngineRate,
    JobRate,
)
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("settled", "received", "total", "shown"),
    [(0, 500, 1000, 500), (800, 700, 1000, 800), (900, 1300, 1000, 1000), (0, 10, 0, 0)],
    ids=["in flight", "settled earlier", "some fetched twice", "total not known"],
)
def test_the_bar_moves_with_what_arrives(settled: int, received: int, total: int, shown: int) -> None:
    assert arrived(settled, received, total) == shown


async def test_samples_tell_rates(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(400)) as bench:
        bench.service.latency = 0.2
        bench.add(workers=20)
        await bench.finished()
        bench.take()

    rates = [sample for sample in bench.samples if isinstance(sample, JobRate)]
    assert any(rate.items_per_second > 0 for rate in rates)
    assert any(isinstance(sample, EngineRate) for sample in bench.samples)
    assert all(rate.seconds_left is None or rate.seconds_left >= 0 for rate in rates)
