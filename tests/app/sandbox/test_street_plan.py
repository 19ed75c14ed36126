"""The plan of the town."""

import math

import pytest

from app.model.region import box, tile_count
from app.sandbox.street_plan import (
    CENTRE_LAT,
    CENTRE_LON,
    DEMO_REGION,
    MAP_BBOX,
    TOWN_BBOX,
    RoadKind,
    lon_lat,
    town_plan,
    turned,
)


def test_plan_is_the_same_each_time():
    assert town_plan() == town_plan()


def test_every_kind_of_road_is_there_and_has_a_length():
    roads = town_plan().roads

    assert {road.kind for road in roads} == set(RoadKind)
    assert min(road.length for road in roads) > 100


def test_road_is_found_by_name():
    assert town_plan().named("ring").length == pytest.approx(2 * math.pi * 1_450, rel=0.01)


def test_metres_become_degrees():
    assert lon_lat((0, 0)) == (CENTRE_LON, CENTRE_LAT)
    east, north = lon_lat((1_000, 1_000))
    assert (east - CENTRE_LON, north - CENTRE_LAT) == pytest.approx((0.012872, 0.008998), rel=1e-3)


def test_turning_keeps_the_distance():
    assert math.hypot(*turned(300, -400)) == pytest.approx(500)


def test_demo_region_shows_tiles_fill_one_by_one():
    assert tile_count(box(*DEMO_REGION), 14) == 16
    assert box(*DEMO_REGION).width_deg < 0.1


def test_demo_lies_in_the_town_and_the_town_on_the_map():
    for inner, outer in ((DEMO_REGION, TOWN_BBOX), (TOWN_BBOX, MAP_BBOX)):
        assert inner[0] > outer[0]
        assert inner[1] > outer[1]
        assert inner[2] < outer[2]
        assert inner[3] < outer[3]
