"""Features and values of a layer by the thousand: where their parts lie. Pure.

Nearly all of them have the plain form that encoders write; those are found with numpy, the few odd ones singly by
`mvt`. The outcome is the same, which a test checks.
"""

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.sources.mapillary.mvt import Layer, feature_parts, value_parts
from app.sources.mapillary.varints import MOST_VARINT, Places

# Fields of a plain feature: id, tags, kind, geometry.
_MOST_FIELDS = 4
_WHOLE_TAGS = (0x20, 0x28, 0x30, 0x38)


def as_places(places: "array[int]") -> Places:
    """Return an array as numpy without copying."""
    return np.frombuffer(places, dtype=np.int32) if len(places) else np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Features:
    """Columns of `FeatureParts`."""

    kind: NDArray[np.uint8]
    tags_from: Places
    tags_to: Places
    geometry_from: Places
    geometry_to: Places


@dataclass(frozen=True, slots=True)
class Values:
    """Columns of `ValueParts`."""

    kind: NDArray[np.uint8]
    start: Places
    end: Places


def features_of(body: bytes, layer: Layer) -> Features:
    """Return the parts of all features of a layer.

    Raises:
        ValueError: One does not add up.
    """
    starts, ends = as_places(layer.features_from), as_places(layer.features_to)
    table = np.zeros((5, len(layer)), np.int32)
    for number in _plain_features(np.frombuffer(body, np.uint8), starts, ends, table):
        table[:, number] = feature_parts(body, int(starts[number]), int(ends[number]))
    kind, tags_from, tags_to, geometry_from, geometry_to = table
    return Features(kind.astype(np.uint8), tags_from, tags_to, geometry_from, geometry_to)


def _plain_features(
    buffer: NDArray[np.uint8], starts: Places, ends: Places, table: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Fill in the plain ones, and return the numbers of the others."""
    last = len(buffer) - 1
    left = np.arange(len(starts))
    pos = starts.copy()
    odd = np.zeros(len(starts), np.bool_)
    for _ in range(_MOST_FIELDS):
        left = left[(pos[left] < ends[left]) & ~odd[left]]
        if not len(left):
            break
        at = pos[left]
        tag, second = buffer[at], buffer[np.minimum(at + 1, last)]
        for places, mark in (((1, 2), 0x12), ((3, 4), 0x22)):
            fits = (tag == mark) & (second < 0x80)
            rows, begin = left[fits], at[fits] + 2
            table[places[0], rows] = begin
            pos[rows] = table[places[1], rows] = begin + second[fits]
        fits = (tag == 0x18) & (second < 0x80)
        table[0, left[fits]] = second[fits]
        pos[left[fits]] = at[fits] + 2
        fits = tag == 0x08
        pos[left[fits]] = at[fits] + 1 + _widths(buffer, at[fits] + 1)
        odd[left] = (pos[left] == at) | (pos[left] > ends[left])
    odd |= pos != ends
    table[:, odd] = 0
    return np.flatnonzero(odd)


def _widths(buffer: NDArray[np.uint8], at: Places) -> NDArray[np.int32]:
    """Return how many bytes the numbers at some places take; 0 where one has no end within ten bytes."""
    width = np.zeros(len(at), np.int32)
    open_ones = np.arange(len(at))
    for place in range(MOST_VARINT):
        open_ones = open_ones[at[open_ones] + place < len(buffer)]
        ends = buffer[at[open_ones] + place] < 0x80
        width[open_ones[ends]] = place + 1
        open_ones = open_ones[~ends]
        if not len(open_ones):
            break
    # One that has no end is left to the careful reader: as if it did not move.
    return np.where(width == 0, np.int32(-1), width)


def values_of(body: bytes, layer: Layer) -> Values:
    """Return kind and place of all values of a layer.

    Raises:
        ValueError: One does not add up.
    """
    buffer = np.frombuffer(body, np.uint8)
    starts, ends = as_places(layer.values_from), as_places(layer.values_to)
    if not len(starts):
        return Values(np.empty(0, np.uint8), starts, ends)
    last = len(buffer) - 1
    width = ends - starts
    tag, second = buffer[np.minimum(starts, last)], buffer[np.minimum(starts + 1, last)]
    is_text = (tag == 0x0A) & (second < 0x80) & (width == second.astype(np.int32) + 2)
    is_fixed = ((tag == 0x19) & (width == 9)) | ((tag == 0x15) & (width == 5))
    is_whole = np.isin(tag, _WHOLE_TAGS) & (width > 1) & (width <= MOST_VARINT + 1)
    is_whole[is_whole] = _widths(buffer, starts[is_whole] + 1) == width[is_whole] - 1
    kind: NDArray[np.uint8] = tag // np.uint8(8)
    begin = starts + 1 + is_text
    until = ends.copy()
    for number in np.flatnonzero(~(is_text | is_fixed | is_whole)):
        kind[number], begin[number], until[number] = value_parts(body, int(starts[number]), int(ends[number]))
    return Values(kind, begin.astype(np.int32), until)
