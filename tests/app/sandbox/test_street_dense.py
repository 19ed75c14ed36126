"""The tile of 83,737 images."""

import numpy as np
import pytest

from app.sandbox.street_dense import DENSE_COUNT, DENSE_TILE, TUTORIAL_BOX, dense_roll
from app.sandbox.street_index import Index
from app.sandbox.street_mvt_read import point_features
from app.sandbox.street_tiles import coverage_tile

ROLL = dense_roll()


def test_tile_is_the_same_each_time():
    again = dense_roll.__wrapped__(DENSE_COUNT)

    assert (again.lon == ROLL.lon).all()
    assert (again.at_ms == ROLL.at_ms).all()
    assert list(again.keys) == list(ROLL.keys)


def test_all_images_lie_in_one_tile():
    index = Index(ROLL)

    assert {place: len(rows) for place, rows in index.original.tiles.items()} == {DENSE_TILE: 83_737}


def test_box_of_the_tutorial_holds_some_hundred():
    assert 200 < len(Index(ROLL).in_box(*TUTORIAL_BOX)) < 1_500


def test_ids_and_keys_differ():
    assert len(np.unique(ROLL.ids)) == DENSE_COUNT
    assert len(set(ROLL.keys)) == len(ROLL.keys)
    assert ROLL.ids.min() > 2**53


def test_columns_cost_megabytes_and_not_objects():
    columns = [getattr(ROLL, name) for name in ROLL.__slots__]

    assert sum(one.nbytes for one in columns if isinstance(one, np.ndarray)) < 12e6


@pytest.mark.slow
def test_whole_tile_is_megabytes_and_can_be_decoded():
    body = coverage_tile([Index(ROLL)], 14, *DENSE_TILE, False)

    features = point_features(body, "image")
    assert len(body) > 5e6
    assert len(features) == DENSE_COUNT
    assert {one.values["id"] for one in features} == set(ROLL.ids.tolist())
