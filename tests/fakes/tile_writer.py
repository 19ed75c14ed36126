"""Writes vector tiles for tests, as plainly as the format allows."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Value = str | int | float | bool


@dataclass
class Feature:
    """One feature; geometry is the list of command numbers, unpacked."""

    kind: int
    geometry: Sequence[int]
    attributes: Mapping[str, Value] = field(default_factory=dict)


def varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def span(number: int, content: bytes) -> bytes:
    """Return a length-prefixed field."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def number(field_number: int, value: int) -> bytes:
    """Return a varint field."""
    return varint(field_number << 3) + varint(value)


def point(x: int, y: int) -> list[int]:
    return [9, zigzag(x), zigzag(y)]


def path(points: Sequence[tuple[int, int]], *, start: tuple[int, int] = (0, 0), is_closed: bool = False) -> list[int]:
    """Return the commands of one line or ring, with the cursor at `start` before it."""
    (x, y), found = start, [9]
    for at, (px, py) in enumerate(points):
        if at == 1:
            found.append((len(points) - 1) << 3 | 2)
        found += [zigzag(px - x), zigzag(py - y)]
        x, y = px, py
    return [*found, 15] if is_closed else found


def value_bytes(value: Value) -> bytes:
    if isinstance(value, bool):
        return number(7, int(value))
    if isinstance(value, int):
        return number(4, value)
    if isinstance(value, float):
        return varint(3 << 3 | 1) + struct.pack("<d", value)
    return span(1, value.encode())


def layer_bytes(name: str, features: Iterable[Feature], *, extent: int = 4096, version: int = 2) -> bytes:
    keys: dict[str, int] = {}
    values: dict[tuple[type, Value], int] = {}
    parts = [number(15, version), span(1, name.encode())]
    for place, feature in enumerate(features):
        tags = b"".join(
            varint(keys.setdefault(key, len(keys))) + varint(values.setdefault((type(value), value), len(values)))
            for key, value in feature.attributes.items()
        )
        geometry = b"".join(map(varint, feature.geometry))
        parts.append(span(2, number(1, place) + span(2, tags) + number(3, feature.kind) + span(4, geometry)))
    parts += [span(3, key.encode()) for key in keys]
    parts += [span(4, value_bytes(value)) for _, value in values]
    parts.append(number(5, extent))
    return b"".join(parts)


def tile_bytes(**layers: Iterable[Feature]) -> bytes:
    """Return a tile of layers by name."""
    return b"".join(span(3, layer_bytes(name, features)) for name, features in layers.items())


def image(key: int, x: int, y: int, **attributes: Value) -> Feature:
    """Return a feature of the image layer at a pixel."""
    return Feature(1, point(x, y), {"id": key, **attributes})


def dense_images(count: int) -> Iterable[Feature]:
    """Yield the features of a tile as dense as the densest known one; all ids and times differ."""
    for at in range(count):
        yield image(
            600_000_000_000_000 + at * 7919,
            at * 31 % 4096,
            at * 17 % 4096,
            captured_at=1_500_000_000_000 + at * 1373,
            compass_angle=(at * 37 % 36000) / 100,
            sequence_id=f"sequence{at // 300:014d}",
            is_pano=at % 5 == 0,
            creator_id=100_000_000_000_000 + at // 900,
            **({"quality_score": (at % 1000) / 1000} if at % 3 else {}),
        )
