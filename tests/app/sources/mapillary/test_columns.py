"""Attributes and points of a layer as columns; what is absent, or of another kind, stays unknown."""

import numpy as np
import pytest

from app.sources.mapillary.columns import Columns, points
from app.sources.mapillary.frames import features_of
from app.sources.mapillary.mvt import read_tile
from tests.fakes import tile_writer as w

NAMES = ("id", "n", "f", "b", "t")


def columns(*attributes: dict[str, w.Value]) -> Columns:
    body = w.tile_bytes(image=[w.Feature(1, w.point(1, 1), a) for a in attributes])
    layer = read_tile(body)["image"]
    return Columns(body, layer, features_of(body, layer), NAMES)


def test_ids_beyond_2_to_the_53_stay_exact():
    """Trap 31 of the reference: an id never goes through a float."""
    keys = [2**53 + 1, 2**62 + 3, 25_000_000_000_000_001]

    assert columns(*({"id": key} for key in keys)).whole("id").tolist() == keys


def test_absent_keys_are_unknown_and_zero_is_a_value():
    """Traps 25 and 26 of the reference: a missing angle is unknown, an angle of 0 is north."""
    found = columns({"f": 0.0}, {}, {"f": 12.5}, {"f": 7})

    angles = found.fraction("f")

    assert angles[0] == 0.0
    assert np.isnan(angles[1])
    assert angles[2:].tolist() == [12.5, 7.0]


def test_a_truth_has_three_states():
    """Trap 24 of the reference: yes, no and unknown; 0 and 1 are answers, anything else is none."""
    found = columns({"b": True}, {"b": False}, {}, {"b": 1}, {"b": 0}, {"b": 2}, {"b": "yes"})

    assert found.truth("b").tolist() == [1, 0, -1, 1, 0, -1, -1]


def test_texts_share_a_table():
    rows, table = columns({"t": "a"}, {"t": "B"}, {}, {"t": "a"}, {"t": 5}).text("t")

    assert [table[row] if row >= 0 else None for row in rows] == ["a", "B", None, "a", None]
    assert len(table) == 2


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")], ids=["nan", "inf", "-inf"])
def test_numbers_that_are_none_count_as_absent(value):
    assert np.isnan(columns({"f": value}).fraction("f")).all()


def test_an_id_that_is_no_whole_number_counts_as_absent():
    assert columns({"id": "7"}, {"id": 7.0}, {"id": True}).whole("id").tolist() == [0, 0, 0]


LIES = {
    "key that is not there": bytes([9, 0]),
    "value that is not there": bytes([0, 9]),
    "key without a value": bytes([0]),
}


@pytest.mark.parametrize("tags", LIES.values(), ids=LIES.keys())
def test_an_attribute_that_is_not_there_is_refused(tags):
    feature = w.span(2, tags) + w.number(3, 1) + w.span(4, bytes(w.point(1, 1)))
    body = w.span(3, w.span(1, b"image") + w.span(2, feature) + w.span(3, b"id") + w.span(4, w.value_bytes(7)))
    layer = read_tile(body)["image"]

    with pytest.raises(ValueError, match="feature"):
        Columns(body, layer, features_of(body, layer), NAMES)


def test_points_are_read_with_their_sign_and_only_points():
    features = [
        w.Feature(1, w.point(3512, 3933)),
        w.Feature(2, w.path([(0, 0), (5, 5)])),
        w.Feature(1, [17, *w.point(-3, 4100)[1:], 2, 2]),
    ]
    body = w.tile_bytes(image=features)

    found, is_point = points(body, features_of(body, read_tile(body)["image"]))

    assert is_point.tolist() == [True, False, True]
    assert found[[0, 2]].tolist() == [[3512, 3933], [-3, 4100]]


@pytest.mark.parametrize(
    "geometry", [[], [9, 2], [10, 2, 4], [9, 1 << 33, 0]], ids=["none", "half", "a line to", "beyond the map"]
)
def test_a_point_without_a_place_is_refused(geometry):
    body = w.tile_bytes(image=[w.Feature(1, geometry)])

    with pytest.raises(ValueError, match="point"):
        points(body, features_of(body, read_tile(body)["image"]))
