"""Which images have the very picture of an earlier one. Only pictures of one size are read."""

import hashlib
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

from app.exporting.entry import Entry
from app.exporting.pictures import size_bytes
from app.formats.blob_folder import ArchivePart, read_part
from app.formats.supervisely import MOST_PICTURE_BYTES

_STEP = 64
_BLOCK = 1024 * 1024


def find_duplicates(entries: Iterable[Entry], step: Callable[[], None]) -> list[int]:
    """Return the places, from 0, of images whose picture an earlier image has, byte by byte.

    Args:
        entries: In order; kept until the end.
        step: Called now and then; may raise to stop.
    """
    kept = list(entries)
    sizes = array("q", (_size(entry) for entry in kept))
    counts: dict[int, int] = {}
    for size in sizes:
        counts[size] = counts.get(size, 0) + 1
    known: set[bytes] = set()
    found = []
    for place, entry in enumerate(kept):
        if place % _STEP == 0:
            step()
        if sizes[place] < 0 or counts[sizes[place]] < 2:
            continue
        digest = _digest(entry)
        if digest in known:
            found.append(place)
        elif digest:
            known.add(digest)
    return found


def _size(entry: Entry) -> int:
    try:
        return -1 if entry.picture is None else size_bytes(entry.picture)
    except OSError:
        return -1


def _digest(entry: Entry) -> bytes:
    """Return what only equal pictures share; empty when the picture cannot be read."""
    digest = hashlib.sha256()
    try:
        if entry.start >= 0:
            digest.update(read_part(ArchivePart(Path(entry.image), entry.start, entry.end), MOST_PICTURE_BYTES))
            return digest.digest()
        with Path(entry.image).open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return b""
    return digest.digest()
