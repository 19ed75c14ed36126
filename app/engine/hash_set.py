"""A set of 64-bit hashes: 9 bytes a member instead of the hundred of a Python set. Pure.

Hashes lie in many short sorted rows: one more moves a few kilobytes at most, and nothing is ever copied whole.
"""

import hashlib
from array import array
from bisect import bisect_left

_ROWS = 256


class HashSet:
    """Remembers texts by hash. Two texts share a hash once in 10^7 sets of a million: then one counts as known."""

    def __init__(self) -> None:
        self._rows = [array("Q") for _ in range(_ROWS)]

    def __len__(self) -> int:
        """Return how many texts it knows."""
        return sum(map(len, self._rows))

    def __contains__(self, text: object) -> bool:
        row, place, mark = self._find(str(text))
        return place < len(row) and row[place] == mark

    def add(self, text: str) -> bool:
        """Remember a text; return False when it was known already."""
        row, place, mark = self._find(text)
        if place < len(row) and row[place] == mark:
            return False
        row.insert(place, mark)
        return True

    def _find(self, text: str) -> tuple["array[int]", int, int]:
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        mark = int.from_bytes(digest, "little")
        row = self._rows[digest[0]]
        return row, bisect_left(row, mark), mark
