"""The small decoder for recorded tiles."""

from pathlib import Path

import mapbox_vector_tile
import numpy as np
import pytest

from app.sandbox.street_mvt import Column, Kind, Shape, layer, points
from app.sandbox.street_mvt_read import point_features

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "data" / "mapillary" / "tiles"
TILE = layer(
    "image", Shape.POINT, points(np.array([[3, 4], [4095, 0]])),
    [
        Column("id", Kind.INT, np.array([2**53 + 1, 7])),
        Column("compass_angle", Kind.DOUBLE, np.array([1.5, 0.0]), np.array([True, False])),
        Column("quality_score", Kind.FLOAT, np.array([0.5, 0.25])),
        Column("is_pano", Kind.BOOL, np.array([True, False])),
        Column("sequence_id", Kind.TEXT, np.array([0, 1]), texts=("ä", "b")),
        Column("captured_at", Kind.INT, np.array([-5, 0])),
    ],
)  # fmt: skip


def test_what_was_written_is_read():
    first, second = point_features(TILE, "image")

    assert (first.x, first.y, second.x, second.y) == (3, 4, 4095, 0)
    assert first.values == {
        "id": 2**53 + 1, "compass_angle": 1.5, "quality_score": 0.5, "is_pano": True, "sequence_id": "ä",
        "captured_at": -5,
    }  # fmt: skip
    assert "compass_angle" not in second.values
    assert second.values["is_pano"] is False


def test_other_layers_are_left_out():
    assert point_features(TILE, "sequence") == []


@pytest.mark.parametrize("length", [1, 5, 60, len(TILE) - 1])
def test_damaged_tile_is_refused(length):
    with pytest.raises(ValueError, match="damaged"):
        point_features(TILE[:length], "image")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["14_8574_5735.mvt", "unknown_zxy_10231_images.mvt"])
def test_recorded_tile_is_read_as_others_read_it(name):
    path = RECORDED / name
    if not path.is_file():
        pytest.skip("no recorded tiles beside this checkout")
    body = path.read_bytes()

    theirs = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})["image"]["features"]
    ours = point_features(body, "image")

    assert [[one.x, one.y] for one in ours] == [one["geometry"]["coordinates"] for one in theirs]
    assert [dict(one.values) for one in ours] == [one["properties"] for one in theirs]
