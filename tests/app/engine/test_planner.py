"""From a spec to the ledger."""

import json
from pathlib import Path

import pytest

from app.model.events import (
    JobFinished,
)
from app.model.queries import ListTasks
from app.model.spec import Annotations, SuperviselySpec
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


async def test_the_same_download_again_fetches_nothing(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(80, parcel_size=10)) as bench:
        bench.add()
        await bench.finished()
        bench.service.log.clear()

        bench.add()
        finished = await bench.finished(2)

        assert (finished.counts.done, finished.counts.already_here) == (0, 80)
        assert not bench.service.requests("image") + bench.service.requests("parcel") + bench.service.requests("locate")
    bench.check()


async def test_newer_labels_come_without_the_picture(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(30, parcel_size=10)) as bench:
        bench.add()
        await bench.finished()
        bench.service.log.clear()
        bench.source.version = "v2"

        bench.add()
        finished = await bench.finished(2)

        assert finished.counts.done == 30
        assert not bench.service.requests("image") + bench.service.requests("parcel")
    assert json.loads((bench.out / "ds0/ann/image_7.jpg.json").read_text())["version"] == "v2"
    bench.check()


async def test_clashing_names_are_told_apart(tmp_path: Path) -> None:
    names = {"1": "a.jpg", "2": "A.JPG", "3": "a.jpg", "4": "../../evil.jpg"}
    async with Bench(tmp_path, FakeSource(5, names=names)) as bench:
        bench.add()
        finished = await bench.finished()
        page = await bench.engine.call(ListTasks(1))
        first = {task.key: task.path for task in page.tasks}

        bench.source.version = "v2"
        bench.add()
        await bench.finished(2)
        page = await bench.engine.call(ListTasks(2))

        assert finished.counts.done == 5
        assert len({path.casefold() for path in first.values()}) == 5
        assert {task.key: task.path for task in page.tasks} == first
    assert not (tmp_path / "evil.jpg").exists()


async def test_asking_for_less_of_the_labels_is_a_change(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(10)) as bench:
        bench.add()
        await bench.finished()

        bench.add(SuperviselySpec(1, annotations=Annotations.TAGS))
        finished = await bench.finished(2)

        assert finished.counts.done == 10
        assert isinstance(bench.of(JobFinished)[-1], JobFinished)
