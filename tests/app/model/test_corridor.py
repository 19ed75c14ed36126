"""A strip has the width that was asked for, wherever on the globe it lies."""

import math

import pytest
import shapely
from pyproj import Geod

from app.model.corridor import corridor

GEOD = Geod(ellps="WGS84")


def area_m2(areas) -> float:
    return sum(abs(GEOD.geometry_area_perimeter(shapely.Polygon(area[0], area[1:]))[0]) for area in areas)


@pytest.mark.parametrize("lat", [0.0, 35.0, -60.0, 75.0])
def test_a_point_becomes_a_disc(lat):
    areas = corridor([[(10.0, lat)]], metres=25)

    # A polygon of sixteen corners has 97.4 % of its circle.
    assert area_m2(areas) == pytest.approx(math.pi * 25**2 * 0.974, rel=0.02)


@pytest.mark.parametrize(
    "line",
    [[(4.80, 45.73), (4.85, 45.73)], [(4.80, 45.73), (4.80, 45.77)], [(10.0, 60.0), (10.0, 63.0)]],
    ids=["eastward", "northward", "across several degrees"],
)
def test_a_line_becomes_a_strip_of_twice_the_width(line):
    length = GEOD.line_length(*zip(*line, strict=True))

    areas = corridor([line], metres=25)

    assert area_m2(areas) == pytest.approx(length * 50, rel=0.015)


def test_lines_that_touch_become_one_area():
    areas = corridor([[(4.80, 45.73), (4.81, 45.73)], [(4.805, 45.72), (4.805, 45.74)]])

    assert len(areas) == 1


def test_a_round_trip_leaves_its_middle_out():
    square = [(4.80, 45.73), (4.81, 45.73), (4.81, 45.74), (4.80, 45.74), (4.80, 45.73)]

    areas = corridor([square])

    assert [len(area) for area in areas] == [2]


def test_a_dense_track_stays_light():
    track = [(4.80 + number * 1e-5, 45.73 + (number % 2) * 1e-6) for number in range(5_000)]

    areas = corridor([track])

    assert sum(len(ring) for area in areas for ring in area) < 100


def test_nothing_has_no_area():
    assert corridor([]) == ()


@pytest.mark.parametrize("point", [(10.0, 95.0), (math.nan, 1.0), (1.0, math.nan)])
def test_a_point_beyond_the_map_is_refused(point):
    with pytest.raises(ValueError, match="longitude, latitude"):
        corridor([[point]])
