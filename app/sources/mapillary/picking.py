"""Which of many images are taken: a minimum spacing, and a maximum by one of three rules. Pure.

Every choice depends on the ids and positions alone, so the same request gives the same images.
"""

import math

import numpy as np
from numpy.typing import NDArray

from app.model.harvest import Pick
from app.sources.mapillary.tile_images import TileImages

EARTH_RADIUS_M = 6_371_008.8
# Fine enough that two images on one pixel of a tile still share the finest square.
_FINEST = 26

Rows = NDArray[np.int64]


def in_order(images: TileImages) -> TileImages:
    """Return images sorted by time, then id."""
    return images.chosen(np.lexsort((images.ids, images.captured_at_ms)))


def shuffled(ids: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a number for each id that looks random and is always the same.

    Source: the finalizer of SplitMix64 (Steele, Lea, Flood, 2014).
    """
    mixed = ids.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def spaced(images: TileImages, metres: float) -> Rows:
    """Return rows, ascending, of which no two lie closer together than so many metres.

    Images are looked at in an order shuffled by their ids; one is taken unless a taken one is too near. So dense and
    sparse streets are thinned alike, and no image that was left out could have been added.
    """
    count = len(images)
    if metres <= 0 or count < 2:
        return np.arange(count)
    places = _on_sphere(images.lon, images.lat)
    places -= places.min(axis=0)
    order = np.argsort(shuffled(images.ids), kind="stable")
    keys, side = _cells(places, metres)
    # The own cube first: where images are dense the answer lies there.
    near = tuple((x * side + y) * side + z for x in (0, -1, 1) for y in (0, -1, 1) for z in (0, -1, 1))
    xs, ys, zs = (places[:, axis].tolist() for axis in range(3))
    least = metres * metres
    taken: dict[int, list[int]] = {}
    kept = []
    for row in order.tolist():
        key, x, y, z = keys[row], xs[row], ys[row], zs[row]
        for step in near:
            others = taken.get(key + step)
            if others and any((xs[o] - x) ** 2 + (ys[o] - y) ** 2 + (zs[o] - z) ** 2 < least for o in others):
                break
        else:
            taken.setdefault(key, []).append(row)
            kept.append(row)
    return np.sort(np.array(kept, np.int64))


def _cells(places: NDArray[np.float64], metres: float) -> tuple[list[int], int]:
    """Return the number of the cube, `metres` wide, in which each place lies, and how many cubes stand in a row."""
    x, y, z = (np.floor(places[:, axis] / metres).astype(np.int64) + 1 for axis in range(3))
    side = int(max(x.max(), y.max(), z.max())) + 2
    if side**3 < 2**62:
        numbers: list[int] = ((x * side + y) * side + z).tolist()
        return numbers, side
    # At a metre's spacing around the globe the numbers outgrow 64 bits; those of Python do not.
    return [(a * side + b) * side + c for a, b, c in zip(x.tolist(), y.tolist(), z.tolist(), strict=True)], side


def _on_sphere(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places in metres from the centre of the earth: distances are right at every latitude and across 180."""
    east, north = np.radians(lon), np.radians(lat)
    flat = np.cos(north)
    return EARTH_RADIUS_M * np.stack((flat * np.cos(east), flat * np.sin(east), np.sin(north)), axis=1)


def picked(images: TileImages, most: int | None, pick: Pick) -> Rows:
    """Return at most so many rows, ascending, chosen by a rule; FIRST takes the rows as they stand."""
    count = len(images)
    if most is None or count <= most:
        return np.arange(count)
    if pick is Pick.FIRST:
        return np.arange(most)
    if pick is Pick.NEWEST:
        # A time of 0 means that nobody knows; those come last.
        return np.sort(np.lexsort((images.ids, -images.captured_at_ms))[:most])
    return np.sort(_spread(images, most))


def _spread(images: TileImages, most: int) -> Rows:
    """Return rows spread over the map: from every square of a grid one, then and so on.

    The grid is the finest whose squares are not more than the images that are wanted.
    """
    x, y = _squares(images)
    level = _FINEST
    while level > 0 and len(np.unique((x >> (_FINEST - level)) << 32 | (y >> (_FINEST - level)))) > most:
        level -= 1
    square = (x >> (_FINEST - level)) << 32 | (y >> (_FINEST - level))
    mixed = shuffled(images.ids)
    order = np.lexsort((mixed, square))
    _, first, counts = np.unique(square[order], return_index=True, return_counts=True)
    turn = np.empty(len(order), np.int64)
    turn[order] = np.arange(len(order)) - np.repeat(first, counts)
    return np.lexsort((mixed, turn))[:most]


def _squares(images: TileImages) -> tuple[Rows, Rows]:
    """Return the finest square of each image, from the west and from the north."""
    side = 1 << _FINEST
    # An image whose place nobody knows counts as one at 0,0.
    north = np.radians(np.clip(np.nan_to_num(images.lat), -85.0511, 85.0511))
    x = np.floor((np.nan_to_num(images.lon) + 180.0) / 360.0 * side)
    y = np.floor((1.0 - np.arcsinh(np.tan(north)) / math.pi) / 2.0 * side)
    return np.clip(x, 0, side - 1).astype(np.int64), np.clip(y, 0, side - 1).astype(np.int64)
