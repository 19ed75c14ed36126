"""What a search finds is remembered as long as nothing changes, and counted anew when something does."""

import numpy as np
import pytest

from app.gallery import found as room
from app.gallery.courtesy import Courtesy
from app.gallery.folder import Folder
from app.gallery.found import Searches
from app.gallery.index import FileLook
from app.gallery.kept_index import KeptIndexes
from app.model.gallery import PictureRow
from app.model.problem import ProblemKind
from tests.fakes.gallery_folder import ProjectFolder, box


@pytest.fixture
def searches(tmp_path):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg", [box()])
    project.add("b.jpg", [box("sign"), box("ghost")], size=None)
    project.add("c.jpg", None, dataset="other")
    folder = Folder(str(project.root), KeptIndexes(tmp_path / "cache"), Courtesy())
    folder.wait(20.0)
    yield Searches(folder)
    folder.close()


def test_counts_tell_all_of_a_folder(searches):
    counts = searches.count("", ())

    assert (counts.images, counts.read, counts.checked, counts.is_complete) == (3, 3, 3, True)
    assert (counts.shown, counts.labels, counts.excluded, counts.most_labels) == (3, 3, 0, 2)
    assert [(one.name, one.labels) for one in counts.classes] == [("car", 1), ("sign", 1), ("ghost", 1)]
    assert {one.kind: one.images for one in counts.problems} == {
        ProblemKind.UNKNOWN_CLASS: 1,
        ProblemKind.NO_ANNOTATION: 1,
    }


def test_only_what_is_found_is_counted(searches):
    counts = searches.count("class:sign", ("ds/b.jpg", "ds/a.jpg", "ds/none"))

    assert (counts.images, counts.shown, counts.labels, counts.excluded) == (3, 1, 2, 1)


def test_a_search_that_cannot_be_read_complains(searches):
    assert searches.count("colour:red", ()).complaint
    assert searches.count("", ()).complaint == ""


def test_a_page_is_a_part_of_what_is_found(searches):
    page = searches.page("", 1, 1)

    assert page.rows == (PictureRow(1, "ds", "b.jpg", 2, 1, 40, 30),)
    assert page.total == 3
    assert page.revision == searches.count("", ()).revision
    assert searches.page("", 3, 9).rows == searches.page("", 0, -1).rows == ()
    assert len(searches.page("", -5, 9).rows) == 3


def test_a_picture_is_found_by_its_number(searches):
    assert searches.position("dataset:other", 2) == 0
    assert searches.position("", 2) == 2
    assert searches.position("dataset:other", 1) is None
    assert searches.position("", 99) is None


def test_the_same_is_not_looked_for_twice(searches, monkeypatch):
    first = searches.count("class:sign", ())
    monkeypatch.setattr(room, "find", None)

    assert searches.count("class:sign", ()) is first
    assert searches.page("class:sign", 0, 9).total == 1


def test_what_changes_is_looked_for_again(searches):
    before = searches.count("problem:unreadable-picture", ())
    index = searches._folder.index
    with index.lock:
        index.put_look(0, FileLook(reason="It is broken."))
        index.revision += 1

    after = searches.count("problem:unreadable-picture", ())

    assert (before.shown, after.shown) == (0, 1)
    assert after.revision > before.revision


def test_what_is_left_out_can_be_searched(searches):
    before = searches.count("is:excluded", ("ds/a.jpg",))
    assert (before.shown, before.excluded) == (1, 1)
    assert [row.name for row in searches.page("is:excluded", 0, 9).rows] == ["a.jpg"]

    after = searches.count("is:excluded", ("ds/a.jpg", "other/c.jpg"))

    assert (after.shown, after.revision > before.revision) == (2, True)
    assert searches.page("is:excluded", 0, 9).revision == after.revision


def test_other_searches_do_not_mind_what_is_left_out(searches):
    """Else the grid would be asked for again with every image that is left out."""
    assert searches.count("", ()).revision == searches.count("", ("ds/a.jpg",)).revision


def test_only_some_searches_are_remembered(searches):
    for number in range(3 * room.MOST_KEPT):
        searches.count(f"objects>{number}", ())

    assert len(searches._kept) == room.MOST_KEPT


def test_problems_are_stepped_through_within_the_search(searches):
    with searches._folder.index.lock:
        assert len(searches.steps("", ())) == 2
        assert len(searches.steps("class:ghost", ())) == 1
        assert len(searches.steps("", (ProblemKind.OUTSIDE,))) == 0
        assert isinstance(searches.found("").mask, np.ndarray)
