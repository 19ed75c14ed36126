"""Distances and places in words, and the bar that shows a round distance. Pure but for the painting.

A pixel spans fewer metres away from the equator: the bar is right at the latitude in the middle of the view.
"""

import math

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.model.mercator import metres_per_pixel
from ui.map.viewport import Viewport
from ui.text import number_text

MOST_PX = 110.0
TICK_PX = 5.0


def metres_in_pixel(view: Viewport) -> float:
    """Return how many metres a pixel spans in the middle of the view."""
    return float(metres_per_pixel(view.lat, 0) / 2.0**view.zoom)


def round_distance(most: float) -> float:
    """Return the greatest 1, 2 or 5 times a power of ten that is not above a number of metres."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= most * (1 + 1e-9))


def distance_text(metres: float) -> str:
    """Return "500 m" or "20 km"; below ten kilometres with a decimal unless it is whole."""
    if metres < 1000:
        return f"{number_text(f'{metres:,.0f}')} m"
    km = metres / 1000
    return f"{number_text(f'{km:,.0f}' if km >= 10 or km == int(km) else f'{km:.1f}')} km"


def scale_for(view: Viewport) -> tuple[float, str]:
    """Return the length of the bar in pixels and its words."""
    per_pixel = metres_in_pixel(view)
    distance = round_distance(per_pixel * MOST_PX)
    return distance / per_pixel, distance_text(distance)


def degrees_words(value: float, step: float, plus: str, minus: str) -> str:
    """Return "4.85° E": as many decimals as a step needs."""
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{number_text(f'{abs(value):.{digits}f}')}° {plus if value >= 0 else minus}"


def place_text(view: Viewport, lon: float, lat: float) -> str:
    """Return "45.7512° N, 4.8487° E", as exact as a pixel is."""
    step = 10.0 ** math.floor(math.log10(360.0 / view.world_px))
    lon = (lon + 180.0) % 360.0 - 180.0
    return f"{degrees_words(lat, step, 'N', 'S')}, {degrees_words(lon, step, 'E', 'W')}"


def paint_scale(painter: QPainter, view: Viewport, right: float, bottom: float, ink: QColor) -> float:
    """Draw the bar with its words left of and above a corner; return how wide it became."""
    length, words = scale_for(view)
    width = QFontMetricsF(painter.font()).horizontalAdvance(words)
    left = right - width - 6 - length
    painter.setPen(QPen(ink, 1.5))
    middle = bottom - TICK_PX - 2
    ends = (left, left + length)
    painter.drawLines(
        [QLineF(ends[0], middle, ends[1], middle), *(QLineF(x, middle - TICK_PX, x, middle + TICK_PX) for x in ends)]
    )
    box = QRectF(right - width, middle - 10, width + 1, 20)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
    return length + width + 6
