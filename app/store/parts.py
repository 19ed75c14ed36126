"""A body on its way: streamed into the temporary folder of an attempt with a running SHA-256."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from app.model.failure import FailedError
from app.store.disk import write_all
from app.store.disk_words import disk_failure


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

    def __init__(
        self, name: str, descriptor: int, remove: Callable[[str], None], make_room: Callable[[int], None]
    ) -> None:
        """Take over an open file.

        Args:
            name: Its name in the temporary folder.
            descriptor: Open for writing; closed by `close` and `discard`.
            remove: Deletes a name from the temporary folder; harmless when it is gone.
            make_room: Raises FailedError when so many further bytes would fill the disk.
        """
        self.name = name
        self.size = 0
        self._descriptor = descriptor
        self._remove = remove
        self._make_room = make_room
        self._hash = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        """Append bytes. Raise FailedError (DISK) when the disk will not take them; then discard."""
        self._make_room(len(chunk))
        try:
            write_all(self._descriptor, chunk)
        except OSError as error:
            raise FailedError(disk_failure(error)) from error
        self._hash.update(chunk)
        self.size += len(chunk)

    def close(self) -> Part:
        """Close the file and return what arrived. Raise FailedError (DISK) when closing fails."""
        try:
            self._close_file()
        except OSError as error:
            raise FailedError(disk_failure(error)) from error
        return Part(self.name, self.size, self._hash.hexdigest())

    def discard(self) -> None:
        """Close and delete; harmless when it is closed or gone already, but never after `Sink.write` took it."""
        with suppress(OSError):  # what the disk says of bytes that nobody wants does not matter
            self._close_file()
        self._remove(self.name)

    def _close_file(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)
