"""Nothing is left outside the picture, and nothing inside it gets lost."""

from functools import reduce
from itertools import pairwise, product

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
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
from app.model.geometry_clip import clip, is_outside
from app.model.geometry_measure import area, bounds
from app.model.mask import decode_mask, encode_mask
from app.model.raster import raster

W, H = 100, 60
ZONE = ((10, 10), (30, 10), (30, 30), (10, 30))
NODES = (Keypoint("a", (5, 5)), Keypoint("b", (100, 5)), Keypoint("c", (6, 6), is_hidden=True))


def block(left: int, top: int, width: int, height: int, *, is_alpha: bool = False) -> Mask:
    return encode_mask(np.full((height, width), 7, np.uint8), (left, top), is_alpha=is_alpha)


INSIDE = [
    pytest.param(Rectangle(0, 0, 99, 59), id="rectangle"),
    pytest.param(Rectangle(0, 0, 99.9, 59.9), id="rectangle within the last pixel"),
    pytest.param(Polygon(ZONE), id="polygon"),
    pytest.param(Polygon(((0, 0), (99, 0), (99, 59))), id="polygon up to the edge"),
    pytest.param(Polygon(((0, 0), (9, 9), (9, 0), (0, 9))), id="polygon that crosses itself"),
    pytest.param(MultiPolygon((Polygon(ZONE),)), id="multipolygon"),
    pytest.param(Polyline(((0, 0), (99, 59))), id="line"),
    pytest.param(Point((99, 59)), id="point"),
    pytest.param(Keypoints(NODES[:1]), id="keypoints"),
    pytest.param(block(90, 50, 10, 10), id="mask"),
    pytest.param(Mask((0, 0), "%%%"), id="mask without a header"),
    pytest.param(OrientedBox(20, 20, 40, 30, 0.5), id="turned box"),
    pytest.param(Cuboid(ZONE, ()), id="cuboid"),
    pytest.param(UnknownGeometry("any"), id="unknown"),
]


@pytest.mark.parametrize("geometry", INSIDE)
def test_what_is_not_cut_comes_back_itself(geometry):
    assert not is_outside(geometry, W, H)
    assert clip(geometry, W, H)[0] is geometry


@pytest.mark.parametrize(
    ("geometry", "left"),
    [
        pytest.param(Rectangle(-5, 2, 120, 70), [Rectangle(0, 2, 99, 59)], id="rectangle"),
        pytest.param(Rectangle(100, 2, 120, 9), [], id="rectangle beside the picture"),
        pytest.param(Rectangle(90.5, 2, 120.5, 9), [Rectangle(90.5, 2, 99, 9)], id="rectangle between pixels"),
        pytest.param(Point((100, 5)), [], id="point"),
        pytest.param(Keypoints(NODES, (("a", "b"),)), [Keypoints((NODES[0], NODES[2]), (("a", "b"),))], id="keypoints"),
        pytest.param(Keypoints(NODES[1:2]), [], id="keypoints, all outside"),
        pytest.param(Polyline(((90, 5), (120, 5))), [Polyline(((90, 5), (99, 5)))], id="line"),
        pytest.param(
            Polyline(((-5, 5), (5, 5), (5, 70), (9, 70), (9, 5))),
            [Polyline(((0, 5), (5, 5), (5, 59))), Polyline(((9, 59), (9, 5)))],
            id="line in two pieces",
        ),
        pytest.param(
            Polyline(((-10, 5), (110, 5), (110, 9), (-10, 9))),
            [Polyline(((0, 5), (99, 5))), Polyline(((99, 9), (0, 9)))],
            id="line whose points are all outside",
        ),
        pytest.param(Polyline(((-10, 5), (-1, 5))), [], id="line beside the picture"),
        pytest.param(Polyline(((-10, 5), (0, 5))), [], id="line that ends at the edge"),
        pytest.param(Polyline(((-10, 5),)), [], id="line of one point"),
        pytest.param(Polygon(((-5, 5), (5, 5), (5, 15), (-5, 15))), [{(0, 5), (5, 5), (5, 15), (0, 15)}], id="polygon"),
        pytest.param(
            Polygon(((-5, 0), (10, 0), (10, 4), (-2, 4), (-2, 8), (10, 8), (10, 12), (-5, 12))),
            [{(0, 0), (10, 0), (10, 4), (0, 4)}, {(0, 8), (10, 8), (10, 12), (0, 12)}],
            id="polygon in two pieces, from above",
        ),
        pytest.param(Polygon(((-9, 0), (-2, 0), (-2, 9))), [], id="polygon beside the picture"),
        pytest.param(Polygon(((-9, 0), (0, 0), (0, 9), (-9, 9))), [], id="polygon that only touches the edge"),
        pytest.param(Polygon(((-9, 0), (5, 0))), [], id="polygon of two points"),
        pytest.param(Cuboid(((-4, 0), (4, 0), (4, 4), (-4, 4), (1, 1)), ()), [{(0, 0), (4, 0), (4, 4), (0, 4)}],
                     id="cuboid"),
        pytest.param(OrientedBox(-4, 0, 4, 4, 0.0), [{(0, 0), (4, 0), (4, 4), (0, 4)}], id="turned box"),
    ],
)  # fmt: skip
def test_what_reaches_outside_is_cut(geometry, left):
    assert is_outside(geometry, W, H)

    pieces = clip(geometry, W, H)

    assert [set(piece.exterior) if isinstance(piece, Polygon) else piece for piece in pieces] == left


@pytest.mark.parametrize("is_alpha", [False, True])
def test_masks_are_cropped(is_alpha):
    (piece,) = clip(block(-3, 55, 10, 10, is_alpha=is_alpha), W, H)

    assert isinstance(piece, Mask)
    assert (piece.origin, decode_mask(piece).shape, piece.is_alpha) == ((0, 55), (5, 7), is_alpha)


def test_a_mask_of_which_only_zeros_are_inside_is_gone():
    pixels = np.zeros((4, 10), np.uint8)
    pixels[:, 0] = pixels[0, 9] = 1

    assert clip(encode_mask(pixels, (-1, -1)), W, H) == ()


def test_a_mask_that_reaches_outside_and_does_not_decode_is_told():
    whole = block(-3, 0, 10, 10)

    with pytest.raises(ValueError, match="mask"):
        clip(Mask(whole.origin, whole.data[:80]), W, H)


def test_holes_are_kept_or_become_part_of_the_edge():
    frame = Polygon(
        ((-10, -10), (50, -10), (50, 50), (-10, 50)),
        (((10, 10), (20, 10), (20, 20), (10, 20)), ((-5, 30), (5, 30), (5, 40), (-5, 40))),
    )

    (piece,) = clip(frame, W, H)

    assert isinstance(piece, Polygon)
    assert [set(hole) for hole in piece.holes] == [{(10, 10), (20, 10), (20, 20), (10, 20)}]
    assert {(5, 30), (5, 40)} < set(piece.exterior)


def test_a_hole_beside_its_polygon_adds_nothing():
    (piece,) = clip(Polygon(((-5, 0), (5, 0), (5, 5), (-5, 5)), (((50, 0), (60, 0), (60, 9)),)), W, H)

    assert (area(piece), bounds(piece)) == (25, (0, 0, 6, 6))


def test_a_multipolygon_stays_one_label_and_its_untouched_parts_stay_themselves():
    kept = Polygon(ZONE)

    (piece,) = clip(
        MultiPolygon((kept, Polygon(((-5, 0), (5, 0), (5, 5))), Polygon(((-9, 0), (-2, 0), (-2, 9))))), W, H
    )

    assert isinstance(piece, MultiPolygon)
    assert len(piece.parts) == 2
    assert piece.parts[0] is kept
    assert clip(MultiPolygon((Polygon(((-9, 0), (-2, 0), (-2, 9))),)), W, H) == ()


def test_whole_coordinates_stay_whole_and_others_do_not():
    (whole,) = clip(Polygon(((-5, 0), (6, 3), (-5, 7))), W, H)
    (part,) = clip(Polygon(((-5, 0), (6.5, 3), (-5, 7))), W, H)

    assert isinstance(whole, Polygon)
    assert isinstance(part, Polygon)
    assert all(isinstance(value, int) for point in whole.exterior for value in point)
    assert (6.5, 3) in part.exterior


@pytest.mark.parametrize("size", [(1, 1), (1, 60), (100, 1), (0, 0)])
def test_the_smallest_pictures_are_no_special_case(size):
    assert clip(Polygon(((-5, -5), (200, -5), (200, 200))), *size) == ()
    assert len(clip(Rectangle(-5, -5, 200, 200), *size)) == (0 not in size)


@pytest.mark.parametrize("far", [10**300, 1e300])
def test_numbers_without_measure_are_cut(far):
    for geometry in (
        Polygon(((-far, -far), (far, -far), (far, far), (-far, far))),
        Polyline(((-far, 5), (far, 5))),
        Rectangle(-far, 0, far, 9),
        OrientedBox(-far, -far, far, far, 1.0),
        Cuboid(((0, 0), (far, 0), (far, far), (5, 5)), ()),
    ):
        assert all(not is_outside(piece, W, H) for piece in clip(geometry, W, H))


whole_xy = st.tuples(st.integers(-40, 140), st.integers(-40, 100))
any_xy = st.tuples(st.floats(-40, 140), st.floats(-40, 100))
rings = st.one_of(st.lists(whole_xy, min_size=1, max_size=9), st.lists(any_xy, min_size=1, max_size=9)).map(tuple)
shapes = st.one_of(
    st.builds(Polygon, rings, st.lists(rings, max_size=2).map(tuple)),
    st.builds(Polyline, rings),
    st.builds(Cuboid, rings, st.just(())),
    st.builds(lambda a, b, t: OrientedBox(*map(min, a, b), *map(max, a, b), t), whole_xy, whole_xy, st.floats(-4, 4)),
    st.builds(lambda a, b: Rectangle(*map(min, a, b), *map(max, a, b)), any_xy, any_xy),
)


@given(shapes)
def test_clipping_never_reaches_outside(shape):
    assert not any(is_outside(piece, W, H) for piece in clip(shape, W, H))


def inside_of(ring) -> shapely.Geometry:
    """Return the even-odd inside of a ring, apart from how the code finds it: triangles that cancel each other out."""
    parts = [shapely.Polygon((ring[0], *pair)) for pair in pairwise(ring[1:])]
    return reduce(shapely.symmetric_difference, [part for part in parts if part.area], shapely.Polygon())


@settings(max_examples=50)
@given(st.lists(whole_xy, min_size=3, max_size=7))
def test_what_the_even_odd_rule_calls_inside_is_left_and_nothing_else(ring):
    """Also of rings that cross themselves or run along themselves. Halves, so that the result is not rounded."""
    halves = tuple((x + 0.5, y + 0.5) for x, y in ring)
    if not is_outside(Polygon(halves), W, H):
        return

    pieces = clip(Polygon(halves), W, H)

    inside = inside_of(halves).intersection(shapely.box(0, 0, W - 1, H - 1))
    assert sum(area(piece) for piece in pieces) == pytest.approx(inside.area, abs=1e-6)


@settings(max_examples=50)
@given(st.lists(whole_xy, min_size=3, max_size=7))
def test_whole_pieces_are_where_the_shape_is(ring):
    """Cutting rounds to whole pixels, so borders may move by one pixel."""
    whole = Polygon(tuple(ring))
    pixels = raster(whole, W, H)
    drawn, near = np.zeros((H, W), bool), np.zeros((H + 2, W + 2), bool)
    for x, y in product(range(3), range(3)):
        near[y : y + H, x : x + W] |= pixels

    for piece in clip(whole, W, H):
        drawn |= raster(piece, W, H)

    assert not (drawn & ~near[1:-1, 1:-1]).any()
