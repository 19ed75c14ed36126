"""The coverage of the town: what the brief of the sandbox promises is really in it."""

from collections import Counter

import numpy as np
import pytest

from app.sandbox.street_index import placing
from app.sandbox.street_plan import TOWN_BBOX, town_plan
from app.sandbox.street_town import (
    CAMERAS,
    CREATORS,
    FUTURE_MS,
    WRAPPED_ALTITUDE,
    along,
    moment_ms,
    scenes_of,
    town_roll,
)

ROLL = town_roll()


def test_town_is_the_same_each_time():
    again = town_roll.__wrapped__()

    assert (again.ids == ROLL.ids).all()
    assert (again.lon == ROLL.lon).all()
    assert list(again.keys) == list(ROLL.keys)
    assert again.specials == ROLL.specials


def test_town_has_thousands_of_images_of_many_years_and_people():
    years = {int(at_ms) // 31_557_600_000 + 1970 for at_ms in ROLL.at_ms.tolist()}

    assert 3_000 <= len(ROLL) <= 4_000
    assert set(range(2016, 2026)) <= years
    assert set(ROLL.creator.tolist()) == set(range(len(CREATORS)))
    assert {0, 1} <= set(ROLL.organization.tolist())


def test_names_of_people_are_not_harmless():
    names = [one.username for one in CREATORS]

    assert any(not name.isascii() for name in names)
    assert any("<b>" in name and "&" in name for name in names)


def test_ids_differ_and_many_are_beyond_floats():
    assert ROLL.ids.dtype == np.int64
    assert len(set(ROLL.ids.tolist())) == len(ROLL)
    assert (ROLL.ids > 2**53).mean() > 0.5


def test_all_lie_in_the_box_of_the_town():
    west, south, east, north = TOWN_BBOX

    assert ROLL.lon.min() > west
    assert ROLL.lon.max() < east
    assert ROLL.lat.min() > south
    assert ROLL.lat.max() < north


def test_images_lie_in_many_tiles():
    assert len(placing(ROLL.lon, ROLL.lat).tiles) >= 9


def test_neighbours_of_a_street_are_five_metres_apart_and_look_along_it():
    first = ROLL.sequence == 0
    east = np.diff(ROLL.lon[first]) * 77_700
    north = np.diff(ROLL.lat[first]) * 111_132

    assert np.median(np.hypot(east, north)) == pytest.approx(5, abs=0.5)
    heading = np.degrees(np.arctan2(east, north)) % 360
    assert np.nanmedian(np.abs(heading - ROLL.heading[first][:-1])) < 15


def test_sequences_are_single_long_and_ordered_in_time():
    lengths = Counter(ROLL.sequence.tolist())
    ring = ROLL.at_ms[ROLL.sequence == 11]

    assert sum(1 for count in lengths.values() if count == 1) == 44
    assert max(lengths.values()) > 499
    assert (np.diff(ROLL.sequence) >= 0).all()
    assert (np.diff(ring[(ring > 0) & (ring != FUTURE_MS)]) > 0).all()


def test_two_keys_differ_in_case_only():
    lower = Counter(key.lower() for key in ROLL.keys)

    assert max(lower.values()) == 2
    assert len(set(ROLL.keys)) == len(ROLL.keys)
    assert {len(key) for key in ROLL.keys} == {22}


def test_kinds_of_pictures_and_their_silence():
    assert set(ROLL.pano.tolist()) == {-1, 0, 1}
    assert {CAMERAS[number].width for number in ROLL.camera.tolist()} >= {800, 2048, 4096, 4032}


@pytest.mark.parametrize("column", ["heading", "quality", "altitude", "computed_lon"])
def test_some_images_lack_what_most_have(column):
    share = np.isnan(getattr(ROLL, column)).mean()

    assert 0 < share < 0.2


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("time-zero", "at_ms", 0), ("future", "at_ms", FUTURE_MS), ("wrapped-altitude", "altitude", WRAPPED_ALTITUDE),
        ("altitude-zero", "altitude", 0.0), ("north", "heading", 0.0), ("almost-north", "heading", 359.999),
        ("no-original", "missing", 1), ("no-large", "missing", 3), ("no-pano-flag", "pano", -1), ("foot", "foot", 1),
    ],
)  # fmt: skip
def test_special_image_is_what_its_name_says(name, column, value):
    row = ROLL.row_of(ROLL.specials[name])

    assert row is not None
    assert getattr(ROLL, column)[row] == value


def test_34_images_stand_on_one_pixel():
    where = placing(ROLL.lon, ROLL.lat)
    pixels = Counter(zip(np.floor(where.x * 4096).tolist(), np.floor(where.y * 4096).tolist(), strict=True))

    assert max(pixels.values()) >= 34


def test_way_goes_on_at_the_same_pace_from_road_to_road():
    places = [place for place, _ in along(town_plan(), "-avenue 0/row 4/avenue 4", 14)]
    steps = np.hypot(*np.diff(np.array(places), axis=0).T)

    assert np.median(steps) == pytest.approx(14)


def test_moments_are_utc():
    assert moment_ms("2020-01-01", 1.5) == 1_577_836_801_500


def test_scenes_have_the_shape_of_the_camera():
    assert [scenes_of(camera)[0] for camera in CAMERAS] == [0, 28, 0, 40, 28, 0, 40]
