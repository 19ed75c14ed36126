"""The walk reads what is new or changed, and whatever it meets is a problem of that picture alone."""

import os
from pathlib import Path

from app.gallery.courtesy import Courtesy
from app.gallery.index import NONE, Index, State
from app.gallery.listing import list_folder
from app.gallery.walk import ABSENT, Walk, look_at, picture_stamp, stamp_of
from tests.fakes.blob import write_blob
from tests.fakes.gallery_folder import ProjectFolder, box, picture


def walk(root: Path, index: Index, *, is_over=lambda: False) -> Walk:
    listing = list_folder(str(root))
    for dataset in listing.project.datasets:
        index.add(dataset.name, dataset.items.names)
    made = Walk(index, listing, Courtesy(), is_over)
    made.read_annotations()
    made.check_pictures()
    made.find_twins()
    return made


def test_everything_is_read_once(tmp_path):
    folder = ProjectFolder(tmp_path)
    folder.add("a.jpg", [box()])
    folder.add("b.jpg", [box(), box("sign")])
    index = Index()

    first, second = walk(tmp_path, index), walk(tmp_path, index)

    assert (first.has_changed, second.has_changed) == (True, False)
    assert (index.count(State.READ), index.count(State.CHECKED), index.labels.view.tolist()) == (2, 2, [1, 2])
    assert (index.file_width.view.tolist(), index.problem_bits.view.tolist()) == ([40, 40], [0, 0])


def test_what_changed_is_read_again(tmp_path):
    folder = ProjectFolder(tmp_path)
    folder.add("a.jpg", [box()])
    folder.add("b.jpg", [box()])
    index = Index()
    walk(tmp_path, index)

    folder.write("ds/ann/b.jpg.json", {"size": {"width": 40, "height": 30}, "objects": [box()] * 3})
    folder.write("ds/img/a.jpg", picture(50, 50))
    walk(tmp_path, index)

    assert index.labels.view.tolist() == [1, 3]
    assert index.file_width.view.tolist() == [50, 40]
    assert index.problem_count(0) == 1  # another size


def test_what_vanishes_is_a_problem(tmp_path):
    folder = ProjectFolder(tmp_path)
    folder.add("a.jpg", [box()])
    folder.add("b.jpg", [box()])
    index = Index()
    listing = list_folder(str(tmp_path))
    index.add("ds", listing.project.datasets[0].items.names)
    (tmp_path / "ds/ann/a.jpg.json").unlink()
    (tmp_path / "ds/img/b.jpg").unlink()

    made = Walk(index, listing, Courtesy(), lambda: False)
    made.read_annotations()
    made.check_pictures()

    assert [index.problem_count(number) for number in range(2)] == [1, 1]
    assert index.count(State.READ) == index.count(State.CHECKED) == 2


def test_duplicates_are_marked_but_the_first(tmp_path):
    folder = ProjectFolder(tmp_path)
    same = picture(shade=7)
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        folder.add(name, body=same)
    folder.add("d.jpg", body=picture(shade=8))
    index = Index()
    walk(tmp_path, index)
    assert index.twin.view.tolist() == [NONE, 0, 0, NONE]

    folder.write("ds/img/a.jpg", picture(shade=9))
    walk(tmp_path, index)

    assert index.twin.view.tolist() == [NONE, NONE, 1, NONE]


def test_a_walk_that_is_over_stops(tmp_path):
    folder = ProjectFolder(tmp_path)
    folder.add("a.jpg", [box()])
    index = Index()

    made = walk(tmp_path, index, is_over=lambda: True)

    assert not made.has_changed
    assert index.count(State.READ) == 0


def test_pictures_in_an_archive_are_looked_into(tmp_path):
    bodies = {"a.jpg": picture(33, 22), "b.jpg": picture(44, 11)}
    write_blob(tmp_path, "ds", "1", bodies)
    index = Index()

    walk(tmp_path, index)

    assert (index.file_width.view.tolist(), index.file_height.view.tolist()) == ([33, 44], [22, 11])


def test_a_stamp_tells_a_file_from_none(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12")
    os.utime(path, ns=(5, 7))

    assert stamp_of(path) == (7, 2)
    assert stamp_of(tmp_path / "none") == stamp_of(None) == ABSENT


def test_a_picture_that_is_no_file_has_a_reason(tmp_path):
    folder = ProjectFolder(tmp_path)
    folder.add("a.jpg")
    item = list_folder(str(tmp_path)).item("ds", "a.jpg")
    assert item.image is not None
    item.image.unlink()
    assert (look_at(item).reason, picture_stamp(item)) == ("", ABSENT)

    item.image.mkdir()

    assert look_at(item).reason
