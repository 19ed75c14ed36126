"""Regions, coverage and maps made up for the tests of the map."""

import numpy as np
from PySide6.QtGui import QColor, QImage

from app.model.coverage import CoverageTile
from app.model.mercator import Tile
from app.model.region import box, polygon_region
from ui.map.sheet import Sheet
from ui.map.viewport import Viewport

LYON = box(4.80, 45.73, 4.85, 45.77, "Lyon centre")
TRIANGLE = polygon_region([[[(4.80, 45.73), (4.85, 45.73), (4.82, 45.77)]]], "Ring road")
VIEW = Viewport(4.825, 45.75, 13.0, 728, 573)
YEAR_MS = 31_556_952_000


def a_sheet(*regions, selected=0, view=VIEW):
    sheet = Sheet()
    sheet.view = view
    for region in regions:
        sheet.add(region)
    sheet.select(selected if regions else -1)
    return sheet


def coverage(tile: Tile, points=(), angles=(), flags=(), captured=(), lines=()) -> CoverageTile:
    """Return a tile with images at grid places; ids count from 1000."""
    count = len(points)
    return CoverageTile(
        tile.z,
        tile.x,
        tile.y,
        count,
        np.array(points, "<u2").tobytes(),
        np.array(captured or [1_700_000_000_000] * count, "<i8").tobytes(),
        np.array(angles or [np.nan] * count, "<f4").tobytes(),
        np.arange(1000, 1000 + count, dtype="<i8").tobytes(),
        np.array(flags or [0] * count, np.uint8).tobytes(),
        np.array(lines, "<f4").tobytes(),
    )


def recorded(signal):
    """Return a list that fills with the arguments of every emission."""
    seen: list[tuple[object, ...]] = []
    signal.connect(lambda *arguments: seen.append(arguments))
    return seen


def color_at(image: QImage, x: float, y: float) -> str:
    return QColor(image.pixel(round(x), round(y))).name().upper()
