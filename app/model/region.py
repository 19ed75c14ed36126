"""Areas on the map: a box or polygons, in degrees. Pure.

House order is lon before lat, WGS 84. A box whose west is greater than its east crosses the antimeridian. Rings are
not closed: the first point is not repeated. Polygons that cross the antimeridian go on beyond 180 (179, 181, …).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from app.model.mercator import MOST_LAT, Tile, cover, tile_span

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LonLat: TypeAlias = tuple[float, float]
LonLatRing: TypeAlias = tuple[LonLat, ...]
# Exterior first, then holes.
Area: TypeAlias = tuple[LonLatRing, ...]

# WGS 84.
SEMI_MAJOR_M = 6_378_137.0
ECCENTRICITY = 0.0818191908426215


@dataclass(frozen=True, slots=True)
class Region:
    """A named area.

    Attributes:
        west, south, east, north: Bounds in degrees; west > east crosses the antimeridian.
        name: For people, for the dataset and its folder.
        polygons: What the area is, each with its holes; empty means the whole box.
    """

    west: float
    south: float
    east: float
    north: float
    name: str = ""
    polygons: tuple[Area, ...] = ()

    @property
    def bbox_text(self) -> str:
        """Return "west,south,east,north" as short as it is exact to seven digits (about a centimetre)."""
        return ",".join(degrees_text(value) for value in (self.west, self.south, self.east, self.north))

    @property
    def is_box(self) -> bool:
        """Return whether the area is the whole box."""
        return not self.polygons

    @property
    def width_deg(self) -> float:
        """Return degrees from west to east, eastward."""
        return self.east - self.west if self.east >= self.west else self.east - self.west + 360.0


def degrees_text(value: float) -> str:
    """Return degrees with at most seven digits and no idle zeros."""
    text = f"{value:.7f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def box(west: float, south: float, east: float, north: float, name: str = "") -> Region:
    """Return a box after looking at its numbers; latitudes beyond the map are clamped.

    Raises:
        ValueError: A number is out of range or the box has no area; the text says which number, and what to do.
    """
    for word, value in (("West", west), ("South", south), ("East", east), ("North", north)):
        if not math.isfinite(value):
            raise ValueError(f"{word} is not a number. Give west, south, east, north in degrees.")
    for word, value in (("South", south), ("North", north)):
        if abs(value) > 90:
            raise ValueError(
                f"{word} is {degrees_text(value)}, and latitudes end at 90. The order is west, south, east, north."
            )
    if south > north:
        raise ValueError(
            f"South ({degrees_text(south)}) lies north of north ({degrees_text(north)}). Swap the two numbers."
        )
    if east - west >= 360:
        raise ValueError("The box goes all around the globe. Draw a smaller one.")
    west, east = wrapped(west), wrapped(east, is_east=True)
    south, north = max(south, -MOST_LAT), min(north, MOST_LAT)
    if south >= north:
        raise ValueError("The box has no height. Give two different latitudes below 85.05.")
    if west == east:
        raise ValueError("The box has no width. Give two different longitudes.")
    return Region(west, south, east, north, name)


def as_written(region: Region) -> Region:
    """Return a box with its numbers as its text states them, so that a typed box is the very same; polygons stay."""
    if region.polygons:
        return region
    sides = (region.west, region.south, region.east, region.north)
    west, south, east, north = (float(degrees_text(side)) for side in sides)
    return replace(region, west=west, south=south, east=east, north=north)


def bare_area(region: Region) -> Region:
    """Return an area without its name, as it is written: equal ones are one and the same place."""
    return replace(as_written(region), name="")


def wrapped(lon: float, *, is_east: bool = False) -> float:
    """Return a longitude in [-180, 180); an eastern edge on the antimeridian stays 180."""
    if -180 <= lon < 180 or (is_east and lon == 180):
        return lon
    turned = (lon + 180.0) % 360.0 - 180.0
    return 180.0 if is_east and turned == -180.0 else turned


def polygon_region(polygons: Iterable[Sequence[Sequence[LonLat]]], name: str = "") -> Region:
    """Return the region of polygons, each an exterior ring and its holes; a closing point is dropped.

    Edges that jump by more than half the globe are taken to cross the antimeridian.

    Raises:
        ValueError: There is no area, or a latitude is out of range.
    """
    areas: list[Area] = []
    for rings in polygons:
        opened = [_opened(_unwrapped(ring)) for ring in rings]
        if opened and len(opened[0]) >= 3:
            areas.append(tuple(ring for ring in opened if len(ring) >= 3))
    if not areas:
        raise ValueError("The shape has no area. A polygon needs three corners or more.")
    lons = [lon for area in areas for lon, _ in area[0]]
    lats = [lat for area in areas for _, lat in area[0]]
    if max(abs(lat) for lat in lats) > 90:
        raise ValueError("A latitude is beyond 90. The order is longitude, latitude.")
    whole = box(min(lons), min(lats), max(lons), max(lats), name)
    return replace(whole, polygons=tuple(areas))


def _unwrapped(ring: Sequence[LonLat]) -> LonLatRing:
    """Return a ring without jumps: where an edge leaps over half the globe it goes on beyond 180 instead."""
    points: list[LonLat] = []
    turn = 0.0
    for lon, lat in ring:
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise ValueError("The shape has a corner that is not a number.")
        if points:
            leap = lon + turn - points[-1][0]
            turn += -360.0 if leap > 180 else 360.0 if leap < -180 else 0.0
        points.append((lon + turn, lat))
    return tuple(points)


def _opened(ring: LonLatRing) -> LonLatRing:
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def boxes(region: Region) -> tuple[tuple[float, float, float, float], ...]:
    """Return the bounds as boxes with west <= east: one, or two across the antimeridian."""
    if region.west <= region.east:
        return ((region.west, region.south, region.east, region.north),)
    return (
        (region.west, region.south, 180.0, region.north),
        (-180.0, region.south, region.east, region.north),
    )


def region_tiles(region: Region, z: int) -> tuple[Tile, ...]:
    """Return the tiles that a region touches, row by row from the north, without doubles.

    Of a polygon's bounds only the tiles that its area touches are kept.
    """
    found = dict.fromkeys(tile for part in boxes(region) for tile in cover(*part, z))
    if region.is_box:
        return tuple(found)
    import shapely  # late: boxes, which most regions are, do not need it

    shape = shapely_area(region)
    shapely.prepare(shape)
    kept = []
    for tile in found:
        west, south, east, north = tile.bounds
        turns = (shapely.box(west + turn, south, east + turn, north) for turn in (0.0, 360.0, -360.0))
        if any(shape.intersects(square) for square in turns):
            kept.append(tile)
    return tuple(kept)


def shapely_area(region: Region) -> "BaseGeometry":
    """Return the polygons as one shapely geometry, repaired where rings cross themselves."""
    import shapely

    parts = [shapely.Polygon(area[0], area[1:]) for area in region.polygons]
    return shapely.union_all([shapely.make_valid(part) for part in parts])


def tile_count(region: Region, z: int) -> int:
    """Return how many tiles a region touches."""
    if not region.is_box:
        return len(region_tiles(region, z))
    total = 0
    for part in boxes(region):
        first_column, last_column, first_row, last_row = tile_span(*part, z)
        total += (last_column - first_column + 1) * (last_row - first_row + 1)
    return total


def area_km2(region: Region) -> float:
    """Return the area on the WGS 84 ellipsoid in square kilometres; edges are straight in longitude and latitude."""
    if region.is_box:
        band = _authalic(region.north) - _authalic(region.south)
        return SEMI_MAJOR_M**2 * math.radians(region.width_deg) * band / 2 / 1e6
    return sum(abs(_ring_m2(area[0])) - sum(abs(_ring_m2(hole)) for hole in area[1:]) for area in region.polygons) / 1e6


def size_km(region: Region) -> tuple[float, float]:
    """Return width (along the middle latitude) and height of the bounds in kilometres."""
    middle = math.radians((region.south + region.north) / 2)
    squared = ECCENTRICITY**2
    part = 1 - squared * math.sin(middle) ** 2
    east_radius = SEMI_MAJOR_M / math.sqrt(part)
    north_radius = SEMI_MAJOR_M * (1 - squared) / part**1.5
    width = math.radians(region.width_deg) * east_radius * math.cos(middle)
    return width / 1000, math.radians(region.north - region.south) * north_radius / 1000


def _authalic(lat: float) -> float:
    """Return the area function q of the ellipsoid (Snyder, "Map Projections", 3-12)."""
    sine = math.sin(math.radians(lat))
    e = ECCENTRICITY
    inner = e * sine
    return (1 - e * e) * (sine / (1 - inner * inner) + math.atanh(inner) / e)


def _ring_m2(ring: LonLatRing) -> float:
    """Return the signed area of a ring: the sum of its edges' trapezoids on the cylinder of equal area."""
    total = 0.0
    for (lon, lat), (next_lon, next_lat) in zip(ring, (*ring[1:], ring[0]), strict=True):
        total += math.radians(next_lon - lon) * (_authalic(lat) + _authalic(next_lat)) / 2
    return total * SEMI_MAJOR_M**2 / 2
