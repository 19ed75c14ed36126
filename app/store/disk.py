"""What a disk can do for us: rename without replacing, sync a batch at once, lock, tell its free space.

Errors stay OSError here; `disk_words` turns them into words.
"""

import ctypes
import errno
import os
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_RENAME_NOREPLACE = 1  # Linux, renameat2(2)
_RENAME_EXCL = 4  # macOS, renameatx_np(2)
_AT_FDCWD = -2 if sys.platform == "darwin" else -100
_SYNC_THREADS = 8  # fsync waits for the disk, not for a core
_UNKNOWN_CALL = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_NO_LINKS = {errno.EPERM, errno.EMLINK} | _UNKNOWN_CALL
_NO_LOCKS = {errno.ENOLCK} | _UNKNOWN_CALL
_LIBC = None if sys.platform == "win32" else ctypes.CDLL(None, use_errno=True)
_RENAME = getattr(_LIBC, "renameatx_np" if sys.platform == "darwin" else "renameat2", None)
_RENAME_FLAG = _RENAME_EXCL if sys.platform == "darwin" else _RENAME_NOREPLACE
_SYNCFS = getattr(_LIBC, "syncfs", None)
HAS_BATCH_SYNC = _SYNCFS is not None
_BUSY = {5, 32, 33}  # Windows: denied, shared, locked; a virus scanner or an indexer looks at the fresh file
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # seconds, some 2.5 in all


class Space(NamedTuple):
    """Bytes of a disk: what this user may still write, and all."""

    free: int
    total: int


def write_all(descriptor: int, body: bytes | memoryview) -> None:
    """Write every byte; the system may take fewer at once."""
    done = os.write(descriptor, body)
    if done == len(body):
        return
    rest = memoryview(body)[done:]
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def rename_exclusive(
    source: str, target: str, source_folder: int | None = None, target_folder: int | None = None
) -> None:
    """Rename without replacing.

    Args:
        source: Path, relative to `source_folder` where that is given.
        target: Path, relative to `target_folder` where that is given.
        source_folder: Handle of an open folder.
        target_folder: Handle of an open folder.

    Raises:
        FileExistsError: Something stands at the target; both stay as they are.
    """
    if sys.platform == "win32":
        # os.rename is MoveFileExW without MOVEFILE_REPLACE_EXISTING there.
        patiently(lambda: os.rename(source, target), threading.Event().wait)  # noqa: PTH104 - text paths in a hot loop
        return
    try:
        _rename_by_system(source, target, source_folder, target_folder)
    except OSError as error:
        if error.errno not in _UNKNOWN_CALL:
            raise
        rename_by_link(source, target, source_folder, target_folder)


def patiently(act: Callable[[], None], wait: Callable[[float], object]) -> None:
    """Do something that another program may hold up for a moment; try again for some 2.5 seconds."""
    for pause in _PAUSES:
        try:
            act()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _BUSY:
                raise
            wait(pause)
        else:
            return
    act()


def _rename_by_system(source: str, target: str, source_folder: int | None, target_folder: int | None) -> None:
    if _RENAME is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    failed = _RENAME(
        _AT_FDCWD if source_folder is None else source_folder,
        os.fsencode(source),
        _AT_FDCWD if target_folder is None else target_folder,
        os.fsencode(target),
        _RENAME_FLAG,
    )
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), source, None, target)


def rename_by_link(source: str, target: str, source_folder: int | None, target_folder: int | None) -> None:
    """Rename without replacing where the system has no call for it.

    A kill between link and unlink leaves both names on the same complete file. Disks without
    links get an empty placeholder first, which nobody else can take; it is ours to replace.
    """
    try:
        os.link(source, target, src_dir_fd=source_folder, dst_dir_fd=target_folder, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666, dir_fd=target_folder))
        os.replace(source, target, src_dir_fd=source_folder, dst_dir_fd=target_folder)
        return
    os.unlink(source, dir_fd=source_folder)


def sync_tree(folder: int | None, paths: Sequence[str]) -> None:
    """Make everything written so far outlast a power cut.

    After an error the files must be thrown away: the system forgets what it could not write.

    Args:
        folder: Handle of any open folder on that disk; on Linux one call for it covers all files.
        paths: The files and folders concerned, for systems without such a call.
    """
    if folder is not None and _SYNCFS is not None:
        if _SYNCFS(folder):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return
    with ThreadPoolExecutor(min(_SYNC_THREADS, max(1, len(paths)))) as pool:
        for outcome in [pool.submit(_sync_path, path) for path in paths]:
            outcome.result()


def _sync_path(path: str) -> None:
    is_folder = Path(path).is_dir()
    if is_folder and sys.platform == "win32":
        return  # NTFS keeps its own journal of names, and folders cannot be flushed
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)


def sync_file(descriptor: int) -> None:
    """Flush one open file down to the medium."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # network disks refuse it; then fsync is all there is
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def lock_file(descriptor: int) -> bool:
    """Take a lock that dies with the process.

    Returns:
        False when another process (or another open file of this one) has it. A disk that
        knows no locks answers True: nothing that is promised depends on the lock.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NO_LOCKS
    return True


def space(path: Path | str) -> Space:
    """Return the space of the disk that holds an existing path."""
    usage = shutil.disk_usage(path)
    return Space(usage.free, usage.total)


def nearest_existing(path: Path) -> Path:
    """Return the path itself or the closest folder above it that exists."""
    while not os.path.lexists(path) and path != path.parent:
        path = path.parent
    return path


def is_writable(folder: Path) -> bool:
    """Tell whether files may be made in an existing folder, without making one."""
    if sys.platform != "win32" and os.statvfs(folder).f_flag & os.ST_RDONLY:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def is_same_volume(one: Path, other: Path) -> bool:
    """Tell whether a rename between two existing paths stays on one disk."""
    return one.stat().st_dev == other.stat().st_dev


def boot_id() -> str:
    """Return a text that changes with every start of the machine; empty where the system gives none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
