"""Ways to the images of a roll."""

import numpy as np

from app.model.mercator import tile_at
from app.sandbox.street_index import Index, placing
from app.sandbox.street_town import town_roll

INDEX = Index(town_roll())


def test_every_image_is_listed_by_its_tile():
    roll = INDEX.roll
    for row in range(0, len(roll), 97):
        tile = tile_at(float(roll.lon[row]), float(roll.lat[row]), 14)
        assert row in INDEX.original.tiles[tile.x, tile.y]


def test_image_on_a_seam_is_listed_by_both_tiles_and_no_other_twice():
    seam = INDEX.roll.row_of(INDEX.roll.specials["seam"])
    listed = [row for rows in INDEX.original.tiles.values() for row in rows.tolist()]

    assert listed.count(seam) == 2
    assert len(listed) == len(INDEX.roll) + 6


def test_sequence_is_found_by_its_exact_key():
    key = INDEX.roll.keys[0]

    assert INDEX.sequence(key) == range(192)
    assert INDEX.sequence(key.upper()) is None


def test_box_holds_its_edges():
    roll = INDEX.roll
    lon, lat = float(roll.lon[5]), float(roll.lat[5])

    assert 5 in INDEX.in_box(lon, lat, lon + 0.001, lat + 0.001)
    assert 5 in INDEX.in_box(lon - 0.001, lat - 0.001, lon, lat)
    assert not len(INDEX.in_box(0, 0, 1, 1))


def test_image_without_reconstruction_keeps_its_place_among_the_computed():
    row = INDEX.roll.row_of(INDEX.roll.specials["no-computed"])

    assert INDEX.computed.x[row] == INDEX.original.x[row]
    assert (INDEX.computed.x != INDEX.original.x).mean() > 0.8


def test_nothing_lies_nowhere():
    assert placing(np.zeros(0), np.zeros(0)).tiles == {}
