"""A pose is written in the order of its template, whatever the order of its points was."""

import pytest

from app.formats.boxing import CLIPPED, NO_SIZE, NOT_KNOWN, OUTSIDE
from app.formats.yolo_pose import NO_POSE, NO_TEMPLATE, NOT_IN_TEMPLATE, POINTS_OUTSIDE, Pose, most_points
from app.model.exporter import Fate
from app.model.geometry import Keypoint, Keypoints
from app.model.label_class import LabelClass
from tests.fakes.labelled import BEYOND, BOX, CLASSES, ODD, POSE, ZOO, label, plan

FOUR = LabelClass("dog", "graph", "#000000", nodes=(("a", ""), ("b", ""), ("c", ""), ("d", "")))
PLAN = plan((*CLASSES, FOUR))


def draw(geometry, name="person", width=100, height=60, **more):
    return Pose(PLAN).draw(label(geometry, name, **more), width, height)


def test_points_stand_in_the_order_of_the_template_and_missing_ones_are_zero():
    drawn = draw(POSE)

    assert drawn.verdict.fate is Fate.KEPT
    assert drawn.objects == (
        (
            *("0.530000", "0.191667", "0.060000", "0.050000"),
            *("0.505000", "0.175000", "1"),
            *("0", "0", "0"),
            *("0.555000", "0.208333", "2"),
            *("0", "0", "0"),  # the largest template has four
        ),
    )


def test_every_line_has_as_many_points_as_the_largest_template():
    assert most_points(PLAN) == 4
    assert most_points(plan(())) == 0
    assert len(draw(Keypoints((Keypoint("b", (0, 0)),)), "dog").objects[0]) == 4 + 3 * 4


@pytest.mark.parametrize(
    ("nodes", "why"),
    [
        ((Keypoint("n", (5, 5)), Keypoint("x", (50, 50))), NOT_IN_TEMPLATE),
        ((Keypoint("n", (5, 5)), Keypoint("l", (100, 5))), POINTS_OUTSIDE),
    ],
    ids=["not in the template", "outside"],
)
def test_points_that_cannot_be_written_are_left_out_and_told(nodes, why):
    drawn = draw(Keypoints(nodes))

    assert (drawn.verdict.fate, drawn.verdict.why) == (Fate.CHANGED, why)
    assert drawn.objects[0][:4] == ("0.055000", "0.091667", "0.010000", "0.016667")


def test_a_pose_that_a_remedy_cut_is_changed():
    assert draw(POSE, was_clipped=True).verdict.why == CLIPPED


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        (draw(BOX), NO_POSE),
        (draw(ODD), NOT_KNOWN),
        (draw(POSE, "car"), NO_TEMPLATE),
        (draw(POSE, width=0), NO_SIZE),
        (draw(Keypoints((Keypoint("n", (-5, 5)),))), OUTSIDE),
        (draw(Keypoints((Keypoint("x", (5, 5)),))), NOT_IN_TEMPLATE),
    ],
    ids=["box", "unknown", "no template", "no size", "outside", "other template"],
)
def test_what_is_no_pose_is_lost_with_its_reason(drawn, why):
    assert (drawn.verdict.fate, drawn.verdict.why) == (Fate.LOST, why)
    assert drawn.objects == ()


def test_numbers_stay_within_the_picture_up_to_its_last_pixel():
    drawn = draw(Keypoints((Keypoint("n", (99.9, 59.9)),)))

    assert all(0 <= float(number) <= 2 for number in drawn.objects[0])
    assert drawn.objects[0][4:6] == ("1.000000", "1.000000")


@pytest.mark.parametrize("geometry", [*ZOO, *BEYOND, POSE], ids=lambda shape: type(shape).__name__)
def test_the_verdict_before_is_the_verdict_after(geometry):
    one = label(geometry, "person")

    assert Pose(PLAN).judge(one, 100, 60) == Pose(PLAN).draw(one, 100, 60).verdict
