"""The outline of all land, bundled: where the sea ends, from the globe down to a few kilometres.

`land.bin` is made by `packaging/land.py` out of Natural Earth data (public domain): the word WLAND1, then packed by
zlib: how many levels, how many rings in each, the sizes of all rings, and the differences from point to point in
1/500 of a degree, all x before all y, the four bytes of a number in four planes.
"""

import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from app.model.mercator import MOST_LAT
from ui.map.paths import clipped, path_of
from ui.map.viewport import TILE_PX, Viewport
from ui.theme.resources import resource

MAGIC = b"WLAND1"
PER_DEGREE = 500.0
# From here on the coarse outline looks coarse.
FINE_ZOOM = 2.8
# The fine outline is thinned for views up to these zooms.
THIN_ZOOMS = (3.5, 4.5, 5.5, 7.0)
# The border of what is drawn lies this far outside of the widget, so that no cut is seen.
BEYOND_PX = 8.0


@dataclass(frozen=True, slots=True)
class Level:
    """Rings of one fineness.

    Attributes:
        points: Shape (n, 2), fractions of the world: x right, y down.
        starts: Shape (rings + 1,), where each ring begins; the last is n.
        bounds: Shape (rings, 4): least x, least y, most x, most y.
    """

    points: NDArray[np.float64]
    starts: NDArray[np.int64]
    bounds: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Land:
    """The land in a view, in pixels.

    Attributes:
        ground: To be filled.
        coast: To be drawn as a line; without the borders of the picture and of the globe.
    """

    ground: QPainterPath
    coast: QPainterPath


def read_levels(body: bytes) -> tuple[Level, ...]:
    """Return the levels in a file, coarse first. Raise ValueError when it is none."""
    if not body.startswith(MAGIC):
        raise ValueError("This is no outline of land.")
    raw = zlib.decompress(body[len(MAGIC) :])
    count = int(np.frombuffer(raw, "<u4", 1)[0])
    ring_counts = np.frombuffer(raw, "<u4", count, 4).astype(np.int64)
    at = 4 + 4 * count
    sizes = np.frombuffer(raw, "<u4", int(ring_counts.sum()), at).astype(np.int64)
    at += 4 * len(sizes)
    total = int(sizes.sum())
    planes = np.frombuffer(raw, np.uint8, total * 8, at).reshape(4, 2 * total)
    steps = np.ascontiguousarray(planes.T).view("<i4").reshape(2, total)
    degrees = np.cumsum(steps, axis=1, dtype=np.int64).T / PER_DEGREE
    levels = []
    first = 0
    for number in ring_counts:
        own = sizes[first : first + number]
        begin = int(sizes[:first].sum())
        levels.append(_level(degrees[begin : begin + int(own.sum())], own))
        first += int(number)
    return tuple(levels)


def _level(degrees: NDArray[np.float64], sizes: NDArray[np.int64]) -> Level:
    lat = np.radians(np.clip(degrees[:, 1], -MOST_LAT, MOST_LAT))
    points = np.empty_like(degrees)
    points[:, 0] = degrees[:, 0] / 360.0 + 0.5
    points[:, 1] = 0.5 - np.arcsinh(np.tan(lat)) / (2 * np.pi)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    least = np.minimum.reduceat(points, starts[:-1], axis=0)
    most = np.maximum.reduceat(points, starts[:-1], axis=0)
    return Level(points, starts, np.hstack((least, most)))


@cache
def levels() -> tuple[Level, ...]:
    """Return the bundled levels by fineness; none when the file is missing, and the map is all sea."""
    path = resource("map/land.bin")
    if path is None:
        return ()
    coarse, fine = read_levels(path.read_bytes())
    return (coarse, *(thinned(fine, TILE_PX * 2.0**zoom) for zoom in THIN_ZOOMS), fine)


def thinned(level: Level, world_px: float) -> Level:
    """Return a level without what cannot be seen while the world is so many pixels wide."""
    extents = np.max(level.bounds[:, 2:] - level.bounds[:, :2], axis=1) * world_px
    sizes = np.diff(level.starts)
    pixels = np.round(level.points * world_px)
    kept = np.any(np.diff(pixels, axis=0, prepend=np.nan) != 0, axis=1)
    kept[level.starts[:-1]] = True
    counts = np.add.reduceat(kept.astype(np.int64), level.starts[:-1])
    is_big = (extents > 2) & (counts >= 3)
    points = level.points[kept & np.repeat(is_big, sizes)]
    return Level(points, np.concatenate(([0], np.cumsum(counts[is_big]))), level.bounds[is_big])


def level_for(zoom: float, known: tuple[Level, ...]) -> Level:
    """Return the level whose points are just near enough to each other."""
    if zoom < FINE_ZOOM:
        return known[0]
    finer = sum(zoom > thin for thin in THIN_ZOOMS)
    return known[min(1 + finer, len(known) - 1)]


def land_in(view: Viewport, known: tuple[Level, ...] | None = None) -> Land:
    """Return the land that a view shows, in every repeat of the world."""
    known = levels() if known is None else known
    if not known:
        return Land(QPainterPath(), QPainterPath())
    level = level_for(view.zoom, known)
    left, top = view.origin
    rings: list[NDArray[np.float64]] = []
    for turn in view.turns(-180.0, 180.0):
        shift = np.array((turn / 360.0 - left, -top))
        box = (level.bounds + np.tile(shift, 2)) * view.world_px
        low, high = box[:, :2], box[:, 2:]
        size = (view.width + BEYOND_PX, view.height + BEYOND_PX)
        is_seen = np.all((high > -BEYOND_PX) & (low < size), axis=1)
        is_seen &= np.max(high - low, axis=1) > 1.0
        for number in np.flatnonzero(is_seen):
            ring = (level.points[level.starts[number] : level.starts[number + 1]] + shift) * view.world_px
            for axis in (0, 1):
                if low[number, axis] < -BEYOND_PX or high[number, axis] > size[axis]:
                    ring = clipped(ring, -BEYOND_PX, size[axis], axis)
            if len(ring) >= 3:
                rings += (ring, ring[:1])
    return _paths(rings, view)


def _paths(rings: list[NDArray[np.float64]], view: Viewport) -> Land:
    """Return both paths of rings, each followed by its first point again."""
    if not rings:
        return Land(QPainterPath(), QPainterPath())
    points = np.concatenate(rings)
    begins = np.zeros(len(points), np.bool_)
    sizes = [len(ring) for ring in rings]
    begins[np.cumsum([0, *sizes])[:-1:2]] = True
    return Land(path_of(points, begins), path_of(points, begins | _seams(points, view)))


def _seams(points: NDArray[np.float64], view: Viewport) -> NDArray[np.bool_]:
    """Return, for each point, whether the edge that leads to it is a cut and no coast."""
    on_cut = np.zeros(len(points), np.bool_)
    world = view.world_px
    west, foot = view.point_of(-180.0, -MOST_LAT)
    # Land that crosses the antimeridian is cut there, too, in every repeat of the world.
    from_west = np.abs((points[:, 0] - west + world / 2) % world - world / 2)
    borders = [from_west < 0.01, np.abs(points[:, 1] - foot) < 0.01]
    for axis, length in ((0, view.width), (1, view.height)):
        borders += [np.abs(points[:, axis] - value) < 0.01 for value in (-BEYOND_PX, length + BEYOND_PX)]
    for on_border in borders:
        on_cut[1:] |= on_border[1:] & on_border[:-1]
    return on_cut
