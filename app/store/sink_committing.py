"""One batch from the temporary folder into the receipt: intent, sync, renames, lines.

The order matters. The intent names every file before it gets its final name, so that after
a kill we can tell our files from somebody else's. The sync comes before the renames: what
stands under a final name is on the medium. The line comes after them: what the receipt
says is there was there.

Where one call syncs the whole disk, the lines of a batch reach the medium with the sync of
the next one; until then its intent stays, and a recovery finishes from it. That saves the
second sync of every batch.
"""

import dataclasses
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.model.failure import FailedError, Failure, FailureKind
from app.store.disk_words import disk_failure
from app.store.holdings import Holdings, OwnFile, files_of, is_unchanged
from app.store.manifest import Manifest
from app.store.receipt import Line, encode_line
from app.store.sink_lines import adjusted_line, partial_line, planned_line
from app.store.sink_paths import Visit, found_at
from app.store.sink_placing import Placing
from app.store.sink_records import Committed, Level, Rejected, Staged, Written
from app.store.sink_recovery import INTENT
from app.store.sink_staging import Staging

_UNTOLD = Failure(FailureKind.INTERNAL, "The item was not looked at.")


@dataclass(slots=True)
class _Item:
    written: Written
    held: Line | None
    line: Line | None
    text: bytes
    answer: Committed | Rejected


class Committing:
    """Commits batches of one sink. Thread-safe: batches sync side by side and get their names one after another."""

    def __init__(
        self,
        staging: Staging,
        placing: Placing,
        holdings: Holdings,
        manifest: Manifest,
        visit: Callable[[], Visit],
        sync_files: Callable[[Sequence[str]], None],
        sync_receipt: Callable[[Sequence[str]], None],
        *,
        is_sync_shared: bool,
    ) -> None:
        """Join the parts.

        Args:
            staging: Where the files lie.
            placing: Gives them their names.
            holdings: Learns what was noted.
            manifest: Gets the lines.
            visit: Starts a visit of the destination.
            sync_files: Flushes temporary files, given by name.
            sync_receipt: Flushes the manifest, and the folders of these relative paths where that is a thing apart.
            is_sync_shared: `sync_files` also flushes what was renamed and noted before it.
        """
        self._staging = staging
        self._placing = placing
        self._holdings = holdings
        self._manifest = manifest
        self._visit = visit
        self._sync_files = sync_files
        self._sync_receipt = sync_receipt
        self._is_sync_shared = is_sync_shared
        self._lock = threading.Lock()
        self._unsynced: list[str] = []  # intents of batches whose lines wait for the next sync
        self._owed: list[Line] = []  # lines of files in place that the disk would not take

    def commit(self, written: Sequence[Written]) -> list[Committed | Rejected]:
        """Put a batch in place; answers in the order of the items."""
        if not written:
            return []
        with self._visit() as visit:
            items: list[_Item] = []
            intent = ""
            try:
                items = [self._plan(item, visit) for item in written]
                intent = self._staging.put("", b"".join(item.text for item in items), "", prefix=INTENT).temporary
                with self._lock:
                    covered = tuple(self._unsynced)
                self._sync_files([intent, *(file.temporary for item in written for file in _staged(item))])
            except OSError as error:
                # After a failed sync nobody knows what the medium holds: all of it is thrown away.
                return self._throw_away(written, intent, disk_failure(error))
            try:
                with self._lock:
                    for item in items:
                        self._place(item, visit)
                    self._note(items)
                    self._retire(items, visit)
                if not self._is_sync_shared:
                    self._sync_receipt([file.path for item in written for file in _staged(item)])
            except OSError as error:
                # The intent stays: should the program end now, the next one finishes from it.
                failure = disk_failure(error)
                return [Rejected(item.written.key, item.written.path, failure) for item in items]
        if self._is_sync_shared:
            self._forget(covered, intent)
        else:
            self._staging.remove(intent)
        return [item.answer for item in items]

    def settle(self) -> None:
        """Flush what the last batches noted, so that no intent is needed any more. Raise OSError."""
        with self._lock:
            covered = tuple(self._unsynced)
        self._sync_receipt([])
        self._forget(covered)

    def _forget(self, covered: Sequence[str], fresh: str = "") -> None:
        """Delete intents whose lines are on the medium; keep a fresh one until the next sync."""
        with self._lock:
            gone = [intent for intent in covered if intent in self._unsynced]
            self._unsynced = [intent for intent in self._unsynced if intent not in gone]
            if fresh:
                self._unsynced.append(fresh)
        for intent in gone:
            self._staging.remove(intent)

    def _plan(self, written: Written, visit: Visit) -> _Item:
        held = self._holdings.line(written.key)
        line = planned_line(written, held, lambda path: _exists(visit, path))
        return _Item(written, held, line, encode_line(line), Rejected(written.key, written.path, _UNTOLD))

    def _throw_away(self, written: Sequence[Written], intent: str, failure: Failure) -> list[Committed | Rejected]:
        if intent:
            self._staging.remove(intent)
        for item in written:
            self._staging.discard(item)
        return [Rejected(item.key, item.path, failure) for item in written]

    def _place(self, item: _Item, visit: Visit) -> None:
        """Give the files of one item their names: sidecars first, so that no image ever stands without them."""
        written, planned = item.written, item.line
        assert planned is not None
        times: dict[str, int] = {}
        aside: list[str] = []
        is_adopted = False
        there: list[OwnFile] = []
        try:
            for staged in _staged(written):
                put = self._placing.put(staged, visit)
                there.append(OwnFile(staged.path, staged.size, staged.sha256, put.mtime_ns))
                if put.mtime_ns != staged.mtime_ns:
                    times[staged.path] = put.mtime_ns
                if put.aside:
                    aside.append(put.aside)
                is_adopted = put.was_adopted
        except (FailedError, OSError) as error:
            failure = error.failure if isinstance(error, FailedError) else disk_failure(error, written.path)
            item.answer = Rejected(written.key, written.path, failure)
            item.line = partial_line(planned, there, item.held)
            item.text = encode_line(item.line) if item.line is not None else b""
            self._staging.discard(written)
            return
        if times:
            item.line = planned = adjusted_line(planned, times)
            item.text = encode_line(planned)
        item.answer = Committed(
            written.key,
            written.path,
            planned.size or 0,
            planned.sha256,
            Level(planned.level),
            was_adopted=is_adopted and written.image is not None,
            aside=tuple(aside),
        )

    def _note(self, items: Sequence[_Item]) -> None:
        """Append the lines of what stands in place, and those that the disk refused earlier."""
        lines = [(item.line, item.text) for item in items if item.line is not None]
        lines = [(line, encode_line(line)) for line in self._owed] + lines
        self._owed = [line for line, _ in lines]
        offsets = self._manifest.append([text for _, text in lines])
        self._owed = []
        for (line, _), offset in zip(lines, offsets, strict=True):
            self._holdings.note(line, offset)

    def _retire(self, items: Sequence[_Item], visit: Visit) -> None:
        """Move older files aside whose item goes by another name or in another folder now: never two copies of one."""
        for item in items:
            held, answer = item.held, item.answer
            if held is None or not isinstance(answer, Committed) or held.path == answer.path:
                continue
            if self._holdings.owner(held.path) is not None:
                continue  # another item has taken the name meanwhile
            moved = [
                self._placing.retire(file, visit) for file in reversed(files_of(held)) if is_unchanged(visit, file)
            ]
            item.answer = dataclasses.replace(answer, aside=(*answer.aside, *filter(None, moved)))


def _staged(written: Written) -> tuple[Staged, ...]:
    return written.sidecars if written.image is None else (*written.sidecars, written.image)


def _exists(visit: Visit, path: str) -> bool:
    try:
        return found_at(visit.place(path)) is not None
    except OSError:
        return False
