"""Counts are those that one gets by counting."""

import numpy as np
import pytest

from app.gallery import counting
from app.gallery.counting import class_counts, dataset_counts, problem_counts, shape_counts, tag_counts
from app.gallery.index import Index, Note, State
from app.model.figure_json import DEFAULT_COLOR
from app.model.folder_card import Count, ProblemCount
from app.model.label_class import LabelClass
from app.model.problem import ProblemKind

CLASSES = (
    LabelClass("sign", "any", "#010203"),
    LabelClass("dog", "any", "#040506"),
    LabelClass("car", "any", "#070809"),
)
NOTES = (
    Note(9, 9, [("car", "rectangle", 2), ("car", "polygon", 1), ("sign", "polygon", 4)], [("weather", "sunny", 0, 1)]),
    Note(9, 9, [("car", "rectangle", 5)], [("weather", "rain", 0, 1), ("old", "", 1, 3), ("weather", "", 1, 2)]),
    Note(9, 9, [("ghost", "line", 1)], [], [(ProblemKind.UNKNOWN_CLASS, 0), (ProblemKind.OUTSIDE, 0)]),
)


@pytest.fixture
def index() -> Index:
    made = Index()
    made.add("a", ["1", "2"])
    made.add("b", ["3", "4"])
    for number, note in enumerate(NOTES):
        made.set_state(number, State.HAS_NOTE)
        made.put_note(number, Note(9, 9, [("gone", "point", 7)], [("gone", "", 0, 1)], [(ProblemKind.BAD_MASK, 0)]))
        made.put_note(number, note)
    made.put_note(3, Note())
    return made


def mask(*numbers: int) -> np.ndarray:
    return np.isin(np.arange(4), numbers)


EVERY = mask(0, 1, 2, 3)


def test_classes_come_in_the_order_of_the_project_then_others(index):
    """A class that only an annotation had that was replaced is none."""
    assert class_counts(index, EVERY, CLASSES) == (
        Count("sign", 1, 4, "#010203"),
        Count("dog", 0, 0, "#040506"),
        Count("car", 2, 8, "#070809"),
        Count("ghost", 1, 1, DEFAULT_COLOR),
    )


def test_only_what_was_found_is_counted(index):
    found = mask(1, 2)

    assert [(one.name, one.images, one.labels) for one in class_counts(index, found, CLASSES)] == [
        ("sign", 0, 0),
        ("dog", 0, 0),
        ("car", 1, 5),
        ("ghost", 1, 1),
    ]
    assert shape_counts(index, found) == (Count("rectangle", 1, 5), Count("line", 1, 1))
    assert dataset_counts(index, found, ["b", "a"]) == (Count("b", 1, 1), Count("a", 1, 5))


def test_shapes_come_with_most_labels_first(index):
    assert shape_counts(index, EVERY) == (Count("rectangle", 2, 7), Count("polygon", 1, 5), Count("line", 1, 1))


def test_datasets_that_the_project_lost_are_counted_behind(index):
    assert [one.name for one in dataset_counts(index, EVERY, ["b", "c"])] == ["b", "a"]


def test_tags_are_counted_by_name_and_by_value(index):
    assert tag_counts(index, EVERY, ["weather", "unused"]) == (
        Count("weather", 2, 2),
        Count("weather=rain", 1, 0),
        Count("weather=sunny", 1, 0),
        Count("old", 1, 3),
    )


def test_a_tag_with_too_many_values_is_counted_by_its_name_alone(index, monkeypatch):
    monkeypatch.setattr(counting, "MOST_VALUES", 2)

    assert [one.name for one in tag_counts(index, EVERY, ["weather"])] == ["weather", "old"]


def test_problems_are_counted_by_kind(index):
    assert problem_counts(index, EVERY) == (
        ProblemCount(ProblemKind.OUTSIDE, 1, 1),
        ProblemCount(ProblemKind.UNKNOWN_CLASS, 1, 1),
        ProblemCount(ProblemKind.NO_ANNOTATION, 1, 1),
    )
    assert problem_counts(index, mask(0, 1)) == ()


def test_large_tables_are_counted_the_other_way_alike(index, monkeypatch):
    before = (tag_counts(index, EVERY, []), shape_counts(index, EVERY))
    monkeypatch.setattr(counting, "MOST_CELLS", 0)
    monkeypatch.setattr(counting, "MOST_SMALL", 0)

    assert (tag_counts(index, EVERY, []), shape_counts(index, EVERY)) == before


def test_nothing_is_counted_in_an_empty_folder():
    index, none = Index(), np.zeros(0, bool)

    assert class_counts(index, none, ()) == shape_counts(index, none) == tag_counts(index, none, ()) == ()
    assert dataset_counts(index, none, ()) == problem_counts(index, none) == ()
