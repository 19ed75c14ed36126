"""What is known of all pictures of a folder and their labels: numbers in columns, words in tables.

Pictures are numbered as they come; a number never means another picture. Who asks or changes holds `lock`; whoever
changes something that can be counted raises `revision`.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from app.gallery.columns import Column, PictureRows
from app.model.problem import PROBLEMS, ProblemKind

KINDS = tuple(ProblemKind)
KIND_PLACES = {kind: place for place, kind in enumerate(KINDS)}
# Bits of problems that belong to a whole picture.
IMAGE_BITS = {kind: 1 << place for kind, place in KIND_PLACES.items() if not PROBLEMS[kind].is_of_label}
WHOLE = -1  # stands for the place of a label where the whole picture is meant
NONE = -1


class State(IntFlag):
    """How far a picture is known."""

    READ = 1
    CHECKED = 2
    HAS_PICTURE = 4
    HAS_NOTE = 8
    TURNED = 16


class Words:
    """Words and their numbers, in order of appearance."""

    __slots__ = ("_ids", "texts")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Number these words from 0."""
        self.texts: list[str] = []
        self._ids: dict[str, int] = {}
        for text in texts:
            self.id_of(text)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.texts)

    def id_of(self, text: str) -> int:
        """Return the number of a word; a new one is taken in."""
        number = self._ids.get(text)
        if number is None:
            number = self._ids[text] = len(self.texts)
            self.texts.append(text)
        return number

    def find(self, text: str) -> int | None:
        """Return the number of a word that is there."""
        return self._ids.get(text)


@dataclass(frozen=True, slots=True)
class Note:
    """What is counted of one annotation.

    Attributes:
        width, height: As it states them; 0 when it does not.
        labels: (class, shape, count) of each pair that is there.
        tags: (tag, value, 1 for labels or 0 for the image, count).
        problems: (kind, place of the label or None), in order of places.
        reason: Why it cannot be read at all; empty when it can.
        lon, lat: Where the picture was taken; None when unknown.
    """

    width: int = 0
    height: int = 0
    labels: Sequence[tuple[str, str, int]] = ()
    tags: Sequence[tuple[str, str, int, int]] = ()
    problems: Sequence[tuple[ProblemKind, int | None]] = ()
    reason: str = ""
    lon: float | None = None
    lat: float | None = None

    def at(self, lon: float, lat: float) -> "Note":
        """Return the same with the place where the picture was taken."""
        return replace(self, lon=lon, lat=lat)


@dataclass(frozen=True, slots=True)
class FileLook:
    """What a look into a picture's file found.

    Attributes:
        width, height: Pixels as stored; 0 when it cannot be read.
        is_turned: Its EXIF swaps width and height when it is shown.
        print: Of its beginning and end, to find candidates for duplicates.
        reason: Why it cannot be read; empty when it can.
    """

    width: int = 0
    height: int = 0
    is_turned: bool = False
    print: int = 0
    reason: str = ""


class Index:
    """Everything that is counted about a folder. All methods want `lock` to be held."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.lock = threading.RLock()
        self.revision = 1
        self.datasets = Words()
        self.classes = Words()
        self.shapes = Words()
        self.tags = Words()
        self.values = Words()
        self.reasons = Words([""])
        self.names: list[str] = []
        self._folded: list[str] = []
        self._numbers: list[dict[str, int]] = []
        self.dataset: Column[np.int32] = Column(np.int32)
        self.state: Column[np.uint8] = Column(np.uint8)
        self.width: Column[np.int32] = Column(np.int32)
        self.height: Column[np.int32] = Column(np.int32)
        self.labels: Column[np.int32] = Column(np.int32)
        self.file_width: Column[np.int32] = Column(np.int32)
        self.file_height: Column[np.int32] = Column(np.int32)
        self.problem_bits: Column[np.int32] = Column(np.int32)
        self.note_reason: Column[np.int32] = Column(np.int32)
        self.file_reason: Column[np.int32] = Column(np.int32)
        self.twin: Column[np.int32] = Column(np.int32, NONE)
        self.note_stamp: Column[np.int64] = Column(np.int64)
        self.note_size: Column[np.int64] = Column(np.int64, NONE)
        self.stamp: Column[np.int64] = Column(np.int64)
        self.size: Column[np.int64] = Column(np.int64, NONE)
        self.print: Column[np.int64] = Column(np.int64)
        self.lon: Column[np.float64] = Column(np.float64, float("nan"))
        self.lat: Column[np.float64] = Column(np.float64, float("nan"))
        # SHA-256 of pictures that may be duplicates
        self.hashes: dict[int, bytes] = {}
        # class, shape, count
        self.label_rows = PictureRows(3)
        # tag, value, 1 for labels, count
        self.tag_rows = PictureRows(4)
        # kind, place of the label
        self.problem_rows = PictureRows(2)

    def __len__(self) -> int:
        """Return the number of pictures."""
        return len(self.names)

    def columns(self) -> tuple[Column[np.int32] | Column[np.int64] | Column[np.uint8] | Column[np.float64], ...]:
        """Return the columns with one row per picture."""
        return (
            *(self.dataset, self.state, self.width, self.height, self.labels, self.file_width, self.file_height),
            *(self.problem_bits, self.note_reason, self.file_reason, self.twin, self.note_stamp, self.note_size),
            *(self.stamp, self.size, self.print, self.lon, self.lat),
        )

    def add(self, dataset: str, names: Sequence[str]) -> int:
        """Take in the pictures of a dataset that are new; return how many those are."""
        place = self.datasets.id_of(dataset)
        if place == len(self._numbers):
            self._numbers.append({})
        numbers = self._numbers[place]
        fresh = [name for name in names if name not in numbers] if numbers else names
        if fresh:
            start = len(self.names)
            numbers.update(zip(fresh, range(start, start + len(fresh)), strict=True))
            self.names.extend(fresh)
            for column in self.columns():
                column.lengthen(len(fresh))
            self.dataset.view[start:] = place
            for rows in (self.label_rows, self.tag_rows, self.problem_rows):
                rows.lengthen(len(fresh))
            self.revision += 1
        return len(fresh)

    def folded_names(self) -> list[str]:
        """Return the names of all pictures for a search in any case; not to be changed."""
        for name in self.names[len(self._folded) :]:
            folded = name.casefold()
            self._folded.append(name if folded == name else folded)
        return self._folded

    def numbers_of(self, dataset: str) -> dict[str, int]:
        """Return the numbers of the pictures of a dataset by name; not to be changed."""
        place = self.datasets.find(dataset)
        return {} if place is None else self._numbers[place]

    def dataset_of(self, number: int) -> str:
        """Return the name of the dataset of a picture."""
        return self.datasets.texts[int(self.dataset.view[number])]

    def has(self, number: int, state: State) -> bool:
        """Return whether a picture is in a state."""
        return bool(self.state.view[number] & state)

    def set_state(self, number: int, state: State, is_so: bool = True) -> None:
        """Bring a picture into a state, or out of it."""
        if is_so:
            self.state.view[number] |= int(state)
        else:
            self.state.view[number] &= ~np.uint8(int(state))

    def count(self, state: State) -> int:
        """Return how many pictures are in a state."""
        return int(np.count_nonzero(self.state.view & int(state)))

    def put_note(self, number: int, note: Note) -> None:
        """Take in what was read of an annotation; it replaces what was there."""
        self.width.view[number], self.height.view[number] = note.width, note.height
        self.labels.view[number] = sum(count for _, _, count in note.labels)
        self.label_rows.put(
            number,
            # In order of classes: who counts pictures by class relies on it.
            sorted((self.classes.id_of(name), self.shapes.id_of(shape), n) for name, shape, n in note.labels),
        )
        self.tag_rows.put(
            number,
            [(self.tags.id_of(tag), self.values.id_of(value), whose, n) for tag, value, whose, n in note.tags],
        )
        self.problem_rows.put(
            number, [(KIND_PLACES[kind], WHOLE if place is None else place) for kind, place in note.problems]
        )
        self.note_reason.view[number] = self.reasons.id_of(note.reason)
        self.set_problem(number, ProblemKind.UNREADABLE_ANNOTATION, bool(note.reason))
        self.set_problem(number, ProblemKind.NO_ANNOTATION, not self.has(number, State.HAS_NOTE))
        self.lon.view[number] = np.nan if note.lon is None else note.lon
        self.lat.view[number] = np.nan if note.lat is None else note.lat
        self.set_state(number, State.READ)
        self._compare_sizes(number)

    def put_look(self, number: int, look: FileLook) -> None:
        """Take in what a look into the file of a picture found."""
        self.file_width.view[number], self.file_height.view[number] = look.width, look.height
        self.hashes.pop(number, None)
        self.print.view[number] = look.print
        self.set_state(number, State.TURNED, look.is_turned)
        self.put_reason(number, look.reason)
        self.set_problem(number, ProblemKind.NO_PICTURE, not self.has(number, State.HAS_PICTURE))
        self.set_state(number, State.CHECKED)
        self._compare_sizes(number)

    def put_reason(self, number: int, reason: str) -> None:
        """Know why a picture cannot be read; empty: it can."""
        self.file_reason.view[number] = self.reasons.id_of(reason)
        self.set_problem(number, ProblemKind.UNREADABLE_PICTURE, bool(reason))

    def put_twin(self, number: int, first: int) -> None:
        """Know that a picture has the bytes of an earlier one; `NONE`: of no other."""
        self.twin.view[number] = first
        self.set_problem(number, ProblemKind.DUPLICATE, first != NONE)

    def set_problem(self, number: int, kind: ProblemKind, is_so: bool) -> None:
        """Note a problem of a whole picture, or that it has it no more."""
        if is_so:
            self.problem_bits.view[number] |= IMAGE_BITS[kind]
        else:
            self.problem_bits.view[number] &= ~IMAGE_BITS[kind]

    def problem_count(self, number: int) -> int:
        """Return how many problems a picture has."""
        return int(self.problem_rows.counts[number]) + int(self.problem_bits.view[number]).bit_count()

    def numbers_of_keys(self, keys: Iterable[str]) -> NDArray[np.int64]:
        """Return the numbers of pictures called "dataset/name"; unknown ones are passed over."""
        found = []
        for key in keys:
            dataset, _, name = key.rpartition("/")
            number = self.numbers_of(dataset).get(name)
            if number is not None:
                found.append(number)
        return np.array(sorted(found), np.int64)

    def _compare_sizes(self, number: int) -> None:
        stated = (int(self.width.view[number]), int(self.height.view[number]))
        stored = (int(self.file_width.view[number]), int(self.file_height.view[number]))
        # Labels of a turned picture may count its pixels as they are stored, or as it is shown.
        fits = {stored, stored[::-1]} if self.has(number, State.TURNED) else {stored}
        differs = 0 not in (*stated, *stored) and stated not in fits
        self.set_problem(number, ProblemKind.SIZE_DIFFERS, differs)
