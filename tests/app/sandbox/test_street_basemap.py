"""The map of the town."""

import io

import numpy as np
import pytest
from PIL import Image

from app.model.mercator import tile_at
from app.sandbox.street_basemap import LAND, PARK, ROAD, WATER, draw_basemap, is_plain, plain_tile
from app.sandbox.street_plan import CENTRE_LAT, CENTRE_LON, lon_lat, town_plan


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def share(data: bytes, color: tuple[int, int, int]) -> float:
    return float((np.abs(pixels(data).astype(int) - color).max(axis=2) < 3).mean())


@pytest.mark.parametrize("z", range(10, 19))
def test_every_zoom_shows_the_town(z):
    tile = tile_at(CENTRE_LON, CENTRE_LAT, z)

    data = draw_basemap((z, tile.x, tile.y))

    assert not is_plain(z, tile.x, tile.y)
    assert pixels(data).shape == (256, 256, 3)
    assert share(data, LAND) < 1


@pytest.mark.parametrize(
    ("place", "color"),
    [
        (town_plan().rivers[0].points[60], WATER), ((1_750.0 * 0.97 - 900 * 0.24, 1_750 * 0.24 + 900 * 0.97), PARK),
        (town_plan().named("ring").points[0], ROAD),
    ],
    ids=["river", "park", "ring"],
)  # fmt: skip
def test_thing_is_drawn_where_it_is(place, color):
    lon, lat = lon_lat(place)
    tile = tile_at(lon, lat, 16)

    assert share(draw_basemap((16, tile.x, tile.y)), color) > 0.01


@pytest.mark.parametrize(
    "key", [(14, 0, 0), (9, 262, 182), (19, 269171, 187018)], ids=["far", "too far out", "too near"]
)
def test_elsewhere_is_plain_land(key):
    assert is_plain(*key)
    assert share(plain_tile(), LAND) == 1
