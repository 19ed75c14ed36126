"""Paths inside one destination: checked, walked component by component, never through a link.

Where the system has folder handles, every step is taken from the handle of the folder above
(O_NOFOLLOW), so that nothing swapped in meanwhile can lead outside. Elsewhere each component
is looked at before it is used.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import OWN_FOLDER, SidecarKind

HAS_HANDLES = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | NO_FOLLOW | os.O_RDONLY
_MOST_HANDLES = 64  # one batch seldom touches more folders, and a process may have as few as 256 open files
_FORBIDDEN = frozenset("\\:\0")
_KINDS = frozenset(kind.value for kind in SidecarKind)


class Place(NamedTuple):
    """How to reach a file: a path and the handle that it is relative to (None: it is absolute)."""

    path: str
    handle: int | None


class LinkError(OSError):
    """A link, or something that is no folder, stands where a folder of the destination should be."""


def checked(path: str) -> str:
    """Return a relative path that stays inside the destination and out of our own folder.

    Of our own folder only the places of files beside images are free: `.windrow_meta/<kind>/<name>.json`.

    Raises:
        FailedError: INTERNAL. Names are made safe long before; this is the second lock on the same door.
    """
    components = path.split("/")
    is_beside = len(components) == 3 and components[0] == OWN_FOLDER and components[1] in _KINDS
    for component in components[2:] if is_beside else components:
        if (
            component in ("", ".", "..")
            or not _FORBIDDEN.isdisjoint(component)
            or component.casefold() == OWN_FOLDER
            or len(component) > 255
        ):
            failure = Failure(FailureKind.INTERNAL, "A file name would leave the destination.", detail=repr(path))
            raise FailedError(failure)
    return path


class Visit:
    """Opens folders below one root and remembers them until it ends. One thread at a time."""

    def __init__(self, root: str, handle: int | None) -> None:
        """Start at an absolute folder; `handle` is its open handle where the system has such."""
        self._root = root
        self._handle = handle
        self._open: dict[str, int] = {}
        self._seen: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Close all folders; the visit may be used again and then looks afresh."""
        for handle in self._open.values():
            with suppress(OSError):
                os.close(handle)
        self._open.clear()
        self._seen.clear()

    def place(self, path: str, *, make: bool = False) -> Place:
        """Return how to reach a file at a checked relative path.

        Args:
            path: Relative, forward slashes.
            make: Make missing folders on the way.

        Raises:
            FileNotFoundError: A folder is missing and `make` is false, or the root is gone.
            LinkError: A folder on the way is a link or a file.
        """
        folder, _, name = path.rpartition("/")
        if not HAS_HANDLES:
            if folder not in self._seen:
                self._look(folder, make)
            return Place(os.path.join(self._root, folder, name), None)  # noqa: PTH118 - hot path
        return Place(name, self._folder(folder, make))

    def _folder(self, folder: str, make: bool) -> int | None:
        if not folder:
            return self._handle
        handle = self._open.get(folder)
        if handle is None:
            while len(self._open) >= _MOST_HANDLES:
                os.close(self._open.pop(next(iter(self._open))))
            parent: int | None = self._handle
            owned: int | None = None
            try:
                for component in folder.split("/"):
                    step = _enter(component, parent, folder, make)
                    if owned is not None:
                        os.close(owned)
                    parent = owned = step
            except BaseException:
                if owned is not None:
                    os.close(owned)
                raise
            assert owned is not None
            handle = self._open[folder] = owned
        return handle

    def _look(self, folder: str, make: bool) -> None:
        path = self._root
        for component in filter(None, folder.split("/")):
            path = os.path.join(path, component)  # noqa: PTH118 - hot path
            try:
                found = os.lstat(path)
            except FileNotFoundError:
                if not make:
                    raise
                with suppress(FileExistsError):
                    os.mkdir(path)  # noqa: PTH102 - mirrors the way with handles
                found = os.lstat(path)
            if not stat.S_ISDIR(found.st_mode) or is_link(found):
                raise LinkError(errno.ELOOP, "a link or a file stands where a folder is needed", folder)
        self._seen.add(folder)


def is_link(found: os.stat_result) -> bool:
    """Tell whether this is a symbolic link, or on Windows anything that leads elsewhere (a junction)."""
    attributes = getattr(found, "st_file_attributes", 0)
    return stat.S_ISLNK(found.st_mode) or bool(attributes & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400))


def _enter(component: str, parent: int | None, folder: str, make: bool) -> int:
    try:
        return os.open(component, _FOLDER, dir_fd=parent)
    except FileNotFoundError:
        if not make:
            raise
        with suppress(FileExistsError):
            os.mkdir(component, dir_fd=parent)
        return os.open(component, _FOLDER, dir_fd=parent)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise LinkError(errno.ELOOP, "a link or a file stands where a folder is needed", folder) from error
        raise


def open_root(root: Path) -> tuple[str, int | None]:
    """Return the absolute text of a destination and a handle on it (None where the system has none)."""
    text = os.path.realpath(root)
    if sys.platform == "win32" and not text.startswith("\\\\"):
        text = "\\\\?\\" + text  # lifts the limit of 260 characters
    return text, os.open(text, _FOLDER) if HAS_HANDLES else None


@contextmanager
def opened(place: Place, flags: int = os.O_RDONLY) -> Iterator[int]:
    """Open an existing file without following a link."""
    descriptor = os.open(place.path, flags | NO_FOLLOW, dir_fd=place.handle)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def found_at(place: Place) -> os.stat_result | None:
    """Return what stands there, links themselves and not their targets; None when nothing does."""
    try:
        return os.stat(place.path, dir_fd=place.handle, follow_symlinks=False)
    except FileNotFoundError:
        return None
