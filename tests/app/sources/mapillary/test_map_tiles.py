"""The map gets packed columns and lines, at every zoom."""

import numpy as np
import pytest

from app.model.mercator import Tile
from app.sources.mapillary.map_tiles import GOOD, PANORAMA, UNKNOWN_TYPE, coverage_tile
from tests.fakes import tile_writer as w


def test_points_come_with_their_facts():
    body = w.tile_bytes(
        image=[
            w.image(2**53 + 1, 3512, 3933, captured_at=1_700_000_000_123, compass_angle=87.5, is_pano=True),
            w.image(9, 10, 20, quality_score=0.5, is_pano=False),
            w.image(11, 0, 0),
        ]
    )

    tile = coverage_tile(body, Tile(14, 1, 2), is_cached=True)

    assert (tile.z, tile.x, tile.y, tile.count, tile.is_cached) == (14, 1, 2, 3, True)
    assert np.frombuffer(tile.xy, "<u2").reshape(-1, 2).tolist() == [[3512, 3933], [10, 20], [0, 0]]
    assert np.frombuffer(tile.ids, "<i8").tolist() == [2**53 + 1, 9, 11]
    assert np.frombuffer(tile.captured_at_ms, "<i8").tolist() == [1_700_000_000_123, 0, 0]
    assert np.isnan(np.frombuffer(tile.compass_angle, "<f4")).tolist() == [False, True, True]
    assert list(tile.flags) == [PANORAMA, GOOD, UNKNOWN_TYPE]


def test_lines_are_parted_by_nothing():
    """Trap 36 of the reference: lines of several parts."""
    two_parts = w.path([(0, 0), (4096, 8)]) + w.path([(5, 5), (6, 6)], start=(4096, 8))
    body = w.tile_bytes(sequence=[w.Feature(2, two_parts, {"id": "a"}), w.Feature(1, w.point(1, 1))])

    corners = np.frombuffer(coverage_tile(body, Tile(10, 1, 2), is_cached=False).lines, "<f4").reshape(-1, 2)

    assert np.isnan(corners[[2, 5]]).all()
    assert corners[[0, 1, 3, 4]].tolist() == [[0, 0], [4096, 8], [5, 5], [6, 6]]


def test_an_overview_is_shown_as_points():
    body = w.tile_bytes(overview=[w.image(7, 100, 200, sequence_id="a")])

    assert coverage_tile(body, Tile(3, 1, 2), is_cached=False).count == 1


def test_another_extent_is_scaled_and_points_beyond_the_tile_are_left_to_their_own():
    layer = w.layer_bytes("image", [w.image(7, 256, 128), w.image(8, 512, 0), w.image(9, -1, 0)], extent=512)

    tile = coverage_tile(w.span(3, layer), Tile(14, 1, 2), is_cached=False)

    assert np.frombuffer(tile.xy, "<u2").tolist() == [2048, 1024]


def test_an_empty_tile_shows_nothing():
    assert coverage_tile(b"", Tile(14, 1, 2), is_cached=False).count == 0


def test_a_broken_tile_is_refused():
    with pytest.raises(ValueError, match="tile"):
        coverage_tile(b"<html>", Tile(14, 1, 2), is_cached=False)
