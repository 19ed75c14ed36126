"""Map tiles of the made-up town, drawn from its plan: land, water, parks, blocks and streets in quiet colours."""

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from app.model.mercator import fraction_of, metres_per_pixel
from app.sandbox.street_plan import (
    BLOCK,
    CENTRE_LAT,
    HALF,
    MAP_BBOX,
    STREETS,
    Metres,
    RoadKind,
    lon_lat,
    town_plan,
    turned,
)

SIDE = 256
FINE = 2
LOWEST, HIGHEST = 10, 18
LAND, WATER, PARK, BUILT, ROAD = (243, 240, 233), (211, 226, 238), (220, 231, 210), (234, 229, 219), (255, 255, 255)
EDGE = (226, 221, 210)
_WIDTH_M = {RoadKind.LANE: 7.0, RoadKind.STREET: 11.0, RoadKind.AVENUE: 18.0, RoadKind.RING: 22.0}
# From which zoom on a road is drawn.
_FROM = {RoadKind.LANE: 13, RoadKind.STREET: 13, RoadKind.AVENUE: 11, RoadKind.RING: 11}
_BUILT_FROM, _EDGES_FROM = 14, 15
XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Ground:
    """The plan in fractions of the world map."""

    rivers: tuple[tuple[tuple[XY, ...], float], ...]
    parks: tuple[tuple[XY, ...], ...]
    blocks: tuple[tuple[XY, ...], ...]
    roads: tuple[tuple[RoadKind, tuple[XY, ...]], ...]


def _fractions(points: Sequence[Metres]) -> tuple[XY, ...]:
    return tuple(fraction_of(*lon_lat(place), 0) for place in points)


@functools.lru_cache(maxsize=1)
def _ground() -> _Ground:
    plan = town_plan()
    order = list(_WIDTH_M)
    roads = sorted(plan.roads, key=lambda road: order.index(road.kind))
    return _Ground(
        tuple((_fractions(river.points), river.width) for river in plan.rivers),
        tuple(_fractions(park) for park in plan.parks),
        tuple(_fractions(block) for block in _blocks()),
        tuple((road.kind, _fractions(road.points)) for road in roads),
    )


def _blocks() -> list[list[Metres]]:
    """Return the blocks between the streets of the old town."""
    gap, found = 9.0, []
    starts = [(number - STREETS // 2) * BLOCK + gap for number in range(STREETS - 1)]
    for east in starts:
        for north in starts:
            far_east, far_north = east + BLOCK - 2 * gap, north + BLOCK - 2 * gap
            if max(abs(east), abs(far_east), abs(north), abs(far_north)) < HALF:
                corners = ((east, north), (far_east, north), (far_east, far_north), (east, far_north))
                found.append([turned(*corner) for corner in corners])
    return found


def is_plain(z: int, x: int, y: int) -> bool:
    """Return whether a tile shows nothing but land."""
    if not LOWEST <= z <= HIGHEST:
        return True
    west, south, east, north = MAP_BBOX
    left, top = fraction_of(west, north, z)
    right, bottom = fraction_of(east, south, z)
    return x + 1 < left or x > right or y + 1 < top or y > bottom


@functools.lru_cache(maxsize=1)
def plain_tile() -> bytes:
    """Return the tile of plain land."""
    return _png(Image.new("RGB", (SIDE, SIDE), LAND))


def draw_basemap(key: tuple[int, int, int]) -> bytes:
    """Return a tile (z, x, y) as PNG of 256 pixels."""
    z, x, y = key
    image = Image.new("RGB", (SIDE * FINE, SIDE * FINE), LAND)
    pen = ImageDraw.Draw(image)
    scale = 2.0**z * SIDE * FINE
    left, top = x * SIDE * FINE, y * SIDE * FINE
    per_metre = FINE / metres_per_pixel(CENTRE_LAT, z)
    ground = _ground()

    def on_tile(points: Sequence[XY]) -> list[XY]:
        return [(px * scale - left, py * scale - top) for px, py in points]

    def line(points: Sequence[XY], width: float, color: tuple[int, int, int]) -> None:
        placed = on_tile(points)
        if _reaches(placed, width):
            whole = max(1, round(width))
            pen.line(placed, fill=color, width=whole, joint="curve")

    def area(points: Sequence[XY], color: tuple[int, int, int]) -> None:
        placed = on_tile(points)
        if _reaches(placed, 0):
            pen.polygon(placed, fill=color)

    for park in ground.parks:
        area(park, PARK)
    for block in ground.blocks if z >= _BUILT_FROM else ():
        area(block, BUILT)
    for points, width in ground.rivers:
        line(points, width * per_metre, WATER)
    shown = [(kind, points) for kind, points in ground.roads if z >= _FROM[kind]]
    if z >= _EDGES_FROM:
        for kind, points in shown:
            line(points, _road_width(kind, per_metre) + 2 * FINE, EDGE)
    for kind, points in shown:
        line(points, _road_width(kind, per_metre), ROAD)
    return _png(image.reduce(FINE))


def _road_width(kind: RoadKind, per_metre: float) -> float:
    return max(_WIDTH_M[kind] * per_metre, FINE if kind in (RoadKind.LANE, RoadKind.STREET) else 2.5 * FINE)


def _reaches(points: Sequence[XY], width: float) -> bool:
    """Return whether a shape may touch the tile."""
    most = SIDE * FINE + width
    return (
        min(px for px, _ in points) < most
        and max(px for px, _ in points) > -width
        and min(py for _, py in points) < most
        and max(py for _, py in points) > -width
    )


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=4)
    return out.getvalue()
