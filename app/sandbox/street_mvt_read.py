"""Reads the point layers of recorded tiles: attributes and pixels. Pure.

Source: Mapbox Vector Tile specification 2.1; keys and values may come after the features that use them.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | float | int | bool


@dataclass(frozen=True, slots=True)
class PointFeature:
    """A point: its pixel in the grid of the tile (y down) and its attributes."""

    x: int
    y: int
    values: Mapping[str, Value]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    shift = value = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and content of each field of a message. Raises ValueError, IndexError on a damaged one."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        match key & 7:
            case 0:
                value, at = _varint(data, at)
                yield key >> 3, value
            case 1 | 2 | 5 as kind:
                length, start = _varint(data, at) if kind == 2 else (8 if kind == 1 else 4, at)
                at = start + length
                if at > len(data):
                    raise ValueError("The tile is damaged.")
                yield key >> 3, data[start:at]
            case _:
                raise ValueError("The tile is damaged.")


def _value(data: bytes) -> Value:
    for number, content in fields(data):
        if isinstance(content, bytes):
            match number:
                case 1:
                    return content.decode()
                case 2:
                    return float(struct.unpack("<f", content)[0])
                case _:
                    return float(struct.unpack("<d", content)[0])
        if number == 7:
            return bool(content)
        if number == 6:
            return _signed(content)
        return content - (1 << 64) if content >= 1 << 63 else content
    return ""


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def _numbers(data: bytes) -> list[int]:
    found, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        found.append(value)
    return found


def point_features(tile: bytes, name: str) -> list[PointFeature]:
    """Return the points of a layer.

    Raises:
        ValueError: The tile is damaged.
    """
    found: list[PointFeature] = []
    try:
        for number, content in fields(tile):
            if number == 3 and isinstance(content, bytes):
                found += _layer(content, name)
    except (IndexError, struct.error) as error:
        raise ValueError("The tile is damaged.") from error
    return found


def _layer(data: bytes, wanted: str) -> list[PointFeature]:
    name, keys, values, features = "", [], [], []
    for number, content in fields(data):
        if not isinstance(content, bytes):
            continue
        match number:
            case 1:
                name = content.decode()
            case 2:
                features.append(content)
            case 3:
                keys.append(content.decode())
            case 4:
                values.append(_value(content))
            case _:
                pass
    if name != wanted:
        return []
    found = []
    for feature in features:
        parts = dict(fields(feature))
        tags, steps = parts.get(2, b""), parts.get(4, b"")
        if not isinstance(tags, bytes) or not isinstance(steps, bytes):
            continue
        pairs, moves = _numbers(tags), _numbers(steps)
        named = {keys[key]: values[value] for key, value in zip(pairs[::2], pairs[1::2], strict=True)}
        found.append(PointFeature(_signed(moves[1]), _signed(moves[2]), named))
    return found
