import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.mercator import MOST_LAT
from app.model.region import box, polygon_region
from tests.ui.map.making import LYON, TRIANGLE
from ui.map.shapes import (
    BOX_HANDLES,
    BoxHandle,
    Corner,
    Edge,
    Middle,
    ShownRegion,
    box_between,
    contains,
    corner_place,
    corners,
    east_end,
    free_name,
    handles,
    moved,
    resized,
    rings,
    with_corner,
    with_new_corner,
    without_corner,
)

DATELINE = box(179.0, -18.0, -179.0, -16.0, "Fiji")
DATELINE_POLYGON = polygon_region([[[(179.0, -18.0), (-179.0, -18.0), (180.0, -16.0)]]])
WITH_HOLE = polygon_region([[[(0, 0), (10, 0), (10, 10), (0, 10)], [(4, 4), (6, 4), (5, 6)]]])


def test_a_box_has_eight_handles_on_corners_and_edges():
    places = {handle: (lon, lat) for handle, lon, lat in handles(LYON)}

    assert list(places) == list(BOX_HANDLES)
    assert places[BoxHandle((Edge.SOUTH, Edge.EAST))] == (4.85, 45.73)
    lon, lat = places[BoxHandle((Edge.WEST,))]
    assert lon == 4.80
    assert 45.73 < lat < 45.77


def test_a_polygon_has_a_handle_on_each_corner_and_each_edge():
    found = [handle for handle, _, _ in handles(TRIANGLE)]

    assert found == [*(Corner(0, 0, n) for n in range(3)), *(Middle(0, 0, n) for n in range(3))]


@pytest.mark.parametrize(
    ("edges", "to", "expected"),
    [
        ((Edge.EAST,), (4.9, 0.0), (4.80, 45.73, 4.9, 45.77)),
        ((Edge.NORTH, Edge.WEST), (4.7, 45.8), (4.7, 45.73, 4.85, 45.8)),
        ((Edge.WEST,), (4.9, 0.0), (4.85, 45.73, 4.9, 45.77)),
        ((Edge.SOUTH,), (0.0, 45.9), (4.80, 45.77, 4.85, 45.9)),
    ],
    ids=["edge", "corner", "over the opposite edge", "over the northern edge"],
)
def test_a_box_is_resized_by_its_edges(edges, to, expected):
    changed = resized(LYON, edges, *to)

    assert (changed.west, changed.south, changed.east, changed.north) == pytest.approx(expected)
    assert changed.name == "Lyon centre"


def test_a_box_grows_over_the_antimeridian():
    changed = resized(box(178, 0, 179, 1), (Edge.EAST,), -179.5, 0)

    assert (changed.west, changed.east) == (178, -179.5)
    assert east_end(changed) == pytest.approx(180.5)


def test_a_box_without_area_is_refused_in_words():
    with pytest.raises(ValueError, match="no width"):
        resized(LYON, (Edge.EAST,), LYON.west, 0.0)


@given(st.floats(-400, 400), st.floats(-200, 200))
def test_a_moved_box_keeps_its_size(dlon, dlat):
    changed = moved(LYON, dlon, dlat)

    assert changed.width_deg == pytest.approx(LYON.width_deg)
    assert changed.north - changed.south == pytest.approx(LYON.north - LYON.south)
    assert changed.north <= MOST_LAT + 1e-9
    assert -180 <= changed.west < 180


def test_a_polygon_moves_over_the_antimeridian_and_back():
    there = moved(TRIANGLE, 176.0, 0.0)

    assert there.west == pytest.approx(-179.2)
    back = moved(there, -176.0, 0.0)
    assert back.west == pytest.approx(4.80)
    assert rings(back)[0][1] == pytest.approx((4.85, 45.73))


@pytest.mark.parametrize(
    ("region", "lon", "lat", "expected"),
    [
        (LYON, 4.82, 45.75, True),
        (LYON, 4.82 + 360, 45.75, True),
        (LYON, 4.9, 45.75, False),
        (DATELINE, 179.5, -17, True),
        (DATELINE, -179.5, -17, True),
        (DATELINE, 0.0, -17, False),
        (DATELINE_POLYGON, -179.9, -17.0, True),
        (WITH_HOLE, 2.0, 2.0, True),
        (WITH_HOLE, 5.0, 4.5, False),
    ],
    ids=["in", "next world", "out", "east side", "west side", "far", "polygon across", "beside hole", "in hole"],
)
def test_a_place_is_inside_or_not(region, lon, lat, expected):
    assert contains(region, lon, lat) is expected


def test_a_corner_is_moved_inserted_and_removed():
    changed = with_corner(TRIANGLE, Corner(0, 0, 1), 4.9, 45.7)
    assert corner_place(changed, Corner(0, 0, 1)) == (4.9, 45.7)
    assert (changed.east, changed.south) == (4.9, 45.7)

    grown, corner = with_new_corner(changed, Middle(0, 0, 2), 4.79, 45.76)
    assert corner == Corner(0, 0, 3)
    assert len(corners(grown)) == 4

    back = without_corner(grown, corner)
    assert back.polygons == changed.polygons


def test_a_triangle_keeps_its_corners_and_a_broken_hole_is_closed():
    assert without_corner(TRIANGLE, Corner(0, 0, 0)) is None
    assert len(without_corner(WITH_HOLE, Corner(0, 1, 0)).polygons[0]) == 1


def test_a_corner_follows_the_pointer_over_the_antimeridian():
    changed = with_corner(DATELINE_POLYGON, Corner(0, 0, 1), -178.5, -18.0)

    assert corner_place(changed, Corner(0, 0, 1))[0] == pytest.approx(181.5)
    assert changed.east == pytest.approx(-178.5)


def test_two_corners_in_any_order_make_the_same_box():
    assert box_between((4.85, 45.73), (4.80, 45.77), "x") == box_between((4.80, 45.77), (4.85, 45.73), "x")


def test_names_are_not_used_twice():
    assert free_name(("Region 1", "Lyon", "Region 3")) == "Region 2"


def test_a_region_is_called_by_its_own_name_unless_given_another():
    assert ShownRegion(LYON).title == "Lyon centre"
    assert ShownRegion(LYON, name="Here").title == "Here"
