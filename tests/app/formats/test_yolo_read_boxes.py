"""The reader works out boxes and poses by itself, and takes half of the last digit for right."""

import pytest

from app.formats.yolo_read_boxes import PoseExpectation, expect_box
from app.model.geometry import Keypoint, Keypoints, Rectangle
from tests.fakes.labelled import BLOB, BOX, DOT, LINE, POSE, bitmap, label, plan


def complaint(geometry, numbers, width=100, height=60):
    (complain,) = expect_box(label(geometry), width, height)
    return complain(numbers)


@pytest.mark.parametrize(
    ("geometry", "numbers"),
    [
        (BOX, (0.13, 7 / 60, 0.2, 10 / 60)),
        (BLOB, (0.325, 22 / 60, 0.05, 4 / 60)),
        (LINE, (0.48, 13 / 60, 0.86, 16 / 60)),
        (Rectangle(-10, -10, 9, 5), (0.05, 0.05, 0.1, 0.1)),
        (bitmap(["####", "...#"], (98, 59)), (0.99, 59.5 / 60, 0.02, 1 / 60)),
    ],
    ids=["box", "mask", "line", "box over the edge", "mask over the edge"],
)
def test_right_numbers_pass_and_wrong_ones_do_not(geometry, numbers):
    assert complaint(geometry, [round(number, 6) for number in numbers]) == ""
    assert "number 3" in complaint(geometry, [numbers[0], numbers[1], numbers[2] + 2e-6, numbers[3]])


@pytest.mark.parametrize(
    "geometry", [DOT, Rectangle(100, 60, 120, 80), bitmap(["#"], (100, 0))], ids=["dot", "box", "mask"]
)
def test_nothing_is_expected_of_what_has_no_box(geometry):
    assert expect_box(label(geometry), 100, 60) == ()


def test_a_pose_is_expected_in_the_order_of_its_template():
    (complain,) = PoseExpectation(plan(), 4)(label(POSE, "person"), 100, 60)
    box = (0.53, 11.5 / 60, 0.06, 3 / 60)

    right = (*box, 0.505, 10.5 / 60, 1, 0, 0, 0, 0.555, 12.5 / 60, 2, 0, 0, 0)

    assert complain([round(number, 6) for number in right]) == ""
    assert complain(right[:-3]) == "13 numbers where 16 were expected."
    assert "number 7" in complain((*right[:6], 2, *right[7:]))


@pytest.mark.parametrize(
    "one",
    [label(BOX, "person"), label(POSE, "car"), label(Keypoints((Keypoint("n", (-1, 0)),)), "person")],
    ids=["no pose", "no template", "outside"],
)
def test_no_pose_is_expected_where_there_is_none(one):
    assert PoseExpectation(plan(), 3)(one, 100, 60) == ()
