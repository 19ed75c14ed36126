"""The engine on a fake source: a job from the order to the receipt."""

import json
from pathlib import Path

import pytest

from app.model.events import (
    EngineStopped,
    JobPlanned,
    TasksSettled,
)
from app.model.job import JobState
from app.model.spec import SuperviselySpec
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("parcel_size", [0, 10], ids=["singly", "parcels"])
async def test_a_job_brings_everything_home(tmp_path: Path, parcel_size: int) -> None:
    async with Bench(tmp_path, FakeSource(230, parcel_size=parcel_size)) as bench:
        bench.add()
        finished = await bench.finished()

        assert finished.counts.done == finished.counts.listed == 230
        assert bench.state() is JobState.DONE
        assert bench.of(JobPlanned)[-1].counts.listed == 230
        assert max(bench.service.asked("image").values(), default=1) == 1
    bench.check()
    receipt = json.loads((bench.out / ".windrow_meta" / "receipt.json").read_text())
    assert receipt["counts"]["done"] == 230
    assert isinstance(bench.facts[-1], EngineStopped)


async def test_counts_in_facts_only_grow(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(300)) as bench:
        bench.add()
        await bench.finished()

    done = [fact.counts.done for fact in bench.of(TasksSettled)]
    assert done == sorted(done)
    assert all(len(fact.tasks) <= 200 for fact in bench.of(TasksSettled))


async def test_labels_only_bring_no_picture(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(30, parcel_size=10)) as bench:
        bench.add(SuperviselySpec(1, save_images=False))
        finished = await bench.finished()

        assert finished.counts.done == 30
        assert not bench.service.requests("image") + bench.service.requests("parcel")
    assert not list(bench.out.rglob("*.jpg"))
