"""What is recognised in street images, as the service tells it: values, and outlines as base64 of a small tile."""

import base64
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from app.sandbox.street_index import Index
from app.sandbox.street_kept import Kept
from app.sandbox.street_mvt import EXTENT, Column, Kind, Shape, field, layer, path, strings, varint
from app.sandbox.street_outlines import Found, wound
from app.sandbox.street_roll import DETECTIONS_PER_IMAGE, FIRST_DETECTION, ROWS_PER_ROLL
from app.sandbox.street_scenes import Scene
from app.sandbox.world import Document

LAYER = "mpy-or"
NO_DETECTIONS = 4
# Half of a good geometry: whoever decodes it has to say so instead of failing.
_BROKEN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """One recognised thing of a scene: its value and its geometry as the service sends it."""

    value: str
    geometry: str


@dataclass(frozen=True, slots=True)
class Detection:
    """One recognised thing of an image."""

    id: int
    index: Index
    row: int
    mark: Mark


def geometry_of(found: Found, width: float, height: float) -> str:
    """Return outlines as base64 of a tile of one polygon; y down, 4096 units across and down.

    Two spellings were recorded and both are written: rectangles of signs in a layer of version 1 with the attribute
    type=polygon, outlines of objects in a layer of version 2 without attributes and with another order of fields.
    """
    rings = []
    for place, ring in enumerate(found.rings):
        grid = [
            (min(max(round(x / width * EXTENT), 0), EXTENT), min(max(round(y / height * EXTENT), 0), EXTENT))
            for x, y in wound(ring, is_hole=found.has_hole and place > 0)
        ]
        rings.append(np.array(grid, np.int64))
    shape = path(rings, is_closed=True)
    if found.is_box:
        kind = Column("type", Kind.TEXT, np.zeros(1, np.int64), texts=("polygon",))
        body = layer(LAYER, Shape.POLYGON, strings([shape]), [kind], version=1)
    else:
        feature = bytes([3 << 3, Shape.POLYGON]) + field(4, shape) + b"\x08\x01"
        extent = bytes([5 << 3]) + varint(EXTENT)
        body = field(3, field(1, LAYER.encode()) + field(2, feature) + extent + bytes([15 << 3, 2]))
    return base64.b64encode(body).decode()


def marks_of(scene: Scene) -> tuple[Mark, ...]:
    """Return what is recognised in a scene."""
    return tuple(Mark(one.value, geometry_of(one, scene.width, scene.height)) for one in scene.found)


def iso_moment(ms: int, days: int = 0) -> str:
    """Return a time as the service writes it: offset without a colon."""
    then = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms, days=days)
    return then.strftime("%Y-%m-%dT%H:%M:%S+0000")


class Detections:
    """The detections of all images."""

    def __init__(self, scene: Callable[[int], Scene]) -> None:
        """Look at scenes, which `scene` draws when need be."""
        self._marks: Kept[int, tuple[Mark, ...]] = Kept(lambda number: marks_of(scene(number)), 1_000)

    def make(self, scene: int) -> tuple[Mark, ...]:
        """Return the marks of a scene, drawn now when need be."""
        return self._marks.make(scene)

    def require(self, scenes: Iterable[int]) -> None:
        """Raise UnreadyError when some scenes were not looked at yet."""
        self._marks.require(scene for scene in scenes if scene >= 0)

    def of(self, index: Index, row: int) -> Sequence[Detection]:
        """Return the detections of an image. Raises UnreadyError."""
        roll = index.roll
        scene = int(roll.scene[row])
        if scene < 0 or int(roll.missing[row]) & NO_DETECTIONS:
            return ()
        marks = self._marks.get(scene)
        if int(roll.ids[row]) == roll.specials.get("broken-detection"):
            first = marks[0]
            marks = (Mark(first.value, first.geometry[: int(len(first.geometry) * _BROKEN_SHARE) & ~3]), *marks[1:])
        number = roll.first_detection(row)
        return [Detection(number + place, index, row, mark) for place, mark in enumerate(marks)]


def place_of(detection_id: int) -> tuple[int, int, int] | None:
    """Return roll number, row and place of a detection; None when the id is none of a detection."""
    number = detection_id - FIRST_DETECTION
    if not 0 <= number < 64 * ROWS_PER_ROLL * DETECTIONS_PER_IMAGE:
        return None
    rest, place = divmod(number, DETECTIONS_PER_IMAGE)
    roll, row = divmod(rest, ROWS_PER_ROLL)
    return roll, row, place


MEMBERS = ("id", "value", "geometry", "image", "created_at")


def document(one: Detection, members: Sequence[str]) -> Document:
    """Return a detection with the members that were asked for."""
    roll, row = one.index.roll, one.row
    out: Document = {"id": str(one.id)}
    for member in members:
        if member == "created_at":
            out[member] = iso_moment(int(roll.at_ms[row]), days=1)
        elif member == "image":
            out[member] = {"id": str(int(roll.ids[row])), "geometry": point(roll.lon[row], roll.lat[row])}
        elif member != "id":
            out[member] = one.mark.value if member == "value" else one.mark.geometry
    return out


def point(lon: float, lat: float) -> Document:
    """Return a place as GeoJSON."""
    return {"type": "Point", "coordinates": [float(lon), float(lat)]}


def is_known(number: float) -> bool:
    """Return whether a column holds a value."""
    return not math.isnan(number)
