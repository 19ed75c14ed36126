"""Outlines of masks, exact, and fewer points where that is wanted. Pure; numpy is imported when it is needed.

Two conventions. Filled its own way, each gives the very same mask back:

- along the edges of pixels (`rings_of_mask`): pixel x covers [x, x + 1), so a mask of one pixel is a square of side 1;
- through the middle of pixels (`rings_at_pixel_centres`): points are pixel indices, as in files of the Supervisely
  format, and are filled as `app.model.raster` fills polygons.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from app.model.geometry import Polygon, Ring

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Numbers: TypeAlias = NDArray[np.int64]


def rings_of_mask(mask: "NDArray[np.bool_]", *, joins_corners: bool = False) -> tuple[Polygon, ...]:
    """Return the outlines of a mask along the edges of its pixels, corners only.

    Args:
        mask: Shape (height, width); True is inside.
        joins_corners: Pixels that touch only at a corner are one polygon, whose rings pass that corner twice; else two.

    Returns:
        Polygons by the place of their first pixel, row by row; exteriors run from x towards y, holes the other way.
        Points are whole, from (0, 0) to (width, height).
    """
    import numpy as np

    found = _traced(mask, joins_corners=joins_corners)
    across = found.across.part(found.order)
    x = np.stack((across.start, across.end), axis=1).reshape(-1)
    y = np.repeat(across.line, 2)
    return _polygons(x, y, 2 * found.cuts, found.owner)


def rings_at_pixel_centres(mask: "NDArray[np.bool_]") -> tuple[Polygon, ...]:
    """Return the outlines of a mask through the middle of its outermost pixels, corners only.

    Pixels that touch at a corner are together. A hole runs through the outermost pixels of the hole, which do not
    belong to the shape. What is one pixel thick has a ring there and back, without area; a ring has three points at
    least, its last one repeated if need be. All pixels of all polygons together, filled by `app.model.raster`, are the
    mask.

    Args:
        mask: Shape (height, width); True is inside.

    Returns:
        Polygons by the place of their first pixel, row by row. Points are whole.

    Source: OpenCV `findContours` with simple chain approximation, whose exteriors these are.
    """
    import numpy as np

    found = _traced(mask, joins_corners=True)
    across, down = found.across.part(found.order), found.down.part(found.after[found.order])
    # The pixels beside an edge on the side of what the ring is about: the shape, or the hole.
    is_hole = np.repeat(np.array(found.owner) >= 0, np.diff(found.cuts))
    row = across.line - ((across.sign > 0) == is_hole)
    column = down.line - ((down.sign > 0) == is_hole)
    x = np.stack((*across.pixels, column, column), axis=1).reshape(-1)
    y = np.stack((row, row, *down.pixels), axis=1).reshape(-1)
    x, y, cuts = _without_repeats(x, y, 4 * found.cuts)
    x, y, cuts = _corners_only(x, y, cuts)
    return _polygons(x, y, cuts, found.owner)


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Return a ring with fewer of its points, so that none that is left out lies farther from it than `tolerance`.

    Never fewer than three points, nor more than there were.

    Source: D. Douglas, T. Peucker, "Algorithms for the reduction of the number of points", 1973; the ring is begun at
    its first point and at the one farthest from it.
    """
    import numpy as np

    if len(ring) <= 3 or tolerance <= 0:
        return ring
    points = np.asarray((*ring, ring[0]), np.float64)
    far = int(np.hypot(*(points - points[0]).T).argmax())
    kept = {0, far}
    _refine(points, kept, [(0, far), (far, len(ring))], tolerance)
    while len(kept) < 3:
        aside = _distances(points[:-1], points[0], points[far])
        aside[list(kept)] = -1.0
        third = int(aside.argmax())
        ends = sorted({*kept, len(ring)})
        around = [(first, last) for first, last in pairwise(ends) if first < third < last]
        kept.add(third)
        # The way around the new point is another one than the way that was measured.
        _refine(points, kept, [part for first, last in around for part in ((first, third), (third, last))], tolerance)
    return tuple(ring[place] for place in sorted(kept))


def _refine(points: "NDArray[np.float64]", kept: set[int], parts: list[tuple[int, int]], tolerance: float) -> None:
    """Keep further points of some parts of a line, until all of it lies within the tolerance."""
    while parts:
        first, last = parts.pop()
        if last - first > 1:
            distances = _distances(points[first + 1 : last], points[first], points[last])
            middle = first + 1 + int(distances.argmax())
            if distances[middle - first - 1] > tolerance:
                kept.add(middle)
                parts += [(first, middle), (middle, last)]


def _distances(
    points: "NDArray[np.float64]", start: "NDArray[np.float64]", end: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Return how far points lie from a segment."""
    import numpy as np

    way = end - start
    length = float(way @ way)
    along = np.clip((points - start) @ way / length, 0.0, 1.0) if length else np.zeros(len(points))
    apart: NDArray[np.float64] = np.hypot(*(points - start - along[:, np.newaxis] * way).T)
    return apart


@dataclass(frozen=True, slots=True)
class _Runs:
    """Straight pieces of the edge between inside and outside, in one direction, by line, then by place on it.

    They run so that inside is on their right, y pointing down.

    Attributes:
        line: Which row or column of pixel corners they lie on.
        low, high: Where they begin and end on it, low < high.
        sign: 1 when inside is on the side of the greater numbers, else −1.
        is_up: Those of sign 1 run from low to high; else those of sign −1 do.
    """

    line: "_Numbers"
    low: "_Numbers"
    high: "_Numbers"
    sign: "_Numbers"
    is_up: bool

    @property
    def start(self) -> "_Numbers":
        """Return where they start in their own direction."""
        return self._either(self.low, self.high)

    @property
    def end(self) -> "_Numbers":
        """Return where they end in their own direction."""
        return self._either(self.high, self.low)

    @property
    def pixels(self) -> "tuple[_Numbers, _Numbers]":
        """Return the first and the last pixel beside them in their own direction."""
        return self._either(self.low, self.high - 1), self._either(self.high - 1, self.low)

    def _either(self, forward: "_Numbers", backward: "_Numbers") -> "_Numbers":
        import numpy as np

        return np.where((self.sign > 0) == self.is_up, forward, backward)

    def part(self, places: "_Numbers") -> "_Runs":
        """Return some of them in another order."""
        return _Runs(self.line[places], self.low[places], self.high[places], self.sign[places], self.is_up)


@dataclass(frozen=True, slots=True)
class _Traced:
    """The closed rings that runs make.

    Attributes:
        across, down: Runs along rows and along columns.
        after: For each run along a row, the run along a column behind it.
        order: Runs along rows, ring after ring, each from its topmost one.
        cuts: Where rings begin in `order`, and its length.
        owner: For each ring that is a hole, the ring around it; −1 for an exterior.
    """

    across: _Runs
    down: _Runs
    after: "_Numbers"
    order: "_Numbers"
    cuts: "_Numbers"
    owner: list[int]


def _traced(mask: "NDArray[np.bool_]", *, joins_corners: bool) -> _Traced:
    import numpy as np

    padded = np.pad(np.asarray(mask, np.bool_).astype(np.int8), 1)
    across = _runs(np.diff(padded, axis=0), is_up=True)
    down = _runs(np.ascontiguousarray(np.diff(padded, axis=1).T), is_up=False)
    # Where four runs meet, two pixels touch at a corner. Turning right stays at the pixel, left goes on to the other.
    size = padded.shape[1]
    turn = int(joins_corners)
    into = 2 * (across.line * size + across.end) + (across.sign < 0)
    out = 2 * (down.start * size + down.line) + ((down.sign > 0) ^ turn)
    after = _joined(into, out)
    into = 2 * (down.end * size + down.line) + (down.sign > 0)
    out = 2 * (across.line * size + across.start) + ((across.sign > 0) ^ turn)
    order, cuts, ring_of = _rings(_joined(into, out)[after].tolist())
    first = np.array(order, np.int64)[cuts[:-1]]
    ring_of_down = np.empty(len(after), np.int64)
    ring_of_down[after] = ring_of
    holes = np.flatnonzero(across.sign[first] < 0)
    owner = [-1] * len(first)
    if holes.size:
        around = ring_of_down[_left_of(padded, across.part(first[holes]), down)]
        # A ring around a hole begins above it, so it has been settled before.
        for hole, ring in zip(holes.tolist(), around.tolist(), strict=True):
            owner[hole] = ring if owner[ring] < 0 else owner[ring]
    return _Traced(across, down, after, np.array(order, np.int64), np.array(cuts, np.int64), owner)


def _runs(steps: "NDArray[np.int8]", *, is_up: bool) -> _Runs:
    """Return the runs of equal steps that are not 0, row by row; the first and the last of each row are 0."""
    import numpy as np

    flat = steps.reshape(-1)
    changes = flat[1:] != flat[:-1]
    first = np.flatnonzero(changes & (flat[1:] != 0)) + 1
    last = np.flatnonzero(changes & (flat[:-1] != 0))
    line, low = np.divmod(first, steps.shape[1])
    return _Runs(line, low - 1, last - line * steps.shape[1], flat[first].astype(np.int64), is_up)


def _joined(into: "_Numbers", out: "_Numbers") -> "_Numbers":
    """Return for each run that ends the one that goes on where it ends; both are given as corners."""
    import numpy as np

    following = np.empty(len(into), np.int64)
    following[np.argsort(into, kind="stable")] = np.argsort(out, kind="stable")
    return following


def _rings(following: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Return the cycles one after the other, where each begins and the end, and for each member which cycle has it."""
    order: list[int] = []
    cuts = [0]
    ring_of = [-1] * len(following)
    for start in range(len(following)):
        if ring_of[start] < 0:
            ring, at = len(cuts) - 1, start
            while ring_of[at] < 0:
                ring_of[at] = ring
                order.append(at)
                at = following[at]
            cuts.append(len(order))
    return order, cuts, ring_of


def _left_of(padded: "NDArray[np.int8]", tops: _Runs, down: _Runs) -> "_Numbers":
    """Return the run at the left end of the row of pixels that lies on top of a hole; it bounds the same shape."""
    import numpy as np

    width = padded.shape[1] - 1
    begins = np.flatnonzero(np.diff(padded, axis=1) == 1)
    # Rows of `padded` count from one above the picture, so the pixels above corner row y are row y.
    place = np.searchsorted(begins, tops.line * width + tops.low, side="right") - 1
    row, column = np.divmod(begins[place], width)
    height = padded.shape[0]
    found: _Numbers = np.searchsorted(down.line * height + down.low, column * height + row - 1, side="right") - 1
    return found


def _without_repeats(x: "_Numbers", y: "_Numbers", cuts: "_Numbers") -> "tuple[_Numbers, _Numbers, _Numbers]":
    after = _after(cuts)
    return _kept(x, y, cuts, (x != x[after]) | (y != y[after]))


def _corners_only(x: "_Numbers", y: "_Numbers", cuts: "_Numbers") -> "tuple[_Numbers, _Numbers, _Numbers]":
    """Leave out points at which a ring goes straight on; all ways are straight or diagonal."""
    import numpy as np

    after = _after(cuts)
    before = np.empty_like(after)
    before[after] = np.arange(len(after))
    into = np.sign(x - x[before]), np.sign(y - y[before])
    out = np.sign(x[after] - x), np.sign(y[after] - y)
    return _kept(x, y, cuts, (into[0] != out[0]) | (into[1] != out[1]))


def _after(cuts: "_Numbers") -> "_Numbers":
    """Return the place after each place of its ring, around the end."""
    import numpy as np

    after = np.arange(1, cuts[-1] + 1)
    after[cuts[1:] - 1] = cuts[:-1]
    return after


def _kept(
    x: "_Numbers", y: "_Numbers", cuts: "_Numbers", chosen: "NDArray[np.bool_]"
) -> "tuple[_Numbers, _Numbers, _Numbers]":
    """Return the chosen points; of a ring without any, its first."""
    import numpy as np

    counts = np.concatenate(([0], np.cumsum(chosen)))[cuts]
    chosen[cuts[:-1][np.diff(counts) == 0]] = True
    return x[chosen], y[chosen], np.concatenate(([0], np.cumsum(chosen)))[cuts]


def _polygons(x: "_Numbers", y: "_Numbers", cuts: "_Numbers", owner: list[int]) -> tuple[Polygon, ...]:
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    exteriors: dict[int, Ring] = {}
    holes: dict[int, list[Ring]] = {}
    for ring, (first, last) in enumerate(pairwise(cuts.tolist())):
        around = tuple(points[first:last] + points[last - 1 : last] * (3 - last + first))
        if owner[ring] < 0:
            exteriors[ring] = around
        else:
            holes.setdefault(owner[ring], []).append(around)
    return tuple(Polygon(around, tuple(holes.get(ring, ()))) for ring, around in exteriors.items())
