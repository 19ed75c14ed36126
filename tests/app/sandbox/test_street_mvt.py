"""The tile writer: the reference's own sample byte for byte, and what an independent decoder reads."""

import base64

import mapbox_vector_tile
import numpy as np
import pytest

from app.sandbox.street_mvt import Column, Kind, Shape, layer, path, points, strings, varint, varints

# Self-made sample of the protocol reference, B.4: tile 14/14549/6452, one line, two images.
SAMPLE = base64.b64decode(
    "GpgBeAIKCHNlcXVlbmNlEhsIABIKAAABAQICAwMEBBgCIgkJ8Da6PQqwASIaC2NhcHR1cmVkX2F0GgpjcmVhdG9yX2lkGgJpZBoI"
    "aW1hZ2VfaWQaB2lzX3Bhbm8iByD70JX/vDEiCCDLidWTqIIXIhgKFmFCM2RFNWZHN2hJOWpLMWxNM25PNXAiCSD5/NuHw8jgASIC"
    "OAAogCAa7gF4AgoFaW1hZ2USGQgAEgwAAAEBAgIDAwQEBQUYASIFCfA2uj0SGQgBEgwABgEHAgIDCAQJBQUYASIFCaA43D0aC2Nh"
    "cHR1cmVkX2F0Gg1jb21wYXNzX2FuZ2xlGgpjcmVhdG9yX2lkGgJpZBoHaXNfcGFubxoLc2VxdWVuY2VfaWQiByD70JX/vDEiCRkA"
    "AAAAAOBVQCIIIMuJ1ZOoghciCSD5/NuHw8jgASICOAAiGAoWYUIzZEU1Zkc3aEk5aksxbE0zbk81cCIHIMvglf+8MSIJGQAAAAAA"
    "AFZAIgkg+vzbh8PI4AEiAjgBKIAg"
)
KEYS = ("aB3dE5fG7hI9jK1lM3nO5p",)


PLACES = np.array([[3512, 3933], [3600, 3950]])


def column(key: str, kind: Kind, *values: object, present: object = None, texts: tuple[str, ...] = ()) -> Column:
    return Column(key, kind, np.array(values), None if present is None else np.array(present), texts)


def decoded(tile: bytes) -> dict:
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})


def test_sample_of_the_reference_is_written_byte_for_byte():
    line = layer(
        "sequence", Shape.LINE, strings([path([PLACES])]),
        [
            column("captured_at", Kind.INT, 1700000000123), column("creator_id", Kind.INT, 101234567890123),
            column("id", Kind.TEXT, 0, texts=KEYS), column("image_id", Kind.INT, 987654321012345),
            column("is_pano", Kind.BOOL, False),
        ],
    )  # fmt: skip
    images = layer(
        "image", Shape.POINT, points(PLACES),
        [
            column("captured_at", Kind.INT, 1700000000123, 1700000002123),
            column("compass_angle", Kind.DOUBLE, 87.5, 88.0),
            column("creator_id", Kind.INT, 101234567890123, 101234567890123),
            column("id", Kind.INT, 987654321012345, 987654321012346),
            column("is_pano", Kind.BOOL, False, True),
            column("sequence_id", Kind.TEXT, 0, 0, texts=KEYS),
        ],
    )  # fmt: skip

    assert line + images == SAMPLE


def test_absent_values_are_absent_keys():
    tile = layer(
        "image", Shape.POINT, points(PLACES),
        [column("id", Kind.INT, 7, 8), column("quality_score", Kind.FLOAT, 0.5, 0.0, present=[True, False]),
         column("foot", Kind.BOOL, False, False, present=[False, False])],
    )  # fmt: skip

    found = [one["properties"] for one in decoded(tile)["image"]["features"]]

    assert found == [{"id": 7, "quality_score": 0.5}, {"id": 8}]


def test_line_in_parts_is_read_as_a_multiline():
    tile = layer("sequence", Shape.LINE, strings([path([PLACES, PLACES[::-1] - 3000])]), [])

    (feature,) = decoded(tile)["sequence"]["features"]

    assert feature["geometry"]["type"] == "MultiLineString"
    assert feature["geometry"]["coordinates"] == [[[3512, 3933], [3600, 3950]], [[600, 950], [512, 933]]]


def test_many_points_keep_their_places_and_values():
    count = 2_000
    numbers = np.arange(count)
    xy = np.stack([numbers * 7 % 4096, numbers * 13 % 4096], axis=1)
    ids = 9_007_199_254_740_993 + numbers * 3

    found = decoded(layer("image", Shape.POINT, points(xy), [Column("id", Kind.INT, ids)]))["image"]["features"]

    assert [one["properties"]["id"] for one in found] == ids.tolist()
    assert [one["geometry"]["coordinates"] for one in found] == xy.tolist()


@pytest.mark.parametrize("value", [0, 1, 127, 128, 16_383, 16_384, 2**53 + 1, 2**63 - 1])
def test_numbers_are_as_short_as_they_can_be(value):
    assert varints(np.array([value])).joined() == varint(value)


def test_negative_numbers_take_ten_bytes():
    assert varints(np.array([-1])).joined() == b"\xff" * 9 + b"\x01"


def test_layer_without_features_is_nothing():
    assert layer("image", Shape.POINT, points(np.zeros((0, 2), np.int64)), []) == b""
