"""Protobuf numbers by the thousand: numpy over the places where they lie. Pure."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Places: TypeAlias = NDArray[np.int32]
Numbers: TypeAlias = NDArray[np.uint64]
MOST_VARINT = 10
# Bytes of packed numbers that are unpacked at once: some megabytes of scratch memory.
CHUNK_BYTES = 256 * 1024


def chunks(starts: Places, ends: Places) -> Iterator[slice]:
    """Yield runs of places that together hold about `CHUNK_BYTES`."""
    total = np.cumsum(ends - starts, dtype=np.int64)
    first = 0
    while first < len(starts):
        done = int(total[first - 1]) if first else 0
        last = int(np.searchsorted(total, done + CHUNK_BYTES, side="right"))
        last = max(last, first + 1)
        yield slice(first, last)
        first = last


def packed(buffer: NDArray[np.uint8], starts: Places, ends: Places) -> tuple[Numbers, NDArray[np.int64]]:
    """Return all numbers of several packed fields, one after the other, and how many each of them holds.

    Args:
        buffer: The bytes of the tile.
        starts: Where each field begins.
        ends: Where each field ends; a field may be empty.

    Raises:
        ValueError: A number goes on beyond the end of its field or beyond ten bytes.
    """
    lengths = (ends - starts).astype(np.int64)
    until = np.cumsum(lengths)
    total = int(until[-1]) if len(until) else 0
    if total == 0:
        return np.empty(0, np.uint64), np.zeros(len(starts), np.int64)
    index = np.arange(total, dtype=np.int32) + np.repeat((starts - (until - lengths)).astype(np.int32), lengths)
    content = buffer[index]
    is_last = content < 0x80
    if not is_last[until[lengths > 0] - 1].all():
        raise ValueError("A number in the tile does not end.")
    last = np.flatnonzero(is_last)
    first = np.empty_like(last)
    first[0] = 0
    first[1:] = last[:-1] + 1
    counted = np.cumsum(is_last)[np.maximum(until, 1) - 1] * (until > 0)
    counts = np.diff(counted, prepend=0)
    return _joined(content, first, last - first + 1), counts


def _joined(content: NDArray[np.uint8], first: NDArray[np.int64], width: NDArray[np.int64]) -> Numbers:
    """Return the numbers that begin at `first` and are `width` bytes wide."""
    widest = int(width.max())
    if widest > MOST_VARINT:
        raise ValueError("A number in the tile does not end.")
    numbers = (content[first] & 0x7F).astype(np.uint64)
    for place in range(1, widest):
        longer = np.flatnonzero(width > place)
        part = (content[first[longer] + place] & 0x7F).astype(np.uint64)
        if place == MOST_VARINT - 1 and (part > 1).any():
            raise ValueError("A number in the tile is larger than 64 bits.")
        numbers[longer] |= part << np.uint64(7 * place)
    return numbers


def singles(buffer: NDArray[np.uint8], starts: Places, ends: Places) -> Numbers:
    """Return the one number that lies between each start and end.

    Raises:
        ValueError: It is wider than ten bytes.
    """
    if not len(starts):
        return np.empty(0, np.uint64)
    return _joined(buffer, starts.astype(np.int64), (ends - starts).astype(np.int64))


def unzigzagged(numbers: Numbers) -> NDArray[np.int64]:
    """Return signed numbers of the zigzag form."""
    half = (numbers >> np.uint64(1)).astype(np.int64)
    return half ^ -(numbers & np.uint64(1)).astype(np.int64)
