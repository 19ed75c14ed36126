"""Street pictures as a camera on a car sees them: 48 scenes, each with what is to be recognised in it.

Every actor is drawn from its own source of chance, so that leaving one out changes nothing else.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from app.sandbox import actors
from app.sandbox import street_outlines as outlines
from app.sandbox.canvas import XY, Canvas
from app.sandbox.scenery import ASPHALT, PAVEMENT, Street, draw_ground, draw_houses, draw_lanes, draw_sky
from app.sandbox.scenes import WEATHERS, draw_ground_again
from app.sandbox.street_outlines import Found
from app.sandbox.street_town import ROUND, UPRIGHT, WIDE

SIZES = {UPRIGHT: (1024, 768), WIDE: (1024, 576), ROUND: (1024, 512)}


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawn street.

    Attributes:
        image: Twice as fine as the canvas.
        width, height: Of the canvas; the rings of `found` are pixels of it.
    """

    image: Image.Image
    width: int
    height: int
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One actor: where it stands and how big it is."""

    kind: str
    x: float
    y: float
    size: float


def scene_size(number: int) -> tuple[int, int]:
    """Return width and height of the canvas of a scene."""
    return next(SIZES[kind] for kind in (ROUND, WIDE, UPRIGHT) if number >= kind[0])


def draw_street(number: int, without: frozenset[int] = frozenset()) -> Scene:
    """Return a scene; tests leave out actors by their position in `found`."""
    pick = random.Random(f"street/{number}")
    width, height = scene_size(number)
    is_round = width == 2 * height
    canvas = Canvas(width, height, pick)
    horizon = pick.randint(264, 276) if is_round else pick.randint(266, 284) + (height - 576) // 4
    middle = width / 2 if is_round else pick.uniform(0.42, 0.58) * width
    half = width * (0.3 if is_round else pick.uniform(0.34, 0.42))
    street = Street(horizon, middle, width / 2, half, height)
    draw_sky(canvas, pick.choice(WEATHERS), horizon)
    is_country = not is_round and number % 6 == 5
    draw_ground(canvas, street, is_country)
    if is_round:
        _draw_road_behind(canvas, horizon)
    if not is_country:
        draw_houses(canvas, horizon, "1950-01-01")
    draw_ground_again(canvas, street)
    draw_lanes(canvas, street, has_crossing=number % 3 == 1)
    found = [one for entry in canvas.objects for one in _ground_of(entry)]
    for place, part in enumerate(_parts(canvas, street, number)):
        # What is left out is drawn elsewhere: it is still known where it would be.
        is_left_out = part.kind != "tree" and len(found) in without
        sheet = Canvas(width, height, pick) if is_left_out else canvas
        sheet.random = random.Random(f"street/{number}/{place}")
        one = _draw(sheet, part)
        if one is not None:
            found.append(one)
    return Scene(canvas.image, width, height, tuple(found))


def _draw_road_behind(canvas: Canvas, horizon: float) -> None:
    """Draw the road behind the camera: half of it at each edge of the panorama."""
    for edge in (0.0, float(canvas.width)):
        back = Street(horizon, edge, edge, canvas.width * 0.16, canvas.height)
        for side, color in ((1.5, PAVEMENT), (1.0, ASPHALT)):
            canvas.polygon([back.at(0.0, -side), back.at(0.93, -side), back.at(0.93, side), back.at(0.0, side)], color)


def _ground_of(entry: Mapping[str, object]) -> list[Found]:
    """Return what is recognised of the ground and the houses."""
    points = entry.get("points")
    if not isinstance(points, dict):
        return []
    rings = tuple(tuple((x, y) for x, y in ring) for ring in (points["exterior"], *points["interior"]))
    match entry["classTitle"]:
        case "road":
            return [Found(outlines.ROAD, rings)]
        case "building" if len(rings) > 1:
            # Only the house with the passage: its second ring is a hole.
            return [Found(outlines.BUILDING, rings, has_hole=True)]
        case "thing":
            return [Found(outlines.ZEBRA, rings)]
        case _:
            return []


def _parts(canvas: Canvas, street: Street, number: int) -> list[_Part]:
    """Return who stands in the scene, far ones first."""
    pick = random.Random(f"street/{number}/parts")
    width, scale = canvas.width, (canvas.height - street.horizon) / 360
    parts: list[_Part] = []

    def put(kind: str, depth: float, side: float, size: float) -> None:
        x, y = street.at(depth, side)
        if 0.03 * width < x < 0.95 * width:
            parts.append(_Part(kind, x, y, size * scale))

    for _ in range(2):
        depth = pick.uniform(0.5, 0.84)
        put("tree", depth, pick.choice((-1, 1)) * pick.uniform(1.7, 2.2), 60 + 330 * (1 - depth))
    put("lamp", 0.72, pick.choice((-1.25, 1.25)), 170)
    put("sign", 0.6, pick.choice((-1.14, 1.14)), 180)
    put("person", 0.62, pick.choice((-1.25, 1.25)), 120)
    put("bin", 0.55, pick.choice((-1.4, 1.4)), 46)
    if pick.random() < 0.5:
        put("van", 0.6, -0.92, 92)
    for depth, side in ((0.78, -0.42), (0.5, 0.5)):
        if pick.random() < 0.8:
            put("car", depth, side, 34 + 250 * (1 - depth))
    put("lamp", 0.42, pick.choice((-1.3, 1.3)), 300)
    if pick.random() < 0.6:
        put("person", 0.36, pick.choice((-1.2, 1.2)), 200)
    if pick.random() < 0.5:
        put("sign", 0.34, pick.choice((-1.2, 1.2)), 260)
    if pick.random() < 0.7:
        put("car", 0.2, pick.choice((-0.5, 0.48)), 250)
    parts.sort(key=lambda one: one.y)
    if number % 4 == 2:
        parts.append(_Part("banner", pick.uniform(0.2, 0.7) * width, street.horizon - 66, 100))
    if width == 2 * canvas.height:
        parts.append(_Part("seam car", 0.0, street.horizon + 90, 130))
    return parts


def _draw(canvas: Canvas, part: _Part) -> Found | None:
    """Draw an actor and return what is recognised; None for what is not."""
    x, y, size = part.x, part.y, part.size
    match part.kind:
        case "tree":
            actors.add_tree(canvas, x, y, size)
            return None
        case "lamp":
            actors.add_lamp(canvas, x, y, size)
            return _inside(canvas, outlines.LAMP, outlines.lamp_ring(x, y, size))
        case "car":
            actors.add_car(canvas, x, y, size, is_parked=False)
            return _inside(canvas, outlines.CAR, outlines.car_ring(x, y, size))
        case "van":
            actors.add_van(canvas, x, y, size)
            return _inside(canvas, outlines.VAN, outlines.van_ring(x, y, size))
        case "person":
            actors.add_person(canvas, x, y, size)
            nodes = canvas.objects[-1]["nodes"]
            assert isinstance(nodes, dict)
            joints: dict[str, XY] = {name: (node["loc"][0], node["loc"][1]) for name, node in nodes.items()}
            return _inside(canvas, outlines.PERSON, outlines.person_ring(joints, size))
        case "bin":
            actors.add_bin(canvas, x, y, size)
            return _inside(canvas, outlines.BIN, outlines.box_ring(*_box_of(canvas)))
        case "sign":
            actors.add_sign(canvas, x, y, size)
            tags = canvas.objects[-1]["tags"]
            assert isinstance(tags, list)
            return _inside(
                canvas, outlines.SIGN_VALUES[tags[0]["value"]], outlines.box_ring(*_box_of(canvas)), is_box=True
            )
        case "banner":
            actors.add_banner(canvas, x, y, size)
            return _inside(canvas, outlines.BANNER, _turned_ring(canvas.objects[-1]))
        case _:
            return _seam_car(canvas, y, size)


def _inside(canvas: Canvas, value: str, ring: Sequence[XY], *, is_box: bool = False) -> Found | None:
    kept = outlines.cut(ring, canvas.width, canvas.height)
    return Found(value, (kept,), is_box) if kept else None


def _seam_car(canvas: Canvas, y: float, size: float) -> Found:
    """Draw a car behind the camera: its halves lie at the two edges of the panorama and are one thing of two rings."""
    paint = canvas.random.choice(sorted(actors.PAINTS))
    rings = []
    for x in (0.0, float(canvas.width)):
        actors.draw_car(canvas, x, y, size, paint)
        rings.append(outlines.cut(outlines.car_ring(x, y, size), canvas.width, canvas.height))
    return Found(outlines.CAR, tuple(rings))


def _box_of(canvas: Canvas) -> tuple[float, float, float, float]:
    """Return the box of the newest label."""
    points = canvas.objects[-1]["points"]
    assert isinstance(points, dict)
    (left, top), (right, bottom) = points["exterior"]
    return left, top, right, bottom


def _turned_ring(entry: Mapping[str, object]) -> tuple[XY, ...]:
    """Return the corners of a turned box."""
    points, angle = entry["points"], entry["angle"]
    assert isinstance(points, list)
    assert isinstance(angle, float)
    (left, top), (right, bottom) = points
    cx, cy = (left + right) // 2, (top + bottom) // 2
    cosine, sine = math.cos(angle), math.sin(angle)
    return tuple(
        (cx + (x - cx) * cosine - (y - cy) * sine, cy + (x - cx) * sine + (y - cy) * cosine)
        for x, y in outlines.box_ring(left, top, right, bottom)
    )
