"""Labels as arrays: where everything lies in continuous pixels."""

import math

import numpy as np
import pytest

from app.gallery.paint_sketch import box_corners, sketch
from app.model.annotation import Annotation, Label
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
from tests.fakes.zoo import geometries, skeletons

SQUARE = ((1, 1), (4, 1), (4, 4), (1, 4))
HOLE = ((2, 2), (3, 2), (3, 3))
BITMAP = encode_mask(np.full((2, 3), 255, np.uint8), (5, 6))


def of(*shapes, names=None):
    names = names or ["car"] * len(shapes)
    return sketch(
        Annotation(100, 60, tuple(Label(name, "#112233", one) for name, one in zip(names, shapes, strict=True)))
    )


@pytest.mark.parametrize(
    ("shape", "bounds"),
    [
        (Rectangle(3, 2, 22, 11), (3, 2, 23, 12)),
        (Polygon(SQUARE), (1.5, 1.5, 4.5, 4.5)),
        (Polyline(((0, 0), (9, 5))), (0.5, 0.5, 9.5, 5.5)),
        (Point((8, 7)), (8.5, 7.5, 8.5, 7.5)),
        (Keypoints((Keypoint("a", (1, 2)), Keypoint("b", (5, 9)))), (1.5, 2.5, 5.5, 9.5)),
        (BITMAP, (5, 6, 8, 8)),
        (OrientedBox(3, 2, 22, 11, 0.0), (3, 2, 23, 12)),
        (Cuboid(((1, 1), (5, 6)), ((0, 1),)), (1.5, 1.5, 5.5, 6.5)),
        (Cuboid(((1.25, 1), (5, 6)), ((0, 1),)), (1.25, 1, 5, 6)),
    ],
    ids=["rectangle", "polygon", "line", "point", "graph", "bitmap", "oriented box", "cuboid", "cuboid of fractions"],
)
def test_boxes_reach_to_the_far_edge_of_their_last_pixel_and_points_lie_in_the_middle_of_theirs(shape, bounds):
    assert of(shape).bounds[0].tolist() == list(bounds)


@pytest.mark.parametrize(
    "shape", [UnknownGeometry("cuboid_3d"), Mask((1, 1), "AAAA"), MultiPolygon(()), Polygon(()), Keypoints(())],
    ids=["unknown", "no mask", "no parts", "no points", "no nodes"],
)  # fmt: skip
def test_what_cannot_be_drawn_has_no_place(shape):
    made = of(shape)

    assert np.isnan(made.bounds).all()
    assert (len(made.points), len(made.dots), made.areas) == (0, 0, ())


def test_rings_are_closed_and_holes_belong_to_their_part():
    made = of(MultiPolygon((Polygon(SQUARE, (HOLE,)), Polygon(((10, 10), (12, 10), (12, 12))))))

    (area,) = made.areas
    assert area.rings == ((0, 1), (2,))
    assert np.diff(made.starts).tolist() == [5, 4, 4]
    assert made.points[0].tolist() == made.points[4].tolist() == [1.5, 1.5]
    assert made.line_of.tolist() == [0] * 5 + [1] * 4 + [2] * 4


def test_a_polygon_of_two_points_is_a_line_without_an_inside():
    made = of(Polygon(((1, 1), (5, 5))))

    assert made.areas == ()
    assert len(made.points) == 3


def test_edges_of_a_skeleton_join_only_nodes_that_are_there():
    nodes = (Keypoint("a", (1, 1)), Keypoint("b", (5, 5), True))
    made = of(Keypoints(nodes, (("a", "b"), ("b", "gone"))))

    assert len(made.owner_of_line) == 1
    assert made.is_hollow.tolist() == [False, True]


def test_edges_of_a_cuboid_beyond_its_corners_are_left_out():
    made = of(Cuboid(((0, 0), (5, 0)), ((0, 1), (1, 7))))

    assert len(made.owner_of_line) == 1


def test_labels_of_one_class_and_colour_are_one_kind():
    made = of(Point((1, 1)), Point((2, 2)), Point((3, 3)), names=["car", "sign", "car"])

    assert made.kinds == (("car", "#112233"), ("sign", "#112233"))
    assert made.kind_of.tolist() == [0, 1, 0]


def test_a_box_turns_around_its_middle():
    quarter = box_corners(OrientedBox(0, 0, 4, 2, math.pi / 2))

    assert np.allclose(quarter, ((4, -1), (4, 4), (1, 4), (1, -1)))


def test_the_whole_zoo_can_be_sketched():
    shapes = [*geometries().values(), *skeletons().values()]
    made = of(*shapes)

    assert len(made.bounds) == len(shapes)
    assert len(made.line_of) == len(made.points) == made.starts[-1]
