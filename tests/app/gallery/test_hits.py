"""Which label a person means by a point."""

import numpy as np
import pytest

from app.gallery.hits import label_at
from app.model.annotation import Annotation, Label
from app.model.gallery import LabelAt, Paint
from app.model.geometry import (
    Cuboid,
    Keypoint,
    Keypoints,
    Mask,
    MultiPolygon,
    OrientedBox,
    Point,
    Polygon,
    Polyline,
    Rectangle,
    UnknownGeometry,
)  # fmt: skip
from app.model.mask import encode_mask

SQUARE = ((10, 10), (30, 10), (30, 30), (10, 30))
HOLE = ((15, 15), (25, 15), (25, 25), (15, 25))


def at(x, y, *shapes, reach=0.0, paint=None, names=None):
    names = names or ["car"] * len(shapes)
    labels = tuple(Label(name, "#FF0000", shape) for name, shape in zip(names, shapes, strict=True))
    return label_at(Annotation(100, 60, labels), LabelAt("/x", 0, x, y, reach, paint or Paint()))


@pytest.mark.parametrize(
    ("shape", "inside", "outside"),
    [
        (Rectangle(3, 2, 22, 11), [(3, 2), (22.9, 11.9)], [(2.9, 5), (23, 5), (5, 12)]),
        (Polygon(SQUARE), [(12, 12), (29, 29)], [(9, 9), (31, 20)]),
        (Polygon(SQUARE, (HOLE,)), [(12, 12)], [(20, 20)]),
        (MultiPolygon((Polygon(SQUARE), Polygon(((50, 10), (60, 10), (60, 20))))), [(12, 12), (58, 12)], [(40, 12)]),
        (OrientedBox(10, 10, 29, 19, np.pi / 2), [(19.5, 6), (19.5, 23)], [(11, 14)]),
        (encode_mask(np.array([[255, 0]], np.uint8), (5, 5)), [(5.5, 5.5)], [(6.5, 5.5), (5.5, 6.5)]),
        (Cuboid(((0, 0), (10, 0), (10, 10), (0, 10)), ((0, 1), (2, 3))), [(5, 5)], [(20, 5)]),
    ],
    ids=["rectangle", "polygon", "hole", "parts", "oriented box", "bitmap", "cuboid"],
)
def test_an_inside_is_hit_up_to_its_edge(shape, inside, outside):
    assert [at(*point, shape) for point in inside] == [0] * len(inside)
    assert [at(*point, shape) for point in outside] == [None] * len(outside)


@pytest.mark.parametrize(
    "shape",
    [
        Polyline(((10, 10), (30, 10))),
        Point((20, 10)),
        Keypoints((Keypoint("a", (10, 10)), Keypoint("b", (30, 10))), (("a", "b"),)),
    ],
    ids=["line", "point", "skeleton"],
)
def test_a_thin_thing_is_hit_within_reach(shape):
    assert at(20.5, 14, shape, reach=4) == 0
    assert at(20.5, 14, shape, reach=3) is None


def test_of_two_the_smaller_one_is_meant_and_of_equals_the_upper():
    big, small = Rectangle(0, 0, 50, 50), Rectangle(10, 10, 20, 20)

    assert at(15, 15, small, big) == 0
    assert at(15, 15, big, small) == 1
    assert at(15, 15, small, small) == 1
    assert at(40, 40, small, big) == 1


def test_a_line_over_a_box_is_meant_near_it():
    shapes = Polyline(((0, 20), (50, 20))), Rectangle(0, 0, 50, 50)

    assert at(25, 22, *shapes, reach=3) == 0
    assert at(25, 30, *shapes, reach=3) == 1


def test_what_is_too_small_to_be_hit_is_hit_within_reach():
    assert at(12, 10, Rectangle(10, 10, 10, 10), reach=4) == 0
    assert at(13, 12, Polygon(((10, 10), (11, 10), (11, 11))), reach=4) == 0
    assert at(7, 5.5, encode_mask(np.array([[255]], np.uint8), (5, 5)), reach=4) == 0


def test_what_is_not_drawn_is_not_hit():
    shapes, names = (Rectangle(0, 0, 50, 50), Rectangle(10, 10, 20, 20)), ["car", "sign"]

    assert at(15, 15, *shapes, names=names, paint=Paint(hidden_classes=("sign",))) == 0
    assert at(15, 15, *shapes, names=names, paint=Paint(is_hidden=True)) is None


@pytest.mark.parametrize(
    "shape", [UnknownGeometry("x"), Mask((0, 0), "AAAA"), Polygon(()), Rectangle(float("nan"), 0, 5, 5)]
)
def test_what_has_no_place_is_not_hit_and_does_no_harm(shape):
    assert at(2, 2, shape, Rectangle(0, 0, 9, 9), reach=3) == 1


def test_nothing_is_hit_where_nothing_is():
    assert at(5, 5) is None
    assert at(float("nan"), 5, Rectangle(0, 0, 9, 9)) is None
