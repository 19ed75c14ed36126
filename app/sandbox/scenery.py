"""What stands still in a street scene: sky, hills, houses, road, pavements and lanes."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.sandbox.canvas import XY, Canvas, Color, points_of, ring, shade
from app.sandbox.masks import alpha_of

WALLS: tuple[Color, ...] = (
    (214, 178, 138),
    (196, 120, 96),
    (226, 208, 176),
    (160, 150, 146),
    (184, 164, 190),
    (150, 176, 170),
    (206, 146, 110),
)
SKIES: dict[str, tuple[Color, Color]] = {
    "sunny": ((92, 158, 222), (206, 228, 244)),
    "cloudy": ((150, 170, 190), (216, 222, 226)),
    "evening": ((70, 84, 140), (244, 184, 130)),
    "foggy": ((186, 192, 196), (222, 224, 224)),
}
ASPHALT: Color = (84, 86, 92)
PAVEMENT: Color = (176, 170, 162)


@dataclass(frozen=True, slots=True)
class Street:
    """The road of a scene: it narrows from the bottom edge to the vanishing point.

    Attributes:
        horizon: Row at which the ground begins.
        vanish: Column of the vanishing point.
        half: Half of the road's width at the bottom edge.
        bottom: Row of the bottom edge.
    """

    horizon: float
    vanish: float
    centre: float
    half: float
    bottom: float

    def at(self, depth: float, side: float) -> XY:
        """Return a place on the ground.

        Args:
            depth: 0 at the bottom edge, 1 at the vanishing point.
            side: −1 and 1 are the road's edges.
        """
        y = self.bottom + (self.horizon - self.bottom) * depth
        x = self.centre + (self.vanish - self.centre) * depth + side * self.half * (1 - depth)
        return x, y


def draw_sky(canvas: Canvas, weather: str, horizon: int) -> None:
    """Draw sky, hills and, on some days, clouds with their alpha masks."""
    high, low = SKIES[weather]
    canvas.gradient(0, horizon, high, low)
    pick = canvas.random
    if weather == "sunny":
        canvas.disc(pick.uniform(80, canvas.width - 80), pick.uniform(40, 90), 22, (255, 244, 196))
    for _ in range({"sunny": 1, "cloudy": 3, "evening": 1, "foggy": 0}[weather]):
        _draw_cloud(canvas, horizon)
    points: list[XY] = [(0.0, float(horizon))]
    hill = horizon - pick.uniform(30, 60)
    points += [(canvas.width * step / 8, hill + pick.uniform(-18, 18)) for step in range(9)]
    points.append((float(canvas.width), float(horizon)))
    canvas.polygon(points, shade((120, 146, 132), 0.9 if weather == "evening" else 1.05))


def _draw_cloud(canvas: Canvas, horizon: int) -> None:
    pick = canvas.random
    width, height = pick.randint(130, 230), pick.randint(44, 72)
    # Clouds stay above the highest roof: their masks are what is seen.
    left, top = pick.randint(0, canvas.width - width), pick.randint(2, horizon - 184 - height)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    opacity = np.zeros((height, width), np.float32)
    for _ in range(6):
        cx, cy = pick.uniform(0.22, 0.78) * width, pick.uniform(0.4, 0.64) * height
        rx, ry = pick.uniform(0.16, 0.22) * width, pick.uniform(0.24, 0.36) * height
        opacity = np.maximum(opacity, 1 - ((x - cx) / rx) ** 2 - ((y - cy) / ry) ** 2)
    alpha = (np.clip(opacity, 0, 1) ** 0.6 * 235).astype(np.uint8)
    canvas.blend(alpha, left, top, (250, 250, 252))
    bitmap = alpha_of(alpha, left, top)
    if bitmap is not None:
        canvas.label("cloud", "alpha_mask", {"bitmap": bitmap})


def draw_houses(canvas: Canvas, horizon: int, built: str) -> None:
    """Draw a row of houses; one of them has a passage, which is a hole in its polygon."""
    pick = canvas.random
    x = -20.0
    passage = pick.randint(1, 3)
    for number in range(8):
        width = pick.uniform(110, 190)
        if x > canvas.width:
            break
        top = horizon - pick.uniform(80, 138)
        wall = pick.choice(WALLS)
        _draw_house(
            canvas, (x, top, min(x + width, canvas.width + 20.0), horizon + 8.0), wall, number == passage, built
        )
        x += width + (pick.uniform(24, 60) if pick.random() < 0.35 else 0)


def _draw_house(
    canvas: Canvas, box: tuple[float, float, float, float], wall: Color, has_passage: bool, built: str
) -> None:
    left, top, right, bottom = box
    middle = (left + right) / 2
    roof = top - canvas.random.uniform(22, 42)
    canvas.box(left, top, right, bottom, wall)
    canvas.polygon(
        [(left - 5, top), (middle, roof), (right + 5, top)], shade((150, 78, 64), canvas.random.uniform(0.8, 1.1))
    )
    glass = shade((120, 150, 176), canvas.random.uniform(0.7, 1.2))
    row = top + 12
    while row + 24 < bottom - 48:
        column = left + 14
        while column + 16 < right - 8:
            canvas.box(column - 2, row - 2, column + 18, row + 24, shade(wall, 1.18))
            canvas.box(column, row, column + 16, row + 22, glass)
            column += 32
        row += 38
    outline = [
        (left - 5, top),
        (middle, roof),
        (right + 5, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
    ]
    hole: list[XY] = []
    if has_passage and left > 0 and right < canvas.width:
        left_foot, right_foot = (middle - 15, bottom - 3), (middle + 15, bottom - 3)
        hole = [left_foot, (middle - 15, bottom - 30), (middle, bottom - 42), (middle + 15, bottom - 30), right_foot]
        canvas.polygon(hole, (196, 208, 196))
        canvas.label("building", "polygon", points_of(outline, [hole]), [{"name": "built", "value": built}])
        return
    door = canvas.random.uniform(left + 16, max(left + 17, right - 36))
    canvas.box(door, bottom - 38, door + 20, bottom, shade(wall, 0.5))
    if right > 30 and left < canvas.width - 30:
        canvas.label("building", "polygon", points_of(canvas.clipped(outline)))


def draw_ground(canvas: Canvas, street: Street, is_country: bool) -> None:
    """Draw ground, pavements and road, and label them."""
    meadow: Color = (126, 156, 92) if is_country else (164, 160, 152)
    canvas.gradient(int(street.horizon), canvas.height, shade(meadow, 1.06), shade(meadow, 0.86))
    parts = []
    for side in (-1.0, 1.0):
        edge = [street.at(0.0, side), street.at(0.93, side), street.at(0.93, side * 1.5), street.at(0.0, side * 1.5)]
        inside = canvas.clipped(edge)
        canvas.polygon(edge, PAVEMENT)
        canvas.line([street.at(0.0, side), street.at(0.93, side)], shade(PAVEMENT, 0.72), 3)
        parts.append({"exterior": ring(inside), "interior": []})
    canvas.label("sidewalk", "multipolygon", {"parts": parts})
    road = [street.at(0.0, -1), street.at(0.93, -1), street.at(0.93, 1), street.at(0.0, 1)]
    canvas.polygon(road, ASPHALT)
    canvas.label("road", "polygon", points_of(canvas.clipped(road)))


def draw_lanes(canvas: Canvas, street: Street, has_crossing: bool) -> None:
    """Draw lane lines as polylines and, where asked, a zebra crossing."""
    for side in (-0.94, 0.94):
        places = [street.at(depth, side) for depth in (0.0, 0.3, 0.6, 0.85)]
        for near_end, far_end in pairwise(places):
            canvas.line([near_end, far_end], (228, 226, 216), 2.5)
        canvas.label("lane", "line", points_of([(max(0.5, min(canvas.width - 0.5, x)), y) for x, y in places]))
    start = 0.02
    while start < 0.82:
        length = 0.07 * (1 - start)
        a, b = street.at(start, -0.014), street.at(start, 0.014)
        c, d = street.at(start + length, 0.014), street.at(start + length, -0.014)
        canvas.polygon([a, b, c, d], (236, 234, 224))
        start += length * 2
    canvas.label("lane", "line", points_of([street.at(0.02, 0), street.at(0.4, 0), street.at(0.82, 0)]))
    if has_crossing:
        low, high = 0.34, 0.45
        for step in range(9):
            left, right = -0.9 + step * 0.2, -0.79 + step * 0.2
            canvas.polygon(
                [street.at(low, left), street.at(low, right), street.at(high, right), street.at(high, left)],
                (240, 240, 234),
            )
        corners = [street.at(low, -0.9), street.at(low, 0.81), street.at(high, 0.81), street.at(high, -0.9)]
        canvas.label("thing", "polygon", points_of(corners), [{"name": "note", "value": "zebra crossing"}])
