"""A strip of land along a line or around a point, as polygons in degrees. Pure.

Works in local metres: on each short piece of a line a degree of longitude is taken to be as long as in its middle.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from app.model.region import SEMI_MAJOR_M, Area, LonLat, LonLatRing

if TYPE_CHECKING:
    from shapely import LinearRing
    from shapely.geometry.base import BaseGeometry

CORRIDOR_M = 25.0
_METRES_PER_DEGREE = math.radians(SEMI_MAJOR_M)
# Within so many degrees of latitude the length of a degree of longitude changes by less than 1 % up to 65° north.
_PIECE_DEG = 0.25
# Beyond, a degree of longitude has next to no length.
_MOST_LAT = 89.0


def corridor(lines: Iterable[Sequence[LonLat]], metres: float = CORRIDOR_M) -> tuple[Area, ...]:
    """Return the area within some metres of lines; a line of one point gives a disc.

    Args:
        lines: Corners in degrees, without jumps at the antimeridian.
        metres: Half of the width.

    Raises:
        ValueError: A corner is no place on the map.
    """
    import shapely  # late: most regions are drawn or typed

    strips = []
    for line in lines:
        for piece in _pieces(line):
            scale = math.cos(math.radians((min(lat for _, lat in piece) + max(lat for _, lat in piece)) / 2))
            flat = [(lon * scale * _METRES_PER_DEGREE, lat * _METRES_PER_DEGREE) for lon, lat in piece]
            core = shapely.LineString(flat) if len(flat) > 1 else shapely.Point(flat[0])
            # Straight runs of a track carry a point a second: a metre is finer than anybody sees.
            strip = core.simplify(metres / 25).buffer(metres, quad_segs=4)
            strips.append(_scaled(strip, 1 / (scale * _METRES_PER_DEGREE), 1 / _METRES_PER_DEGREE))
    if not strips:
        return ()
    joined = shapely.union_all(strips)
    parts = list(getattr(joined, "geoms", (joined,)))
    return tuple((_ring(part.exterior), *(_ring(hole) for hole in part.interiors)) for part in parts)


def _pieces(line: Sequence[LonLat]) -> Iterator[list[LonLat]]:
    """Yield a line in pieces of little height; each begins where the one before ends."""
    piece: list[LonLat] = []
    for lon, lat in _dense(line):
        piece.append((lon, lat))
        lats = (piece[0][1], lat)
        if len(piece) > 1 and max(lats) - min(lats) >= _PIECE_DEG:
            yield piece
            piece = [(lon, lat)]
    if len(piece) > 1 or len(line) == 1:
        yield piece


def _dense(line: Sequence[LonLat]) -> Iterator[LonLat]:
    """Yield the corners, and points between two that lie far apart in latitude."""
    before: LonLat | None = None
    for lon, lat in line:
        if not (math.isfinite(lon) and abs(lat) <= _MOST_LAT):
            raise ValueError("A point of a line is no place on the map. The order is longitude, latitude.")
        if before is not None:
            steps = math.ceil(abs(lat - before[1]) / _PIECE_DEG)
            for step in range(1, steps):
                share = step / steps
                yield before[0] + (lon - before[0]) * share, before[1] + (lat - before[1]) * share
        yield lon, lat
        before = (lon, lat)


def _scaled(shape: "BaseGeometry", x: float, y: float) -> "BaseGeometry":
    from shapely.affinity import scale

    return scale(shape, x, y, origin=(0.0, 0.0))


def _ring(line: "LinearRing") -> LonLatRing:
    return tuple((float(lon), float(lat)) for lon, lat in line.coords[:-1])
