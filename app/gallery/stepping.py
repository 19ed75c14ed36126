"""From problem to problem: in order of pictures, within one the whole picture first, then its labels.

The lock of the index is held by whoever asks.
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.gallery.index import IMAGE_BITS, KIND_PLACES, KINDS, WHOLE, Index
from app.model.problem import ProblemKind

_PLACE_BITS = 32


class Steps:
    """All problems of the pictures that a search finds, in order."""

    def __init__(self, index: Index, found: NDArray[np.bool_], kinds: Collection[ProblemKind] = ()) -> None:
        """Put them in order.

        Args:
            index: What is known.
            found: Which pictures.
            kinds: Only these; empty means all.
        """
        wanted = set(kinds) or set(KINDS)
        rows = index.problem_rows
        numbers = [KIND_PLACES[kind] for kind in wanted]
        picture, kind, label = rows.picture.view, rows.values[0].view, rows.values[1].view
        is_meant = (picture >= 0) & np.isin(kind, numbers)
        is_meant[is_meant] = found[picture[is_meant]]
        pictures, places, all_kinds = [picture[is_meant]], [label[is_meant]], [kind[is_meant]]
        for one in wanted & IMAGE_BITS.keys():
            having = np.flatnonzero(found & ((index.problem_bits.view & IMAGE_BITS[one]) != 0)).astype(np.int32)
            pictures.append(having)
            places.append(np.full(len(having), WHOLE, np.int32))
            all_kinds.append(np.full(len(having), KIND_PLACES[one], np.int32))
        keys = np.concatenate(pictures).astype(np.int64) << _PLACE_BITS
        keys += np.concatenate(places).astype(np.int64) + 1
        kinds_of = np.concatenate(all_kinds)
        order = np.lexsort((kinds_of, keys))
        self._keys = keys[order]
        self._kinds = kinds_of[order]

    def __len__(self) -> int:
        """Return the number of problems."""
        return len(self._keys)

    def after(self, number: int, label: int | None) -> "Step | None":
        """Return the next problem, around the end; None when there is none at all.

        Args:
            number: Picture to begin at; -1 begins at the first.
            label: Label to begin behind, -1 behind the whole picture; None begins with the picture.
        """
        if number < 0:
            return self._at(0)
        if label is None:
            return self._at(int(np.searchsorted(self._keys, _key(number, WHOLE))))
        return self._at(int(np.searchsorted(self._keys, _key(number, label), "right")))

    def before(self, number: int, label: int | None) -> "Step | None":
        """Return the problem before, around the beginning; arguments as in `after`, -1 begins at the end."""
        if number < 0:
            return self._at(-1)
        return self._at(int(np.searchsorted(self._keys, _key(number, WHOLE if label is None else label))) - 1)

    def _at(self, place: int) -> "Step | None":
        if not len(self._keys):
            return None
        ordinal = place % len(self._keys)
        key = int(self._keys[ordinal])
        label = (key & ((1 << _PLACE_BITS) - 1)) - 1
        return Step(
            key >> _PLACE_BITS, None if label == WHOLE else label, KINDS[self._kinds[ordinal]], ordinal + 1, len(self)
        )


class Step(NamedTuple):
    """One problem: of which picture and label, and the how-manieth it is."""

    number: int
    label: int | None
    kind: ProblemKind
    ordinal: int
    total: int


def _key(number: int, label: int) -> int:
    return (number << _PLACE_BITS) + label + 1
