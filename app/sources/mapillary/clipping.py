"""Which images lie in a region. Pure.

Edges are inclusive, of boxes and of polygons and their holes. Across the antimeridian and beyond 180 degrees too.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.model.mercator import LISTING_ZOOM
from app.model.region import Region, region_tiles, shapely_area

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


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

        if self._shape is None:
            self._shape = shapely_area(region)
            shapely.prepare(self._shape)
        rows = np.flatnonzero(found)
        within = np.zeros(len(rows), np.bool_)
        # Rings that cross the antimeridian go on beyond 180, images do not.
        for turn in (0.0, 360.0, -360.0):
            within |= shapely.intersects_xy(self._shape, lon[rows] + turn, lat[rows])
        found[rows] = within
        return found
