"""May a job write to this folder? Looks, and creates nothing."""

import os
import stat
from pathlib import Path

from app.model.answers import DestinationCheck
from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import OWN_FOLDER
from app.store.disk import Space, is_writable, nearest_existing, space
from app.store.disk_words import disk_failure
from app.store.sink_paths import is_link

HARMLESS = frozenset((".ds_store", "desktop.ini", "thumbs.db", "lost+found", ".directory"))
LOCK = "lock"


def check(destination: Path) -> DestinationCheck:
    """Return what was found at a destination."""
    try:
        return _check(destination)
    except OSError as error:
        return _no(disk_failure(error).sentence(), "", False, Space(0, 0))


def demand(destination: Path) -> bool:
    """Check a destination that is to be opened; return whether it is ours already.

    Raises:
        FailedError: DISK, when a job may not write there.
    """
    found = check(destination)
    if not found.can_write:
        title, _, hint = found.reason.partition(". ")
        detail = found.foreign or str(destination)
        raise FailedError(Failure(FailureKind.DISK, title.rstrip(".") + ".", hint, detail=detail))
    return found.is_ours


def _check(destination: Path) -> DestinationCheck:
    root = Path(os.path.realpath(destination))
    existing = nearest_existing(root)
    room = space(existing)
    if not existing.is_dir():
        return _no(f"{existing} is a file. Choose a folder.", "", False, room)
    for parent in root.parents:
        if _was_opened(parent):
            return _no(
                f"This folder lies inside {parent}, which Windrow fills. Choose another folder.", "", False, room
            )
    is_ours = False
    if existing == root:
        own = root / OWN_FOLDER
        if os.path.lexists(own):
            found = own.lstat()
            if is_link(found) or not stat.S_ISDIR(found.st_mode):
                return _in_the_way(OWN_FOLDER, room)
            is_ours = True
        else:
            foreign, nested = _first_in_the_way(root)
            if nested:
                reason = f"Windrow fills the folder {nested} inside this one. Choose another folder."
                return _no(reason, "", False, room)
            if foreign:
                return _in_the_way(foreign, room)
    if not is_writable(existing):
        return _no("Folder is not writable. Choose another folder.", "", is_ours, room)
    return DestinationCheck(True, "", "", is_ours, room.free, room.total)


def _first_in_the_way(root: Path) -> tuple[str, str]:
    """Return (first file of somebody else, first folder that Windrow fills), relative; one of them is empty."""
    folders = [root]
    while folders:
        folder = folders.pop()
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        below = []
        for entry in found:
            if entry.name.casefold() in HARMLESS:
                continue
            if entry.is_dir(follow_symlinks=False) and not is_link(entry.stat(follow_symlinks=False)):
                if entry.name == OWN_FOLDER and _was_opened(folder):
                    return "", folder.relative_to(root).as_posix()
                below.append(Path(entry.path))
            else:
                return Path(entry.path).relative_to(root).as_posix(), ""
        folders.extend(reversed(below))
    return "", ""


def _was_opened(folder: Path) -> bool:
    own = folder / OWN_FOLDER
    return own.is_dir() and (own / LOCK).is_file()


def _in_the_way(foreign: str, room: Space) -> DestinationCheck:
    reason = f"{foreign} is in the way: this folder holds files that Windrow did not make. Choose an empty folder."
    return _no(reason, foreign, False, room)


def _no(reason: str, foreign: str, is_ours: bool, room: Space) -> DestinationCheck:
    return DestinationCheck(False, reason, foreign, is_ours, room.free, room.total)
