"""Columns of images."""

import dataclasses

import numpy as np
import pytest

from app.model.mercator import fraction_of, lon_lat_of
from app.sandbox.street_dense import dense_roll
from app.sandbox.street_roll import fractions, places, starts_of
from app.sandbox.street_town import town_roll


def test_row_is_found_by_id():
    roll = town_roll()

    assert [roll.row_of(int(roll.ids[row])) for row in (0, 17, len(roll) - 1)] == [0, 17, len(roll) - 1]
    assert roll.row_of(1) is None


@pytest.mark.parametrize(("offset", "row"), [(0, 0), (7_919 * 99, 99), (7_919 * 100, None), (-7_919, None), (1, None)])
def test_row_is_counted_where_ids_count(offset, row):
    roll = dense_roll(100)

    assert roll.row_of(roll.first_id + offset) == row


def test_detections_of_two_images_never_share_an_id():
    roll = town_roll()
    other = dataclasses.replace(roll, number=2)

    assert roll.first_detection(1) - roll.first_detection(0) == 64
    assert other.first_detection(0) > roll.first_detection(len(roll))


def test_many_places_are_those_of_one_by_one():
    lon, lat = np.array([4.8, -179.9, 139.699]), np.array([45.7, -60.0, 89.9])

    x, y = fractions(lon, lat, 14)
    back = places(x, y, 14)

    one_by_one = [fraction_of(*place, 14) for place in zip(lon.tolist(), lat.tolist(), strict=True)]
    assert np.stack([x, y], 1) == pytest.approx(np.array(one_by_one))
    assert back[0] == pytest.approx(lon)
    assert [back[1][0]] == pytest.approx([lon_lat_of(*one_by_one[0], 14)[1]])


@pytest.mark.parametrize(("groups", "starts"), [([], [0]), ([5], [0, 1]), ([1, 1, 2, 2, 2, 7], [0, 2, 5, 6])])
def test_runs_are_found(groups, starts):
    assert starts_of(np.array(groups)).tolist() == starts
