"""Pictures keep their numbers, what is read replaces what was, and sizes are compared once both are known."""

import pytest

from app.gallery.index import NONE, FileLook, Index, Note, State
from app.model.problem import ProblemKind


def filled(*names: str) -> Index:
    index = Index()
    index.add("ds", names)
    return index


def test_new_pictures_come_behind_the_old_ones():
    index = filled("b", "d")
    revision = index.revision

    added = index.add("ds", ["a", "b", "c", "d"])
    index.add("other", ["b"])

    assert (added, index.names) == (2, ["b", "d", "a", "c", "b"])
    assert [index.dataset_of(number) for number in range(5)] == ["ds"] * 4 + ["other"]
    assert index.numbers_of("ds") == {"b": 0, "d": 1, "a": 2, "c": 3}
    assert index.revision > revision


def test_nothing_new_changes_nothing():
    index = filled("a")
    revision = index.revision

    assert index.add("ds", ["a"]) == 0
    assert index.revision == revision


def test_what_is_read_replaces_what_was():
    index = filled("a")
    index.set_state(0, State.HAS_NOTE)
    index.put_note(0, Note(10, 20, [("car", "rectangle", 3)], [("t", "", 0, 1)], [(ProblemKind.OUTSIDE, 1)]))

    index.put_note(0, Note(10, 20, [("sign", "polygon", 1), ("car", "line", 2)]))

    assert (index.labels.view[0], index.problem_count(0)) == (3, 0)
    assert index.label_rows.of(0) == [(0, 2, 2), (1, 1, 1)]
    assert (index.classes.texts, index.shapes.texts) == (["car", "sign"], ["rectangle", "polygon", "line"])
    assert index.tag_rows.of(0) == []


SIZES = {
    "the same": ((40, 30), (40, 30), False, False),
    "another": ((40, 30), (30, 40), False, True),
    "turned, as stored": ((40, 30), (40, 30), True, False),
    "turned, as shown": ((30, 40), (40, 30), True, False),
    "turned, as neither": ((31, 40), (40, 30), True, True),
    "the annotation does not say": ((0, 0), (40, 30), False, False),
    "the file does not say": ((40, 30), (0, 0), False, False),
}


@pytest.mark.parametrize("annotation_first", [True, False], ids=["annotation first", "file first"])
@pytest.mark.parametrize(("stated", "stored", "turned", "differs"), SIZES.values(), ids=SIZES.keys())
def test_sizes_are_compared_once_both_are_known(stated, stored, turned, differs, annotation_first):
    index = filled("a")
    index.set_state(0, State.HAS_NOTE | State.HAS_PICTURE)
    steps = [lambda: index.put_note(0, Note(*stated)), lambda: index.put_look(0, FileLook(*stored, turned))]
    for step in steps if annotation_first else reversed(steps):
        step()

    assert index.problem_count(0) == int(differs)


def test_problems_of_a_whole_picture_come_and_go():
    index = filled("a", "b")
    index.put_look(0, FileLook(reason="It is broken."))
    index.put_twin(1, 0)

    assert (index.problem_count(0), index.problem_count(1)) == (2, 1)  # the picture is missing, too

    index.set_state(0, State.HAS_PICTURE)
    index.put_look(0, FileLook(4, 4))
    index.put_twin(1, NONE)

    assert (index.problem_count(0), index.problem_count(1)) == (0, 0)


def test_pictures_are_found_by_their_keys():
    index = filled("a", "b")
    index.add("", ["a"])
    index.add("x/y", ["a"])

    assert index.numbers_of_keys(["a", "x/y/a", "ds/b", "ds/none", "no/a"]).tolist() == [1, 2, 3]


def test_names_are_folded_once():
    index = filled("A.JPG", "ß")
    assert index.folded_names() == ["a.jpg", "ss"]

    index.add("ds", ["É"])

    assert index.folded_names() == ["a.jpg", "ss", "é"]
