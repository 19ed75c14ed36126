"""How much may still be written: free space less the reserve, asked for seldom. Thread-safe."""

import time
from collections.abc import Callable

from app.model.failure import FailedError
from app.store.disk import Space, space
from app.store.disk_words import disk_failure, nearly_full

_SECONDS = 1.0
_BYTES = 64 * 1024 * 1024
_SHARE = 0.05  # small disks: never more than this part of the whole is kept free


class Room:
    """Stops writing before the disk is full, so that the system and the ledger still have room."""

    def __init__(
        self,
        folder: str,
        reserve: int,
        measure: Callable[[str], Space] = space,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Watch the disk of an existing folder; keep `reserve` bytes free, at most 5 % of it."""
        self._folder = folder
        self._measure = measure
        self._monotonic = monotonic
        self.reserve = min(reserve, int(measure(folder).total * _SHARE))
        self._left = 0
        self._until = 0.0

    def free(self) -> int:
        """Return the bytes that may still be written, never below 0; 0 when the disk is gone."""
        try:
            return max(0, self._measure(self._folder).free - self.reserve)
        except OSError:
            return 0

    def take(self, size: int) -> None:
        """Count bytes that are about to be written; looks at the disk once a second or every 64 MB.

        Raises:
            FailedError: DISK, the disk is nearly full or gone.
        """
        self._left -= size
        if self._left > 0 and self._monotonic() < self._until:
            return
        try:
            free = self._measure(self._folder).free
        except OSError as error:
            raise FailedError(disk_failure(error, self._folder)) from error
        if free - size < self.reserve:
            self._left = 0
            raise FailedError(nearly_full(free, self.reserve, self._folder))
        self._left = min(_BYTES, free - size - self.reserve)
        self._until = self._monotonic() + _SECONDS
