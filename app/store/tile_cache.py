"""Bodies of map tiles on disk: small files that can always be asked for again.

A file is fresh for a week, of a server on this machine (a mirror, a test, the demo) for ten minutes. The oldest files
go when all of them together outgrow the limit. Nothing here ever fails: without a disk it simply keeps nothing.
"""

import hashlib
import logging
import os
import re
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit

from app.model.address import is_this_machine
from app.model.clock import Clock, SystemClock

log = logging.getLogger(__name__)

FRESH_SECONDS = 7 * 24 * 3600.0
FRESH_SECONDS_HERE = 600.0
MOST_BYTES = 2 * 1000**3
# Pruning goes a little further than it must, so that it is not due again with the next tile.
PRUNED_SHARE = 0.9
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_\-]+(/[A-Za-z0-9_\-]+)*")


class TileFolder:
    """A cache of tiles below one folder. Any thread; several programs may share it."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES, clock: Clock | None = None) -> None:
        """Touch nothing yet.

        Args:
            folder: Made when the first tile is kept.
            most_bytes: Of all files together.
            clock: Time.
        """
        self._folder = folder
        self._most_bytes = most_bytes
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._size: int | None = None
        self._has_complained = False

    def get(self, host: str, key: str) -> bytes | None:
        """Return a body that is still fresh; None when it has to be asked for. An empty body is a body."""
        path = self._path(host, key)
        try:
            age = self._clock.utc() - path.stat().st_mtime
            # A file from the future was written with another clock; it may be of any age.
            if not -60.0 <= age < fresh_seconds(host):
                return None
            return path.read_bytes()
        except OSError:
            return None

    def put(self, host: str, key: str, body: bytes) -> None:
        """Keep a body: all of it, or nothing."""
        path = self._path(host, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(body)
                now = self._clock.utc()
                os.utime(name, (now, now))
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            self._grow(len(body))
        except OSError as error:
            if not self._has_complained:
                self._has_complained = True
                log.info("map tiles are not kept: %s", error.strerror)

    def _path(self, host: str, key: str) -> Path:
        server = hashlib.sha256(host.encode()).hexdigest()[:16]
        name = key if _PLAIN_KEY.fullmatch(key) and len(key) < 200 else hashlib.sha256(key.encode()).hexdigest()
        return self._folder / server / f"{name}.tile"

    def _grow(self, count: int) -> None:
        with self._lock:
            if self._size is None:
                self._size = sum(size for _, size, _ in self._files())
            else:
                self._size += count
            if self._size > self._most_bytes:
                self._size = self._prune()

    def _prune(self) -> int:
        """Delete the oldest files; return what is left."""
        files = sorted(self._files())
        size = sum(one for _, one, _ in files)
        for _, one, path in files:
            if size <= self._most_bytes * PRUNED_SHARE:
                break
            path.unlink(missing_ok=True)
            size -= one
        return size

    def _files(self) -> list[tuple[float, int, Path]]:
        """Return (modification time, bytes, path) of every file."""
        found = []
        for path in self._folder.rglob("*.tile"):
            try:
                state = path.stat()
            except OSError:
                continue
            found.append((state.st_mtime, state.st_size, path))
        return found


def fresh_seconds(host: str) -> float:
    """Return for how long a body of a server is good.

    Args:
        host: Name with or without a port, or an address.
    """
    name = urlsplit(host if "://" in host else f"//{host}").hostname or ""
    return FRESH_SECONDS_HERE if is_this_machine(name) else FRESH_SECONDS
