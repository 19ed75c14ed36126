"""The bundled map: sea, land, coast, and lines of whole degrees, so that a place can be found without a network."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ui.map.land import land_in
from ui.map.scale_bar import degrees_words
from ui.map.viewport import Viewport
from ui.theme.tokens import Tokens

STEPS = (30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
LEAST_STEP_PX = 150.0


@dataclass(frozen=True, slots=True)
class LandLook:
    """What the picture is made of besides the view; another look is another picture."""

    tokens: Tokens


def draw_land(view: Viewport, ratio: float, look: object) -> QImage:
    """Return a picture of sea and land; runs in a worker.

    Without anti-aliasing for the ground, which takes ten times as long: the coast lies over its edge.
    """
    assert isinstance(look, LandLook)
    tokens = look.tokens
    image = QImage(round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(tokens.map_water))
    land = land_in(view)
    painter = QPainter(image)
    painter.fillPath(land.ground, QColor(tokens.map_land))
    _draw_degrees(painter, view, QColor(tokens.map_coast))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_thin(QColor(tokens.map_coast)))
    painter.drawPath(land.coast)
    painter.end()
    return image


def step_for(view: Viewport) -> float:
    """Return how many degrees lie between two lines: as few as leave room between them."""
    per_degree = view.world_px / 360.0
    return next((step for step in reversed(STEPS) if step * per_degree >= LEAST_STEP_PX), STEPS[0])


def paint_degree_words(painter: QPainter, view: Viewport, color: QColor) -> None:
    """Write the degrees of the lines along the top and the left edge of the widget."""
    step = step_for(view)
    painter.setPen(color)
    for lon in _multiples(view.bounds()[0], view.bounds()[2], step):
        x = view.point_of(lon, view.lat)[0]
        box = QRectF(x + 3, 2, 90, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, degrees_words((lon + 180) % 360 - 180, step, "E", "W"))
    for lat in _multiples(view.bounds()[1], view.bounds()[3], step):
        y = view.point_of(view.lon, lat)[1]
        if y > 30:
            painter.drawText(QRectF(4, y - 16, 90, 16), Qt.AlignmentFlag.AlignLeft, degrees_words(lat, step, "N", "S"))


def _draw_degrees(painter: QPainter, view: Viewport, color: QColor) -> None:
    color.setAlphaF(0.45)
    painter.setPen(_thin(color))
    west, south, east, north = view.bounds()
    step = step_for(view)
    xs = (view.point_of(lon, view.lat)[0] for lon in _multiples(west, east, step))
    ys = (view.point_of(view.lon, lat)[1] for lat in _multiples(south, north, step))
    lines = [QLineF(round(x) + 0.5, 0, round(x) + 0.5, view.height) for x in xs]
    lines += [QLineF(0, round(y) + 0.5, view.width, round(y) + 0.5) for y in ys]
    painter.drawLines(lines)


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _thin(color: QColor) -> QPen:
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    return pen
