"""Removing a job and its files."""

from pathlib import Path

import pytest

from app.model.commands import RemoveJob
from app.model.events import (
    JobRemoved,
)
from app.model.queries import ListJobs
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


async def test_removing_a_job_keeps_files_or_moves_own_ones_away(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(10)) as bench:
        bench.add()
        await bench.finished()
        (bench.out / "ds0" / "img" / "image_3.jpg").write_bytes(b"edited by me")

        bench.tell(RemoveJob(1, with_files=True))
        await bench.until(lambda: bool(bench.of(JobRemoved)))

        assert await bench.engine.call(ListJobs()) == ()
    assert [path.name for path in (bench.out / "ds0" / "img").iterdir()] == ["image_3.jpg"]
    (trash,) = (path for path in tmp_path.iterdir() if path.name.startswith(".windrow-trash-"))
    assert len(list(trash.rglob("*.jpg"))) == 9
