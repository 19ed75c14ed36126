"""A body on its way: streamed into the temporary folder of an attempt with a running SHA-256."""

import hashlib
import os
from dataclasses import dataclass

from app.model.failure import FailedError
from app.store.disk import disk_failure, write_all


@dataclass(frozen=True, slots=True)
class Part:
    """A closed body in the temporary folder.

    Attributes:
        path: Name inside the temporary folder of the attempt; means nothing elsewhere.
        size: Bytes.
        sha256: Lower-case hex digest of all bytes.
    """

    path: str
    size: int
    sha256: str


class OpenPart:
    """A body that is still arriving. One thread at a time."""

    def __init__(self, name: str, descriptor: int, remove: "Remover") -> None:
        """Take over an open file; `remove` deletes a name from the temporary folder."""
        self._name = name
        self._descriptor = descriptor
        self._remove = remove
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, chunk: bytes) -> None:
        """Append bytes. Raise FailedError (DISK) when the disk will not take them."""

    def close(self) -> Part:
        """Close the file and return what arrived."""

    def discard(self) -> None:
        """Close and delete; harmless when it is closed or gone already."""
