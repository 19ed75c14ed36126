"""Problems are told in sentences that say what exactly is wrong."""

import pytest

from app.gallery.index import FileLook, Index, Note, State
from app.gallery.sentences import problems_of_labels, problems_of_picture
from app.model.annotation import Annotation, Label
from app.model.figure_json import annotation_from_json
from app.model.geometry import Rectangle
from app.model.problem import Problem, ProblemKind


def test_labels_that_became_none_are_told_first():
    annotation = annotation_from_json({"size": {"width": 9, "height": 9}, "objects": [7, {"classTitle": "car"}]})

    problems = problems_of_labels(annotation, 9, 9, ())

    assert problems[0] == Problem(ProblemKind.UNREADABLE_LABEL, "Object 1 is not a JSON object.")
    assert (problems[1].kind, problems[1].label) == (ProblemKind.UNREADABLE_LABEL, 0)


def test_a_missing_list_of_objects_is_told():
    (problem,) = problems_of_labels(annotation_from_json({}), 0, 0, ())

    assert problem.kind is ProblemKind.UNREADABLE_LABEL


def test_labels_that_are_well_are_no_problem():
    label = Label("car", "", Rectangle(1, 1, 5, 5))

    assert problems_of_labels(Annotation(9, 9, (label,), problems=("A tag has no name.",)), 9, 9, {"car"}) == ()


WHOLE = {
    "another size": (
        Note(1000, 30),
        FileLook(40, 30),
        ProblemKind.SIZE_DIFFERS,
        "The picture has 40 × 30 pixels, the annotation says 1,000 × 30.",
    ),
    "a broken picture": (Note(), FileLook(reason="It is cut."), ProblemKind.UNREADABLE_PICTURE, "It is cut."),
    "a broken annotation": (
        Note(reason="It is no JSON."),
        FileLook(1, 1),
        ProblemKind.UNREADABLE_ANNOTATION,
        "It is no JSON.",
    ),
}


@pytest.mark.parametrize(("note", "look", "kind", "sentence"), WHOLE.values(), ids=WHOLE.keys())
def test_what_is_wrong_with_a_whole_picture(note, look, kind, sentence):
    index = Index()
    index.add("ds", ["a.jpg"])
    index.set_state(0, State.HAS_NOTE | State.HAS_PICTURE)
    index.put_note(0, note)
    index.put_look(0, look)

    assert problems_of_picture(index, 0) == (Problem(kind, sentence),)


def test_what_is_missing_and_what_is_there_twice():
    index = Index()
    index.add("ds", ["a.jpg", "b.jpg"])
    index.put_note(1, Note())
    index.put_look(1, FileLook())
    index.put_twin(1, 0)

    assert [problem.sentence for problem in problems_of_picture(index, 1)] == [
        "There is no annotation for this picture.",
        "The picture is not in the folder any more.",
        "It has the same bytes as “ds/a.jpg”.",
    ]
