"""The files of a whole harvest, made by a process of its own."""

import asyncio

import pytest

from app.bootstrap.finishing import FolderFinisher
from app.model.failure import FailedError, FailureKind
from app.model.harvest import HarvestLayout
from app.model.spec import MapillarySpec, SuperviselySpec

pytestmark = pytest.mark.slow


def test_only_harvests_have_anything_to_be_made(tmp_path):
    finisher = FolderFinisher(tmp_path)

    assert finisher.wants(MapillarySpec())
    assert not finisher.wants(SuperviselySpec(1))


async def test_a_folder_that_is_none_is_told_and_nothing_is_left(tmp_path):
    finisher = FolderFinisher(tmp_path / "cache")

    with pytest.raises(FailedError) as caught:
        async with finisher.make(MapillarySpec(), tmp_path / "nowhere"):
            pass

    assert caught.value.failure.kind is FailureKind.INTERNAL
    assert caught.value.failure.hint.startswith("All pictures are safe.")
    assert list((tmp_path / "cache").iterdir()) == []


async def test_a_cancelled_process_is_ended(tmp_path):
    finisher = FolderFinisher(tmp_path / "cache")

    async def make():
        async with finisher.make(MapillarySpec(layout=HarvestLayout.FLAT), tmp_path):
            pass

    async with asyncio.TaskGroup() as group:
        task = group.create_task(make())
        while not (tmp_path / "cache").exists():
            await asyncio.sleep(0.01)
        task.cancel()

    assert task.cancelled()
    assert list((tmp_path / "cache").iterdir()) == []
