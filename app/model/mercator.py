"""Web-Mercator tiles: degrees to tile numbers and back. Pure.

Source: OGC Two Dimensional Tile Matrix Set, "WebMercatorQuad"; x grows eastward, y southward.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

MOST_LAT = 85.05112877980659
# Where the services list images: every z14 tile of the coverage is one listing.
LISTING_ZOOM = 14


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One square of the map."""

    z: int
    x: int
    y: int

    @property
    def key(self) -> str:
        """Return "z/x/y"."""
        return f"{self.z}/{self.x}/{self.y}"

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north in degrees."""
        west, north = lon_lat_of(self.x, self.y, self.z)
        east, south = lon_lat_of(self.x + 1, self.y + 1, self.z)
        return west, south, east, north


def tile_from_key(key: str) -> Tile:
    """Return the tile of a "z/x/y". Raise ValueError when it is none."""
    z, x, y = (int(part) for part in key.split("/"))
    if not (0 <= z <= 30 and 0 <= x < 2**z and 0 <= y < 2**z):
        raise ValueError(f"There is no tile {key}.")
    return Tile(z, x, y)


def fraction_of(lon: float, lat: float, z: int) -> tuple[float, float]:
    """Return fractional tile numbers of a place; latitudes beyond the projection are clamped, longitudes are not."""
    lat = max(-MOST_LAT, min(MOST_LAT, lat))
    n = 2.0**z
    x = (lon + 180.0) / 360.0 * n
    y = (1.0 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2.0 * n
    return x, y


def lon_lat_of(x: float, y: float, z: int) -> tuple[float, float]:
    """Return the place of fractional tile numbers, in degrees."""
    n = 2.0**z
    lon = x / n * 360.0 - 180.0
    lat = math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y / n))))
    return lon, lat


def tile_at(lon: float, lat: float, z: int) -> Tile:
    """Return the tile that holds a place; the edges of the world belong to the last tiles."""
    x, y = fraction_of(lon, lat, z)
    last = 2**z - 1
    return Tile(z, min(max(math.floor(x), 0), last), min(max(math.floor(y), 0), last))


def tile_span(west: float, south: float, east: float, north: float, z: int) -> tuple[int, int, int, int]:
    """Return first and last column, first and last row of the tiles that a box touches.

    A column or row that the box touches in a mere line at its east or south edge is left out.

    Degrees, west <= east: boxes across the antimeridian are split before.
    """
    left, top = fraction_of(west, north, z)
    right, bottom = fraction_of(east, south, z)
    last = 2**z - 1
    first_column, first_row = min(max(math.floor(left), 0), last), min(max(math.floor(top), 0), last)
    last_column = min(max(math.ceil(right) - 1, first_column), last)
    last_row = min(max(math.ceil(bottom) - 1, first_row), last)
    return first_column, last_column, first_row, last_row


def cover(west: float, south: float, east: float, north: float, z: int) -> Iterator[Tile]:
    """Yield the tiles that a box touches, row by row from the north-west; arguments as in `tile_span`."""
    first_column, last_column, first_row, last_row = tile_span(west, south, east, north, z)
    for y in range(first_row, last_row + 1):
        for x in range(first_column, last_column + 1):
            yield Tile(z, x, y)


def metres_per_pixel(lat: float, z: int, tile_pixels: int = 256) -> float:
    """Return how many metres one pixel spans from west to east at a latitude."""
    return math.cos(math.radians(lat)) * 40_075_016.685578488 / (2.0**z * tile_pixels)
