"""What is recognised in a drawn street scene: value names and outlines of the things that were drawn. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.sandbox.canvas import XY

SIGN_VALUES = {
    "stop": "regulatory--stop--g1",
    "give way": "regulatory--yield--g1",
    "speed 30": "regulatory--maximum-speed-limit-30--g1",
}
CAR, VAN, PERSON = "object--vehicle--car", "object--vehicle--truck", "human--person"
LAMP, BIN, BANNER = "object--street-light", "object--trash-can", "object--banner"
ZEBRA, BUILDING, ROAD = (
    "marking--discrete--crosswalk-zebra", "construction--structure--building", "construction--flat--road"
)  # fmt: skip
POINTS = (LAMP, BIN, BANNER, ZEBRA)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a picture.

    Attributes:
        value: Its name, such as "object--street-light".
        rings: Outlines in pixels of the canvas; rings after the first are further parts, or holes where `has_hole`.
        is_box: It is written as a rectangle, as signs are.
        has_hole: The second ring is a hole.
    """

    value: str
    rings: tuple[tuple[XY, ...], ...]
    is_box: bool = False
    has_hole: bool = False


def box_ring(left: float, top: float, right: float, bottom: float) -> tuple[XY, ...]:
    """Return the corners of a box, as the clock runs on the screen."""
    return (left, top), (right, top), (right, bottom), (left, bottom)


def car_ring(x: float, y: float, size: float) -> tuple[XY, ...]:
    """Return the outline of a car of `draw_car`: cabin, body, wheels."""
    half, top = size / 2, y - size * 0.74
    right = [(half * 0.58, top), (half * 0.74, y - size * 0.45), (half, y - size * 0.45), (half, y - size * 0.09),
             (half * 0.9, y)]  # fmt: skip
    return (
        *((x - dx, py) for dx, py in right[:1]), *((x + dx, py) for dx, py in right),
        *((x - dx, py) for dx, py in reversed(right[1:])),
    )  # fmt: skip


def van_ring(x: float, y: float, size: float) -> tuple[XY, ...]:
    """Return the outline of a van of `add_van`: front, side and top together."""
    shift, rise, small = size * 0.42, size * 0.1, size * 0.82
    far = x + shift
    return (x, y - size), (far, y - rise - small), (far + small, y - rise - small), (far + small, y - rise), \
        (x + size, y), (x, y)  # fmt: skip


def person_ring(nodes: dict[str, XY], height: float) -> tuple[XY, ...]:
    """Return the outline of a person of `add_person` from the joints: head, shoulders, hips and feet."""
    scale = height / 200
    head, neck, hip = nodes["head"], nodes["neck"], nodes["hip"]
    left, right = nodes["left foot"], nodes["right foot"]
    return (
        (head[0] - 14 * scale, head[1] - 12 * scale), (head[0] + 14 * scale, head[1] - 12 * scale),
        (neck[0] + 23 * scale, neck[1] - 2 * scale), (hip[0] + 23 * scale, hip[1] + 4 * scale),
        (right[0] + 9 * scale, right[1]), (right[0] - 9 * scale, right[1]), (hip[0], hip[1] + 26 * scale),
        (left[0] + 9 * scale, left[1]), (left[0] - 9 * scale, left[1]), (hip[0] - 23 * scale, hip[1] + 4 * scale),
        (neck[0] - 23 * scale, neck[1] - 2 * scale),
    )  # fmt: skip


def lamp_ring(x: float, y: float, height: float) -> tuple[XY, ...]:
    """Return the outline of a lamp of `add_lamp`: its pole and its light."""
    half = max(1.0, height * 0.014)
    light, radius = (x + height * 0.16, y - height), height * 0.045
    return (
        (x - half, y), (x - half, y - height * 0.97), (light[0] - radius, light[1] - radius),
        (light[0] + radius, light[1] - radius), (light[0] + radius, light[1] + radius),
        (x + half, y - height * 0.93), (x + half, y),
    )  # fmt: skip


def cut(ring: Sequence[XY], width: float, height: float) -> tuple[XY, ...]:
    """Return the part of a ring within a picture (Sutherland and Hodgman); empty when nothing is."""
    found = list(ring)
    for axis, edge, inward in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        kept: list[XY] = []
        for a, b in zip(found, found[1:] + found[:1], strict=True):
            first, second = (a[axis] - edge) * inward, (b[axis] - edge) * inward
            if first >= 0:
                kept.append(a)
            if first * second < 0:
                share = first / (first - second)
                crossing = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
                crossing[axis] = edge
                kept.append((crossing[0], crossing[1]))
        found = kept
    return tuple(found) if len(found) > 2 else ()


def area(ring: Sequence[XY]) -> float:
    """Return the area of a ring; positive when it runs as the clock does on the screen (y down)."""
    closed = [*ring, ring[0]]
    return math.fsum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(closed)) / 2


def wound(ring: Sequence[XY], is_hole: bool = False) -> tuple[XY, ...]:
    """Return a ring with the winding of tiles: outer ones positive, holes negative."""
    return tuple(ring) if (area(ring) < 0) == is_hole else tuple(reversed(ring))
