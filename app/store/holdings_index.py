"""From a text to offsets in a file: 9 bytes per entry, for a million entries and more.

An entry packs 28 bits of the text's hash above 36 bits of offset (64 GiB). The hash finds
candidates, the file decides: whoever asks reads the line and compares.

Entries lie in many short sorted rows, so that one more moves a few kilobytes at most, and
no row ever has to be copied whole: that would cost twice its size for a moment.
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterator

_OFFSET_BITS = 36
_OFFSET_MASK = (1 << _OFFSET_BITS) - 1
_HASH_MASK = (1 << 28) - 1
_ROWS = 256
_ROW_SHIFT = 64 - 8  # the highest bits of the hash choose the row


class OffsetIndex:
    """Offsets by text; of equal texts the highest offset comes first. Not thread-safe."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows = [array("Q") for _ in range(_ROWS)]

    def load(self, text: str, offset: int) -> None:
        """Add one of many; `settle` afterwards."""
        packed = _packed(text, offset)
        self._rows[packed >> _ROW_SHIFT].append(packed)

    def settle(self) -> None:
        """Sort what was loaded."""
        self._rows = [array("Q", sorted(row)) for row in self._rows]

    def add(self, text: str, offset: int) -> None:
        """Add one."""
        packed = _packed(text, offset)
        insort(self._rows[packed >> _ROW_SHIFT], packed)

    def find(self, text: str) -> Iterator[int]:
        """Yield the offsets that may belong to this text, highest first."""
        low = _packed(text, 0)
        row = self._rows[low >> _ROW_SHIFT]
        first = bisect_left(row, low)
        last = bisect_left(row, low + _OFFSET_MASK + 1, first) if first < len(row) else first
        for position in range(last - 1, first - 1, -1):
            yield row[position] & _OFFSET_MASK


def _packed(text: str, offset: int) -> int:
    return (hash(text) & _HASH_MASK) << _OFFSET_BITS | offset
