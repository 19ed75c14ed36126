"""Columns of numbers that grow, and rows that belong to pictures: a million of them in some megabytes."""

from collections.abc import Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)

_FIRST = 1024
# Below this many dead rows it does not pay to move the living ones.
_LEAST_DEAD = 65_536


class Column(Generic[Number]):
    """One column that grows at its end."""

    __slots__ = ("_fill", "_length", "_values")

    def __init__(self, kind: type[Number], fill: float = 0) -> None:
        """Start empty; rows that are added without values hold `fill`."""
        self._values: NDArray[Number] = np.empty(_FIRST, kind)
        self._fill = fill
        self._length = 0

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._length

    @property
    def view(self) -> NDArray[Number]:
        """Return the rows themselves, to read and to change; adding rows may leave it behind."""
        return self._values[: self._length]

    def extend(self, values: Sequence[float] | NDArray[Number]) -> None:
        """Add rows."""
        start = self._length
        self.lengthen(len(values))
        self._values[start : self._length] = values

    def lengthen(self, count: int) -> None:
        """Add rows that hold `fill`."""
        end = self._length + count
        if end > len(self._values):
            grown: NDArray[Number] = np.empty(max(end, len(self._values) * 3 // 2), self._values.dtype)
            grown[: self._length] = self.view
            self._values = grown
        self._values[self._length : end] = self._fill
        self._length = end

    def replace(self, values: NDArray[Number]) -> None:
        """Hold these rows instead."""
        self._values = values.copy()
        self._length = len(values)


class PictureRows:
    """Rows of whole numbers that belong to pictures; those of one picture lie together and are replaced together.

    Rows that were replaced belong to picture -1 until they are cleared away.
    """

    __slots__ = ("_counts", "_dead", "_starts", "picture", "values")

    def __init__(self, width: int) -> None:
        """Start empty; each row has `width` values."""
        self.picture: Column[np.int32] = Column(np.int32)
        self.values: tuple[Column[np.int32], ...] = tuple(Column(np.int32) for _ in range(width))
        self._starts: Column[np.int32] = Column(np.int32)
        self._counts: Column[np.int32] = Column(np.int32)
        self._dead = 0

    def lengthen(self, pictures: int) -> None:
        """Know of further pictures, which have no rows yet."""
        self._starts.lengthen(pictures)
        self._counts.lengthen(pictures)

    @property
    def counts(self) -> NDArray[np.int32]:
        """Return how many rows each picture has."""
        return self._counts.view

    def of_column(self, place: int) -> NDArray[np.int32]:
        """Return one value of all rows, also of those that were replaced."""
        return self.values[place].view

    def of(self, picture: int) -> list[tuple[int, ...]]:
        """Return the rows of one picture in order."""
        start = int(self._starts.view[picture])
        end = start + int(self._counts.view[picture])
        return list(zip(*(column.view[start:end].tolist() for column in self.values), strict=True))

    def put(self, picture: int, rows: Sequence[tuple[int, ...]]) -> None:
        """Give a picture these rows instead of those that it has."""
        had = int(self._counts.view[picture])
        if had:
            start = int(self._starts.view[picture])
            self.picture.view[start : start + had] = -1
            self._dead += had
        self._starts.view[picture] = len(self.picture)
        self._counts.view[picture] = len(rows)
        if rows:
            self.picture.extend([picture] * len(rows))
            for column, values in zip(self.values, zip(*rows, strict=True), strict=True):
                column.extend(values)
        if self._dead > max(_LEAST_DEAD, len(self.picture) // 2):
            self._clear_away()

    def fill(self, picture: NDArray[np.int32], values: Sequence[NDArray[np.int32]]) -> None:
        """Add the rows of many pictures that have none yet; rows of one picture must lie together."""
        if not len(picture):
            return
        base = len(self.picture)
        first = np.flatnonzero(np.diff(picture, prepend=-2))
        self._starts.view[picture[first]] = first + base
        self._counts.view[picture[first]] = np.diff(first, append=len(picture))
        self.picture.extend(picture)
        for column, many in zip(self.values, values, strict=True):
            column.extend(many)

    def _clear_away(self) -> None:
        alive = self.picture.view >= 0
        before: NDArray[np.int64] = np.cumsum(alive) - alive
        has_rows = self._counts.view > 0
        self._starts.view[has_rows] = before[self._starts.view[has_rows]]
        for column in (self.picture, *self.values):
            column.replace(column.view[alive])
        self._dead = 0
