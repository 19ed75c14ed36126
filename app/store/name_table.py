"""Who holds which name, in 16 bytes a slot: a folder may have a million images. Pure.

Names and keys are kept as 64-bit hashes. Two different names with one hash (once in
30 million folders of a million names) only make a name look taken, which is harmless.
"""

import hashlib
from array import array

_SMALLEST = 64


class NameTable:
    """Open addressing over two flat arrays."""

    def __init__(self) -> None:
        """Start empty."""
        self._names = array("Q", bytes(8 * _SMALLEST))
        self._holders = array("Q", bytes(8 * _SMALLEST))
        self._count = 0

    def __len__(self) -> int:
        """Return how many names are held."""
        return self._count

    def claim(self, name: str, key: str) -> bool:
        """Give a free name to a key; tell whether the key holds it now."""
        name_hash, holder = _hash(name), _hash(key)
        slot = self._slot(name_hash)
        if self._names[slot]:
            return self._holders[slot] == holder
        self._names[slot], self._holders[slot] = name_hash, holder
        self._count += 1
        if self._count * 3 > len(self._names) * 2:
            self._grow()
        return True

    def _slot(self, name_hash: int) -> int:
        names = self._names
        mask = len(names) - 1
        slot = name_hash & mask
        while names[slot] and names[slot] != name_hash:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        names, holders = self._names, self._holders
        self._names = array("Q", bytes(16 * len(names)))
        self._holders = array("Q", bytes(16 * len(names)))
        for name_hash, holder in zip(names, holders, strict=True):
            if name_hash:
                slot = self._slot(name_hash)
                self._names[slot], self._holders[slot] = name_hash, holder


def _hash(text: str) -> int:
    """Return 64 bits that are the same in every run, never 0."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1
