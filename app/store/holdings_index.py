"""From a text to offsets in a file: 8 bytes per entry, for a million entries and more.

An entry packs 28 bits of the text's hash above 36 bits of offset (64 GiB). The hash finds
candidates, the file decides: whoever asks reads the line and compares.
"""

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_OFFSET_BITS = 36
_HASH_MASK = (1 << 28) - 1
_MOST_FRESH = 8192  # merged then: a sorted insert of so many into a million takes some 5 ms


class OffsetIndex:
    """Offsets by text; of equal texts the highest offset comes first. Not thread-safe."""

    def __init__(self) -> None:
        """Start empty."""
        self._loading = array("Q")
        self._sorted: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._fresh: dict[str, int] = {}

    def load(self, text: str, offset: int) -> None:
        """Add one of many; `settle` afterwards."""
        self._loading.append((hash(text) & _HASH_MASK) << _OFFSET_BITS | offset)

    def settle(self) -> None:
        """Sort what was loaded."""
        self._sorted = np.frombuffer(self._loading, np.uint64).copy()
        self._loading = array("Q")
        self._sorted.sort()

    def add(self, text: str, offset: int) -> None:
        """Add one that is higher than all before."""
        self._fresh[text] = offset
        if len(self._fresh) >= _MOST_FRESH:
            fresh = np.array([_packed(known, at) for known, at in self._fresh.items()], np.uint64)
            fresh.sort()
            self._sorted = np.insert(self._sorted, np.searchsorted(self._sorted, fresh), fresh)
            self._fresh.clear()

    def find(self, text: str) -> Iterator[int]:
        """Yield the offsets that may belong to this text, highest first."""
        fresh = self._fresh.get(text)
        if fresh is not None:
            yield fresh
        low = _packed(text, 0)
        first = int(np.searchsorted(self._sorted, np.uint64(low)))
        last = int(np.searchsorted(self._sorted, np.uint64(low | ((1 << _OFFSET_BITS) - 1)), side="right"))
        for position in range(last - 1, first - 1, -1):
            yield int(self._sorted[position]) & ((1 << _OFFSET_BITS) - 1)


def _packed(text: str, offset: int) -> int:
    return (hash(text) & _HASH_MASK) << _OFFSET_BITS | offset
