"""The plan of the made-up town: two rivers, an old town, avenues, a ring. Pure; metres east and north of its centre."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

Metres: TypeAlias = tuple[float, float]

# Near the corner of four tiles of zoom 14, so that the old town lies in all of them and the avenues in twelve more.
CENTRE_LON, CENTRE_LAT = 4.8134, 45.7531
METRES_PER_LAT = 111_132.0
METRES_PER_LON = 111_320.0 * math.cos(math.radians(CENTRE_LAT))
# West, south, east, north of all images.
TOWN_BBOX = (4.767, 45.721, 4.860, 45.786)
# A region for the demo: all within the ring and a little more, 16 tiles of zoom 14.
DEMO_REGION = (4.7882, 45.7352, 4.8368, 45.7702)

TURN = math.radians(14.0)
BLOCK = 110.0
STREETS = 9
HALF = 480.0
RING = 1_450.0
# The rivers and the roads out of town go on so far, metres.
REACH = 9_000
MAP_BBOX = (
    CENTRE_LON - REACH / METRES_PER_LON,
    CENTRE_LAT - REACH / METRES_PER_LAT,
    CENTRE_LON + REACH / METRES_PER_LON,
    CENTRE_LAT + REACH / METRES_PER_LAT,
)


class RoadKind(StrEnum):
    """How wide a road is drawn."""

    STREET = "street"
    AVENUE = "avenue"
    RING = "ring"
    LANE = "lane"


@dataclass(frozen=True, slots=True)
class Road:
    """A road and its middle line."""

    name: str
    kind: RoadKind
    points: tuple[Metres, ...]

    @property
    def length(self) -> float:
        """Return its metres."""
        return sum(math.dist(a, b) for a, b in pairwise(self.points))


@dataclass(frozen=True, slots=True)
class River:
    """A river: its middle line and its width in metres."""

    points: tuple[Metres, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Plan:
    """All of the town."""

    roads: tuple[Road, ...]
    rivers: tuple[River, ...]
    parks: tuple[tuple[Metres, ...], ...]

    def named(self, name: str) -> Road:
        """Return a road. Raises StopIteration when there is none of that name."""
        return next(road for road in self.roads if road.name == name)


def lon_lat(place: Metres) -> tuple[float, float]:
    """Return the degrees of a place."""
    return CENTRE_LON + place[0] / METRES_PER_LON, CENTRE_LAT + place[1] / METRES_PER_LAT


def turned(east: float, north: float, angle: float = TURN) -> Metres:
    """Return a place turned about the centre, against the clock."""
    return east * math.cos(angle) - north * math.sin(angle), east * math.sin(angle) + north * math.cos(angle)


def town_plan() -> Plan:
    """Return the plan; it is the same each time."""
    roads = [*_old_town(), *_avenues(), _ring(), *_lanes()]
    west = River(tuple(_curve(-1_150, 260, 0.9)), 150)
    east = River(tuple(_curve(980, -210, 2.2)), 190)
    parks = tuple(
        tuple(turned(x + radius * math.cos(a), y + radius * 0.7 * math.sin(a)) for a in _angles(14))
        for x, y, radius in ((-700, 800, 210), (640, -820, 260), (1_750, 900, 330), (-1_900, -900, 280))
    )
    return Plan(tuple(roads), (west, east), parks)


def _angles(count: int) -> Sequence[float]:
    return [2 * math.pi * step / count for step in range(count)]


def _curve(east: float, swing: float, phase: float) -> list[Metres]:
    """Return a line from north to south that swings."""
    return [(east + swing * math.sin(north / 1_100 + phase), float(north)) for north in range(REACH, -REACH - 1, -150)]


def _old_town() -> list[Road]:
    roads = []
    for number in range(STREETS):
        offset = (number - STREETS // 2) * BLOCK
        roads.append(Road(f"row {number}", RoadKind.STREET, (turned(-HALF, offset), turned(HALF, offset))))
        roads.append(Road(f"column {number}", RoadKind.STREET, (turned(offset, -HALF), turned(offset, HALF))))
    return roads


def _avenues() -> list[Road]:
    roads = []
    for number, angle in enumerate(_angles(8)):
        # Those to the corners of the old town begin farther out.
        near, far = (660.0, 3_000.0) if number % 2 else (HALF, 2_500.0)
        bend = 0.12 if number % 3 else -0.1
        points = [
            turned(radius * math.cos(angle + bend * (radius - near) / far),
                   radius * math.sin(angle + bend * (radius - near) / far))
            for radius in (near, 1_100.0, 1_700.0, far)
        ]  # fmt: skip
        roads.append(Road(f"avenue {number}", RoadKind.AVENUE, tuple(points)))
        (x, y), (far_x, far_y) = points[-2:]
        length = math.dist((x, y), (far_x, far_y))
        out = (far_x + (far_x - x) / length * REACH, far_y + (far_y - y) / length * REACH)
        roads.append(Road(f"road {number}", RoadKind.AVENUE, (points[-1], out)))
    return roads


def _ring() -> Road:
    corners = [turned(RING * math.cos(a), RING * math.sin(a)) for a in _angles(24)]
    return Road("ring", RoadKind.RING, (*corners, corners[0]))


def _lanes() -> list[Road]:
    """Return the lanes of the outskirts; nobody took images there."""
    roads = []
    for number in range(-11, 12):
        offset = number * 300.0 + 40 * math.sin(number * 2.1)
        lean = 60 * math.sin(number * 1.7)
        # They stop where the old town begins.
        spans = ((-3_600.0, -HALF), (HALF, 3_600.0)) if abs(offset) < HALF else ((-3_600.0, 3_600.0),)
        for start, end in spans:
            roads.append(Road(f"lane {number}", RoadKind.LANE, (turned(start, offset), turned(end, offset + lean))))
            roads.append(Road(f"path {number}", RoadKind.LANE, (turned(offset, start), turned(offset + lean, end))))
    return roads
