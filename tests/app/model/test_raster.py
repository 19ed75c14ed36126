"""Shapes are filled as the official SDK fills them: pixel by pixel the same as OpenCV."""

from math import pi

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
from app.model.geometry_measure import area
from app.model.mask import MOST_PIXELS, encode_mask
from app.model.raster import raster, raster_part


def drawing(geometry, width: int = 8, height: int = 6, width_px: int = 1) -> list[str]:
    return ["".join(" #"[value] for value in row) for row in raster(geometry, width, height, width_px).astype(int)]


BLANK = " " * 8


@pytest.mark.parametrize(
    ("geometry", "rows"),
    [
        pytest.param(Rectangle(1, 1, 3, 2), [BLANK, " ###    ", " ###    "], id="rectangle with its last pixels"),
        pytest.param(Rectangle(1.2, 1.9, 3.9, 2.1), [BLANK, " ###    ", " ###    "], id="rectangle between pixels"),
        pytest.param(Rectangle(6, -5, 60, 0), ["      ##"], id="rectangle that reaches outside"),
        # The next three are what cv2.fillPoly and cv2.polylines (4.14) paint.
        pytest.param(
            Polygon(((0, 0), (7, 0), (3, 5))),
            ["########", " ###### ", " #####  ", "  ####  ", "  ###   ", "   #    "],
            id="triangle",
        ),
        pytest.param(
            Polygon(((0, 0), (7, 5), (7, 0), (0, 5))),
            ["#      #", "###  ###", "########", "########", "###  ###", "#      #"],
            id="polygon that crosses itself",
        ),
        pytest.param(Polyline(((0, 0), (7, 2))), ["##      ", "  ####  ", "      ##"], id="line"),
        pytest.param(
            Polygon(((0, 0), (6, 0), (6, 5), (0, 5)), (((2, 2), (4, 2), (4, 3), (2, 3)),)),
            ["####### ", "####### ", "##   ## ", "##   ## ", "####### ", "####### "],
            id="the border of a hole is hole",
        ),
        pytest.param(Polygon(((2, 1),)), [BLANK, "  #     "], id="polygon of one point"),
        pytest.param(Polygon(((1, 1), (4, 1))), [BLANK, " ####   "], id="polygon of two points"),
        pytest.param(
            MultiPolygon((Polygon(((0, 0), (2, 0), (2, 1), (0, 1))), Polygon(((5, 0), (20, 0), (20, 1), (5, 1))))),
            ["###  ###", "###  ###"],
            id="multipolygon",
        ),
        pytest.param(MultiPolygon(()), [], id="multipolygon without parts"),
        pytest.param(Point((3.9, 1.9)), [BLANK, "   #    "], id="point"),
        pytest.param(Point((8, 1)), [], id="point outside"),
        pytest.param(
            Keypoints((Keypoint("a", (1, 1)), Keypoint("b", (5, 0), is_hidden=True), Keypoint("c", (-1, 0)))),
            ["     #  ", " #      "],
            id="keypoints as dots",
        ),
        pytest.param(
            Cuboid(((0, 0), (2, 0), (2, 2), (0, 2), (3, 1), (5, 1), (5, 3), (3, 3)), ()),
            ["####    ", "######  ", "######  ", "  ####  "],
            id="cuboid as all that it covers",
        ),
        pytest.param(OrientedBox(1, 1, 5, 3, pi / 2), ["  ###   "] * 5, id="turned box"),
        pytest.param(encode_mask(np.array([[1, 0], [1, 1]]), (1, 1)), [BLANK, " #      ", " ##     "], id="mask"),
        pytest.param(encode_mask(np.array([[1, 0], [1, 1]]), (-1, 0)), [BLANK, "#       "], id="mask, half outside"),
        pytest.param(encode_mask(np.array([[1]]), (9, 9)), [], id="mask outside"),
        pytest.param(UnknownGeometry("new"), [], id="unknown"),
    ],
)  # fmt: skip
def test_every_shape_is_drawn(geometry, rows):
    assert drawing(geometry) == rows + [BLANK] * (6 - len(rows))


@pytest.mark.parametrize(
    ("geometry", "width_px", "rows"),
    [
        pytest.param(Point((3, 2)), 2, [BLANK, BLANK, "   ##   ", "   ##   "], id="dot of two pixels"),
        pytest.param(Point((3, 2)), 3, [BLANK, "  ###   ", "  ###   ", "  ###   "], id="dot of three pixels"),
        pytest.param(Point((0, -1)), 3, ["##      "], id="dot whose middle is outside"),
        pytest.param(Polyline(((-9, 0), (99, 0))), 3, ["########", "########"], id="line along the edge"),
    ],
)  # fmt: skip
def test_lines_and_dots_can_be_thick(geometry, width_px, rows):
    assert drawing(geometry, width_px=width_px) == rows + [BLANK] * (6 - len(rows))


def test_only_the_covered_part_takes_memory():
    left, top, part = raster_part(Polygon(((5, 7), (9, 7), (9, 99), (5, 99))), 1_000_000, 20)

    assert (left, top, part.shape) == (5, 7, (13, 5))
    assert part.all()


def test_what_would_not_fit_into_memory_is_refused():
    with pytest.raises(ValueError, match="more than can be drawn"):
        raster(Point((0, 0)), MOST_PIXELS, 2)
    with pytest.raises(ValueError, match="more than can be drawn"):
        raster_part(Rectangle(0, 0, MOST_PIXELS, 2), MOST_PIXELS, 2)


def test_a_mask_that_does_not_decode_is_told():
    with pytest.raises(ValueError, match="base64"):
        raster(Mask((0, 0), "%"), 8, 6)


@pytest.mark.parametrize("far", [10**300, 1e300])
def test_numbers_without_measure_are_drawn_as_far_as_the_picture_goes(far):
    assert raster(Polygon(((-far, -far), (far, -far), (far, far), (-far, far))), 8, 6).all()
    assert raster(Polyline(((-far, 2), (far, 2))), 8, 6)[2].all()
    assert raster(OrientedBox(-far, -far, far, far, 0.0), 8, 6).shape == (6, 8)


xy = st.tuples(st.integers(-20, 40), st.integers(-20, 30))
rings = st.lists(xy, min_size=1, max_size=9).map(tuple)


@given(rings, st.integers(0, 8))
def test_neither_the_first_point_nor_the_direction_matters(ring, first):
    whole = raster(Polygon(ring), 20, 15)

    assert np.array_equal(whole, raster(Polygon(ring[first:] + ring[:first]), 20, 15))
    assert np.array_equal(whole, raster(Polygon(ring[::-1]), 20, 15))


@given(rings, rings)
def test_a_picture_shows_a_part_of_a_larger_one(ring, hole):
    """What is outside changes nothing inside."""
    shift = Polygon(
        *(tuple((x + 20, y + 20) for x, y in one) for one in (ring,)), (tuple((x + 20, y + 20) for x, y in hole),)
    )

    large = raster(shift, 80, 80)

    assert np.array_equal(raster(Polygon(ring, (hole,)), 20, 15), large[20:35, 20:40])


@given(rings)
def test_borders_belong_to_the_shape(ring):
    assert not (raster(Polyline((*ring, ring[0])), 20, 15) & ~raster(Polygon(ring), 20, 15)).any()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=3, unique=True))
def test_pixels_are_about_the_area_and_the_border(ring):
    """Pick: area + half of the border + 1 counts the grid points of a triangle; slanted borders add some."""
    pixels = int(raster(Polygon(tuple(ring)), 31, 31).sum())
    border = int(raster(Polyline((*ring, ring[0])), 31, 31).sum())

    assert area(Polygon(tuple(ring))) <= pixels <= area(Polygon(tuple(ring))) + border


@pytest.mark.slow
def test_a_wild_polygon_is_drawn_in_bounded_memory():
    """20,000 edges through the whole picture are 20 million crossings; they are worked on in pieces."""
    points = np.random.default_rng(1).integers(0, 2000, (20_000, 2)).tolist()

    pixels = raster(Polygon(tuple((x, y) for x, y in points)), 2000, 2000)

    assert 0.4 < pixels.mean() < 1.0
