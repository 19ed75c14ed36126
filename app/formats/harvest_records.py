"""Reads what is known of the pictures of a harvested folder: one record each, in a stable order.

The receipt says which pictures there are; the record of each lies in the file beside it. Nothing in the folder is
changed. Records are laid one after the other in a temporary file, so that tables of a million rows fit into memory and
every further pass costs next to nothing.
"""

import datetime
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, NamedTuple

from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest_record import HarvestRecord, record_from_json, record_to_json
from app.model.layout import OWN_FOLDER, SidecarKind
from app.store.disk_words import disk_errors
from app.store.holdings import Holdings
from app.store.manifest import Manifest
from app.store.receipt import MANIFEST, full_path
from app.store.sink_paths import Visit, found_at, open_root, opened

_LOOKS_PER_VISIT = 512


class _Entry(NamedTuple):
    """Sorts by region, then by time (unknown ones last), then by id."""

    region: str
    is_undated: bool
    captured_at_ms: int
    id: str
    offset: int
    size: int


@dataclass(slots=True)
class Harvested:
    """The pictures of a folder. Iterate as often as needed.

    Attributes:
        missing: Pictures of the receipt that do not lie there any more.
        broken: Pictures whose record is missing or cannot be read.
        written_at: When the last record was written, UTC; the epoch for an empty folder.
    """

    _file: IO[bytes]
    missing: int = 0
    broken: int = 0
    written_at: datetime.datetime = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    _entries: list[_Entry] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of pictures with a record."""
        return len(self._entries)

    def __iter__(self) -> Iterator[HarvestRecord]:
        """Yield the records by region, time and id. One pass at a time."""
        for entry in self._entries:
            self._file.seek(entry.offset)
            yield record_from_json(self._file.read(entry.size))


@contextmanager
def harvested(folder: Path) -> Iterator[Harvested]:
    """Read a harvested folder; what cannot be read is counted, never fatal.

    Raises:
        FailedError: DISK, the folder has no receipt or cannot be read.
    """
    with disk_errors(str(folder)), tempfile.TemporaryFile() as spool:
        if not (folder / OWN_FOLDER / MANIFEST).is_file():
            title = "This folder has no receipt of Windrow."
            raise FailedError(Failure(FailureKind.DISK, title, "Choose a folder that Windrow filled."))
        root, handle = open_root(folder)
        try:
            found = _read(root, handle, spool)
        finally:
            if handle is not None:
                os.close(handle)
        yield found


def _read(root: str, handle: int | None, spool: IO[bytes]) -> Harvested:
    found = Harvested(spool)
    regions: dict[str, str] = {}
    newest, at = 0, 0
    visit = Visit(root, handle)
    manifest = Manifest(visit.place(f"{OWN_FOLDER}/{MANIFEST}"), is_writable=False)
    holdings = Holdings(manifest, Visit(root, handle))
    try:
        for number, line in enumerate(holdings.current()):
            if number % _LOOKS_PER_VISIT == 0:
                visit.end()
            if line.key.startswith("/"):
                continue  # a file of the whole project
            if line.size is None or not _lies_there(visit, line.path, line.size):
                found.missing += 1
                continue
            body = _body(visit, full_path(line.path, SidecarKind.IMAGE_META.value))
            try:
                record = record_from_json(body)
            except ValueError:
                found.broken += 1
                continue
            if record.file != line.path:  # the image got another name, which a disk can hold
                record = replace(record, file=line.path, name=line.path.rpartition("/")[2])
                body = record_to_json(record)
            newest = max((newest, *(beside.mtime_ns for beside in line.sidecars)))
            region = regions.setdefault(record.region, record.region)
            at += spool.write(body)
            ms = record.captured_at_ms
            found._entries.append(_Entry(region, ms is None, ms or 0, record.id, at - len(body), len(body)))
    finally:
        visit.end()
        holdings.close()
        manifest.close()
    found._entries.sort()
    found.written_at = datetime.datetime.fromtimestamp(newest // 1_000_000_000, datetime.UTC)
    return found


def _lies_there(visit: Visit, path: str, size: int) -> bool:
    try:
        there = found_at(visit.place(path))
    except OSError:
        return False
    return there is not None and stat.S_ISREG(there.st_mode) and there.st_size == size


def _body(visit: Visit, path: str) -> bytes:
    """Return a whole file; nothing when it cannot be read."""
    try:
        with opened(visit.place(path)) as descriptor:
            return b"".join(iter(lambda: os.read(descriptor, 64 * 1024), b""))
    except OSError:
        return b""
