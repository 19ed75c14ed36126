"""Images by their hash, shared between projects: what one download brought, another need not fetch.

An entry is a hard link of the file in its project, or a copy where no link can be made. It is copied out, never linked
out, so that an edit in one project reaches no other; an edit can spoil the entry, so each is hashed again when it is
read. Several processes may use one folder: entries appear by link or rename, whole or not at all.
"""

import hashlib
import os
import shutil
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from app.model.failure import FailedError, Failure, FailureKind
from app.store.parts import OpenPart, Part

MOST_BYTES = 50 * 1024**3
# After clearing up so much is left, so that it is not done for every image.
KEPT_SHARE = 0.9
IN_MEMORY = 5 * 1024 * 1024
CHUNK = 1024 * 1024
_HEX = frozenset("0123456789abcdef")


class _Entry(NamedTuple):
    """Sorts by age, oldest first."""

    linked_at: float
    size: int
    path: str


class ItemCache:
    """Images below one folder. Any thread, several processes.

    Attributes:
        folder: Absolute.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        """Take a folder; `open` makes it. When there is more than `most_bytes`, the oldest entries go."""
        self.folder = folder
        self._most_bytes = most_bytes
        self._bytes: int | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path) -> "ItemCache":
        """Make the folder when it is missing.

        Raises:
            FailedError: DISK, it cannot be used.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f".{uuid.uuid4().hex}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            failure = Failure(
                FailureKind.DISK,
                f"The cache folder “{folder}” cannot be used: {error.strerror or error}.",
                "Choose another folder, or leave the cache out.",
            )
            raise FailedError(failure) from error
        return cls(folder)

    def get(self, sha256: str, make_part: Callable[[], OpenPart]) -> bytes | Part | None:
        """Return an image; None when it is not here. A spoilt entry is deleted.

        Args:
            sha256: Lower-case hex digest.
            make_part: Opens a body in the destination, for an image too large for memory.

        Raises:
            FailedError: DISK, the destination cannot take it.
        """
        path = self._path(sha256)
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size > IN_MEMORY:
                    return self._copied(path, sha256, make_part)
                body = file.read(IN_MEMORY + 1)
        except OSError:
            return None
        if hashlib.sha256(body).hexdigest() != sha256:
            self._drop(path)
            return None
        return body

    def _copied(self, path: Path, sha256: str, make_part: Callable[[], OpenPart]) -> Part | None:
        part = make_part()
        try:
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    part.write(chunk)
            whole = part.close()
        except OSError:
            part.discard()
            return None
        except BaseException:
            part.discard()
            raise
        if whole.sha256 != sha256:
            part.discard()
            self._drop(path)
            return None
        return whole

    def keep(self, sha256: str, file: Path) -> None:
        """Take an image in from its place in a project; trouble with the disk is never an error."""
        path = self._path(sha256)
        if path is None or path.exists():
            return
        with suppress(OSError):
            size = file.stat().st_size
            path.parent.mkdir(exist_ok=True)
            self._link(file, path)
            self._grow(size)

    def _link(self, file: Path, path: Path) -> None:
        try:
            os.link(file, path, follow_symlinks=False)
        except FileExistsError:
            return
        except OSError:  # another disk, or one without links
            fresh = path.with_name(f".{uuid.uuid4().hex}")
            try:
                shutil.copyfile(file, fresh, follow_symlinks=False)
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path | None:
        """Return where an image lies; None for a text that is no digest."""
        if len(sha256) != 64 or not _HEX.issuperset(sha256):
            return None
        return self.folder / sha256[:2] / sha256[2:]

    @staticmethod
    def _drop(path: Path) -> None:
        with suppress(OSError):
            path.unlink()

    def _grow(self, size: int) -> None:
        with self._lock:
            if self._bytes is None:
                self._bytes = sum(entry.size for entry in self._entries())
            else:
                self._bytes += size
            if self._bytes > self._most_bytes:
                self._bytes = self._clear_up()

    def _clear_up(self) -> int:
        """Delete the oldest entries; return the bytes that are left."""
        entries = sorted(self._entries())
        left = sum(entry.size for entry in entries)
        for entry in entries:
            if left <= self._most_bytes * KEPT_SHARE:
                break
            self._drop(Path(entry.path))
            left -= entry.size
        return left

    def _entries(self) -> list[_Entry]:
        found = []
        for shelf in self.folder.glob("[0-9a-f][0-9a-f]"):
            with suppress(OSError), os.scandir(shelf) as files:
                for file in files:
                    with suppress(OSError):
                        about = file.stat(follow_symlinks=False)
                        # Making a link sets the time of change; the other times belong to the project's file.
                        found.append(_Entry(about.st_ctime, about.st_size, file.path))
        return found
