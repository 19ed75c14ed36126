"""Folders of the Supervisely format."""

from math import inf
from pathlib import Path

import msgspec
import pytest

from app.model.failure import FailedError
from app.sandbox.folder import add_folder
from app.sandbox.pixels import to_pixels
from app.sandbox.world import World
from tests.fakes.sandbox import small_project

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "supervisely"
PROJECTS = sorted(REAL.iterdir()) if REAL.is_dir() else []


def served(root: Path) -> World:
    world = World([], [])
    add_folder(world, root, 7)
    for dataset in world.datasets.values():
        dataset.shelf.prepare()
    return world


def test_coordinates_come_back_as_the_files_have_them(tmp_path):
    root = small_project(tmp_path / "Straße 1")
    (dataset,) = served(root).datasets.values()

    for picture in dataset.shelf.window(0, 9):
        file = msgspec.json.decode((root / "ds" / "ann" / f"{picture.name}.json").read_bytes())
        for one, before in zip(dataset.shelf.annotation(picture)["objects"], file["objects"], strict=True):
            assert to_pixels(one, inf, inf)["points"] == before["points"]


def test_nested_datasets_know_their_parents(tmp_path):
    root = small_project(tmp_path / "p")
    small_project(tmp_path / "q").joinpath("ds").rename(root / "ds" / "child")
    (root / "ds" / "datasets").mkdir()
    (root / "ds" / "child").rename(root / "ds" / "datasets" / "child")

    parent, child = served(root).datasets.values()

    assert (parent.name, parent.parent, child.name, child.parent) == ("ds", None, "child", parent.id)


def test_flat_folder_without_meta_gets_one(tmp_path):
    small_project(tmp_path / "p").joinpath("ds").rename(tmp_path / "flat")

    world = served(tmp_path / "flat")

    (project,) = world.projects.values()
    shapes = {one["title"]: one["shape"] for one in project.meta["classes"]}
    assert shapes == {"road": "polygon", "roof": "rectangle"}
    assert [one.name for one in project.datasets] == ["ds0"]


def test_folder_without_a_project_is_refused_in_words(tmp_path):
    with pytest.raises(FailedError, match="no Supervisely project"):
        served(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not PROJECTS, reason="the real projects are not beside the checkout")
@pytest.mark.parametrize("root", PROJECTS, ids=lambda root: root.name)
def test_real_projects_are_served_whole(root):
    world = served(root)

    pictures = [one for dataset in world.datasets.values() for one in dataset.shelf.window(0, 99)]

    assert len(pictures) == sum(1 for one in root.rglob("img/*") if one.is_file())
    assert all(one.width and one.height and one.size for one in pictures)
