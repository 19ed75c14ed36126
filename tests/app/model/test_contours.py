"""Outlines give the very same mask back; simpler ones stay close."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.contours import rings_at_pixel_centres, rings_of_mask, simplified
from app.model.geometry import Polygon
from app.model.geometry_measure import area, ring_area
from app.model.raster import raster


def mask_of(*rows: str) -> np.ndarray:
    return np.array([[char == "#" for char in row] for row in rows])


def cells_of(polygons: tuple[Polygon, ...], shape: tuple[int, int]) -> np.ndarray:
    """Count how often each pixel is inside, from the upright edges alone: exteriors up to the right of them."""
    turns = np.zeros((shape[0], shape[1] + 1), int)
    for polygon in polygons:
        for ring in (polygon.exterior, *polygon.holes):
            for (x, y1), (x2, y2) in pairwise((*ring, ring[0])):
                assert (x == x2) != (y1 == y2)
                if x == x2:
                    turns[int(min(y1, y2)) : int(max(y1, y2)), int(x)] += 1 if y2 < y1 else -1
    return np.cumsum(turns, axis=1)[:, :-1]


def pixels_of(polygons: tuple[Polygon, ...], shape: tuple[int, int]) -> np.ndarray:
    pixels = np.zeros(shape, bool)
    for polygon in polygons:
        pixels |= raster(polygon, shape[1], shape[0])
    return pixels


masks = (
    st.tuples(st.integers(1, 9), st.integers(1, 9))
    .flatmap(
        lambda size: st.lists(
            st.lists(st.booleans(), min_size=size[0], max_size=size[0]), min_size=size[1], max_size=size[1]
        )
    )
    .map(np.array)
)


@given(masks)
def test_edges_give_the_very_same_mask_back(mask):
    assert np.array_equal(cells_of(rings_of_mask(mask), mask.shape), mask.astype(int))


@given(masks)
def test_pixel_centres_give_the_very_same_mask_back(mask):
    assert np.array_equal(pixels_of(rings_at_pixel_centres(mask), mask.shape), mask)


@given(masks)
def test_exact_outlines_measure_what_the_mask_holds(mask):
    """Each polygon has its own holes, so none is larger than what surrounds it."""
    polygons = rings_of_mask(mask)

    assert sum(area(polygon) for polygon in polygons) == mask.sum()
    assert all(area(polygon) >= 1 for polygon in polygons)


@pytest.mark.parametrize(
    ("mask", "edges", "centres"),
    [
        pytest.param(mask_of("   ", "   "), [], [], id="nothing"),
        pytest.param(np.zeros((0, 0), bool), [], [], id="no pixels"),
        pytest.param(
            mask_of("  ", " #"), [Polygon(((1, 1), (2, 1), (2, 2), (1, 2)))], [Polygon(((1, 1),) * 3)], id="one pixel"
        ),
        pytest.param(
            mask_of("###"),
            [Polygon(((0, 0), (3, 0), (3, 1), (0, 1)))],
            [Polygon(((0, 0), (2, 0), (2, 0)))],
            id="a thin line",
        ),
        pytest.param(
            mask_of("##", "##"),
            [Polygon(((0, 0), (2, 0), (2, 2), (0, 2)))],
            [Polygon(((0, 0), (1, 0), (1, 1), (0, 1)))],
            id="a square",
        ),
        pytest.param(
            mask_of("# ", " #"),
            [Polygon(((0, 0), (1, 0), (1, 1), (0, 1))), Polygon(((1, 1), (2, 1), (2, 2), (1, 2)))],
            [Polygon(((0, 0), (1, 1), (1, 1)))],
            id="two pixels that touch at a corner",
        ),
        pytest.param(
            mask_of("###", "# #", "###"),
            [Polygon(((0, 0), (3, 0), (3, 3), (0, 3)), (((2, 1), (1, 1), (1, 2), (2, 2)),))],
            [Polygon(((0, 0), (2, 0), (2, 2), (0, 2)), (((1, 1),) * 3,))],
            id="a hole",
        ),
    ],
)
def test_small_masks_have_the_outlines_that_one_would_draw(mask, edges, centres):
    assert list(rings_of_mask(mask)) == edges
    assert list(rings_at_pixel_centres(mask)) == centres


def test_an_island_in_a_hole_is_a_polygon_and_holes_belong_to_what_surrounds_them():
    mask = mask_of(
        "#######  ###",
        "#     #  # #",
        "# ### #  ###",
        "# # # #  # #",
        "# ### #  ###",
        "#     #     ",
        "#######     ",
    )

    assert [(polygon.exterior[0], len(polygon.holes)) for polygon in rings_of_mask(mask)] == [
        ((0, 0), 1),
        ((9, 0), 2),
        ((2, 2), 1),
    ]
    assert [len(polygon.holes) for polygon in rings_at_pixel_centres(mask)] == [1, 2, 1]


def test_holes_that_touch_at_a_corner_are_two_only_where_the_shape_joins_corners():
    mask = mask_of("####", "# ##", "## #", "####")

    assert [len(polygon.holes) for polygon in rings_of_mask(mask)] == [1]
    assert [len(polygon.holes) for polygon in rings_at_pixel_centres(mask)] == [2]


def test_points_are_plain_whole_numbers():
    (polygon,) = rings_of_mask(mask_of("##"))

    assert all(type(value) is int for point in polygon.exterior for value in point)


@pytest.mark.slow
def test_a_checkerboard_is_125_000_squares():
    board = np.add.outer(np.arange(500), np.arange(500)) % 2 == 0

    assert len(rings_of_mask(board)) == 125_000
    assert len(rings_at_pixel_centres(board)) == 1


def test_points_on_a_nearly_straight_side_are_left_out():
    ring = ((0, 0), (5, 0.4), (10, 0), (10, 5), (10, 10), (5, 10.4), (0, 10), (0, 5))

    assert simplified(ring, 0.5) == ((0, 0), (10, 0), (10, 10), (0, 10))
    assert simplified(ring, 0.3) == ((0, 0), (5, 0.4), (10, 0), (10, 10), (5, 10.4), (0, 10))
    assert simplified(ring, 0) is ring


@pytest.mark.parametrize(
    "ring",
    [
        ((0, 0), (1, 0), (1, 1), (0, 1)),
        ((0, 0),) * 5,
        ((0, 0), (9, 0), (0, 0), (9, 0)),
        ((0, 0), (9, 0), (9, 0.1), (0, 0.1)),
    ],
    ids=["square", "one place", "there and back", "sliver"],
)
def test_three_points_are_left_of_the_smallest_ring(ring):
    left = simplified(ring, 100)

    assert len(left) == 3
    assert (ring_area(left) > 0) == (ring_area(ring) > 0)


@pytest.mark.parametrize("ring", [(), ((1, 2),), ((1, 2), (3, 4)), ((1, 2), (3, 4), (5, 7))])
def test_a_ring_of_three_points_or_fewer_stays_as_it_is(ring):
    assert simplified(ring, 9) is ring


xy = st.tuples(st.integers(-30, 30), st.integers(-30, 30))


@settings(max_examples=50)
@given(st.lists(xy, min_size=4, max_size=30), st.floats(0.1, 20))
def test_what_is_left_out_lies_close_to_what_is_left(ring, tolerance):
    ring = tuple((x + place / 100, y) for place, (x, y) in enumerate(ring))  # no point twice

    left = simplified(ring, tolerance)

    assert len(left) >= 3
    places = [ring.index(point) for point in left]
    assert places == sorted(places)
    for first, last in pairwise([*places, places[0] + len(ring)]):
        a, b = np.array(ring[first]), np.array(ring[last % len(ring)])
        for place in range(first + 1, last):
            point = np.array(ring[place % len(ring)])
            along = np.clip((point - a) @ (b - a) / max((b - a) @ (b - a), 1e-12), 0, 1)
            assert np.hypot(*(point - a - along * (b - a))) <= tolerance + 1e-9
