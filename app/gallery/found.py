"""What a search finds, remembered as long as nothing changes: pictures, counts, problems in order."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.gallery.counting import class_counts, dataset_counts, problem_counts, shape_counts, tag_counts
from app.gallery.finding import find, needs_excluded
from app.gallery.folder import Folder
from app.gallery.index import State
from app.gallery.stepping import Steps
from app.model.folder_card import FolderCounts
from app.model.gallery import PicturePage, PictureRow
from app.model.problem import ProblemKind
from app.model.search import parse

# Each may hold a mask, counts and steps: some megabytes for a million labels.
MOST_KEPT = 16

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """What one search finds.

    Attributes:
        mask: For each picture whether it is found.
        numbers: Those that are, in order.
        complaint: What is wrong with the search; empty when it can be read.
    """

    mask: NDArray[np.bool_]
    numbers: NDArray[np.int64]
    complaint: str


class Searches:
    """Searches in one folder. Any thread; all answers of one call are of one revision."""

    def __init__(self, folder: Folder) -> None:
        """Nothing was searched yet."""
        self._folder = folder
        self._index = folder.index
        self._kept: OrderedDict[Hashable, tuple[int, object]] = OrderedDict()
        self._excluded: frozenset[str] = frozenset()

    def count(self, search: str, excluded: Collection[str]) -> FolderCounts:
        """Count what a search finds; `excluded` are known to `is:excluded` from now on."""
        # Asked before anything is counted: what ends meanwhile is told the next time.
        is_complete = self._folder.is_complete
        with self._index.lock:
            excluded = frozenset(excluded)
            if excluded != self._excluded:
                self._excluded = excluded
                if needs_excluded(parse(search)):
                    self._index.revision += 1
            known = ("counts", search, excluded, is_complete)
            return self._once(known, FolderCounts, lambda: self._count(search, excluded, is_complete))

    def page(self, search: str, offset: int, count: int) -> PicturePage:
        """Return some of the pictures that a search finds."""
        with self._index.lock:
            index, numbers = self._index, self.found(search).numbers
            offset = max(0, offset)
            page = numbers[offset : offset + max(0, count)]
            rows = tuple(
                PictureRow(
                    number=int(number),
                    dataset=index.dataset_of(number),
                    name=index.names[number],
                    labels=int(index.labels.view[number]),
                    problems=index.problem_count(number),
                    width=int(index.width.view[number] or index.file_width.view[number]),
                    height=int(index.height.view[number] or index.file_height.view[number]),
                )
                for number in page
            )
            return PicturePage(rows, len(numbers), index.revision)

    def position(self, search: str, number: int) -> int | None:
        """Return where a picture stands among those that a search finds; None when it is not among them."""
        with self._index.lock:
            numbers = self.found(search).numbers
            place = int(np.searchsorted(numbers, number))
            return place if place < len(numbers) and int(numbers[place]) == number else None

    def steps(self, search: str, kinds: Collection[ProblemKind]) -> Steps:
        """Return the problems of what a search finds, in order."""
        with self._index.lock:
            wanted = frozenset(kinds)
            mask = self.found(search).mask
            known = ("steps", search, wanted, self._excluded if needs_excluded(parse(search)) else None)
            return self._once(known, Steps, lambda: Steps(self._index, mask, wanted))

    def found(self, search: str) -> Found:
        """Return what a search finds now. The lock of the index is held by whoever asks."""
        read = parse(search)
        excluded = self._excluded if needs_excluded(read) else frozenset()

        def look() -> Found:
            mask = find(self._index, read, excluded)
            return Found(mask, np.flatnonzero(mask), read.complaint)

        return self._once(("found", search, excluded), Found, look)

    def _once(self, known: Hashable, kind: type[T], make: Callable[[], T]) -> T:
        """Return what was made of this at this revision, or make it."""
        had = self._kept.get(known)
        if had is not None and had[0] == self._index.revision and isinstance(had[1], kind):
            self._kept.move_to_end(known)
            return had[1]
        made = make()
        self._kept[known] = (self._index.revision, made)
        self._kept.move_to_end(known)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return made

    def _count(self, search: str, excluded: Collection[str], is_complete: bool) -> FolderCounts:
        index, folder, found = self._index, self._folder, self.found(search)
        mask = found.mask
        return FolderCounts(
            revision=index.revision,
            images=len(index),
            read=index.count(State.READ),
            checked=index.count(State.CHECKED),
            is_complete=is_complete,
            shown=len(found.numbers),
            labels=int(index.labels.view[mask].sum()),
            excluded=int(np.count_nonzero(mask[index.numbers_of_keys(excluded)])),
            datasets=dataset_counts(index, mask, folder.dataset_names()),
            classes=class_counts(index, mask, folder.classes()),
            shapes=shape_counts(index, mask),
            tags=tag_counts(index, mask, folder.tag_names()),
            most_labels=int(index.labels.view.max(initial=0)),
            problems=problem_counts(index, mask),
            complaint=found.complaint,
        )
