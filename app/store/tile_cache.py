"""Tiles on disk, so that none is asked for twice: coverage and basemap. Bounded in bytes and in age.

A file is a head (magic, checksum) and the body. A file that does not add up, as after a power cut, counts as absent;
an empty body is a body. Trouble with the disk is never an error: then nothing is kept.
"""

import os
import re
import tempfile
import threading
import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from app.model.address import is_this_machine
from app.model.clock import Clock, SystemClock

MAGIC = b"WTL1"
HEAD_BYTES = 8
MOST_BYTES = 2 * 1024**3
# After clearing up so much is left, so that it is not done for every tile.
KEPT_SHARE = 0.9
FRESH_SECONDS = 7 * 24 * 3600.0
# Servers on this machine are there to be tried out: what they serve changes.
NEAR_FRESH_SECONDS = 600.0
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]")


class _File(NamedTuple):
    """Sorts by age, oldest first."""

    written_at: float
    size: int
    path: str


class TileFolder:
    """Bodies of tiles below a folder; implements `app.sources.kit.TileCache`. Any thread, several processes."""

    def __init__(
        self,
        folder: Path,
        clock: Clock | None = None,
        *,
        most_bytes: int = MOST_BYTES,
        fresh_seconds: float | None = None,
    ) -> None:
        """Touch nothing yet; the folder is made with the first tile.

        Args:
            folder: Where the files go.
            clock: Tells how old a file is.
            most_bytes: When there is more, the oldest files go.
            fresh_seconds: So long a body counts; None means as long as tiles of its host do.
        """
        self._always_fresh_seconds = fresh_seconds
        self._folder = folder
        self._clock = clock or SystemClock()
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._bytes: int | None = None

    def get(self, host: str, key: str) -> bytes | None:
        """Return a body that is still fresh; None when it has to be asked for."""
        path = self._path(host, key)
        try:
            with path.open("rb") as file:
                age = self._clock.utc() - os.fstat(file.fileno()).st_mtime
                # A time in the future says that the clock was set back; nobody knows how old it is.
                if not -60.0 <= age <= self._fresh_seconds(host):
                    return None
                content = file.read()
        except OSError:
            return None
        body = content[HEAD_BYTES:]
        return body if content[:HEAD_BYTES] == _head(body) else None

    def put(self, host: str, key: str, body: bytes) -> None:
        """Keep a body; one that cannot be written is simply asked for again next time."""
        with suppress(OSError):
            self._write(self._path(host, key), _head(body) + body)
            with self._lock:
                self._make_room(len(body) + HEAD_BYTES)

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            now = self._clock.utc()
            os.utime(name, (now, now))
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def _make_room(self, added: int) -> None:
        """Count what was added; remove the oldest files when there is too much."""
        if self._bytes is None:
            self._bytes = sum(file.size for file in self._files())
        else:
            self._bytes += added
        if self._bytes <= self._most_bytes:
            return
        files = sorted(self._files())
        left = sum(file.size for file in files)
        for file in files:
            if left <= self._most_bytes * KEPT_SHARE:
                break
            with suppress(OSError):
                Path(file.path).unlink()
            left -= file.size
        self._bytes = left

    def _files(self) -> list[_File]:
        found = []
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = os.path.join(folder, name)  # noqa: PTH118 - text paths by the ten thousand
                with suppress(OSError):
                    status = os.stat(path)  # noqa: PTH116
                    found.append(_File(status.st_mtime, status.st_size, path))
        return found

    def _path(self, host: str, key: str) -> Path:
        digest = sha256(key.encode("utf-8", "replace")).hexdigest()
        return self._folder / _UNSAFE.sub("_", host)[:80] / digest[:2] / digest[2:34]

    def _fresh_seconds(self, host: str) -> float:
        if self._always_fresh_seconds is not None:
            return self._always_fresh_seconds
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        return NEAR_FRESH_SECONDS if is_this_machine(name.strip("[]")) else FRESH_SECONDS


def _head(body: bytes) -> bytes:
    return MAGIC + zlib.crc32(body).to_bytes(4, "big")
