"""Bounds end one behind the last pixel, areas count what is inside."""

from math import inf, pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from app.model.geometry_measure import SHAPE_WORDS, area, bounds, hull, ring_area, shape_word, turned_corners
from app.model.mask import encode_mask

SQUARE = ((0, 0), (10, 0), (10, 10), (0, 10))
HOLE = ((2, 2), (4, 2), (4, 4), (2, 4))
BLOT = encode_mask(np.array([[0, 9, 9], [0, 0, 9]], np.uint8), (5, 6))
SOFT = encode_mask(np.array([[0, 9, 9], [0, 0, 9]], np.uint8), (5, 6), is_alpha=True)
CUBE = Cuboid(((0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (6, 2), (6, 6), (2, 6)), ())


@pytest.mark.parametrize(
    ("geometry", "word", "place", "size"),
    [
        pytest.param(Rectangle(3, 2, 22, 11), "rectangle", (3, 2, 23, 12), 200, id="rectangle"),
        pytest.param(Rectangle(3, 2, 3, 2), "rectangle", (3, 2, 4, 3), 1, id="one pixel"),
        pytest.param(Polygon(SQUARE, (HOLE,)), "polygon", (0, 0, 11, 11), 96, id="polygon with a hole"),
        pytest.param(Polygon(HOLE, (SQUARE,)), "polygon", (2, 2, 5, 5), 0, id="hole larger than its polygon"),
        pytest.param(Polygon(SQUARE[:2]), "polygon", (0, 0, 11, 1), 0, id="polygon of two points"),
        pytest.param(
            MultiPolygon((Polygon(SQUARE), Polygon(HOLE))), "multipolygon", (0, 0, 11, 11), 104, id="multipolygon"
        ),
        pytest.param(MultiPolygon(()), "multipolygon", None, 0, id="multipolygon without parts"),
        pytest.param(Polyline(((1, 5), (4, 2))), "line", (1, 2, 5, 6), 0, id="line"),
        pytest.param(Point((7.5, 8)), "point", (7.5, 8, 8.5, 9), 0, id="point"),
        pytest.param(BLOT, "bitmap", (6, 6, 8, 8), 3, id="bitmap"),
        pytest.param(SOFT, "alpha_mask", (6, 6, 8, 8), 3, id="alpha mask"),
        pytest.param(
            Keypoints((Keypoint("a", (1, 2)), Keypoint("b", (5, 0), is_hidden=True))), "graph", (1, 0, 6, 3), 0,
            id="keypoints, hidden ones too",
        ),
        pytest.param(CUBE, "cuboid", (0, 0, 7, 7), 32, id="cuboid"),
        pytest.param(OrientedBox(3, 2, 22, 11, 0), "oriented_bbox", (3, 2, 23, 12), 200, id="box that is not turned"),
        pytest.param(UnknownGeometry("multichannelBitmap"), "multichannelBitmap", None, 0, id="unknown"),
    ],
)  # fmt: skip
def test_every_shape_is_measured(geometry, word, place, size):
    assert shape_word(geometry) == word
    assert bounds(geometry) == place
    assert area(geometry) == size


def test_shape_words_name_all_shapes_once():
    assert len(SHAPE_WORDS) == len(set(SHAPE_WORDS)) == 10


@pytest.mark.parametrize(
    ("angle", "corners"),
    [
        pytest.param(0.0, [(0, 0), (10, 0), (10, 4), (0, 4)], id="not turned"),
        pytest.param(pi / 2, [(7, -3), (7, 7), (3, 7), (3, -3)], id="a quarter"),
        pytest.param(pi, [(10, 4), (0, 4), (0, 0), (10, 0)], id="a half"),
    ],
)
def test_boxes_turn_from_x_towards_y_about_their_integer_centre(angle, corners):
    assert np.allclose(turned_corners(OrientedBox(0, 0, 10, 4, angle)), corners)


def test_a_centre_between_pixels_is_rounded_down():
    """Source: the reference; ((0 + 3) // 2, (0 + 1) // 2) = (1, 0) stays where it is."""
    first, *_ = turned_corners(OrientedBox(0, 0, 3, 1, pi))

    assert np.allclose(first, (2, 0))


@pytest.mark.parametrize("points", [[], [(1, 1)], [(1, 1), (1, 1)], [(0, 0), (1, 1), (2, 2)]])
def test_a_hull_without_an_inside_has_fewer_than_three_points(points):
    assert len(hull(points)) < 3


def test_a_hull_leaves_out_what_lies_within():
    assert set(hull([*SQUARE, (5, 5), (5, 0)])) == set(SQUARE)


def test_a_mask_that_does_not_decode_has_no_place_and_no_area():
    broken = Mask((0, 0), "%%%")

    assert bounds(broken) is None
    with pytest.raises(ValueError, match="base64"):
        area(broken)


@pytest.mark.parametrize("far", [10**300, 1e300])
def test_numbers_without_measure_do_no_harm(far):
    """JSON may hold integers of any length."""
    assert ring_area(((0, 0), (far, 0), (far, far))) == inf
    assert bounds(OrientedBox(-far, -far, far, far, 1.0)) is not None
    assert hull([(0, 0), (far, 1), (1, far), (-far, -far)])


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=8),
    st.integers(-1000, 1000),
    st.integers(0, 7),
)
def test_area_knows_neither_place_nor_first_point_nor_direction(ring, shift, first):
    moved = [(x + shift, y - shift) for x, y in ring]

    assert ring_area(moved[first:] + moved[:first]) == ring_area(moved[::-1]) == ring_area(ring)
