"""Degrees become tiles and tiles degrees, as every slippy map has it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.mercator import (
    MOST_LAT,
    Tile,
    cover,
    fraction_of,
    lon_lat_of,
    metres_per_pixel,
    tile_at,
    tile_from_key,
    tile_span,
)

LON, LAT, ZOOM = st.floats(-180, 180), st.floats(-85, 85), st.integers(0, 18)


def test_a_known_place_has_its_known_tile():
    x, y = fraction_of(139.699, 35.658, 14)

    assert (x, y) == (pytest.approx(14549.8567, abs=1e-4), pytest.approx(6452.9606, abs=1e-4))
    assert tile_at(139.699, 35.658, 14) == Tile(14, 14549, 6452)


def test_a_tile_knows_its_bounds():
    assert Tile(14, 14549, 6452).bounds == pytest.approx(
        (139.68017578, 35.65729625, 139.70214844, 35.67514744), abs=1e-8
    )


def test_a_pixel_of_a_tile_is_a_place():
    lon, lat = lon_lat_of(14549 + 3512 / 4096, 6452 + 3933 / 4096, 14)

    assert (lon, lat) == (pytest.approx(139.6990156174, abs=1e-10), pytest.approx(35.6580067110, abs=1e-10))


@given(LON, LAT, ZOOM)
def test_there_and_back_is_the_same_place(lon, lat, z):
    there = fraction_of(lon, lat, z)

    assert lon_lat_of(*there, z) == (pytest.approx(lon, abs=1e-9), pytest.approx(lat, abs=1e-9))


@given(LON, LAT, ZOOM)
def test_a_place_lies_within_its_tile(lon, lat, z):
    west, south, east, north = tile_at(lon, lat, z).bounds

    assert west - 1e-9 <= lon <= east + 1e-9
    assert south - 1e-9 <= lat <= north + 1e-9


@pytest.mark.parametrize(
    ("lon", "lat", "tile"),
    [
        (180.0, 0.0, Tile(2, 3, 2)),
        (-180.0, MOST_LAT, Tile(2, 0, 0)),
        (0.0, 90.0, Tile(2, 2, 0)),
        (0.0, -90.0, Tile(2, 2, 3)),
    ],
    ids=["east edge", "north-west corner", "north pole", "south pole"],
)
def test_the_edges_of_the_world_belong_to_the_last_tiles(lon, lat, tile):
    assert tile_at(lon, lat, 2) == tile


def test_the_box_of_the_tutorial_needs_one_tile():
    assert list(cover(139.699, 35.658, 139.7, 35.659, 14)) == [Tile(14, 14549, 6452)]


def test_tiles_come_row_by_row_from_the_north_west():
    assert [(tile.x, tile.y) for tile in cover(-10, -10, 10, 10, 1)] == [(0, 0), (1, 0), (0, 1), (1, 1)]


def test_a_mere_line_at_the_east_or_south_edge_is_left_out():
    west, south, east, north = Tile(10, 500, 400).bounds

    assert tile_span(west, south, east, north, 10) == (500, 500, 400, 400)


@given(LON, LAT, LON, LAT, st.integers(0, 6))
def test_the_cover_holds_every_place_of_the_box(lon, lat, other_lon, other_lat, z):
    west, east = sorted((lon, other_lon))
    south, north = sorted((lat, other_lat))

    tiles = set(cover(west, south, east, north, z))

    middle = tile_at((west + east) / 2, (south + north) / 2, z)
    assert tile_at(west, north, z) in tiles
    # On the very edge of a tile the middle of a box without width belongs to the next one.
    assert middle in tiles or west == east or south == north


@pytest.mark.parametrize("key", ["14/14549/6452", "0/0/0"])
def test_a_key_is_its_tile(key):
    assert tile_from_key(key).key == key


@pytest.mark.parametrize("key", ["", "1/2", "1/2/0", "-1/0/0", "31/0/0", "a/b/c", "1/0/0/0"])
def test_other_keys_are_refused(key):
    with pytest.raises(ValueError, match=r"."):
        tile_from_key(key)


def test_a_pixel_shrinks_towards_the_poles():
    assert metres_per_pixel(0, 14, 4096) == pytest.approx(0.5971642835)
    assert metres_per_pixel(60, 14) == pytest.approx(metres_per_pixel(0, 14) / 2)
    assert metres_per_pixel(0, 0) * 256 == pytest.approx(2 * math.pi * 6_378_137)
