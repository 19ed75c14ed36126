"""Labels become objects as the official converter cuts and boxes them."""

import pytest

from app.formats.boxing import BOXED, CLIPPED, NO_CLASS, OUTSIDE
from app.formats.pascal_voc_sdk_shapes import AS_PIXELS, IS_NEUTRAL, sdk_shapes
from app.model.exporter import Fate
from app.model.geometry import Keypoint, Keypoints, Point, Polygon, Rectangle
from app.model.label_class import LabelClass
from tests.fakes.labelled import BLOB, BOX, DOT, LINE, MATTE, POSE, TRIANGLE, TURNED, bitmap, image, label

CLASSES = {
    name: LabelClass(name, shape, "#010203")
    for name, shape in (("car", "any"), ("box", "rectangle"), ("neutral", "polygon"), ("person", "graph"))
}


def shapes(*labels):
    return sdk_shapes(image(*labels), CLASSES)


@pytest.mark.parametrize(
    ("geometry", "box"),
    [
        (BOX, (3, 2, 22, 11)),
        (Rectangle(3.9, 2.9, 22.1, 11.2), (3, 2, 22, 11)),
        (TRIANGLE, (10, 10, 40, 40)),
        (BLOB, (30, 20, 34, 23)),
        (MATTE, (5, 5, 7, 6)),
        (LINE, (5, 5, 90, 20)),
        (DOT, (8, 7, 8, 7)),
        (POSE, (50, 10, 55, 12)),
        (Rectangle(-5, 50, 9, 70), (0, 50, 9, 59)),
        (bitmap(["####"], (98, 3)), (98, 3, 99, 3)),
    ],
    ids=["box", "between", "polygon", "mask", "alpha", "line", "point", "pose", "box over edge", "mask over edge"],
)
def test_boxes_count_from_zero_with_all_sides_inside(geometry, box):
    (found,) = shapes(geometry)[1]

    assert found.box == box


def test_what_falls_into_pieces_becomes_several_objects():
    verdicts, found = shapes(Polygon(((-20, 10), (10, 20), (-20, 30), (10, 40), (-20, 50))))

    assert verdicts[0].why == f"{AS_PIXELS}; {CLIPPED}"
    assert len(found) == 2


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (label(BOX, "stranger"), NO_CLASS),
        (Point((-3, 4)), OUTSIDE),
        (Keypoints((Keypoint("n", (5, 5)), Keypoint("l", (-1, 5)))), OUTSIDE),
        (Rectangle(200, 0, 210, 5), OUTSIDE),
        (label(TRIANGLE, "neutral"), IS_NEUTRAL),
    ],
    ids=["no class", "point", "skeleton", "box", "neutral"],
)
def test_what_the_converter_drops_is_lost(one, why):
    assert (shapes(one)[0][0].fate, shapes(one)[0][0].why) == (Fate.LOST, why)


def test_a_turned_box_is_not_cut_and_boxed_by_its_width_in_pixels():
    (found,) = shapes(TURNED)[1]

    assert found.geometry == TURNED
    assert found.box == (16, 0, 63, 39)


def test_only_classes_of_rectangles_are_not_painted():
    verdicts, found = shapes(BOX, label(BOX, "box"), label(TRIANGLE, "neutral"))

    assert [(one.is_painted, one.is_object) for one in found] == [(True, True), (False, True), (True, False)]
    assert verdicts[1].fate is Fate.KEPT
    assert BOXED not in verdicts[0].why
