"""Which images lie in a region. Pure.

Edges are inclusive, of boxes and of polygons and their holes. Across the antimeridian and beyond 180 degrees too.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.model.failure import FailedError, Failure, FailureKind
from app.model.mercator import LISTING_ZOOM, tile_span
from app.model.region import Region, boxes, region_tiles, shapely_area
from app.sources.mapillary.quota import TILES_PER_DAY

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_TURNS = (0.0, 360.0, -360.0)
# Three weeks of the daily allowance.
MOST_TILES = 1_000_000


class Clip:
    """One region, ready to be asked many times.

    Attributes:
        region: The region.
        tiles: Keys of the tiles that it touches, row by row from the north-west.
    """

    def __init__(self, region: Region) -> None:
        """Find the tiles; polygons are prepared when they are first needed."""
        self.region = region
        self.tiles = tuple(tile.key for tile in region_tiles(region, LISTING_ZOOM))
        self._known = frozenset(self.tiles)
        self._shape: BaseGeometry | None = None

    def touches(self, key: str) -> bool:
        """Return whether a tile may hold images of the region."""
        return key in self._known

    def inside(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which places lie in the region; its edges belong to it."""
        region = self.region
        found = (lat >= region.south) & (lat <= region.north)
        if region.west <= region.east:
            found &= (lon >= region.west) & (lon <= region.east)
        else:
            found &= (lon >= region.west) | (lon <= region.east)
        if region.is_box or not found.any():
            return found
        import shapely  # late: boxes, which most regions are, do not need it

        rows = np.flatnonzero(found)
        within = np.zeros(len(rows), np.bool_)
        # Rings that cross the antimeridian go on beyond 180, images do not.
        for turn in _TURNS:
            within |= shapely.intersects_xy(self._prepared(), lon[rows] + turn, lat[rows])
        found[rows] = within
        return found

    def meets(self, west: float, south: float, east: float, north: float) -> bool:
        """Return whether a box within the bounds (west <= east) has anything in common with the region."""
        if self.region.is_box:
            return True
        import shapely

        shape = self._prepared()
        return any(shape.intersects(shapely.box(west + turn, south, east + turn, north)) for turn in _TURNS)

    def _prepared(self) -> "BaseGeometry":
        import shapely

        if self._shape is None:
            self._shape = shapely_area(self.region)
            shapely.prepare(self._shape)
        return self._shape


def refuse_too_many_tiles(regions: Sequence[Region]) -> None:
    """Raise FailedError (REFUSED) when regions touch more tiles than any harvest could read in weeks."""
    total = sum(
        (last_column - first_column + 1) * (last_row - first_row + 1)
        for region in regions
        for first_column, last_column, first_row, last_row in (tile_span(*part, LISTING_ZOOM) for part in boxes(region))
    )
    if total > MOST_TILES:
        raise FailedError(
            Failure(
                FailureKind.REFUSED,
                f"The regions touch {total:,} tiles, and Mapillary allows {TILES_PER_DAY:,} a day.",
                "Draw smaller regions.",
            )
        )
