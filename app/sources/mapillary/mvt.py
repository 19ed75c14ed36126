"""Vector tiles: where everything lies in the bytes. Pure.

Only the frame is walked here: layers, features, keys and values by their places. Numbers are read from those places
by `frames` and `columns`, thousands at once. Unknown fields are passed over, fields come in any order; whatever does
not add up is a ValueError, never anything else, and no length in a tile makes memory grow beyond a few times its size.

Source: Vector Tile Specification 2.1 and Protocol Buffers wire format; reference B.4.
"""

import zlib
from array import array
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_BYTES = 64 * 1024 * 1024
# More features, or values, than any tile has; a tile that claims more is nonsense and would cost minutes.
MOST_PARTS = 4_000_000
MOST_EXTENT = 1 << 16
DEFAULT_EXTENT = 4096

GZIP = b"\x1f\x8b"
POINT, LINE, POLYGON = 1, 2, 3
TEXT, FLOAT, DOUBLE, INT64, UINT64, SINT64, BOOL = 1, 2, 3, 4, 5, 6, 7

# First byte of a field: its number and its wire type.
_LAYER = 0x1A
_FEATURE, _KEY, _VALUE, _NAME, _EXTENT = 0x12, 0x1A, 0x22, 0x0A, 0x28
_TAGS, _KIND, _GEOMETRY = 0x12, 0x18, 0x22


def _places() -> "array[int]":
    return array("i")


@dataclass(slots=True)
class Layer:
    """One layer of a tile, still in the bytes of the tile.

    Attributes:
        name: Of the layer.
        extent: Pixels along a side.
        keys: Names of attributes.
        features_from, features_to: Where each feature lies.
        values_from, values_to: Where each value lies.
    """

    name: str = ""
    extent: int = DEFAULT_EXTENT
    keys: list[str] = field(default_factory=list)
    features_from: "array[int]" = field(default_factory=_places)
    features_to: "array[int]" = field(default_factory=_places)
    values_from: "array[int]" = field(default_factory=_places)
    values_to: "array[int]" = field(default_factory=_places)

    def __len__(self) -> int:
        """Return the number of features."""
        return len(self.features_from)


class FeatureParts(NamedTuple):
    """Where the parts of one feature lie; equal places are an empty part.

    Attributes:
        kind: POINT, LINE, POLYGON or something else.
        tags_from, tags_to: Its packed attribute numbers.
        geometry_from, geometry_to: Its packed geometry.
    """

    kind: int
    tags_from: int
    tags_to: int
    geometry_from: int
    geometry_to: int


class ValueParts(NamedTuple):
    """What a value is (TEXT … BOOL, 0 for nothing known) and where its content lies."""

    kind: int
    start: int
    end: int


def inflated(body: bytes) -> bytes:
    """Return a body without the gzip that some servers and files wrap it in.

    Raises:
        ValueError: It is wrapped twice, not whole, followed by something, or larger than 64 MiB.
    """
    if not body.startswith(GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MOST_BYTES + 1)
    except zlib.error:
        raise ValueError("The tile is broken gzip.") from None
    if len(plain) > MOST_BYTES:
        raise ValueError("The tile is larger than 64 MiB.")
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("The gzip of the tile does not end where it should.")
    if plain.startswith(GZIP):
        raise ValueError("The tile is packed twice.")
    return plain


def read_tile(body: bytes) -> dict[str, Layer]:
    """Return the layers of a tile by name; an empty body has none. Gzip has been taken off before.

    Raises:
        ValueError: The bytes are no vector tile, or not a whole one.
    """
    if len(body) > MOST_BYTES:
        raise ValueError("The tile is larger than 64 MiB.")
    layers: dict[str, Layer] = {}
    pos, end = 0, len(body)
    try:
        while pos < end:
            tag, pos = varint(body, pos, end)
            if tag != _LAYER:
                pos = _skip(body, pos, end, tag)
                continue
            pos, until = _span(body, pos, end)
            layer = _layer(body, pos, until)
            if layer.name in layers:
                raise ValueError("The tile has two layers of one name.")
            layers[layer.name] = layer
            pos = until
    except IndexError:
        raise ValueError("The tile ends early.") from None
    except UnicodeDecodeError:
        raise ValueError("A name in the tile is no text.") from None
    return layers


def varint(data: bytes, pos: int, end: int) -> tuple[int, int]:
    """Return a number of up to 64 bits and the place after it.

    Raises:
        ValueError: It goes on beyond `end` or beyond ten bytes.
    """
    value = shift = 0
    while pos < end:
        byte = data[pos]
        pos += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value >> 64:
                break
            return value, pos
        shift += 7
        if shift > 63:
            break
    raise ValueError("A number in the tile does not end.")


def _span(data: bytes, pos: int, end: int) -> tuple[int, int]:
    """Return where the content of a length-prefixed field begins and ends."""
    length, pos = varint(data, pos, end)
    if pos + length > end:
        raise ValueError("A part of the tile is longer than the tile.")
    return pos, pos + length


def _skip(data: bytes, pos: int, end: int, tag: int) -> int:
    """Return the place after an unknown field."""
    if tag >> 3 == 0:
        raise ValueError("A field of the tile has no number.")
    match tag & 7:
        case 0:
            return varint(data, pos, end)[1]
        case 1:
            pos += 8
        case 2:
            return _span(data, pos, end)[1]
        case 5:
            pos += 4
        case _:
            raise ValueError("A field of the tile has a type that does not exist.")
    if pos > end:
        raise ValueError("The tile ends early.")
    return pos


def _layer(data: bytes, pos: int, end: int) -> Layer:
    layer = Layer()
    add_feature, end_feature = layer.features_from.append, layer.features_to.append
    add_value, end_value = layer.values_from.append, layer.values_to.append
    parts = 0
    while pos < end:
        tag, pos = (data[pos], pos + 1) if data[pos] < 0x80 else varint(data, pos, end)
        if tag not in (_FEATURE, _VALUE, _KEY, _NAME):
            if tag == _EXTENT:
                layer.extent, pos = varint(data, pos, end)
            else:
                pos = _skip(data, pos, end, tag)
            continue
        length, pos = (data[pos], pos + 1) if data[pos] < 0x80 else varint(data, pos, end)
        until = pos + length
        if until > end:
            raise ValueError("A part of the tile is longer than the tile.")
        parts += 1
        if parts > MOST_PARTS:
            raise ValueError("The tile claims more parts than any tile has.")
        if tag == _FEATURE:
            add_feature(pos)
            end_feature(until)
        elif tag == _VALUE:
            add_value(pos)
            end_value(until)
        elif tag == _KEY:
            layer.keys.append(data[pos:until].decode())
        else:
            layer.name = data[pos:until].decode()
        pos = until
    if not 1 <= layer.extent <= MOST_EXTENT:
        raise ValueError(f"The extent of the tile is {layer.extent}.")
    return layer


def feature_parts(data: bytes, pos: int, end: int) -> FeatureParts:
    """Return where the parts of a feature lie.

    Raises:
        ValueError: They do not fit into it.
    """
    kind = tags_from = tags_to = geometry_from = geometry_to = 0
    while pos < end:
        tag, pos = varint(data, pos, end)
        if tag == _TAGS:
            tags_from, tags_to = _span(data, pos, end)
            pos = tags_to
        elif tag == _GEOMETRY:
            geometry_from, geometry_to = _span(data, pos, end)
            pos = geometry_to
        elif tag == _KIND:
            kind, pos = varint(data, pos, end)
        else:
            pos = _skip(data, pos, end, tag)
    return FeatureParts(min(kind, 255), tags_from, tags_to, geometry_from, geometry_to)


# Wire type of each kind of value.
_WIRE = {TEXT: 2, FLOAT: 5, DOUBLE: 1, INT64: 0, UINT64: 0, SINT64: 0, BOOL: 0}


def value_parts(data: bytes, pos: int, end: int) -> ValueParts:
    """Return what a value is and where its content lies.

    Raises:
        ValueError: It does not fit into its field.
    """
    found = ValueParts(0, 0, 0)
    while pos < end:
        tag, pos = varint(data, pos, end)
        number, wire = tag >> 3, tag & 7
        after = _skip(data, pos, end, tag)
        if _WIRE.get(number) == wire:
            found = ValueParts(number, _span(data, pos, end)[0] if number == TEXT else pos, after)
        pos = after
    return found
