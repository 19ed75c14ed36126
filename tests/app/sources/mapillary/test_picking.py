"""Which images are taken depends on them alone: the same request gives the same images."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.harvest import Pick
from app.sources.mapillary.facts import images_by_id
from app.sources.mapillary.picking import EARTH_RADIUS_M, in_order, picked, shuffled, spaced
from app.sources.mapillary.tile_images import TileImages

PLACES = st.lists(
    st.tuples(st.floats(-180, 180), st.floats(-85, 85), st.floats(-30, 30), st.floats(-30, 30)), min_size=1, max_size=4
)


def images(lon, lat, times=None) -> TileImages:
    count = len(lon)
    base = images_by_id([str(number * 7919 + 1) for number in range(count)])
    times = np.zeros(count, np.int64) if times is None else np.array(times, np.int64)
    return replace(base, lon=np.array(lon, float), lat=np.array(lat, float), captured_at_ms=times)


def distances(found: TileImages) -> np.ndarray:
    """Return the distances in metres of all pairs, by the haversine formula."""
    lon, lat = np.radians(found.lon), np.radians(found.lat)
    dlon, dlat = lon[:, None] - lon, lat[:, None] - lat
    half = np.sin(dlat / 2) ** 2 + np.cos(lat)[:, None] * np.cos(lat) * np.sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


@pytest.mark.slow
@settings(max_examples=60)
@given(PLACES, st.floats(1, 20), st.randoms(use_true_random=False))
def test_no_two_images_are_too_close_and_none_more_would_fit(places, metres, random):
    """Anywhere on earth, the antimeridian and high latitudes too."""
    lon, lat = [], []
    for west, south, _, _ in places:
        for _ in range(12):
            lon.append((west + random.uniform(-4e-4, 4e-4) + 180) % 360 - 180)
            lat.append(south + random.uniform(-3e-4, 3e-4))
    whole = images(lon, lat)

    rows = spaced(whole, metres)

    apart = distances(whole)
    taken = apart[np.ix_(rows, rows)] + np.eye(len(rows)) * 1e9
    assert taken.min() >= metres * (1 - 1e-6)
    assert (apart[:, rows].min(axis=1) <= metres * (1 + 1e-6)).all()


def test_the_same_images_in_another_order_give_the_same_choice():
    """Trap 7 of the reference: no choice depends on the order of an answer."""
    rng = np.random.default_rng(1)
    whole = images(139.7 + rng.random(300) * 1e-3, 35.6 + rng.random(300) * 1e-3, rng.integers(1, 50, 300))
    mixed = whole.chosen(rng.permutation(300))

    for choose in (
        lambda one: spaced(one, 5.0),
        lambda one: picked(one, 20, Pick.FIRST),
        lambda one: picked(one, 20, Pick.NEWEST),
        lambda one: picked(one, 20, Pick.SPREAD),
    ):
        first, second = in_order(whole), in_order(mixed)
        assert first.ids[choose(first)].tolist() == second.ids[choose(second)].tolist()


@pytest.mark.parametrize("metres", [0.0, 0.5, 1_000_000.0], ids=["none", "half a metre", "a thousand kilometres"])
def test_any_spacing_keeps_at_least_one_image(metres):
    whole = images([10.0, 10.0, -170.0], [50.0, 50.0, -50.0])

    rows = spaced(whole, metres)

    assert len(rows) == (3 if metres == 0 else 2)


def test_a_dense_tile_is_thinned_in_a_moment():
    rng = np.random.default_rng(2)
    whole = images(139.68 + rng.random(20_000) * 0.022, 35.657 + rng.random(20_000) * 0.018)

    rows = spaced(whole, 10.0)

    assert 5_000 < len(rows) < 20_000


def test_newest_takes_the_newest_and_the_undated_last():
    whole = images([0.0] * 5, [0.0] * 5, [5, 0, 9, 7, 9])

    assert picked(whole, 3, Pick.NEWEST).tolist() == [2, 3, 4]
    assert picked(whole, 5, Pick.NEWEST).tolist() == [0, 1, 2, 3, 4]


def test_spread_takes_from_everywhere_before_it_takes_twice():
    """One dense corner does not get all."""
    whole = images([10.0 + at * 1e-7 for at in range(90)] + [11.0, 12.0, 13.0], [50.0] * 93)

    rows = picked(whole, 4, Pick.SPREAD)

    assert {90, 91, 92} <= set(rows.tolist())
    assert len(rows) == 4


@pytest.mark.parametrize("pick", list(Pick))
def test_a_maximum_is_never_exceeded_and_rows_ascend(pick):
    rng = np.random.default_rng(3)
    whole = images(rng.random(500), rng.random(500), rng.integers(0, 10, 500))

    for most in (1, 7, 499, 500, 600, None):
        rows = picked(whole, most, pick)
        assert len(rows) == min(500, most or 500)
        assert (np.diff(rows) > 0).all()


def test_order_is_by_time_then_id():
    whole = images([0.0] * 4, [0.0] * 4, [3, 1, 3, 1])

    assert in_order(whole.chosen(np.array([3, 2, 1, 0]))).ids.tolist() == whole.ids[[1, 3, 0, 2]].tolist()


def test_shuffling_is_a_permutation_of_64_bits():
    assert len(set(shuffled(np.arange(10_000)).tolist())) == 10_000


def test_images_without_a_place_can_be_spread_too():
    assert len(picked(images_by_id(["1", "2", "3"]), 2, Pick.SPREAD)) == 2
