import math

import pytest

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
)
from ui.preview.geometry_path import anchor, is_filled, outline, turned_corners

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
BOUNDS = {
    "rectangle takes its last pixels in": (Rectangle(2, 3, 5, 7), (2, 3, 6, 8)),
    "polygon": (Polygon(SQUARE, (((2, 2), (4, 2), (4, 4)),)), (0, 0, 10, 10)),
    "multipolygon": (MultiPolygon((Polygon(SQUARE), Polygon(((20, 20), (30, 20), (30, 30))))), (0, 0, 30, 30)),
    "polyline": (Polyline(((1, 2), (5, 9))), (1, 2, 5, 9)),
    "cuboid": (Cuboid(((0, 0), (4, 0), (4, 6)), ((0, 1), (1, 2), (2, 9))), (0, 0, 4, 6)),
    "oriented box": (OrientedBox(0, 0, 10, 4, math.pi / 2), (3, -3, 7, 7)),
}


@pytest.mark.parametrize(("geometry", "bounds"), BOUNDS.values(), ids=BOUNDS)
def test_a_geometry_is_drawn_where_it_lies(geometry, bounds, qapp):
    box = outline(geometry, 1.0).boundingRect()

    assert (box.left(), box.top(), box.right(), box.bottom()) == pytest.approx(bounds)


def test_dots_keep_their_size_on_the_screen(qapp):
    small, large = (outline(Point((5, 5)), scale).boundingRect().width() for scale in (1.0, 0.5))

    assert large == pytest.approx(2 * small)


def test_keypoints_are_joined_by_the_edges_of_the_template(qapp):
    nodes = (Keypoint("a", (0, 0)), Keypoint("b", (100, 0)))

    joined = outline(Keypoints(nodes, (("a", "b"), ("a", "missing"))), 1.0)
    alone = outline(Keypoints(nodes), 1.0)

    assert joined.elementCount() == alone.elementCount() + 2


def test_masks_and_unknown_shapes_have_no_lines(qapp):
    assert outline(Mask((0, 0), ""), 1.0).isEmpty()
    assert outline(UnknownGeometry("voxel"), 1.0).isEmpty()


def test_a_name_stands_at_the_top_left(qapp):
    assert anchor(Rectangle(2, 3, 5, 7)) == (2.0, 3.0)
    assert anchor(Mask((4, 5), "")) == (4.0, 5.0)
    assert anchor(UnknownGeometry("voxel")) is None


def test_only_areas_are_filled():
    assert is_filled(Rectangle(0, 0, 1, 1))
    assert not is_filled(Polyline(SQUARE))


def test_a_turn_of_nothing_leaves_the_corners():
    assert turned_corners(OrientedBox(0, 0, 4, 2, 0.0)) == ((0, 0), (4, 0), (4, 2), (0, 2))
