"""Small pictures of town tiles from above, for the project that travels in blob archives."""

import random

from app.sandbox.canvas import Canvas, encoded, points_of, shade
from app.sandbox.shelves import Stock
from app.sandbox.world import Document

SIDE = 192
ROOFS = ((168, 90, 74), (150, 110, 96), (120, 120, 126), (186, 130, 90))


def draw_tile(place: str, number: int) -> Stock:
    """Return a tile: meadow, a road across and some roofs, each with its box."""
    pick = random.Random(f"tile/{place}/{number}")
    canvas = Canvas(SIDE, SIDE, pick)
    canvas.box(0, 0, SIDE, SIDE, shade((118, 150, 92), pick.uniform(0.85, 1.1)))
    for _ in range(26):
        canvas.disc(
            pick.uniform(0, SIDE),
            pick.uniform(0, SIDE),
            pick.uniform(2, 9),
            shade((96, 136, 80), pick.uniform(0.8, 1.2)),
        )
    middle, half = pick.uniform(60, 132), pick.uniform(9, 15)
    road = [
        (0.0, middle - half),
        (float(SIDE), middle - half + 8),
        (float(SIDE), middle + half + 8),
        (0.0, middle + half),
    ]
    canvas.polygon(road, (92, 94, 98))
    canvas.line([(0, middle), (SIDE, middle + 8)], (220, 216, 200), 1)
    canvas.label("road", "polygon", points_of(road))
    for _ in range(pick.randint(1, 4)):
        width, height = pick.uniform(24, 52), pick.uniform(22, 40)
        x = pick.uniform(4, SIDE - width - 4)
        y = pick.choice((pick.uniform(2, 14), pick.uniform(SIDE - height - 14, SIDE - height - 2)))
        roof = pick.choice(ROOFS)
        canvas.box(x, y, x + width, y + height, roof)
        canvas.box(x, y, x + width, y + height / 2, shade(roof, 1.15))
        canvas.label("roof", "rectangle", points_of([(x, y), (x + width, y + height)]))
    document: Document = {"size": {"height": SIDE, "width": SIDE}, "tags": [], "objects": canvas.objects}
    return Stock(
        f"{place}_{number + 1:05d}.jpg", "image/jpeg", SIDE, SIDE, encoded(canvas.finished(), "image/jpeg"), document
    )
