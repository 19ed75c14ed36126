import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.coverage import CoverageTile
from app.model.mercator import Tile
from tests.ui.map.making import coverage
from ui.map.coverage_points import EXTENT, band_words, unpack

TILE = Tile(14, 8412, 5848)
PLACES = st.lists(st.tuples(st.integers(0, EXTENT - 1), st.integers(0, EXTENT - 1)), min_size=1, max_size=60)


@settings(max_examples=40)
@given(PLACES, st.integers(-50, EXTENT + 50), st.integers(-50, EXTENT + 50), st.integers(1, 900))
def test_the_nearest_is_the_one_that_a_search_through_all_finds(places, x, y, radius):
    points = unpack(coverage(TILE, places), 2026)

    found = points.nearest(x, y, radius)

    apart = [math.hypot(px - x, py - y) for px, py in places]
    if min(apart) > radius:
        assert found is None
    else:
        assert found[1] == pytest.approx(min(apart))
        assert apart[found[0]] == pytest.approx(min(apart))


def test_columns_are_read_without_a_copy_of_their_meaning():
    points = unpack(coverage(TILE, [(0, 0), (4095, 2048)], angles=[90.0, np.nan], flags=[1, 4]), 2026)

    assert points.ids.tolist() == [1000, 1001]
    assert points.compass_angle[0] == 90.0
    assert np.isnan(points.compass_angle[1])
    assert points.flags.tolist() == [1, 4]
    assert points.size_bytes > 0


def test_an_image_knows_its_place():
    points = unpack(coverage(TILE, [(0, 0), (2048, 2048)]), 2026)
    west, south, east, north = TILE.bounds

    assert points.place(0) == pytest.approx((west, north))
    lon, lat = points.place(1)
    assert lon == pytest.approx((west + east) / 2)
    assert south < lat < north


@pytest.mark.parametrize(
    ("year", "band"),
    [(2026, 0), (2025, 0), (2024, 1), (2023, 1), (2022, 2), (2021, 2), (2018, 3), (2017, 4), (2009, 4)],
    ids=str,
)
def test_ages_fall_into_the_bands_that_the_legend_names(year, band):
    captured = int(np.datetime64(f"{year}-07-01", "ms").astype(np.int64))

    points = unpack(coverage(TILE, [(1, 1)], captured=[captured]), 2026)

    assert points.bands.tolist() == [band]


def test_bands_are_named_by_their_years():
    assert band_words(2026) == ("2025–26", "2023–24", "2021–22", "2018–20", "before 2018")


def test_columns_that_do_not_fit_are_told():
    with pytest.raises(ValueError, match="differ"):
        unpack(CoverageTile(14, 1, 1, 2, xy=b"\0" * 8, ids=b"\0" * 8), 2026)


def test_an_empty_tile_has_nothing_near():
    assert unpack(CoverageTile(14, 1, 1), 2026).nearest(5, 5, 100) is None
