"""What windrow preview draws, and what it says when it cannot."""

import argparse
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.cli.desk import Exit
from app.cli.previewing import draw_picture, find_item
from app.formats.supervisely import read_project
from app.model.failure import FailedError
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.jobs import Table

BROKEN = {"classTitle": "car", "geometryType": "bitmap", "bitmap": {"data": "AAAA", "origin": [0, 0]}, "tags": []}
NO_RING = {"classTitle": "car", "geometryType": "polygon", "points": "none", "tags": []}


@pytest.fixture
def town(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    project.add("a.jpg", [box(), box("sign", ((25, 5), (35, 12)))])
    project.add("b.jpg", [], dataset="other")
    project.add("a.jpg", [], dataset="other/datasets/deep")
    project.add("bad.jpg", [BROKEN], body=b"no picture")
    project.add("half.jpg", [BROKEN])
    project.add("ring.jpg", [NO_RING])
    project.add("gone.jpg", [box()], body=None)
    return project.root


def draw(town, image, to, **more):
    table = Table()
    options = argparse.Namespace(
        **{"folder": str(town), "image": image, "to": Path(to), "width": None, "classes": [], "opacity": None, **more}
    )
    return draw_picture(options, table.desk), table.out.getvalue()


@pytest.mark.slow
def test_a_picture_is_drawn_as_the_window_shows_it(town, tmp_path):
    code, screen = draw(town, "ds/a.jpg", tmp_path / "deep" / "x.png", width=80)

    with Image.open(tmp_path / "deep" / "x.png") as image:
        assert (image.size, image.mode) == ((80, 60), "RGB")
        assert len(np.unique(np.asarray(image).reshape(-1, 3), axis=0)) > 4
    assert code == Exit.COMPLETE
    assert "80 × 60 pixels, 2 labels" in screen
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["x.png"]


@pytest.mark.slow
def test_only_some_classes_are_drawn_and_counted(town, tmp_path):
    _, all_ = draw(town, "ds/a.jpg", tmp_path / "all.png")
    _, one = draw(town, "ds/a.jpg", tmp_path / "one.png", classes=["sign"], opacity=1.0)

    assert ("2 labels" in all_, "1 label" in one) == (True, True)
    assert (tmp_path / "all.png").read_bytes() != (tmp_path / "one.png").read_bytes()


@pytest.mark.slow
def test_labels_that_cannot_be_read_are_named(town, tmp_path):
    code, _ = draw(town, "ring.jpg", tmp_path / "x.png")

    assert code == Exit.PROBLEMS
    assert (tmp_path / "x.png").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("image", "changes", "words"),
    [
        ("nobody.jpg", {}, "no picture “nobody.jpg”"),
        ("a.jpg", {}, "2 pictures are called"),
        ("gone.jpg", {}, "no picture in this folder"),
        ("bad.jpg", {}, "not a picture"),
        ("ds/a.jpg", {"classes": ["cat"]}, "no class “cat”"),
        ("ds/a.jpg", {"to": "inside"}, "lies in the project folder"),
        ("ds/a.jpg", {"to": "folder"}, "is a folder"),
        ("ds/a.jpg", {"folder": "none"}, "There is no folder"),
        ("ds/a.jpg", {"folder": "empty"}, "holds no pictures"),
    ],
)
def test_what_stops_it_is_one_sentence(town, tmp_path, image, changes, words):
    (tmp_path / "empty").mkdir()
    changes = dict(changes)
    to = {"inside": town / "x.png", "folder": tmp_path}.get(changes.pop("to", ""), tmp_path / "x.png")
    if "folder" in changes:
        changes["folder"] = str(tmp_path / changes["folder"])

    with pytest.raises(FailedError) as stopped:
        draw(town, image, to, **changes)
    assert words in stopped.value.failure.sentence()
    assert not (tmp_path / "x.png").exists()


def test_names_that_are_like_it_are_offered(town):
    project = read_project(town)

    with pytest.raises(FailedError, match=r"Did you mean “ds/half\.jpg”"):
        find_item(project, "hald.jpg")
    assert find_item(project, "b.jpg")[0] == "other/b.jpg"
    assert find_item(project, "other/deep/a.jpg")[0] == "other/deep/a.jpg"
