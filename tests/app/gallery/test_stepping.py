"""Problems follow each other in order of pictures, then labels, around the end."""

import numpy as np
import pytest

from app.gallery.index import FileLook, Index, Note, State
from app.gallery.stepping import Steps
from app.model.problem import ProblemKind

OUT, ZERO, MISSING = ProblemKind.OUTSIDE, ProblemKind.ZERO_AREA, ProblemKind.NO_PICTURE
# Picture 1: the picture is missing, labels 0 and 2; picture 3: label 5 twice.
ALL = [(1, None, MISSING), (1, 0, OUT), (1, 2, ZERO), (3, 5, OUT), (3, 5, ZERO)]


@pytest.fixture
def index() -> Index:
    made = Index()
    made.add("", ["a", "b", "c", "d"])
    for number, problems in ((0, []), (1, [(OUT, 0), (ZERO, 2)]), (2, []), (3, [(ZERO, 5), (OUT, 5)])):
        made.set_state(number, State.HAS_NOTE | State.HAS_PICTURE)
        made.put_note(number, Note(9, 9, problems=problems))
    made.set_state(1, State.HAS_PICTURE, is_so=False)
    made.put_look(1, FileLook())
    return made


def told(steps: Steps, number: int, label: int | None, *, back: bool = False) -> tuple[object, ...] | None:
    step = steps.before(number, label) if back else steps.after(number, label)
    return None if step is None else (*step[:3], step.ordinal)


AFTER = {
    "from the start": (-1, None, 0),
    "with a picture": (1, None, 0),
    "with a picture before all": (0, None, 0),
    "behind the whole picture": (1, -1, 1),
    "behind a label": (1, 0, 2),
    "behind the last label of a picture": (1, 2, 3),
    "with a later picture": (2, None, 3),
    "around the end": (3, 5, 0),
}


@pytest.mark.parametrize(("number", "label", "expected"), AFTER.values(), ids=AFTER.keys())
def test_the_next_one(index, number, label, expected):
    steps = Steps(index, np.ones(4, bool))

    assert told(steps, number, label) == (*ALL[expected], expected + 1)
    assert len(steps) == 5


BEFORE = {
    "from the end": (-1, None, 4),
    "before a picture": (3, None, 2),
    "before a label": (1, 2, 1),
    "before the first label": (1, 0, 0),
    "around the beginning": (1, None, 4),
}


@pytest.mark.parametrize(("number", "label", "expected"), BEFORE.values(), ids=BEFORE.keys())
def test_the_one_before(index, number, label, expected):
    assert told(Steps(index, np.ones(4, bool)), number, label, back=True) == (*ALL[expected], expected + 1)


def test_only_pictures_that_are_found_count(index):
    steps = Steps(index, np.array([True, False, True, True]))

    assert len(steps) == 2
    assert told(steps, -1, None) == (3, 5, OUT, 1)


def test_only_wanted_kinds_count(index):
    steps = Steps(index, np.ones(4, bool), {MISSING, ZERO})

    assert [told(steps, *place) for place in ((-1, None), (1, -1), (1, 2))] == [
        (1, None, MISSING, 1),
        (1, 2, ZERO, 2),
        (3, 5, ZERO, 3),
    ]


def test_without_problems_there_is_no_next_one():
    steps = Steps(Index(), np.zeros(0, bool))

    assert (steps.after(-1, None), steps.before(3, 4)) == (None, None)
