"""Coverage tiles of a roll: overview, sequence and image layers, as the services write them. Pure."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.model.mercator import LISTING_ZOOM
from app.sandbox.street_index import NO_ROWS, Index, Placing, Rows
from app.sandbox.street_mvt import EXTENT, Column, Features, Kind, Shape, layer, path, points, strings, together
from app.sandbox.street_roll import Floats

OVERVIEW_ZOOM = 5
Pixels = NDArray[np.int64]


def coverage_tile(indexes: Sequence[Index], z: int, x: int, y: int, is_computed: bool) -> bytes:
    """Return the layers of a tile; empty where nobody took images.

    Args:
        indexes: What is served; each image in one of them.
        z: Zoom 0 to 14.
        x: Column.
        y: Row.
        is_computed: Take the positions after reconstruction where there are some.
    """
    spots = [(index, index.computed if is_computed else index.original) for index in indexes]
    if z <= OVERVIEW_ZOOM:
        return _layer("overview", Shape.POINT, [_overview(index, where, z, x, y) for index, where in spots])
    body = _layer("sequence", Shape.LINE, [_lines(index, where, z, x, y) for index, where in spots])
    if z == LISTING_ZOOM:
        body += _layer("image", Shape.POINT, [_images(index, where, x, y) for index, where in spots])
    return body


def _layer(name: str, shape: Shape, parts: Sequence[Features | None]) -> bytes:
    found = [part for part in parts if part is not None]
    if not found:
        return b""
    features = together(found)
    return layer(name, shape, features.geometry, features.columns)


def pixels(where: Placing, rows: Rows, z: int, x: int, y: int) -> Floats:
    """Return places in the grid of a tile, shape (n, 2)."""
    scale = 2.0 ** (z - LISTING_ZOOM)
    return np.stack([(where.x[rows] * scale - x) * EXTENT, (where.y[rows] * scale - y) * EXTENT], axis=1)


def _images(index: Index, where: Placing, x: int, y: int) -> Features | None:
    rows = where.tiles.get((x, y), NO_ROWS)
    if not len(rows):
        return None
    roll = index.roll
    grid = np.clip(np.floor(pixels(where, rows, LISTING_ZOOM, x, y)), 0, EXTENT - 1).astype(np.int64)
    creator, organization = roll.creator[rows], roll.organization[rows]
    heading, quality, pano, foot = roll.heading[rows], roll.quality[rows], roll.pano[rows], roll.foot[rows]
    return Features(points(grid), [
        Column("captured_at", Kind.INT, roll.at_ms[rows]),
        Column("compass_angle", Kind.DOUBLE, heading, ~np.isnan(heading)),
        Column("creator_id", Kind.INT, index.creator_ids[creator], creator >= 0),
        Column("foot", Kind.BOOL, foot == 1, foot >= 0),
        Column("id", Kind.INT, roll.ids[rows]),
        Column("is_pano", Kind.BOOL, pano == 1, pano >= 0),
        Column("organization_id", Kind.INT, index.organization_ids[organization], organization >= 0),
        Column("quality_score", Kind.FLOAT, quality, ~np.isnan(quality)),
        Column("sequence_id", Kind.TEXT, roll.sequence[rows], texts=roll.keys),
    ])  # fmt: skip


def _overview(index: Index, where: Placing, z: int, x: int, y: int) -> Features | None:
    roll = index.roll
    rows = index.starts[:-1]
    grid = np.floor(pixels(where, rows, z, x, y)).astype(np.int64)
    is_here = ((grid >= 0) & (grid < EXTENT)).all(axis=1)
    if not is_here.any():
        return None
    rows, grid = rows[is_here], grid[is_here]
    pano = roll.pano[rows]
    return Features(points(grid), [
        Column("captured_at", Kind.INT, roll.at_ms[rows]),
        Column("id", Kind.INT, roll.ids[rows]),
        Column("is_pano", Kind.BOOL, pano == 1, pano >= 0),
        Column("sequence_id", Kind.TEXT, roll.sequence[rows], texts=roll.keys),
    ])  # fmt: skip


def _lines(index: Index, where: Placing, z: int, x: int, y: int) -> Features | None:
    roll = index.roll
    firsts, geometries = [], []
    for rows in index.sequences():
        if len(rows) < 2:
            continue
        parts = clipped(pixels(where, np.arange(rows.start, rows.stop), z, x, y))
        if parts:
            firsts.append(rows.start)
            geometries.append(path(parts))
    if not firsts:
        return None
    first = np.array(firsts)
    creator, organization, pano = roll.creator[first], roll.organization[first], roll.pano[first]
    return Features(strings(geometries), [
        Column("captured_at", Kind.INT, roll.at_ms[first]),
        Column("creator_id", Kind.INT, index.creator_ids[creator], creator >= 0),
        Column("id", Kind.TEXT, roll.sequence[first], texts=roll.keys),
        Column("image_id", Kind.INT, roll.ids[first]),
        Column("is_pano", Kind.BOOL, pano == 1, pano >= 0),
        Column("organization_id", Kind.INT, index.organization_ids[organization], organization >= 0),
    ])  # fmt: skip


def clipped(line: Floats) -> list[Pixels]:
    """Return the parts of a line within a tile in whole pixels 0 to 4096; points on the same pixel are one."""
    low, high = line.min(axis=0), line.max(axis=0)
    if (high < 0).any() or (low > EXTENT).any():
        return []
    parts = [line] if (low >= 0).all() and (high <= EXTENT).all() else _cut(line)
    rounded = (np.floor(part + 1e-9).astype(np.int64) for part in parts)
    thinned = (part[np.concatenate([[True], np.diff(part, axis=0).any(axis=1)])] for part in rounded)
    return [part for part in thinned if len(part) > 1]


def _cut(line: Floats) -> list[Floats]:
    parts: list[list[tuple[float, float]]] = []
    for a, b in pairwise(line.tolist()):
        found = _segment((a[0], a[1]), (b[0], b[1]))
        if found is None:
            continue
        if parts and parts[-1][-1] == found[0]:
            parts[-1].append(found[1])
        else:
            parts.append([*found])
    return [np.array(part) for part in parts]


def _segment(a: tuple[float, float], b: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return what of a segment lies in the tile (Liang and Barsky)."""
    enter, leave = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for step, room in ((-dx, a[0]), (dx, EXTENT - a[0]), (-dy, a[1]), (dy, EXTENT - a[1])):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None

    def at(share: float) -> tuple[float, float]:
        return a if share == 0 else b if share == 1 else (a[0] + dx * share, a[1] + dy * share)

    return at(enter), at(leave)
