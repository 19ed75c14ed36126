"""Detections as outlines in pixels of a picture, and as the annotation file beside it. Pure.

Source: reference C.5 (each geometry is a small vector tile, y down from the top left of the picture); Supervisely
format C.2 and C.3 for the file.
"""

import base64
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.sources.mapillary.commands import paths
from app.sources.mapillary.mvt import POLYGON, Layer, feature_parts, inflated, read_tile, varint
from app.sources.mapillary.wire import Detection

LAYER = "mpy-or"
MOST_TEXT = 1024 * 1024

Ring = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A polygon: its ring and its holes, first points not repeated."""

    exterior: Sequence[tuple[float, float]]
    holes: Sequence[Sequence[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Labels:
    """The detections of one picture.

    Attributes:
        document: Content of its annotation file.
        counts: Detections by value.
        unreadable: Those that were left out because their outline, or their value, cannot be read.
    """

    document: dict[str, object]
    counts: dict[str, int]
    unreadable: int


def labels_of(detections: Iterable[Detection], width: int, height: int) -> Labels:
    """Return the labels of a picture of so many pixels."""
    objects: list[dict[str, object]] = []
    counts: Counter[str] = Counter()
    unreadable = 0
    for detection in detections:
        try:
            outlines = outlines_of(detection.geometry)
        except ValueError:
            outlines = []
        if not outlines or not detection.value:
            unreadable += 1
            continue
        counts[detection.value] += 1
        objects += _objects(detection, outlines, width, height)
    document: dict[str, object] = {
        "description": "",
        "size": {"height": height, "width": width},
        "tags": [],
        "objects": objects,
        "customBigData": {},
    }
    return Labels(document, dict(sorted(counts.items())), unreadable)


def outlines_of(text: str) -> list[Outline]:
    """Return the polygons of a geometry, in parts of the picture: 0 to 1, x right, y down.

    A ring that turns like the first one is a polygon of its own, one that turns the other way a hole in the last.

    Raises:
        ValueError: The text is no such geometry.
    """
    if len(text) > MOST_TEXT:
        raise ValueError("The outline is longer than any picture needs.")
    body = inflated(base64.b64decode(text, validate=True))
    layers = read_tile(body)
    layer = layers.get(LAYER) or (next(iter(layers.values())) if len(layers) == 1 else None)
    if layer is None or not len(layer):
        raise ValueError("There is no outline.")
    found: list[Outline] = []
    turn = 0.0
    for ring in _rings(body, layer):
        scaled = [(x / layer.extent, y / layer.extent) for x, y in ring]
        area = _area(ring)
        turn = turn or area
        if not found or area * turn > 0:
            found.append(Outline(scaled, []))
        else:
            found[-1] = Outline(found[-1].exterior, [*found[-1].holes, scaled])
    return found


def _rings(body: bytes, layer: Layer) -> list[Ring]:
    rings: list[Ring] = []
    for start, end in zip(layer.features_from, layer.features_to, strict=True):
        parts = feature_parts(body, start, end)
        if parts.kind != POLYGON:
            continue
        numbers, pos = [], parts.geometry_from
        while pos < parts.geometry_to:
            number, pos = varint(body, pos, parts.geometry_to)
            numbers.append(number)
        rings += [path.points for path in paths(numbers) if path.is_closed and len(path.points) >= 3]
    return [ring for ring in rings if _area(ring)]


def _area(ring: Ring) -> float:
    """Return twice the signed area: positive where the ring turns clockwise on the screen."""
    return float(sum(x * ny - nx * y for (x, y), (nx, ny) in zip(ring, [*ring[1:], ring[0]], strict=True)))


def _objects(detection: Detection, outlines: Sequence[Outline], width: int, height: int) -> list[dict[str, object]]:
    found = []
    for place, outline in enumerate(outlines):
        label: dict[str, object] = {
            "classTitle": detection.value,
            "description": "",
            "geometryType": "polygon",
            "shape": "polygon",
            "tags": [],
            "points": {
                "exterior": _pixels(outline.exterior, width, height),
                "interior": [_pixels(hole, width, height) for hole in outline.holes],
            },
        }
        if detection.id.isdecimal() and len(detection.id) < 19:
            if place == 0:
                label["id"] = int(detection.id)
            if len(outlines) > 1:
                # Parts of one detection are labels of their own, held together by this key.
                label["instance"] = detection.id
        if detection.created_at:
            label["createdAt"] = detection.created_at
        found.append(label)
    return found


def _pixels(ring: Sequence[tuple[float, float]], width: int, height: int) -> list[list[int]]:
    """Return whole pixels within the picture; neighbours on one pixel become one point while three are left."""
    points = [[_pixel(x, width), _pixel(y, height)] for x, y in ring]
    slim = [point for at, point in enumerate(points) if point != points[at - 1]]
    return slim if len(slim) >= 3 else points


def _pixel(share: float, side: int) -> int:
    return min(max(math.floor(share * side), 0), max(side - 1, 0))
