"""Vector tiles from columns: 80,000 points become a layer in a fraction of a second. Pure.

Source: Mapbox Vector Tile specification 2.1. Rows of different lengths are held as a matrix of bytes with a mask of
those that count, so that numpy and not Python walks over the features.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

EXTENT = 4096
Bytes: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]


class Shape(IntEnum):
    """Type of a feature."""

    POINT = 1
    LINE = 2
    POLYGON = 3


class Kind(IntEnum):
    """How a value is written; the number is its field."""

    TEXT = 1
    FLOAT = 2
    DOUBLE = 3
    INT = 4
    BOOL = 7


@dataclass(frozen=True, slots=True)
class Column:
    """One attribute of all features of a layer.

    Attributes:
        key: Name of the attribute.
        kind: How it is written.
        values: One per feature; for TEXT the positions in `texts`.
        present: Which features have it; None means all.
        texts: Table of TEXT.
    """

    key: str
    kind: Kind
    values: NDArray[Any]
    present: Mask | None = None
    texts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Byte strings of different lengths: what the mask does not show is padding."""

    matrix: Bytes
    mask: Mask

    @property
    def lengths(self) -> NDArray[np.uint64]:
        """Return the bytes of each row."""
        return np.asarray(self.mask.sum(axis=1, dtype=np.uint64))

    def joined(self) -> bytes:
        """Return all rows, one after the other."""
        return self.matrix[self.mask].tobytes()

    def taken(self, order: NDArray[np.intp]) -> "Rows":
        """Return the rows in another order."""
        return Rows(self.matrix[order], self.mask[order])


def varints(values: NDArray[Any]) -> Rows:
    """Return unsigned (or, as two's complement, signed) numbers as varints, one a row."""
    rest = values.astype(np.int64).view(np.uint64) if values.dtype.kind == "i" else values.astype(np.uint64)
    columns, more = [], []
    while True:
        columns.append((rest & np.uint64(127)).astype(np.uint8))
        rest = rest >> np.uint64(7)
        if not rest.any():
            break
        more.append(rest != 0)
        columns[-1] |= more[-1].astype(np.uint8) << 7
    matrix = np.stack(columns, axis=1)
    mask = np.ones(matrix.shape, np.bool_)
    for place, one in enumerate(more):
        mask[:, place + 1] = one
    return Rows(matrix, mask)


def fixed(values: NDArray[Any], count: int) -> Rows:
    """Return the little-endian bytes of numbers."""
    matrix = np.frombuffer(values.tobytes(), np.uint8).reshape(count, -1)
    return Rows(matrix, np.ones(matrix.shape, np.bool_))


def constant(head: bytes, count: int) -> Rows:
    """Return the same bytes in each row."""
    matrix = np.broadcast_to(np.frombuffer(head, np.uint8), (count, len(head)))
    return Rows(matrix, np.ones(matrix.shape, np.bool_))


def strings(values: Sequence[bytes]) -> Rows:
    """Return byte strings as rows."""
    width = max((len(one) for one in values), default=0)
    matrix = np.zeros((len(values), width), np.uint8)
    mask = np.zeros((len(values), width), np.bool_)
    for place, one in enumerate(values):
        matrix[place, : len(one)] = np.frombuffer(one, np.uint8)
        mask[place, : len(one)] = True
    return Rows(matrix, mask)


def beside(*parts: Rows) -> Rows:
    """Return rows made of one row of each part."""
    return Rows(np.concatenate([one.matrix for one in parts], axis=1), np.concatenate([one.mask for one in parts], 1))


def below(*parts: Rows) -> Rows:
    """Return the rows of all parts, one part after the other."""
    width = max(one.matrix.shape[1] for one in parts)

    def wide(array: NDArray[Any]) -> NDArray[Any]:
        return np.pad(array, ((0, 0), (0, width - array.shape[1])))

    return Rows(np.concatenate([wide(one.matrix) for one in parts]), np.concatenate([wide(one.mask) for one in parts]))


def measured(tag: int, rows: Rows) -> Rows:
    """Return each row as a length-delimited field."""
    count = len(rows.matrix)
    return beside(constant(bytes([tag << 3 | 2]), count), varints(rows.lengths), rows)


def field(tag: int, body: bytes) -> bytes:
    """Return one length-delimited field."""
    return bytes([tag << 3 | 2]) + varint(len(body)) + body


def varint(value: int) -> bytes:
    """Return one number."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return signed numbers as unsigned ones, small ones small."""
    return ((values << 1) ^ (values >> 63)).view(np.uint64)


def points(xy: NDArray[np.int64]) -> Rows:
    """Return the geometry of single points, shape (n, 2)."""
    moves = zigzag(xy.astype(np.int64))
    return beside(constant(b"\x09", len(xy)), varints(moves[:, 0]), varints(moves[:, 1]))


def path(parts: Sequence[NDArray[np.int64]], is_closed: bool = False) -> bytes:
    """Return the geometry of one line (or of rings, which are closed), each part of shape (n, 2), n at least 2."""
    out: list[bytes] = []
    cursor = np.zeros((1, 2), np.int64)
    for part in parts:
        steps = zigzag(np.diff(part, axis=0, prepend=cursor)).reshape(-1)
        first = varints(steps[:2]).joined()
        rest = varints(steps[2:]).joined()
        out += [b"\x09", first, varint((len(part) - 1) << 3 | 2), rest, b"\x0f" if is_closed else b""]
        cursor = part[-1:]
    return b"".join(out)


@dataclass(frozen=True, slots=True)
class Features:
    """Features of a layer; those of several places can be put into one."""

    geometry: Rows
    columns: Sequence[Column]


def together(parts: Sequence[Features]) -> Features:
    """Return the features of all parts, which have the same columns, one part after the other."""
    if len(parts) == 1:
        return parts[0]
    columns = []
    for alike in zip(*(part.columns for part in parts), strict=True):
        texts: list[str] = []
        values, present = [], []
        for one in alike:
            values.append(one.values + len(texts) if one.kind is Kind.TEXT else one.values)
            present.append(np.ones(len(one.values), np.bool_) if one.present is None else one.present)
            texts += one.texts
        columns.append(Column(alike[0].key, alike[0].kind, np.concatenate(values), np.concatenate(present), texts))
    return Features(below(*(part.geometry for part in parts)), columns)


def layer(name: str, shape: Shape, geometry: Rows, columns: Sequence[Column], version: int = 2) -> bytes:
    """Return one layer as a field of a tile; empty without features. Feature ids are running numbers."""
    count = len(geometry.matrix)
    if not count:
        return b""
    used = [one for one in columns if one.present is None or one.present.any()]
    body = [bytes([15 << 3]), varint(version), field(1, name.encode())]
    tags, values = _tags(used, count)
    numbers = beside(constant(b"\x08", count), varints(np.arange(count)))
    feature = beside(numbers, measured(2, tags), constant(bytes([3 << 3, shape]), count), measured(4, geometry))
    body.append(measured(2, feature).joined())
    body += [field(3, one.key.encode()) for one in used]
    body.append(measured(4, values).joined())
    body.append(bytes([5 << 3]) + varint(EXTENT))
    return field(3, b"".join(body))


def _tags(columns: Sequence[Column], count: int) -> tuple[Rows, Rows]:
    """Return the tags of each feature, and the values of the layer in the order of their first use."""
    if not columns:
        empty = np.zeros((count, 0), np.uint8)
        return Rows(empty, empty.astype(np.bool_)), Rows(empty[:0], empty[:0].astype(np.bool_))
    written, firsts, numbers, shown = [], [], [], []
    total = 0
    for place, one in enumerate(columns):
        present = np.ones(count, np.bool_) if one.present is None else one.present
        features = np.flatnonzero(present)
        found, first, inverse = np.unique(one.values[features], return_index=True, return_inverse=True)
        written.append(_values(one, found))
        firsts.append(features[first] * len(columns) + place)
        number = np.zeros(count, np.int64)
        number[features] = total + inverse
        numbers.append(number)
        shown.append(present)
        total += len(found)
    order = np.argsort(np.concatenate(firsts))
    rank = np.empty(total, np.int64)
    rank[order] = np.arange(total)
    pairs = []
    for place, (number, present) in enumerate(zip(numbers, shown, strict=True)):
        pair = beside(constant(varint(place), count), varints(rank[number]))
        pairs.append(Rows(pair.matrix, pair.mask & present[:, None]))
    return beside(*pairs), below(*written).taken(order)


def _values(column: Column, found: NDArray[Any]) -> Rows:
    """Return values as messages of the layer, without their own field head."""
    count = len(found)
    match column.kind:
        case Kind.TEXT:
            return strings([field(Kind.TEXT, column.texts[code].encode()) for code in found.tolist()])
        case Kind.FLOAT:
            return beside(constant(b"\x15", count), fixed(found.astype("<f4"), count))
        case Kind.DOUBLE:
            return beside(constant(b"\x19", count), fixed(found.astype("<f8"), count))
        case Kind.INT:
            return beside(constant(b"\x20", count), varints(found.astype(np.int64)))
        case Kind.BOOL:
            return beside(constant(b"\x38", count), fixed(found.astype(np.uint8), count))
