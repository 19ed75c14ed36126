"""The folder beside the destination in which an export is made, and what becomes of those that were left behind.

    <name>.partial-<id>/lock      held by the process that works here, as long as it lives
    <name>.partial-<id>/lock.<n>  held by each process that helps it
    <name>.partial-<id>/export    the new export; after an exchange the one before it
    <name>.partial-<id>/old       the export before it, where the system cannot exchange two folders in one step

Whoever gets all locks of such a folder may clear it away: its owners are gone. An `old` without a destination is put
back.
"""

import contextlib
import os
import re
import shutil
import uuid
from pathlib import Path

from app.store.disk import lock_file, sync_tree
from app.store.disk_words import disk_errors
from app.store.exchange import exchange

LOCK, EXPORT, OLD = "lock", "export", "old"
_ENDING = re.compile(r"\.partial-[0-9a-f]{12}\Z")
_MOST_NAME_BYTES = 200


class Partial:
    """The folder of one export that is being made.

    Attributes:
        path: The folder beside the destination.
        export: What becomes the destination.
    """

    def __init__(self, destination: Path) -> None:
        """Make the folder, and the folders above it.

        Raises:
            OSError: The disk refuses.
        """
        self._destination = destination
        self.path, self._lock = _locked(destination)
        self.export = self.path / EXPORT
        self.export.mkdir()

    def put(self) -> None:
        """Put the export in its place as a whole; what is there is ours or empty and goes.

        Raises:
            OSError: The disk refuses; what was there is there again.
        """
        self._sync(self.path)
        target, old = self._destination, self.path / OLD
        if not os.path.lexists(target):
            self.export.rename(target)
        elif not exchange(self.export, target):
            target.rename(old)
            try:
                self.export.rename(target)
            except BaseException:
                old.rename(target)
                raise
        self._sync(target.parent)

    def close(self) -> None:
        """Clear away what is left here; harmless when called twice."""
        if self._lock >= 0:
            _clear(self.path, self._lock)
            self._lock = -1

    @staticmethod
    def _sync(folder: Path) -> None:
        if not hasattr(os, "O_DIRECTORY"):
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            sync_tree(handle, [str(folder)])
        finally:
            os.close(handle)


def sweep(destination: Path) -> int:
    """Clear away what ended exports to a destination have left beside it; return how many folders went.

    Raises:
        FailedError: DISK, when an export that has to be put back cannot be.
    """
    gone = 0
    if not destination.parent.is_dir():
        return 0
    with disk_errors(str(destination)):
        prefix = _prefix(destination)
        for path in sorted(destination.parent.iterdir()):
            ending = path.name.removeprefix(prefix)
            if ending != path.name and _ENDING.fullmatch(ending) and path.is_dir() and not path.is_symlink():
                gone += _swept(path, destination)
    return gone


def _swept(path: Path, destination: Path) -> bool:
    names = {entry.name for entry in path.iterdir()}
    helpers = {name for name in names if name.startswith(f"{LOCK}.")}
    if not names - helpers <= {LOCK, EXPORT, OLD}:
        return False  # the name is like ours, what lies there is not
    lock = _taken(path / LOCK)
    if lock is not None and not all(map(_is_free, (path / name for name in helpers))):
        os.close(lock)
        return False
    if lock is None:
        with contextlib.suppress(OSError):
            path.rmdir()  # killed before there was a lock: it is empty, or it is none of ours
        return not path.exists()
    if (path / OLD).is_dir() and not os.path.lexists(destination):
        (path / OLD).rename(destination)
    _clear(path, lock)
    return True


def _locked(destination: Path) -> tuple[Path, int]:
    destination.parent.mkdir(parents=True, exist_ok=True)
    while True:
        path = destination.with_name(f"{_prefix(destination)}.partial-{uuid.uuid4().hex[:12]}")
        path.mkdir()
        with contextlib.suppress(FileNotFoundError):  # somebody sweeps, and was quicker than we
            os.close(os.open(path / LOCK, os.O_CREAT | os.O_RDWR, 0o600))
            lock = _taken(path / LOCK)
            if lock is not None:
                return path, lock


def hold(export: Path) -> int:
    """Hold a folder in which an export is made, as one who helps; return the handle of the lock.

    Raises:
        OSError: The folder is gone.
    """
    path = export.parent / f"{LOCK}.{os.getpid()}"
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    lock_file(handle)
    return handle


def _is_free(path: Path) -> bool:
    lock = _taken(path)
    if lock is None:
        return False
    os.close(lock)
    return True


def _taken(path: Path) -> int | None:
    """Return the handle of a lock that is ours now; None when somebody else holds it or there is none."""
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    # Between opening and locking somebody may have cleared the folder away: then the name means nothing any more.
    if lock_file(handle) and _is_same(handle, path):
        return handle
    os.close(handle)
    return None


def _is_same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except OSError:
        return False


def _clear(path: Path, lock: int) -> None:
    """Remove a folder of ours; the lock goes last, so that the next one can go on where this is cut short."""
    for name in (EXPORT, OLD):
        shutil.rmtree(path / name, ignore_errors=True)
    is_empty = not any((path / name).exists() for name in (EXPORT, OLD))
    if os.name == "nt":
        os.close(lock)
    if is_empty:
        with contextlib.suppress(OSError):
            for helper in path.glob(f"{LOCK}.*"):
                helper.unlink()
            (path / LOCK).unlink()
            path.rmdir()
    if os.name != "nt":
        os.close(lock)


def _prefix(destination: Path) -> str:
    """Return the beginning of the names of partial folders: the name of the destination, cut where it is too long."""
    return destination.name.encode()[:_MOST_NAME_BYTES].decode("utf-8", "ignore")
