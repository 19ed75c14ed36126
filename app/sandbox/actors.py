"""What moves or stands along a street: cars, vans, people, trees, signs, lamps and bins, each with its label."""

import math

import numpy as np
from PIL import Image, ImageDraw

from app.sandbox.canvas import FINE, XY, Canvas, Color, near, points_of, shade
from app.sandbox.masks import bitmap_of
from app.sandbox.world import Document

PAINTS: dict[str, Color] = {
    "red": (190, 48, 44),
    "blue": (52, 92, 168),
    "white": (232, 232, 228),
    "grey": (132, 138, 144),
    "yellow": (226, 182, 52),
}
CLOTHES: tuple[Color, ...] = ((52, 70, 110), (150, 60, 70), (70, 110, 84), (200, 160, 80), (90, 80, 100))
SKIN: tuple[Color, ...] = ((236, 200, 172), (196, 146, 110), (140, 96, 70))
SKELETON = (
    ("head", 50, 12), ("neck", 50, 30), ("left hand", 22, 92), ("right hand", 78, 92), ("hip", 50, 104),
    ("left foot", 34, 196), ("right foot", 66, 196),
)  # fmt: skip
BONES = (
    ("head", "neck"), ("neck", "left hand"), ("neck", "right hand"), ("neck", "hip"), ("hip", "left foot"),
    ("hip", "right foot"),
)  # fmt: skip


def draw_car(canvas: Canvas, x: float, y: float, size: float, paint: str) -> tuple[float, float, float, float]:
    """Draw a car seen from behind, standing on row y; return its box."""
    color, half = PAINTS[paint], size / 2
    top = y - size * 0.74
    canvas.disc(x, y - size * 0.02, half * 1.06, shade((84, 86, 92), 0.6), 0.12)
    canvas.polygon(
        [
            (x - half * 0.74, y - size * 0.42),
            (x - half * 0.58, top),
            (x + half * 0.58, top),
            (x + half * 0.74, y - size * 0.42),
        ],
        shade(color, 0.86),
    )
    canvas.polygon(
        [(x - half * 0.62, y - size * 0.44), (x - half * 0.5, top + size * 0.06), (x + half * 0.5, top + size * 0.06),
         (x + half * 0.62, y - size * 0.44)],
        (70, 88, 104),
    )  # fmt: skip
    for side in (-1, 1):
        canvas.box(
            x + side * half * 0.72 - size * 0.09,
            y - size * 0.16,
            x + side * half * 0.72 + size * 0.09,
            y,
            (34, 34, 38),
            size * 0.03,
        )
    canvas.box(x - half, y - size * 0.45, x + half, y - size * 0.09, color, size * 0.07)
    for side in (-1, 1):
        lamp = x + side * half * 0.8
        canvas.box(lamp - size * 0.07, y - size * 0.38, lamp + size * 0.07, y - size * 0.28, (212, 60, 40), size * 0.02)
    canvas.box(x - size * 0.14, y - size * 0.26, x + size * 0.14, y - size * 0.17, (238, 238, 230))
    return x - half, top, x + half, y


def add_car(canvas: Canvas, x: float, y: float, size: float, *, is_parked: bool) -> None:
    """Draw a car and label it with a box and its tags."""
    pick = canvas.random
    paint = pick.choice(sorted(PAINTS))
    left, top, right, bottom = draw_car(canvas, x, y, size, paint)
    tags: list[Document] = [
        {"name": "color", "value": paint},
        {"name": "plate", "value": f"WR {pick.randint(100, 999)}"},
    ]
    tags.append({"name": "parked"} if is_parked else {"name": "speed", "value": pick.choice((12, 24.5, 30, 47.25))})
    left, right = max(left, 0.0), min(right, float(canvas.width))
    canvas.label("car", "rectangle", points_of([(left, top), (right, min(bottom, float(canvas.height)))]), tags)


def add_van(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Draw a delivery van as a box in perspective: its front and its far face are the cuboid."""
    color = canvas.random.choice(((226, 206, 84), (196, 206, 214), (110, 150, 120)))
    shift, rise, small = size * 0.42, size * 0.1, 0.82
    front = [(x, y - size), (x + size, y - size), (x + size, y), (x, y)]
    far = [(x + shift, y - rise - size * small), (x + shift + size * small, y - rise - size * small),
           (x + shift + size * small, y - rise), (x + shift, y - rise)]  # fmt: skip
    canvas.polygon([front[1], far[1], far[2], front[2]], shade(color, 0.72))
    canvas.polygon([front[0], far[0], far[1], front[1]], shade(color, 1.12))
    canvas.polygon(front, color)
    canvas.box(x + size * 0.1, y - size * 0.86, x + size * 0.9, y - size * 0.5, (76, 96, 112), size * 0.04)
    for side in (0.06, 0.76):
        canvas.box(x + size * side, y - size * 0.34, x + size * (side + 0.18), y - size * 0.24, (250, 238, 190))
        canvas.box(x + size * side, y - size * 0.12, x + size * (side + 0.18), y + size * 0.04, (34, 34, 38))
    names = ("topleft", "topright", "bottomright", "bottomleft")
    vertices = {f"face{face}-{name}": {"loc": [near(px), near(py)]} for face, corners in ((1, front), (2, far))
                for name, (px, py) in zip(names, corners, strict=True)}  # fmt: skip
    canvas.label("van", "cuboid_2d", {"vertices": vertices})


def add_person(canvas: Canvas, x: float, y: float, height: float) -> None:
    """Draw a person and label the skeleton; a hand behind the back is a hidden node."""
    pick = canvas.random
    scale, clothes, skin = height / 200, pick.choice(CLOTHES), pick.choice(SKIN)
    swing = pick.uniform(-10, 10)
    places: dict[str, XY] = {}
    for name, px, py in SKELETON:
        bent = swing if "left" in name else -swing if "right" in name else 0.0
        places[name] = (x + (px - 50 + bent) * scale, y - (200 - py) * scale)
    is_hidden = pick.random() < 0.4
    canvas.disc(x, y, height * 0.13, (96, 94, 90), 0.25)
    for foot in ("left foot", "right foot"):
        canvas.line([places["hip"], places[foot]], shade(clothes, 0.55), 22 * scale)
    for hand in ("left hand", "right hand"):
        if not (is_hidden and hand == "right hand"):
            canvas.line([places["neck"], places[hand]], shade(clothes, 0.85), 15 * scale)
            canvas.disc(*places[hand], 8 * scale, skin)
    canvas.box(
        x - 23 * scale, places["neck"][1] - 6 * scale, x + 23 * scale, places["hip"][1] + 6 * scale, clothes, 10 * scale
    )
    canvas.disc(*places["head"], 17 * scale, skin, 1.15)
    nodes = {name: {"loc": [near(px), near(py)], **({"disabled": True} if is_hidden and name == "right hand" else {})}
             for name, (px, py) in places.items()}  # fmt: skip
    canvas.label("person", "graph", {"nodes": nodes})


def add_tree(canvas: Canvas, x: float, y: float, height: float) -> None:
    """Draw a tree and label its crown with a mask of exactly the pixels that were painted."""
    pick = canvas.random
    canvas.box(x - height * 0.035, y - height * 0.5, x + height * 0.035, y, (104, 78, 56))
    green = shade((78, 128, 66), pick.uniform(0.8, 1.2))
    radius = height * 0.2
    leaves = [
        (x + pick.uniform(-0.16, 0.16) * height, y - height * pick.uniform(0.45, 0.82), radius * pick.uniform(0.7, 1.0))
        for _ in range(7)
    ]
    left, top = math.floor(x - height * 0.4), math.floor(y - height * 1.1)
    size = (math.ceil(height * 0.8) * FINE, math.ceil(height * 0.9) * FINE)
    stencil = Image.new("L", size)
    pen = ImageDraw.Draw(stencil)
    for place, (lx, ly, lr) in enumerate(leaves):
        canvas.disc(lx, ly, lr, shade(green, 0.86 + 0.05 * place))
        px, py = (lx - left) * FINE, (ly - top) * FINE
        pen.ellipse((px - lr * FINE, py - lr * FINE, px + lr * FINE, py + lr * FINE), fill=255)
    mask = np.asarray(stencil.reduce(FINE)) > 127
    if left < 0:
        mask, left = mask[:, -left:], 0
    if top < 0:
        mask, top = mask[-top:], 0
    bitmap = bitmap_of(mask[: canvas.height - top, : canvas.width - left], left, top)
    if bitmap is not None:
        canvas.label("tree", "bitmap", {"bitmap": bitmap}, [{"name": "height", "value": round(height / 28, 1)}])


def add_lamp(canvas: Canvas, x: float, y: float, height: float) -> None:
    """Draw a street lamp; the label is the point at its light."""
    head: XY = (x + height * 0.16, y - height)
    canvas.line([(x, y), (x, y - height * 0.96), head], (74, 78, 82), max(1.5, height * 0.024))
    canvas.disc(*head, height * 0.045, (255, 240, 190))
    canvas.label("lamp", "point", points_of([head]))


def add_sign(canvas: Canvas, x: float, y: float, height: float) -> None:
    """Draw a sign on a pole; the label is the box of the board."""
    canvas.line([(x, y), (x, y - height)], (120, 124, 128), max(1.5, height * 0.04))
    half, middle = height * 0.17, y - height * 0.9
    kind = canvas.random.choice(("stop", "speed 30", "give way"))
    if kind == "stop":
        corners = [
            (x + half * math.cos(a), middle + half * math.sin(a))
            for a in (math.pi / 8 + k * math.pi / 4 for k in range(8))
        ]
        canvas.polygon(corners, (196, 34, 40))
        canvas.box(x - half * 0.6, middle - half * 0.18, x + half * 0.6, middle + half * 0.18, (244, 244, 240))
        half *= math.cos(math.pi / 8)
    elif kind == "give way":
        canvas.polygon([(x - half, middle - half), (x + half, middle - half), (x, middle + half)], (200, 40, 44))
        canvas.polygon(
            [(x - half * 0.6, middle - half * 0.74), (x + half * 0.6, middle - half * 0.74), (x, middle + half * 0.5)],
            (246, 246, 240),
        )
    else:
        canvas.disc(x, middle, half, (200, 40, 44))
        canvas.disc(x, middle, half * 0.74, (246, 246, 240))
        canvas.box(x - half * 0.3, middle - half * 0.26, x + half * 0.3, middle + half * 0.26, (50, 50, 54))
    box = [(x - half, middle - half), (x + half, middle + half)]
    canvas.label("sign", "rectangle", points_of(box), [{"name": "note", "value": kind}])


def add_banner(canvas: Canvas, x: float, y: float, width: float) -> None:
    """Draw a banner that hangs askew; the label is a turned box about its whole-pixel centre."""
    angle = round(canvas.random.uniform(-0.35, 0.35), 3)
    left, top, right, bottom = round(x), round(y), round(x + width), round(y + width * 0.26)
    cx, cy = (left + right) // 2, (top + bottom) // 2

    def turned(px: float, py: float) -> XY:
        dx, dy = px - cx, py - cy
        return cx + dx * math.cos(angle) - dy * math.sin(angle), cy + dx * math.sin(angle) + dy * math.cos(angle)

    color = canvas.random.choice(tuple(PAINTS.values()))
    canvas.polygon([turned(left, top), turned(right, top), turned(right, bottom), turned(left, bottom)], color)
    inner = (right - left) * 0.08
    canvas.polygon(
        [
            turned(left + inner, cy - 3),
            turned(right - inner, cy - 3),
            turned(right - inner, cy + 3),
            turned(left + inner, cy + 3),
        ],
        shade(color, 0.5),
    )
    canvas.label("banner", "oriented_bbox", {"points": [[left, top], [right, bottom]], "angle": angle})


def add_bin(canvas: Canvas, x: float, y: float, height: float) -> None:
    """Draw a litter bin; its class takes any shape, here a box."""
    half = height * 0.3
    canvas.box(x - half, y - height, x + half, y, (70, 110, 88), half * 0.3)
    canvas.box(x - half * 1.15, y - height, x + half * 1.15, y - height * 0.86, (50, 84, 66))
    box = [(x - half * 1.15, y - height), (x + half * 1.15, y)]
    canvas.label("thing", "rectangle", points_of(box), [{"name": "note", "value": "litter bin"}])
