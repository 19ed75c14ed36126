"""The walk through all files of a folder, in the background: annotations first, then pictures, then duplicates.

What did not change since it was read is passed over, so that walking again is cheap. What vanishes meanwhile is a
problem of that picture, never of the walk.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.formats.supervisely import ItemFiles
from app.gallery.courtesy import Courtesy
from app.gallery.index import NONE, FileLook, Index, Note, State
from app.gallery.listing import Listing
from app.gallery.picture_header import look_into
from app.gallery.reading import place_of, read_note
from app.gallery.twins import candidates, firsts, hash_of, known_hashes
from app.model.label_class import LabelClass

# So many pictures are taken in at once: often enough to be seen growing, seldom enough to cost nothing.
TOGETHER = 128
UNREADABLE_FILE = "The file cannot be read."
BEYOND = "The archive ends before the picture does."


class Stamp(NamedTuple):
    """By what a change of a file is noticed: nanoseconds and bytes; size -1 for no file."""

    mtime_ns: int
    size: int


ABSENT = Stamp(0, NONE)


class Walk:
    """One walk. Ask `is_over` of the folder between all steps."""

    def __init__(self, index: Index, listing: Listing, courtesy: Courtesy, is_over: Callable[[], bool]) -> None:
        """Know what to walk through.

        Args:
            index: Takes in what is found.
            listing: The names.
            courtesy: Whom to let pass.
            is_over: Whether nobody wants this walk any more.
        """
        self._index = index
        self._listing = listing
        self._courtesy = courtesy
        self._is_over = is_over
        self._classes: Sequence[LabelClass] = listing.project.meta.classes
        self._class_names = frozenset(one.name for one in self._classes)
        self.has_changed = False

    def read_annotations(self) -> None:
        """Read every annotation that is new or changed."""
        for numbers in self._chunks():
            fresh: list[tuple[int, Stamp, ItemFiles, Note]] = []
            for number, item in numbers:
                stamp = stamp_of(item.annotation)
                if self._is_known(number, State.READ, stamp):
                    continue
                self._courtesy.step_aside()
                fresh.append((number, stamp, item, self._note(number, item)))
            self._take_notes(fresh)

    def _note(self, number: int, item: ItemFiles) -> Note:
        note = read_note(item, self._classes, self._class_names, lambda: self._file_size(item))
        record = self._listing.record(self._index.dataset_of(number), item.name)
        place = None if record is None else place_of(record)
        return note if place is None else note.at(*place)

    def _file_size(self, item: ItemFiles) -> tuple[int, int]:
        look = look_at(item)
        return (look.width, look.height)

    def _take_notes(self, fresh: Sequence[tuple[int, Stamp, ItemFiles, Note]]) -> None:
        if not fresh:
            return
        self.has_changed = True
        index = self._index
        with index.lock:
            for number, stamp, item, note in fresh:
                index.note_stamp.view[number], index.note_size.view[number] = stamp
                index.set_state(number, State.HAS_NOTE, item.annotation is not None)
                index.put_note(number, note)
            index.revision += 1

    def check_pictures(self) -> None:
        """Look into every picture that is new or changed."""
        index = self._index
        for numbers in self._chunks():
            fresh: list[tuple[int, Stamp, FileLook]] = []
            for number, item in numbers:
                stamp = picture_stamp(item)
                if self._is_known(number, State.CHECKED, stamp):
                    continue
                self._courtesy.step_aside()
                fresh.append((number, stamp, look_at(item)))
            if not fresh:
                continue
            self.has_changed = True
            with index.lock:
                for number, stamp, look in fresh:
                    index.stamp.view[number], index.size.view[number] = stamp
                    index.set_state(number, State.HAS_PICTURE, stamp != ABSENT)
                    index.put_look(number, look)
                index.revision += 1

    def find_twins(self) -> None:
        """Find exact duplicates among all pictures that were looked into."""
        index = self._index
        with index.lock:
            is_there = (index.state.view & int(State.HAS_PICTURE)) != 0
            numbers = candidates(index.size.view, index.print.view, is_there).tolist()
        found = firsts(self._hash(numbers))
        if self._is_over():
            return
        with index.lock:
            before = {int(n): int(index.twin.view[n]) for n in np.flatnonzero(index.twin.view != NONE)}
            if before != found:
                for number in before.keys() - found.keys():
                    index.put_twin(number, NONE)
                for number, first in found.items():
                    index.put_twin(number, first)
                index.revision += 1
                self.has_changed = True

    def _hash(self, numbers: Sequence[int]) -> list[tuple[int, bytes]]:
        index, listing = self._index, self._listing
        if not numbers:
            return []
        with index.lock:
            keys = {n: (index.dataset_of(n), index.names[n]) for n in numbers}
            stamps = {n: Stamp(int(index.stamp.view[n]), int(index.size.view[n])) for n in numbers}
            known = {n: index.hashes[n] for n in numbers if n in index.hashes}
        wanted = {keys[n]: (stamps[n].size, stamps[n].mtime_ns) for n in numbers if n not in known}
        received = known_hashes(listing.project.path, wanted) if wanted else {}
        hashes = []
        for number in numbers:
            if self._is_over():
                break
            self._courtesy.step_aside()
            digest = known.get(number) or received.get(keys[number])
            if digest is None:
                digest = hash_of(listing.item(*keys[number]), has_to_stop=self._is_over)
            if digest is not None:
                hashes.append((number, digest))
                index.hashes[number] = digest
        return hashes

    def _chunks(self) -> Iterator[list[tuple[int, ItemFiles]]]:
        """Yield pictures and their files, some at a time, until the walk is over."""
        index = self._index
        for start in range(0, len(index), TOGETHER):
            if self._is_over():
                return
            with index.lock:
                keys = [
                    (n, index.dataset_of(n), index.names[n]) for n in range(start, min(start + TOGETHER, len(index)))
                ]
            yield [(number, self._listing.item(dataset, name)) for number, dataset, name in keys]

    def _is_known(self, number: int, state: State, stamp: Stamp) -> bool:
        index = self._index
        if not index.has(number, state):
            return False
        is_note = state is State.READ
        stamps, sizes = (index.note_stamp, index.note_size) if is_note else (index.stamp, index.size)
        return (int(stamps.view[number]), int(sizes.view[number])) == stamp


def stamp_of(path: Path | None) -> Stamp:
    """Return the stamp of a file; `ABSENT` when it is not there."""
    if path is None:
        return ABSENT
    try:
        found = os.stat(path)  # noqa: PTH116 - by the hundred thousand
    except OSError:
        return ABSENT
    return Stamp(found.st_mtime_ns, found.st_size)


def picture_stamp(item: ItemFiles) -> Stamp:
    """Return the stamp of a picture; within an archive its own size counts."""
    if item.archive is None:
        return stamp_of(item.image)
    stamp = stamp_of(item.archive.path)
    return stamp if stamp == ABSENT else Stamp(stamp.mtime_ns, item.archive.end - item.archive.start)


def look_at(item: ItemFiles) -> FileLook:
    """Look into the picture of an item; a missing one has no reason, only no size."""
    part = item.archive
    path = item.image if part is None else part.path
    if path is None:
        return FileLook()
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            start, end = (0, size) if part is None else (part.start, part.end)
            if end > size:
                return FileLook(reason=BEYOND)
            return look_into(file, start, end)
    except FileNotFoundError:
        return FileLook()
    except OSError:
        return FileLook(reason=UNREADABLE_FILE)
