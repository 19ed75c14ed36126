"""What becomes of each geometry in COCO: box, area, segmentation, keypoints, and the fate of the label. Pure.

Points are written as they are. A box holds the pixels that a shape touches, so a box from pixel 3 to pixel 22 is 20
wide. docs/FORMATS.md has the table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from app.formats.coco_rle import column_runs, packed
from app.model.exporter import ExportLabel, Fate, Verdict
from app.model.geometry import (
    Cuboid,
    Geometry,
    Keypoints,
    Mask,
    MultiPolygon,
    OrientedBox,
    Point,
    Polygon,
    Polyline,
    Rectangle,
    Ring,
)
from app.model.geometry_clip import is_outside
from app.model.geometry_measure import area, bounds, hull, turned_corners
from app.model.label_class import LabelClass
from app.model.raster import raster_part

POINT_NODE = "point"

_NO_NUMBERS = "its coordinates are no numbers"

_KEPT = Verdict(Fate.KEPT)
_CUT = Verdict(Fate.CHANGED, "cut at the edge of the picture")
_HOLES = Verdict(Fate.CHANGED, "written as a mask of the same pixels, so that its holes stay")
_FLAT = Verdict(Fate.CHANGED, "without area: written as a mask of the pixels it touches")
_OPACITY = Verdict(Fate.CHANGED, "opacity becomes inside or outside")
_TURNED = Verdict(Fate.CHANGED, "turned box becomes a polygon of its corners")
_OUTLINE = Verdict(Fate.CHANGED, "cuboid becomes the polygon around its corners")
_ONE_POINT = Verdict(Fate.CHANGED, "point becomes the only key point of its class")
_PARTS = Verdict(Fate.CHANGED, "parts with fewer than three points are left out")
_NODES = Verdict(Fate.CHANGED, "nodes that are not in the template of the class are left out")


@dataclass(frozen=True, slots=True)
class CocoShape:
    """A geometry in the words of COCO.

    Attributes:
        bbox: x, y, width, height in pixels.
        area: Pixels.
        rings: Polygons; empty when there are counts.
        counts: Packed run lengths of the whole picture; empty when there are rings.
        keypoints: x, y and 0 (not there), 1 (hidden) or 2 (seen) for each node of the template; or None.
    """

    bbox: tuple[float, float, float, float]
    area: float
    rings: tuple[Ring, ...] = ()
    counts: str = ""
    keypoints: tuple[float, ...] | None = None


class _LostError(Exception):
    """A label has no place in COCO; the text says why."""


def fitted(
    label: ExportLabel, classes: Mapping[str, LabelClass], width: int, height: int
) -> tuple[Verdict, CocoShape | None]:
    """Return the fate of a label and what is written for it; None when it is lost.

    Args:
        label: As it goes into the export.
        classes: Classes of the export by name.
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.
    """
    known = classes.get(label.label.class_name)
    try:
        if known is None:
            raise _LostError("its class is not in the export")
        verdict, shape = _fitted(label.label.geometry, known, width, height)
    except _LostError as error:
        return Verdict(Fate.LOST, str(error)), None
    if label.was_clipped and verdict.fate is Fate.KEPT:
        verdict = _CUT
    return verdict, shape


def _fitted(geometry: Geometry, known: LabelClass, width: int, height: int) -> tuple[Verdict, CocoShape]:
    match geometry:
        case Rectangle():
            return _KEPT, _boxed(geometry)
        case Polygon():
            return _polygons((geometry,), geometry, width, height)
        case MultiPolygon():
            return _polygons(geometry.parts, geometry, width, height)
        case Mask():
            shape = _pixels(geometry, width, height)
            if geometry.is_alpha:
                return _OPACITY, shape
            return _CUT if is_outside(geometry, width, height) else _KEPT, shape
        case OrientedBox():
            return _TURNED, _ringed(geometry, (turned_corners(geometry),))
        case Cuboid():
            return _outlined(geometry, width, height)
        case Keypoints():
            return _keypoints(geometry, known)
        case Point():
            return _point(geometry, known)
        case Polyline():
            raise _LostError("COCO has no lines")
        case _:
            raise _LostError("COCO has no such shape")


def _polygons(
    parts: Iterable[Polygon], whole: Polygon | MultiPolygon, width: int, height: int
) -> tuple[Verdict, CocoShape]:
    given = tuple(parts)
    solid = tuple(part for part in given if len(part.exterior) >= 3)
    if not solid:
        raise _LostError("fewer than three points")
    if len(solid) < len(given):
        whole = MultiPolygon(solid)
    if any(part.holes for part in solid):
        return _HOLES, _pixels(whole, width, height)
    if any(_is_flat(part.exterior) for part in solid):
        return _FLAT, _pixels(whole, width, height)
    return _KEPT if len(solid) == len(given) else _PARTS, _ringed(whole, tuple(part.exterior for part in solid))


def _outlined(geometry: Cuboid, width: int, height: int) -> tuple[Verdict, CocoShape]:
    ring = hull(geometry.corners)
    if len(ring) >= 3:
        return _OUTLINE, _ringed(geometry, (ring,))
    return _FLAT, _pixels(geometry, width, height)


def _is_flat(ring: Ring) -> bool:
    """Decide whether all points lie on one line: no reader of COCO sees a pixel of such a polygon."""
    x0, y0 = ring[0]
    away = next(((x - x0, y - y0) for x, y in ring if (x, y) != (x0, y0)), None)
    return away is None or all(away[0] * (y - y0) == away[1] * (x - x0) for x, y in ring)


def _boxed(geometry: Geometry, keypoints: tuple[float, ...] | None = None) -> CocoShape:
    """Return a box; its ring is the one that pycocotools itself gives to boxes without segmentation."""
    left, top, right, bottom = _finite_bounds(geometry)
    ring = ((left, top), (left, bottom), (right, bottom), (right, top))
    box = (left, top, right - left, bottom - top)
    return CocoShape(box, box[2] * box[3], (ring,), keypoints=keypoints)


def _ringed(geometry: Geometry, rings: tuple[Ring, ...]) -> CocoShape:
    left, top, right, bottom = _finite_bounds(geometry)
    pixels = area(geometry)
    if not isfinite(pixels):
        raise _LostError(_NO_NUMBERS)
    return CocoShape((left, top, right - left, bottom - top), pixels, rings)


def _finite_bounds(geometry: Geometry) -> tuple[float, float, float, float]:
    box = bounds(geometry)
    if box is None:
        raise _LostError("mask does not decode" if isinstance(geometry, Mask) else "it has no place in the picture")
    if not all(isfinite(edge) for edge in box):
        raise _LostError(_NO_NUMBERS)
    return box


def _pixels(geometry: Geometry, width: int, height: int) -> CocoShape:
    import numpy as np

    if width <= 0 or height <= 0:
        raise _LostError("a mask needs the size of its picture")
    _finite_bounds(geometry)
    try:
        left, top, part = raster_part(geometry, width, height)
    except ValueError:
        raise _LostError("mask does not decode") from None
    if not part.any():
        raise _LostError("no pixel of it lies in the picture")
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    box = (
        int(left + columns[0]),
        int(top + rows[0]),
        int(columns[-1] - columns[0] + 1),
        int(rows[-1] - rows[0] + 1),
    )
    counts = packed(column_runs(part, left, top, width, height), width, height)
    return CocoShape(box, int(part.sum()), counts=counts)


def _keypoints(geometry: Keypoints, known: LabelClass) -> tuple[Verdict, CocoShape]:
    if not known.nodes:
        raise _LostError("its class has no template of key points")
    by_key = {node.node: node for node in geometry.nodes}
    there = tuple(by_key[key] for key, _ in known.nodes if key in by_key)
    if not there:
        raise _LostError("none of its nodes is in the template of the class")
    numbers: list[float] = []
    for key, _ in known.nodes:
        node = by_key.get(key)
        numbers.extend((0, 0, 0) if node is None else (*node.xy, 1 if node.is_hidden else 2))
    shape = _boxed(Keypoints(there), tuple(numbers))
    return _KEPT if len(there) == len(geometry.nodes) else _NODES, shape


def _point(geometry: Point, known: LabelClass) -> tuple[Verdict, CocoShape]:
    if known.shape != POINT_NODE:
        raise _LostError("COCO holds points of point classes only")
    return _ONE_POINT, _boxed(geometry, (*geometry.xy, 2))
