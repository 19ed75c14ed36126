"""From the temporary folder to the final name, never over a file that is not ours.

Nothing there       rename without replacing
ours, same bytes    left alone
ours, unchanged     replaced in one step
ours, edited        moved to .windrow_meta/aside/ first
same bytes          adopted: whoever put it there wanted what we want
anything else       refused
"""

import os
import stat
from dataclasses import dataclass

from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import OWN_FOLDER
from app.store.disk import rename_exclusive
from app.store.holdings import Holdings, OwnFile, hash_of, is_unchanged
from app.store.sink_paths import Place, Visit, found_at, opened
from app.store.sink_records import Staged
from app.store.sink_staging import Staging

ASIDE = f"{OWN_FOLDER}/aside"


@dataclass(frozen=True, slots=True)
class Put:
    """How a file came to stand under its final name.

    Attributes:
        mtime_ns: Of the file that stands there now.
        was_adopted: It stood there before.
        aside: Relative path that an edited file was moved to; usually empty.
    """

    mtime_ns: int
    was_adopted: bool = False
    aside: str = ""


class Placing:
    """Puts staged files of one sink in place. Thread-safe as long as each thread brings its own visit."""

    def __init__(self, staging: Staging, holdings: Holdings, attempt: str) -> None:
        """Take from a staging; ask the holdings what is ours."""
        self._staging = staging
        self._holdings = holdings
        self._attempt = attempt

    def put(self, staged: Staged, visit: Visit) -> Put:
        """Give a staged file its final name.

        Raises:
            FailedError: REFUSED, somebody else's file (or a folder, or a link) stands there.
            OSError: The disk says no; the staged file is still there.
        """
        try:
            return self._rename(staged, visit)
        except FileNotFoundError:
            # Somebody removed a folder since it was opened: look afresh once, then believe it.
            visit.end()
            return self._rename(staged, visit)

    def _rename(self, staged: Staged, visit: Visit) -> Put:
        source = self._staging.place(staged.temporary)
        target = visit.place(staged.path, make=True)
        try:
            rename_exclusive(source.path, target.path, source.handle, target.handle)
        except FileExistsError:
            return self._meet(staged, source, target, visit)
        return Put(staged.mtime_ns)

    def _meet(self, staged: Staged, source: Place, target: Place, visit: Visit) -> Put:
        found = found_at(target)
        if found is None:  # it went away in this moment
            rename_exclusive(source.path, target.path, source.handle, target.handle)
            return Put(staged.mtime_ns)
        if not stat.S_ISREG(found.st_mode):
            raise refused(staged.path)
        own = self._holdings.file_at(staged.path)
        if own is not None and is_unchanged(visit, own) and own.sha256 != staged.sha256:
            os.replace(source.path, target.path, src_dir_fd=source.handle, dst_dir_fd=target.handle)
            return Put(staged.mtime_ns)
        if found.st_size == staged.size:
            with opened(target) as descriptor:
                is_same = hash_of(descriptor) == staged.sha256
            if is_same:
                self._staging.remove(staged.temporary)
                return Put(found.st_mtime_ns, was_adopted=True)
        if own is None:
            raise refused(staged.path)
        aside = self.move_aside(staged.path, visit)
        target = visit.place(staged.path, make=True)
        rename_exclusive(source.path, target.path, source.handle, target.handle)
        return Put(staged.mtime_ns, aside=aside)

    def move_aside(self, path: str, visit: Visit) -> str:
        """Move a file of ours to a place where nothing is lost; return the relative path."""
        number = 1
        while True:
            aside = f"{ASIDE}/{self._attempt}/{path}" + (f"~{number}" if number > 1 else "")
            target = visit.place(aside, make=True)
            source = visit.place(path)
            try:
                rename_exclusive(source.path, target.path, source.handle, target.handle)
            except FileExistsError:
                number += 1
                continue
            return aside

    def retire(self, file: OwnFile, visit: Visit) -> str:
        """Move a file of ours that goes by another name now aside; return where to, empty when it is not there."""
        try:
            place = visit.place(file.path)
            found = found_at(place)
            if found is None or not stat.S_ISREG(found.st_mode):
                return ""
            return self.move_aside(file.path, visit)
        except FileNotFoundError:
            return ""


def refused(path: str) -> FailedError:
    """Return the error for somebody else's file at a path of ours."""
    return FailedError(
        Failure(
            FailureKind.REFUSED,
            f"{path} is in the way: Windrow did not make it.",
            "Move it away, then try this item again.",
        )
    )
