"""What the receipt of a destination says, lean enough for a million items.

Only hashes and offsets are kept in memory (about 16 MB per million); lines are read on demand.
"""

import hashlib
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.store.holdings_index import OffsetIndex
from app.store.manifest import Manifest
from app.store.receipt import Line, full_path, image_beside
from app.store.sink_paths import Visit, found_at, opened
from app.store.suspects import mark_suspects, read_suspects

PARTIAL: Final = "partial"  # level of an item of which a crash left only some files
_HASH_BLOCK = 1 << 20
_LOOKS_PER_VISIT = 512  # then folders are opened afresh, so that a moved one is noticed


@dataclass(frozen=True, slots=True)
class Held:
    """The last word of the receipt on one item.

    Attributes:
        key: Id of the item.
        path: Relative path of the image.
        size: Bytes; None when only sidecars were wanted.
        sha256: Lower-case hex digest; empty without an image.
        version: As it was handed to the sink.
        mtime_ns: Modification time when it was put in place; 0 without an image.
    """

    key: str
    path: str
    size: int | None
    sha256: str
    version: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of ours as the receipt knows it."""

    path: str
    size: int
    sha256: str
    mtime_ns: int


class Holdings:
    """Items by key and by path. Thread-safe."""

    def __init__(self, manifest: Manifest, visit: Visit) -> None:
        """Read a manifest once; `visit` is ours alone from now on."""
        self._manifest = manifest
        self._visit = visit
        self._suspects = read_suspects(visit)
        self._looks = 0
        self._lock = threading.Lock()
        self._visit_lock = threading.Lock()
        self._by_key = OffsetIndex()
        # Only asked for when a file is in the way: most jobs never need it, and it costs memory for every item.
        self._by_path: OffsetIndex | None = None
        self.torn = 0
        for offset, line in manifest.lines():
            if line is None:
                self.torn += 1
            else:
                self._by_key.load(line.key, offset)
        self._by_key.settle()

    def note(self, line: Line, offset: int) -> None:
        """Take in a line that was just appended."""
        with self._lock:
            self._by_key.add(line.key, offset)
            if self._by_path is not None:
                for path in _index_paths(line):
                    self._by_path.add(path, offset)

    def __len__(self) -> int:
        """Return the number of items; reads the whole manifest."""
        return sum(1 for _ in self.current())

    def get(self, key: str) -> Held | None:
        """Return what the receipt says of an item."""
        line = self.line(key)
        if line is None or not line.path:
            return None
        return Held(line.key, line.path, line.size, line.sha256, line.version, line.mtime_ns)

    def line(self, key: str) -> Line | None:
        """Return the last line of a key."""
        with self._lock:
            found = self._latest(key)
        return found[1] if found else None

    def file_at(self, path: str) -> OwnFile | None:
        """Return the file of ours that should lie at a relative path; None when the place is not ours."""
        image = image_beside(path)
        for candidate in (path, image) if image else (path,):
            line = self.owner(candidate)
            if line is None:
                continue
            for file in files_of(line):
                if file.path == path:
                    return file
        return None

    def owner(self, path: str) -> Line | None:
        """Return the line that an image path (or a file off the layout) belongs to now."""
        with self._lock:
            for offset in self._paths().find(path):
                line = self._manifest.line(offset)
                if line is None or path not in _index_paths(line):
                    continue
                latest = self._latest(line.key)
                return line if latest is not None and latest[0] == offset else None
        return None

    def _paths(self) -> OffsetIndex:
        """Return the index by path, read from the manifest at the first call."""
        if self._by_path is None:
            self._by_path = OffsetIndex()
            for offset, line in self._manifest.lines():
                for path in () if line is None else _index_paths(line):
                    self._by_path.load(path, offset)
            self._by_path.settle()
        return self._by_path

    def current(self) -> Iterator[Line]:
        """Yield every line that no later one supersedes or takes back, in the order of the manifest."""
        for offset, line in self._manifest.lines():
            if line is not None and line.path and self._is_current(line, offset):
                yield line

    def is_right(
        self, key: str, sha256: str | None, size: int | None, version: str, *, path: str | None = None
    ) -> bool:
        """Tell whether image and sidecars lie there as noted and match what is listed now.

        A file with the noted size and time counts as unchanged, otherwise its bytes are hashed.
        An item that was taken without its image is right without one: see `Incoming.version`.

        Args:
            key: Id of the item.
            sha256: As listed; None when unknown.
            size: As listed; None when unknown.
            version: As it would be handed to the sink now.
            path: Where the image should lie now; None when that cannot have changed.
        """
        line = self.line(key)
        if line is None or line.level == PARTIAL or line.version != version or path not in (None, line.path):
            return False
        if line.size is not None and not _is_listed(line, sha256, size):
            return False
        return all(self.lies_there(file) for file in files_of(line))

    def has_image(self, key: str, sha256: str | None, size: int | None, *, path: str | None = None) -> bool:
        """Tell whether the image alone is right, whatever became of version and sidecars; arguments as in `is_right`.

        Then `Incoming` with `body=None` renews the sidecars and leaves the image alone.
        """
        line = self.line(key)
        if line is None or line.size is None or path not in (None, line.path) or not _is_listed(line, sha256, size):
            return False
        return self.lies_there(OwnFile(line.path, line.size, line.sha256, line.mtime_ns))

    def lies_there(self, file: OwnFile, *, always_hash: bool = False) -> bool:
        """Tell whether a file of ours lies on the disk unchanged."""
        with self._visit_lock:
            self._looks += 1
            if self._looks % _LOOKS_PER_VISIT == 0:
                self._visit.end()
            return is_unchanged(self._visit, file, always_hash=always_hash or file.path in self._suspects)

    def clear_suspects(self) -> None:
        """Take back the mark of a check from all files that are right by now, or not ours any more."""
        if not self._suspects:
            return
        files = (self.file_at(path) for path in self._suspects)
        left = {file.path for file in files if file is not None and not self.lies_there(file)}
        with self._visit_lock:
            mark_suspects(self._visit, left)
        self._suspects = left

    def close(self) -> None:
        """Let go of open folders."""
        with self._visit_lock:
            self._visit.end()

    def _latest(self, key: str) -> tuple[int, Line] | None:
        for offset in self._by_key.find(key):
            line = self._manifest.line(offset)
            if line is not None and line.key == key:
                return offset, line
        return None

    def _is_current(self, line: Line, offset: int) -> bool:
        with self._lock:
            for at in self._by_key.find(line.key):
                if at == offset:
                    break
                other = self._manifest.line(at)
                if other is not None and other.key == line.key:
                    return False
            for at in self._paths().find(line.path):
                if at == offset:
                    return True
                other = self._manifest.line(at)
                if other is not None and other.path == line.path:
                    return False
        return True


def is_unchanged(visit: Visit, file: OwnFile, *, always_hash: bool = False) -> bool:
    """Tell whether a file has the noted size, and the noted time or the noted hash."""
    try:
        place = visit.place(file.path)
        found = found_at(place)
        if found is None or not stat.S_ISREG(found.st_mode) or found.st_size != file.size:
            return False
        if found.st_mtime_ns == file.mtime_ns and not always_hash:
            return True
        with opened(place) as descriptor:
            return hash_of(descriptor) == file.sha256
    except OSError:
        return False


def hash_of(descriptor: int) -> str:
    """Return the SHA-256 of an open file from its beginning, lower-case hex."""
    running = hashlib.sha256()
    while block := os.read(descriptor, _HASH_BLOCK):
        running.update(block)
    return running.hexdigest()


def files_of(line: Line) -> list[OwnFile]:
    """Return all files of an item, sidecars first."""
    files = [
        OwnFile(full_path(line.path, beside.name), beside.size, beside.sha256, beside.mtime_ns)
        for beside in line.sidecars
    ]
    if line.size is not None:
        files.append(OwnFile(line.path, line.size, line.sha256, line.mtime_ns))
    return files


def _index_paths(line: Line) -> list[str]:
    return [line.path, *(beside.name for beside in line.sidecars if "/" in beside.name or "." in beside.name)]


def _is_listed(line: Line, sha256: str | None, size: int | None) -> bool:
    return (sha256 is None or sha256 == line.sha256) and (size is None or size == line.size)
