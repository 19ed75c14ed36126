"""A first look becomes a project folder in the cache; only a few are kept."""

import pytest

from app.formats.looks_folder import MOST_FOLDERS, write_looks
from app.formats.supervisely import read_annotation, read_project
from app.model.annotation import Annotation, Label
from app.model.answers import Look
from app.model.failure import FailedError, FailureKind
from app.model.geometry import Rectangle
from app.model.label_class import LabelClass

CAR = LabelClass("car", "rectangle", "#00FF00")
SEEN = Annotation(64, 48, (Label("car", "#00FF00", Rectangle(1, 2, 30, 40)),))


def test_looks_are_read_like_any_project(tmp_path):
    """Names that a disk cannot hold, or that two pictures share, are no matter."""
    looks = (Look("../a:b.jpg", b"one", SEEN), Look("x.jpg", b"two", SEEN), Look("X.jpg", b"three", Annotation(1, 1)))

    folder = write_looks(tmp_path, "Road / signs", looks, (CAR,))

    project = read_project(folder)
    (dataset,) = project.datasets
    assert folder.parent == tmp_path
    assert project.meta.classes == (CAR,)
    assert len(dataset.items) == 3
    assert sorted(item.image.read_bytes() for item in dataset.items if item.image) == [b"one", b"three", b"two"]
    annotations = [read_annotation(item.annotation, (CAR,)) for item in dataset.items if item.annotation]
    assert annotations.count(SEEN) == 2


def test_a_later_look_replaces_the_older_one(tmp_path):
    write_looks(tmp_path, "Road", (Look("a.jpg", b"old", SEEN),), ())

    folder = write_looks(tmp_path, "Road", (Look("b.jpg", b"new", SEEN),), ())

    assert [item.name for item in read_project(folder).datasets[0].items] == ["b.jpg"]


def test_only_the_latest_are_kept(tmp_path):
    (tmp_path / ".part-left").mkdir()
    for number in range(MOST_FOLDERS + 3):
        folder = write_looks(tmp_path, f"Road {number}", (), ())

    kept = {path.name for path in tmp_path.iterdir()}
    assert len(kept) == MOST_FOLDERS
    assert folder.name in kept
    assert ".part-left" not in kept


def test_a_disk_that_refuses_is_told_in_words(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(FailedError) as caught:
        write_looks(tmp_path / "file", "Road", (), ())

    assert caught.value.failure.kind is FailureKind.DISK
