"""What the lines of YOLO segments must hold: the pixels of each piece of a label, as the usual tool would fill them.

That tool takes 32-bit numbers, cuts off parts of pixels, and fills by the even-odd rule, border pixels included. The
pixels must be those of the label by 99 % at least; a box must lie within a quarter of a pixel of its place.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from app.formats.yolo_read import Complain
from app.model.contours import rings_of_mask
from app.model.exporter import ExportLabel
from app.model.geometry import (
    XY,
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
    UnknownGeometry,
)
from app.model.geometry_clip import clip
from app.model.geometry_measure import corners, hull
from app.model.raster import raster_part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_IOU = 0.99
_NEAR_PX = 0.25


class _Area(NamedTuple):
    """Pixels of a part of the picture."""

    left: int
    top: int
    inside: "NDArray[np.bool_]"


def expect_segment(label: ExportLabel, width: int, height: int) -> Sequence[Complain]:
    """Return what a label must have become: one ring for each of its pieces."""
    geometry = label.label.geometry
    if isinstance(geometry, UnknownGeometry | Point | Polyline | Keypoints) or width < 1 or height < 1:
        return ()
    if isinstance(geometry, Polygon) and len(geometry.exterior) < 3:
        return ()
    if not all(isfinite(x + y) for x, y in corners(geometry)):
        return ()
    if isinstance(geometry, Mask):
        return list(_expect_mask(geometry, width, height))
    return [complain for piece in clip(geometry, width, height) for complain in _expect(piece, width, height)]


def _expect_mask(mask: Mask, width: int, height: int) -> Iterator[Complain]:
    try:
        area = _Area(*raster_part(mask, width, height))
    except ValueError:
        return
    for piece in _apart(area):
        yield partial(_complain_area, piece, width, height)


def _expect(geometry: Geometry, width: int, height: int) -> Iterator[Complain]:
    match geometry:
        case Rectangle():
            yield partial(_complain_box, geometry, width, height)
        case MultiPolygon():
            for part in geometry.parts:
                if len(part.exterior) > 2:
                    yield from _expect(part, width, height)
        case Polygon() if geometry.holes:
            for piece in _apart(_Area(*raster_part(geometry, width, height))):
                yield partial(_complain_area, piece, width, height)
        case Polygon() | OrientedBox() | Cuboid():
            points = hull(geometry.corners) if isinstance(geometry, Cuboid) else tuple(corners(geometry))
            if points:
                yield partial(_complain_points, points, width, height)
        case _:
            pass


def _apart(area: _Area) -> Iterator[_Area]:
    """Yield the pieces of an area, filled anew from their edges."""
    import numpy as np

    for polygon in rings_of_mask(area.inside, joins_corners=True):
        toggles = np.zeros((area.inside.shape[0], area.inside.shape[1] + 1), np.uint8)
        for ring in (polygon.exterior, *polygon.holes):
            for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
                if x0 == x1:
                    toggles[int(min(y0, y1)) : int(max(y0, y1)), int(x0)] ^= 1
        inside = (np.cumsum(toggles, axis=1, dtype=np.uint8) & 1).astype(np.bool_)
        yield _Area(area.left, area.top, inside[:, :-1])


def _as_read(numbers: Sequence[float], width: int, height: int) -> Ring:
    """Return the pixels that the usual tool takes a ring for."""
    import numpy as np

    points = np.array(numbers, np.float32).reshape(-1, 2) * np.array((width, height), np.float32)
    return tuple((int(x), int(y)) for x, y in points.astype(np.int32))


def _form(numbers: Sequence[float]) -> str:
    if len(numbers) < 6 or len(numbers) % 2:
        return f"{len(numbers)} numbers where three points or more were expected."
    if min(numbers) < 0 or max(numbers) > 1:
        return "numbers beyond 0 and 1."
    return ""


def _complain_points(points: Sequence[XY], width: int, height: int, numbers: Sequence[float]) -> str:
    if words := _form(numbers):
        return words
    if _as_read(numbers, width, height) == tuple((x // 1, y // 1) for x, y in points):
        return ""
    return _complain_area(_Area(*raster_part(Polygon(tuple(points)), width, height)), width, height, numbers)


def _complain_area(area: _Area, width: int, height: int, numbers: Sequence[float]) -> str:
    if words := _form(numbers):
        return words
    found = _Area(*raster_part(Polygon(_as_read(numbers, width, height)), width, height))
    iou = _iou(area, found)
    return "" if iou >= LEAST_IOU else f"only {iou:.1%} of the pixels are the same."


def _complain_box(box: Rectangle, width: int, height: int, numbers: Sequence[float]) -> str:
    if words := _form(numbers):
        return words
    xs, ys = [number * width for number in numbers[::2]], [number * height for number in numbers[1::2]]
    pairs = (
        (min(xs), box.left),
        (min(ys), box.top),
        (max(xs), min(box.right + 1, width)),
        (max(ys), min(box.bottom + 1, height)),
    )
    if len(xs) != 4 or any(abs(found - right) > _NEAR_PX for found, right in pairs):
        return "another box than expected."
    return ""


def _iou(one: _Area, other: _Area) -> float:
    both = 0
    left, top = max(one.left, other.left), max(one.top, other.top)
    right = min(one.left + one.inside.shape[1], other.left + other.inside.shape[1])
    bottom = min(one.top + one.inside.shape[0], other.top + other.inside.shape[0])
    if left < right and top < bottom:
        first, second = (
            area.inside[top - area.top : bottom - area.top, left - area.left : right - area.left]
            for area in (one, other)
        )
        both = int((first & second).sum())
    either = int(one.inside.sum()) + int(other.inside.sum()) - both
    return both / either if either else 1.0
