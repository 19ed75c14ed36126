"""Supervisely projects for Python programs, against a sandbox."""

import asyncio
from pathlib import Path

import pytest

from app.api import Windrow
from app.model.failure import FailedError
from app.model.tree import NodeKind
from app.sandbox.server import SandboxSettings
from tests.fakes.sandbox import running_sandbox

COUNT = 40
SCALE = SandboxSettings(scale=COUNT)


async def scaled(windrow: Windrow) -> int:
    """Return the id of the invented project."""
    (team,) = await windrow.tree()
    (workspace,) = await windrow.tree(NodeKind.TEAM, team.id)
    projects = await windrow.tree(NodeKind.WORKSPACE, workspace.id)
    return next(node.id for node in projects if node.name.startswith("Scale"))


@pytest.mark.slow
async def test_a_project_comes_home_and_the_second_time_it_is_here(tmp_path):
    told = []
    async with running_sandbox(SCALE) as sandbox, Windrow(sandbox.address, sandbox.token) as windrow:
        project = await scaled(windrow)
        page = await windrow.meta(project)
        first = await windrow.download(project, tmp_path / "town", on_progress=told.append)
        second = await windrow.download(project, tmp_path / "town")

    assert page.project.items_count == COUNT
    assert (first.counts.done, second.counts.already_here) == (COUNT, COUNT)
    assert told[-1].counts.settled == COUNT
    assert len(list((tmp_path / "town").rglob("*.jpg"))) == COUNT
    assert first.problems == ()


async def download_with(address: str, token: str, place: Path) -> None:
    async with Windrow(address, token) as windrow:
        await windrow.download(1900, place)


@pytest.mark.slow
async def test_a_wrong_token_is_told_in_words(tmp_path):
    async with running_sandbox(SCALE) as sandbox:
        with pytest.raises(FailedError) as caught:
            await download_with(sandbox.address, "wrong" * 8, tmp_path / "town")

    assert "wrong" * 8 not in str(caught.value)


@pytest.mark.slow
async def test_a_cancelled_download_goes_on_with_the_next_call(tmp_path):
    slow = SandboxSettings(scale=COUNT, latency_ms=20)
    async with running_sandbox(slow) as sandbox, Windrow(sandbox.address, sandbox.token) as windrow:
        project = await scaled(windrow)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(windrow.download(project, tmp_path / "town", batch_size=1, workers=1), 0.2)
        done = await windrow.download(project, tmp_path / "town", batch_size=1, workers=8)

    assert done.counts.done == COUNT


async def test_it_works_in_a_with_block_only():
    with pytest.raises(RuntimeError, match="with block"):
        await Windrow("http://127.0.0.1:9", "t").tree()


async def test_a_token_does_not_travel_in_clear_text():
    with pytest.raises(FailedError, match="plain http"):
        async with Windrow("http://example.org", "t"):
            pass


def test_a_token_is_never_shown():
    assert "secret" not in repr(Windrow("example.org", "secret"))
