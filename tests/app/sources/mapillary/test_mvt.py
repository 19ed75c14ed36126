"""The frame of a tile is found whatever the order of its fields, and nonsense is a ValueError."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sources.mapillary.mvt import BOOL, DOUBLE, INT64, TEXT, feature_parts, inflated, read_tile, value_parts, varint
from tests.fakes import tile_writer as w


def test_layers_are_found_by_name_in_any_order():
    """Trap 36 of the reference begins here: the image layer is found wherever it stands."""
    body = w.tile_bytes(sequence=[w.Feature(2, w.path([(0, 0), (5, 5)]), {"id": "s"})], image=[w.image(7, 1, 2)])

    layers = read_tile(body)

    assert list(layers) == ["sequence", "image"]
    assert layers["image"].keys == ["id"]
    assert len(layers["image"]) == 1
    assert layers["image"].extent == 4096


def test_fields_that_nobody_knows_are_passed_over():
    strange = w.number(99, 1) + w.span(98, b"?") + w.varint(97 << 3 | 5) + b"1234" + w.varint(96 << 3 | 1) + b"12345678"
    feature = strange + w.number(3, 1) + w.span(4, bytes([9, 2, 4])) + strange
    layer = strange + w.span(2, feature) + w.number(5, 512) + strange + w.span(1, b"image")
    body = strange + w.span(3, layer) + strange

    layer_found = read_tile(body)["image"]
    parts = feature_parts(body, layer_found.features_from[0], layer_found.features_to[0])

    assert layer_found.extent == 512
    assert parts.kind == 1
    assert body[parts.geometry_from : parts.geometry_to] == bytes([9, 2, 4])


@pytest.mark.parametrize(
    ("value", "kind"),
    [("text", TEXT), (1.5, DOUBLE), (-7, INT64), (2**53 + 1, INT64), (True, BOOL)],
    ids=["text", "double", "negative", "beyond 2^53", "bool"],
)
def test_a_value_says_what_it_is(value, kind):
    content = w.number(55, 3) + w.value_bytes(value)

    assert value_parts(content, 0, len(content)).kind == kind


BROKEN = {
    "length beyond the end": w.span(3, b"abc")[:-1],
    "length beyond the parent": w.span(3, w.varint(2 << 3 | 2) + w.varint(50) + b"x"),
    "number without end": b"\x80" * 11,
    "number larger than 64 bits": w.varint(9 << 3) + b"\xff" * 9 + b"\x7f",
    "number cut off": w.varint(9 << 3) + b"\x80",
    "field number zero": b"\x02\x00",
    "group": bytes([9 << 3 | 3]),
    "extent zero": w.span(3, w.span(1, b"image") + w.number(5, 0)),
    "extent too large": w.span(3, w.span(1, b"image") + w.number(5, 1 << 30)),
    "two layers of one name": w.span(3, w.span(1, b"image")) * 2,
    "name that is no text": w.span(3, w.span(1, b"\xff\xfe")),
    "feature tag at the very end": w.span(3, b"\x12"),
    "fixed value cut off": w.varint(9 << 3 | 1) + b"123",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_a_tile_that_does_not_add_up_is_refused(body):
    with pytest.raises(ValueError, match=r"tile"):
        read_tile(body)


def test_every_cut_of_a_tile_is_refused_or_shorter():
    """A truncated body must never look like a whole tile with the same features."""
    body = w.tile_bytes(image=w.dense_images(20))

    for end in range(1, len(body)):
        with pytest.raises(ValueError, match="tile"):
            read_tile(body[:end])


@given(st.binary(max_size=300))
def test_noise_is_a_value_error_and_nothing_else(body):
    try:
        layers = read_tile(body)
    except ValueError:
        return
    assert sum(len(layer) for layer in layers.values()) <= len(body)


def test_gzip_is_taken_off_once():
    body = w.tile_bytes(image=[w.image(7, 1, 2)])

    assert inflated(body) == body
    assert inflated(gzip.compress(body)) == body
    assert inflated(b"") == b""


PACKED = {
    "twice": gzip.compress(gzip.compress(b"\x1a\x00")),
    "cut off": gzip.compress(b"x" * 1000)[:-5],
    "followed by something": gzip.compress(b"x") + b"more",
    "broken": b"\x1f\x8b\x08\x00" + b"\xff" * 20,
}


@pytest.mark.parametrize("body", PACKED.values(), ids=PACKED.keys())
def test_gzip_that_is_not_plain_is_refused(body):
    with pytest.raises(ValueError, match=r"tile"):
        inflated(body)


@pytest.mark.slow
def test_a_gzip_bomb_is_not_unpacked():
    with pytest.raises(ValueError, match="larger than 64 MiB"):
        inflated(gzip.compress(bytes(65 * 1024 * 1024), 1))


@given(st.integers(0, 2**64 - 1))
def test_numbers_come_back(number):
    written = w.varint(number)

    assert varint(written, 0, len(written)) == (number, len(written))
