"""One destination folder: takes complete items and puts them in place so that a crash never shows.

Source: design/reliability.md 2.2, the commit protocol.
"""

import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from app.model.answers import DestinationCheck
from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import OWN_FOLDER
from app.store.disk import HAS_BATCH_SYNC, lock_file, sync_tree
from app.store.disk_words import disk_errors
from app.store.holdings import Holdings
from app.store.manifest import Manifest
from app.store.parts import OpenPart, Part
from app.store.receipt import MANIFEST, RECEIPT, Line, Receipt, encode_line, receipt_text
from app.store.sink_check import LOCK, check, demand
from app.store.sink_committing import Committing
from app.store.sink_paths import NO_FOLLOW, Place, Visit, checked, found_at, open_root
from app.store.sink_placing import Placing
from app.store.sink_records import Committed, Incoming, Level, Recovered, Rejected, Written
from app.store.sink_recovery import TEMPORARY, checked_attempt, clear, recover
from app.store.sink_room import Room
from app.store.sink_staging import Staging

RESERVE = 1024**3  # always left free, so that neither the system nor the ledger chokes on a full disk

log = logging.getLogger(__name__)


class _Handles(NamedTuple):
    root: int | None
    temporary: int | None
    lock: int


class Sink:
    """One destination, opened for writing. `write`, `commit`, `part` and `project_file` may be called from any thread.

    One sink per destination: jobs with the same destination share it.

    Attributes:
        destination: Absolute folder.
        attempt: Name of our temporary folder.
        durable: False leaves out every sync; for the benchmark only.
    """

    def __init__(self, destination: Path, attempt: str, reserve: int) -> None:
        """Use `Sink.open`: it checks first."""
        self.destination = destination
        self.attempt = checked_attempt(attempt)
        self.durable = True
        self._root, root = open_root(destination)
        own = Visit(self._root, root)
        lock = _take_lock(own.place(f"{OWN_FOLDER}/{LOCK}", make=True), self._root)
        folder = own.place(f"{TEMPORARY}/{attempt}/", make=True)
        temporary = os.dup(folder.handle) if folder.handle is not None else None
        self._handles = _Handles(root, temporary, lock)
        self._room = Room(self._root, reserve)
        self._manifest = Manifest(own.place(f"{OWN_FOLDER}/{MANIFEST}"))
        own.end()
        self._holdings = Holdings(self._manifest, self._visit())
        self._staging = Staging(Place(folder.path, temporary), self._room)
        self._committing = Committing(
            self._staging,
            Placing(self._staging, self._holdings, attempt),
            self._holdings,
            self._manifest,
            self._visit,
            self._sync_files,
            self._sync_receipt,
            is_sync_shared=HAS_BATCH_SYNC,
        )
        self._is_open = True

    @staticmethod
    def check(destination: Path) -> DestinationCheck:
        """Look whether a job may write there; creates nothing."""
        return check(destination)

    @classmethod
    def open(cls, destination: Path, attempt: str, *, reserve: int = RESERVE) -> "Sink":
        """Check, make `.windrow_meta/`, lock it, and make `.windrow_meta/tmp/<attempt>/`.

        Args:
            destination: Absent, empty, or a folder that Windrow filled before.
            attempt: Unique name of this run, `[A-Za-z0-9_-]{1,64}`; write it to the ledger first, `recover` wants it.
            reserve: Bytes to leave free, at most 5 % of the disk.

        Raises:
            FailedError: DISK, in words; names the file in the way when it belongs to somebody else.
        """
        demand(destination)
        with disk_errors(str(destination)):
            destination.mkdir(parents=True, exist_ok=True)
            return cls(Path(os.path.realpath(destination)), attempt, reserve)

    def part(self) -> OpenPart:
        """Open a fresh body for streaming. Raise FailedError (DISK) when the disk cannot take it."""
        return self._staging.part()

    def write(self, incoming: Sequence[Incoming]) -> list[Written | Rejected]:
        """Check each item and write its files to the temporary folder; answers in the order of the items."""
        return [self._staging.write(item) for item in incoming]

    def commit(self, written: Sequence[Written]) -> list[Committed | Rejected]:
        """Sync once, put everything in place (sidecars first, image last) and write the receipt.

        Commit the ledger after this. The receipt is on the medium with the next commit, or with `close`.
        Items are independent: one that is refused leaves the others alone.
        """
        return self._committing.commit(written)

    def discard(self, written: Sequence[Written]) -> None:
        """Delete the temporary files of items that will not be committed after all."""
        for item in written:
            self._staging.discard(item)

    def project_file(self, path: str, body: bytes | Part, *, keeps_existing: bool = False) -> None:
        """Write a file that belongs to the whole project, such as meta.json, with the same safety.

        Args:
            path: Relative, forward slashes.
            body: All of it; a part that was streamed is taken over.
            keeps_existing: One of ours that lies there already stays as it is.

        Raises:
            FailedError: DISK, or REFUSED when somebody else's file stands there.
        """
        with disk_errors(path):
            if keeps_existing and self._lies_there(path):
                return
            staged = self._staging.stage_whole(checked(path), body)
        written = Written(f"/{path}", path, "", (), staged, Level.HASH)
        for answer in self._committing.commit([written]):
            if isinstance(answer, Rejected):
                raise FailedError(answer.failure)

    def _lies_there(self, path: str) -> bool:
        with self._visit() as visit:
            try:
                return self._holdings.line(f"/{path}") is not None and found_at(visit.place(path)) is not None
            except FileNotFoundError:
                return False

    def folder(self, path: str) -> None:
        """Make a folder inside the destination, such as `img` of an empty dataset. Raise FailedError (DISK)."""
        with disk_errors(path), self._visit() as visit:
            visit.place(f"{checked(path)}/", make=True)

    def write_receipt(self, receipt: Receipt) -> None:
        """Write `.windrow_meta/receipt.json`; the one of an earlier job makes room for it. Raise FailedError (DISK)."""
        with disk_errors(RECEIPT), self._visit() as visit:
            staged = self._staging.put("", receipt_text(receipt), "")
            self._sync_files([staged.temporary])
            source = self._staging.place(staged.temporary)
            target = visit.place(f"{OWN_FOLDER}/{RECEIPT}")
            os.replace(source.path, target.path, src_dir_fd=source.handle, dst_dir_fd=target.handle)
            self._sync_receipt([])

    def retract(self, keys: Sequence[str]) -> None:
        """Note that items were taken away: the receipt names their files no more. Raise FailedError (DISK)."""
        lines = [Line(key=key, path="") for key in keys]
        with disk_errors(MANIFEST):
            offsets = self._manifest.append([encode_line(line) for line in lines])
            for line, offset in zip(lines, offsets, strict=True):
                self._holdings.note(line, offset)
            self._sync_receipt([])

    def holdings(self) -> Holdings:
        """Return what the receipt says; it follows later commits."""
        return self._holdings

    def recover(self, attempts: Sequence[str]) -> Recovered:
        """Finish what earlier attempts of ours put in place without noting it, then delete their temporary folders.

        Call it before asking the holdings what is right.
        """
        with self._visit() as visit:
            return recover(attempts, self.attempt, visit, self._holdings, self._manifest)

    def free(self) -> int:
        """Return the bytes that may still be written: free space less the reserve, never below 0."""
        return self._room.free()

    def close(self) -> None:
        """Delete our temporary folder and let go of the lock; harmless when called twice."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._committing.settle()
        except OSError as error:
            # The intents stay in the temporary folder; the next attempt finishes from them.
            log.warning("the receipt was not flushed: %s", error)
        else:
            self._clear()
            self._holdings.clear_suspects()
        self._holdings.close()
        self._manifest.close()
        for handle in self._handles:
            if handle is not None:
                os.close(handle)

    def _clear(self) -> None:
        with suppress(OSError), self._visit() as visit:  # what is left of it is cleared by the next `recover`
            clear(f"{TEMPORARY}/{self.attempt}", visit)

    def _visit(self) -> Visit:
        return Visit(self._root, self._handles.root)

    def _sync_files(self, names: Sequence[str]) -> None:
        if not self.durable:
            return
        folder = f"{self._root}/{TEMPORARY}/{self.attempt}"
        sync_tree(self._handles.root, [] if HAS_BATCH_SYNC else [f"{folder}/{name}" for name in names])

    def _sync_receipt(self, paths: Sequence[str]) -> None:
        """Flush the manifest. Its journal entry carries the renames before it; elsewhere folders are flushed apart."""
        if not self.durable:
            return
        if not HAS_BATCH_SYNC:
            folders = {path.rpartition("/")[0] for path in paths}
            sync_tree(None, [f"{self._root}/{folder}" for folder in sorted(folders)])
        self._manifest.sync()


def _take_lock(place: Place, root: str) -> int:
    descriptor = os.open(place.path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, 0o666, dir_fd=place.handle)
    if not lock_file(descriptor):
        os.close(descriptor)
        raise FailedError(
            Failure(
                FailureKind.DISK,
                "Another Windrow is writing to this folder.",
                "Wait until it is done, or choose another folder.",
                detail=root,
            )
        )
    return descriptor
