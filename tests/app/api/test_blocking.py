"""The faces for programs without an event loop."""

import asyncio
from collections.abc import Callable, Sequence

import pytest

from app.api import BlockingStreets, BlockingWindrow
from app.model.spec import Annotations
from app.model.tree import NodeKind
from app.sandbox.street_access import STREET_TOKEN
from tests.fakes.sandbox import SandboxProcess, sandbox_process
from tests.fakes.streets import TOWN

COUNT = 40


def with_sandbox(arguments: Sequence[str], work: Callable[[SandboxProcess], None]) -> None:
    """Run blocking work in a thread beside a sandbox of its own."""

    async def serve() -> None:
        async with sandbox_process(arguments) as sandbox:
            await asyncio.to_thread(work, sandbox)

    asyncio.run(serve())


@pytest.mark.slow
def test_projects_come_home_without_a_loop(tmp_path):
    def work(sandbox: SandboxProcess) -> None:
        with BlockingWindrow(sandbox.address, sandbox.token) as windrow:
            assert [node.kind for node in windrow.tree()] == [NodeKind.TEAM]
            done = windrow.download(1900, tmp_path / "town", annotations=Annotations.NONE, limit=5)
            assert windrow.meta(1900).project.items_count == COUNT
        assert done.counts.done == 5

    with_sandbox(["--scale", str(COUNT)], work)


@pytest.mark.slow
def test_street_images_come_home_without_a_loop(tmp_path, monkeypatch):
    def work(sandbox: SandboxProcess) -> None:
        for name in ("MAPILLARY_GRAPH_URL", "MAPILLARY_TILES_URL"):
            monkeypatch.setenv(name, sandbox.address)
        with BlockingStreets(STREET_TOKEN) as streets:
            images = streets.fetch_within_bbox(TOWN, max_images=6)
            local = images.download(tmp_path / "flat")
            plan = streets.plan(TOWN)
            done = streets.harvest(TOWN, tmp_path / "town", max_images=4)
            assert len(streets.fetch_within(TOWN, max_images=3)) == 3
            assert len(streets.fetch_by_id(images["mly_id"].iloc[0])) == 1
            assert len(streets.fetch_by_sequence(images["sequence"].iloc[0], max_images=2)) == 2
            assert len(streets.fetch_by_creator(images["creator"].iloc[0], max_images=2)) == 2
        assert local["file"].notna().all()
        assert plan.items > 6
        assert done.counts.done == 4

    with_sandbox(["--street-dense", "300"], work)


def test_they_work_in_a_with_block_only(monkeypatch):
    monkeypatch.setenv("MLY_TOKEN", STREET_TOKEN)

    with pytest.raises(RuntimeError, match="with block"):
        BlockingWindrow("http://127.0.0.1:9", "t").tree()
    with pytest.raises(RuntimeError, match="with block"):
        BlockingStreets().plan(TOWN)


def test_a_token_is_never_shown():
    assert "secret" not in repr(BlockingWindrow("example.org", "secret"))
    assert "secret" not in repr(BlockingStreets("secret"))


def test_a_block_that_cannot_begin_leaves_nothing_open():
    windrow = BlockingWindrow("http://example.org", "t")

    with pytest.raises(Exception, match="plain http"), windrow:
        pass
    with pytest.raises(RuntimeError, match="with block"):
        windrow.tree()
