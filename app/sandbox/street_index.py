"""How the images of a roll are found: by tile, by sequence, by box."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.model.mercator import LISTING_ZOOM
from app.sandbox.street_roll import Floats, Roll, fractions, starts_of

Rows = NDArray[np.intp]
NO_ROWS: Rows = np.zeros(0, np.intp)


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the images are: fractional tile numbers of zoom 14, and the rows of each tile.

    An image that stands exactly on the seam of two tiles is listed by both.
    """

    x: Floats
    y: Floats
    tiles: Mapping[tuple[int, int], Rows]


def placing(lon: Floats, lat: Floats) -> Placing:
    """Return where images are."""
    x, y = fractions(lon, lat, LISTING_ZOOM)
    rows = np.arange(len(lon))
    column, line = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    on_seam = np.flatnonzero(x - column < 1e-9)
    rows = np.concatenate([rows, on_seam])
    column, line = np.concatenate([column, column[on_seam] - 1]), np.concatenate([line, line[on_seam]])
    code = column << 32 | line
    order = np.argsort(code, kind="stable")
    starts = starts_of(code[order])
    tiles = {}
    for start, stop in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        first = order[start]
        tiles[int(column[first]), int(line[first])] = np.sort(rows[order[start:stop]])
    return Placing(x, y, tiles)


class Index:
    """A roll and the ways to its rows."""

    def __init__(self, roll: Roll) -> None:
        """Sort the rows into tiles and sequences."""
        self.roll = roll
        self.original = placing(roll.lon, roll.lat)
        has_computed = ~np.isnan(roll.computed_lon)
        self.computed = placing(
            np.where(has_computed, roll.computed_lon, roll.lon), np.where(has_computed, roll.computed_lat, roll.lat)
        )
        self.starts = starts_of(roll.sequence)
        self._sequences = {
            roll.keys[int(roll.sequence[start])]: range(start, stop)
            for start, stop in zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True)
        }
        self.creator_ids = np.array([one.id for one in roll.creators] or [0], np.int64)
        self.organization_ids = np.array([one.id for one in roll.organizations] or [0], np.int64)
        self.bounds = (roll.lon.min(), roll.lat.min(), roll.lon.max(), roll.lat.max()) if len(roll) else None

    def sequence(self, key: str) -> range | None:
        """Return the rows of a sequence in the order of capture."""
        return self._sequences.get(key)

    def sequences(self) -> Iterator[range]:
        """Yield the rows of each sequence."""
        return iter(self._sequences.values())

    def in_box(self, west: float, south: float, east: float, north: float) -> Rows:
        """Return the rows within a box, its edges included."""
        if self.bounds is None:
            return NO_ROWS
        left, low, right, high = self.bounds
        if west > right or east < left or south > high or north < low:
            return NO_ROWS
        lon, lat = self.roll.lon, self.roll.lat
        return np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
