"""Which part of the world the map shows: degrees to pixels of the widget and back. Pure.

The world repeats eastward and westward: longitudes go on beyond 180, and `turns` says in which repeats a thing is
seen. Latitudes end at the poles of the projection. North is always up.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.model.mercator import MOST_LAT, Tile, fraction_of, lon_lat_of
from app.model.region import wrapped

TILE_PX = 256
LEAST_ZOOM = 2.0
MOST_ZOOM = 19.0


@dataclass(frozen=True, slots=True)
class PlacedTile:
    """A tile and the square of the widget that it fills, in pixels."""

    tile: Tile
    left: float
    top: float
    side: float


@dataclass(frozen=True, slots=True)
class Viewport:
    """A place, a zoom and a size.

    Attributes:
        lon, lat: The middle, in degrees; lon in [-180, 180).
        zoom: 2 to 19, fractional; one more shows half as much.
        width, height: Of the widget in logical pixels.
    """

    lon: float = 0.0
    lat: float = 20.0
    zoom: float = LEAST_ZOOM
    width: int = 800
    height: int = 600

    @property
    def world_px(self) -> float:
        """Return the width of the whole world in pixels."""
        return float(TILE_PX * 2.0**self.zoom)

    @property
    def origin(self) -> tuple[float, float]:
        """Return the fraction of the world (0 to 1, x right, y down) at the left top corner of the widget."""
        x, y = fraction_of(self.lon, self.lat, 0)
        return x - self.width / 2 / self.world_px, y - self.height / 2 / self.world_px

    def point_of(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the pixel of a place; longitudes are not wrapped."""
        x, y = fraction_of(lon, lat, 0)
        left, top = self.origin
        return (x - left) * self.world_px, (y - top) * self.world_px

    def place_at(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude (not wrapped) and latitude (within the projection) of a pixel."""
        left, top = self.origin
        lon, lat = lon_lat_of(left + x / self.world_px, min(1.0, max(0.0, top + y / self.world_px)), 0)
        return lon, max(-MOST_LAT, min(MOST_LAT, lat))

    def turns(self, west: float, east: float) -> Iterator[float]:
        """Yield the multiples of 360 by which something from west to east is seen in the widget.

        West is not above east: what crosses the antimeridian goes on beyond 180.
        """
        left, right = self.place_at(0, 0)[0], self.place_at(self.width, 0)[0]
        for turn in range(math.ceil((left - east) / 360), math.floor((right - west) / 360) + 1):
            yield turn * 360.0

    def near(self, lon: float) -> float:
        """Return the repeat of a longitude that is nearest to the middle."""
        return lon + 360.0 * round((self.lon - lon) / 360.0)

    def panned(self, dx: float, dy: float) -> "Viewport":
        """Return the view after its content was moved by so many pixels."""
        lon, lat = self._place(self.width / 2 - dx, self.height / 2 - dy)
        return replace(self, lon=lon, lat=lat).clamped()

    def zoomed(self, steps: float, x: float, y: float) -> "Viewport":
        """Return the view zoomed in by steps (out when negative); what is under the pixel stays there."""
        zoom = _bound(self.zoom + steps)
        before = fraction_of(*self.place_at(x, y), 0)
        grown = replace(self, zoom=zoom)
        middle_x = before[0] - (x - self.width / 2) / grown.world_px
        middle_y = before[1] - (y - self.height / 2) / grown.world_px
        lon, lat = lon_lat_of(middle_x, min(1.0, max(0.0, middle_y)), 0)
        return replace(grown, lon=lon, lat=lat).clamped()

    def fitted(self, west: float, south: float, east: float, north: float, margin: int = 48) -> "Viewport":
        """Return the view that shows a box as large as it fits, with a margin in pixels on every side.

        West is not above east: what crosses the antimeridian goes on beyond 180.
        """
        left, top = fraction_of(west, north, 0)
        right, bottom = fraction_of(east, south, 0)
        room_x, room_y = max(32, self.width - 2 * margin), max(32, self.height - 2 * margin)
        # A box without width or height would be infinitely near.
        span_x, span_y = max(right - left, 1e-9), max(bottom - top, 1e-9)
        zoom = math.log2(min(room_x / span_x, room_y / span_y) / TILE_PX)
        lon, lat = lon_lat_of((left + right) / 2, (top + bottom) / 2, 0)
        return replace(self, lon=lon, lat=lat, zoom=_bound(zoom)).clamped()

    def resized(self, width: int, height: int) -> "Viewport":
        """Return the view for another size of the widget; the middle stays."""
        return replace(self, width=max(1, width), height=max(1, height)).clamped()

    def moved_to(self, lon: float, lat: float, zoom: float | None = None) -> "Viewport":
        """Return the view of another place."""
        return replace(self, lon=lon, lat=lat, zoom=_bound(self.zoom if zoom is None else zoom)).clamped()

    def clamped(self) -> "Viewport":
        """Return the view with its middle on the globe and, where the world is high enough, nothing beyond a pole."""
        half = self.height / 2 / self.world_px
        _, y = fraction_of(0.0, self.lat, 0)
        y = 0.5 if half >= 0.5 else min(1 - half, max(half, y))
        return replace(self, lon=wrapped(self.lon), lat=lon_lat_of(0.5, y, 0)[1])

    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north of what is seen; east may be beyond 180, west before -180."""
        west, north = self.place_at(0, 0)
        east, south = self.place_at(self.width, self.height)
        return west, south, east, north

    def visible_tiles(self, z: int) -> tuple[PlacedTile, ...]:
        """Return the tiles of a zoom that are seen, nearest to the middle first; repeats of the world repeat tiles."""
        count = 2**z
        side = self.world_px / count
        left, top = self.origin
        first_column, last_column = math.floor(left * count), math.ceil(left * count + self.width / side) - 1
        first_row = max(0, math.floor(top * count))
        last_row = min(count - 1, math.ceil(top * count + self.height / side) - 1)
        placed = [
            PlacedTile(Tile(z, column % count, row), (column - left * count) * side, (row - top * count) * side, side)
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        ]
        middle_x, middle_y = (self.width - side) / 2, (self.height - side) / 2
        return tuple(sorted(placed, key=lambda one: (one.left - middle_x) ** 2 + (one.top - middle_y) ** 2))

    def _place(self, x: float, y: float) -> tuple[float, float]:
        left, top = self.origin
        lon, lat = lon_lat_of(left + x / self.world_px, min(1.0, max(0.0, top + y / self.world_px)), 0)
        return lon, lat


def _bound(zoom: float) -> float:
    return min(MOST_ZOOM, max(LEAST_ZOOM, zoom))
