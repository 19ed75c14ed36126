"""A set of 64-bit hashes in one flat array: 16 bytes a member instead of the hundred of a Python set. Pure."""

import hashlib
from array import array

_FIRST_SLOTS = 1024


class HashSet:
    """Remembers texts by hash. Two texts share a hash once in 10^7 sets of a million: then one counts as known."""

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FIRST_SLOTS))
        self._mask = _FIRST_SLOTS - 1
        self._count = 0

    def __len__(self) -> int:
        """Return how many texts it knows."""
        return self._count

    def add(self, text: str) -> bool:
        """Remember a text; return False when it was known already."""
        mark = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        if not self._put(mark or 1):
            return False
        self._count += 1
        if self._count * 2 > self._mask:
            self._grow()
        return True

    def _put(self, mark: int) -> bool:
        slots, mask = self._slots, self._mask
        place = mark & mask
        while (found := slots[place]) != 0:
            if found == mark:
                return False
            place = (place + 1) & mask
        slots[place] = mark
        return True

    def _grow(self) -> None:
        old = self._slots
        self._mask = len(old) * 2 - 1
        self._slots = array("Q", bytes(16 * len(old)))
        for mark in old:
            if mark:
                self._put(mark)
