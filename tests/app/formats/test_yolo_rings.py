"""A ring gives the pixels it was made of, and its box is the box of the area."""

from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.formats.yolo_rings import MARGIN, box_ring, outline_ring, vertex_ring
from app.model.contours import rings_of_mask
from app.model.geometry import Polygon
from app.model.raster import raster


def drawn(rows: str) -> np.ndarray:
    return np.array([[letter == "#" for letter in row] for row in rows.split()])


def as_filled(ring, mask: np.ndarray) -> np.ndarray:
    """Return the pixels that the usual tool makes of a ring: parts of pixels are cut off, the border belongs to it."""
    return raster(Polygon(tuple((floor(x), floor(y)) for x, y in ring)), mask.shape[1], mask.shape[0])


def outlines(mask: np.ndarray):
    return [outline_ring(area) for area in rings_of_mask(mask, joins_corners=True)]


masks = arrays.arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12)))


@pytest.mark.slow
@given(masks)
def test_any_mask_comes_back_to_the_pixel(mask):
    found = np.zeros_like(mask)
    for ring in outlines(mask):
        assert len(ring) >= 3
        found |= as_filled(ring, mask)

    assert (found == mask).all()


@pytest.mark.slow
@given(masks)
def test_the_box_around_a_ring_is_the_box_of_its_pixels(mask):
    for area, ring in zip(rings_of_mask(mask, joins_corners=True), outlines(mask), strict=True):
        for side in (0, 1):
            points, edges = [point[side] for point in ring], [point[side] for point in area.exterior]
            assert min(points) == min(edges) + MARGIN
            assert max(points) == max(edges) - MARGIN


@pytest.mark.parametrize(
    ("rows", "count"),
    [("#", 4), ("####", 4), ("#.. ##. .##", None), ("##. .## ..#", None)],
    ids=["pixel", "row", "stairs", "thin stairs"],
)
def test_small_masks_have_an_area(rows, count):
    mask = drawn(rows)

    (ring,) = outlines(mask)

    assert (as_filled(ring, mask) == mask).all()
    assert count is None or len(ring) == count


def test_a_slope_of_one_pixel_a_row_is_a_straight_line():
    mask = np.tri(50, dtype=np.bool_)

    (ring,) = outlines(mask)

    assert (as_filled(ring, mask) == mask).all()
    assert len(ring) < 8


@pytest.mark.parametrize(
    "rows",
    [
        "##### #...# ##### ",
        "####### #.#.#.# ####### ",
        "####### #.....# #.###.# #.#.#.# #.###.# #.....# ####### ",
        "##### #.#.# ##### #.#.# ##### ",
        "##### ##.## #.#.# ##.## ##### ",
    ],
    ids=["one", "beside each other", "island", "four", "touching at corners"],
)
def test_holes_stay_empty(rows):
    mask = drawn(rows)
    found = np.zeros_like(mask)
    for ring in outlines(mask):
        found |= as_filled(ring, mask)

    assert (found == mask).all()


@pytest.mark.slow
def test_many_holes_are_opened_in_reasonable_time():
    mask = np.ones((201, 201), np.bool_)
    mask[1::2, 1::2] = False

    (ring,) = outlines(mask)

    assert (as_filled(ring, mask) == mask).all()


def test_points_of_a_polygon_become_the_middle_of_their_pixels():
    assert vertex_ring(((1, 2), (5.7, 2), (1, 9))) == ((1.5, 2.5), (5.5, 2.5), (1.5, 9.5))


@pytest.mark.parametrize(
    ("points", "ring"),
    [
        (((3, 4), (3, 4), (3, 4)), box_ring((3, 4, 4, 5))),
        (((3, 4), (9, 4), (5, 4)), box_ring((3, 4, 10, 5))),
        (((3, 4), (3, 8), (3.5, 6)), box_ring((3, 4, 4, 9))),
    ],
    ids=["a point", "a row", "a column"],
)
def test_a_polygon_without_area_is_the_box_of_its_pixels(points, ring):
    assert vertex_ring(points) == ring
