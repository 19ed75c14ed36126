"""Areas keep their promises everywhere: across the antimeridian, near the poles, and against a geodesic oracle."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from app.model.mercator import MOST_LAT, Tile
from app.model.region import (
    Region,
    area_km2,
    as_written,
    bare_area,
    box,
    boxes,
    degrees_text,
    polygon_region,
    region_tiles,
    shapely_area,
    size_km,
    tile_count,
    wrapped,
)

GEOD = Geod(ellps="WGS84")
LYON = box(4.80, 45.73, 4.85, 45.77)
TRIANGLE = ((4.80, 45.73), (4.85, 45.73), (4.85, 45.77))


def geodesic_km2(west: float, south: float, east: float, north: float) -> float:
    """Return the area by geographiclib; edges are cut finely, so that parallels stay parallels."""
    ring = shapely.segmentize(shapely.box(west, south, east, north), 0.05)
    return abs(GEOD.geometry_area_perimeter(ring)[0]) / 1e6


@pytest.mark.parametrize(
    ("numbers", "word"),
    [
        ((4.80, 95, 4.85, 99), "South is 95"),
        ((4.80, 45, 4.85, 99), "North is 99"),
        ((float("nan"), 1, 2, 3), "West is not a number"),
        ((4.80, 45.77, 4.85, 45.73), "lies north of north"),
        ((-180, -80, 180, 80), "all around the globe"),
        ((4.80, 45.73, 4.80, 45.77), "no width"),
        ((4.80, 45.73, 4.85, 45.73), "no height"),
        ((4.80, 86, 4.85, 89), "no height"),
    ],
)
def test_a_box_that_cannot_be_says_which_number_is_wrong(numbers, word):
    with pytest.raises(ValueError, match=word):
        box(*numbers)


def test_a_box_across_the_antimeridian_is_two_boxes():
    region = box(179, -17, -179, -16)

    assert region.width_deg == 2
    assert boxes(region) == ((179, -17, 180, -16), (-180, -17, -179, -16))
    assert boxes(LYON) == ((4.80, 45.73, 4.85, 45.77),)


@pytest.mark.parametrize(
    ("edges", "west", "east"),
    [((179, 181), 179, -179), ((-181, -179), 179, -179), ((170, 180), 170, 180), ((364.80, 364.85), 4.80, 4.85)],
    ids=["beyond 180", "beyond -180", "up to 180", "once around"],
)
def test_longitudes_are_brought_home(edges, west, east):
    region = box(edges[0], 10, edges[1], 11)

    assert (region.west, region.east) == (pytest.approx(west), pytest.approx(east))


def test_latitudes_end_where_the_map_ends():
    region = box(0, -90, 1, 90)

    assert (region.south, region.north) == (-MOST_LAT, MOST_LAT)


@given(st.floats(-1000, 1000))
def test_wrapped_longitudes_lie_within_one_turn(lon):
    assert -180 <= wrapped(lon) < 180
    assert -180 < wrapped(lon, is_east=True) <= 180 or wrapped(lon) == wrapped(lon, is_east=True)


@given(st.floats(-180, 170), st.floats(-85, 84), st.floats(0.001, 9), st.floats(0.001, 1))
def test_the_area_of_a_box_is_geodesic_within_one_per_cent(west, south, width, height):
    region = box(west, south, west + width, south + height)

    assert area_km2(region) == pytest.approx(geodesic_km2(west, south, west + width, south + height), rel=0.01)


def test_the_area_across_the_antimeridian_is_that_of_both_sides():
    assert area_km2(box(179, -17, -179, -16)) == pytest.approx(geodesic_km2(179, -17, 181, -16), rel=0.001)


@pytest.mark.parametrize("lat", [0.0, 35.0, -60.0, 80.0])
def test_the_area_of_a_polygon_is_geodesic_within_one_per_cent(lat):
    ring = ((10.0, lat), (10.4, lat + 0.1), (10.3, lat + 0.5), (9.9, lat + 0.3))
    hole = ((10.1, lat + 0.2), (10.2, lat + 0.2), (10.2, lat + 0.3))
    expected = GEOD.geometry_area_perimeter(shapely.Polygon(ring))[0]
    cut = GEOD.geometry_area_perimeter(shapely.Polygon(hole))[0]

    region = polygon_region([(ring, hole)])

    assert area_km2(region) == pytest.approx((abs(expected) - abs(cut)) / 1e6, rel=0.01)


@pytest.mark.parametrize("lat", [0.0, 45.0, -70.0])
def test_width_and_height_are_those_of_the_ellipsoid(lat):
    width, height = size_km(box(10, lat - 0.25, 10.5, lat + 0.25))

    assert width * 1000 == pytest.approx(GEOD.inv(10, lat, 10.5, lat)[2], rel=0.001)
    assert height * 1000 == pytest.approx(GEOD.inv(10, lat - 0.25, 10, lat + 0.25)[2], rel=0.001)


def test_a_closing_point_is_dropped():
    region = polygon_region([[(*TRIANGLE, TRIANGLE[0])]], "Old town")

    assert region.polygons == ((TRIANGLE,),)
    assert (region.name, region.bbox_text) == ("Old town", "4.8,45.73,4.85,45.77")


def test_a_polygon_that_leaps_over_the_antimeridian_goes_on():
    region = polygon_region([[((179.0, -17.0), (-179.0, -17.0), (-179.0, -16.0))]])

    assert (region.west, region.east) == (179, -179)
    assert region.polygons[0][0] == ((179.0, -17.0), (181.0, -17.0), (181.0, -16.0))


@pytest.mark.parametrize(
    ("polygons", "word"),
    [
        ([], "three corners"),
        ([[TRIANGLE[:2]]], "three corners"),
        ([[((1.0, 2.0), (1.0, 95.0), (2.0, 3.0))]], "longitude, latitude"),
        ([[((1.0, 2.0), (float("inf"), 5.0), (2.0, 3.0))]], "not a number"),
    ],
    ids=["nothing", "two corners", "swapped", "endless"],
)
def test_a_polygon_that_cannot_be_is_refused(polygons, word):
    with pytest.raises(ValueError, match=word):
        polygon_region(polygons)


def test_a_region_touches_its_tiles_once():
    region = box(139.699, 35.658, 139.7, 35.659)

    assert region_tiles(region, 14) == (Tile(14, 14549, 6452),)


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0.01, 3), st.floats(0.01, 2), st.integers(0, 9))
def test_tiles_are_counted_without_listing_them(west, south, width, height, z):
    region = box(west, south, west + width, south + height)

    tiles = region_tiles(region, z)

    assert len(set(tiles)) == len(tiles)
    # Where both halves of a box across the antimeridian lie in one tile, the count takes it twice.
    assert 0 <= tile_count(region, z) - len(tiles) <= (1 if region.west > region.east else 0) * 2**z


def test_a_polygon_needs_only_the_tiles_that_it_touches():
    long_and_thin = polygon_region([[((0.0, 0.0), (1.0, 1.0), (1.0, 1.01), (0.0, 0.01))]])

    kept = region_tiles(long_and_thin, 12)

    assert len(kept) < len(region_tiles(box(0, 0, 1, 1.01), 12)) / 3
    assert tile_count(long_and_thin, 12) == len(kept)


def test_a_polygon_across_the_antimeridian_finds_the_tiles_of_both_sides():
    region = polygon_region([[((179.9, -17.0), (180.1, -17.0), (180.1, -16.9), (179.9, -16.9))]])

    columns = {tile.x for tile in region_tiles(region, 10)}

    assert columns == {0, 1023}


def test_a_ring_that_crosses_itself_is_repaired():
    bow_tie = polygon_region([[((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0))]])

    assert shapely_area(bow_tie).is_valid
    assert shapely_area(bow_tie).area == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("value", "text"),
    [(4.8, "4.8"), (45.0, "45"), (-0.00000001, "0"), (139.69901561, "139.6990156"), (0.0, "0"), (-100.0, "-100")],
)
def test_degrees_are_as_short_as_they_are_exact(value, text):
    assert degrees_text(value) == text


def test_a_region_without_polygons_is_its_box():
    assert LYON.is_box
    assert not Region(0, 0, 1, 1, polygons=((TRIANGLE,),)).is_box


def test_a_drawn_box_becomes_the_one_that_its_text_gives():
    """A copied command is to mean the very same harvest."""
    drawn = box(4.78722061234, 45.74589681234, 4.82703071234, 45.76256301234, "a")
    written = as_written(drawn)

    assert written == box(*(float(part) for part in drawn.bbox_text.split(",")), "a")
    assert written.bbox_text == drawn.bbox_text


def test_the_same_place_is_known_again_whatever_it_is_called():
    drawn = box(4.78722061234, 45.74589681234, 4.82703071234, 45.76256301234, "a")
    other = box(4.7873, 45.7459, 4.8270, 45.7626, "a")

    assert (
        bare_area(drawn) == bare_area(as_written(drawn)) == bare_area(box(4.7872206, 45.7458968, 4.8270307, 45.762563))
    )
    assert bare_area(other) != bare_area(drawn)


def test_polygons_are_not_rounded():
    region = polygon_region([[[(0.123456789, 0.0), (1.0, 0.0), (1.0, 1.0)]]])

    assert as_written(region) is region
