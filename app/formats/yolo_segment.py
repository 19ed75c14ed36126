"""Segments for YOLO: one ring an object. Masks, and areas with holes, become the outline of their pixels.

An area in several pieces becomes several objects: a line between the pieces would add pixels that nobody labelled.

Source: Ultralytics, "Instance segmentation datasets overview", "Ultralytics YOLO format".
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from app.formats.boxing import (
    BAD_MASK,
    CLIPPED,
    EMPTY_MASK,
    NO_NUMBERS,
    NO_SIZE,
    NOT_KNOWN,
    OUTSIDE,
    is_finite,
    lost,
    written,
)
from app.formats.yolo_rings import box_ring, outline_ring, vertex_ring
from app.formats.yolo_task import Drawn, shares
from app.model.contours import rings_of_mask
from app.model.exporter import ExportLabel, Verdict
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
    UnknownGeometry,
)
from app.model.geometry_clip import clip, is_outside
from app.model.geometry_measure import Bounds, bounds, hull, turned_corners
from app.model.raster import raster_part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NO_AREA = "it has no area"
FEW_POINTS = "a polygon of fewer than three points"
HOLES = "its holes are opened by a cut"
ALL_HOLE = "its holes leave nothing"
FEW_IN_PARTS = "parts of fewer than three points left out"
PARTS = "its parts become objects of their own"
OUTLINED = "as the outline of its pixels"
TURNED = "as the polygon of its corners"
AROUND = "as the polygon around its corners"


class Pixels(NamedTuple):
    """An area as pixels: the place of its part in the picture, and what is inside."""

    left: int
    top: int
    inside: "NDArray[np.bool_]"


_Piece: TypeAlias = Ring | Pixels


class _LostError(Exception):
    """A label cannot be a segment; the text says why."""


class Segment:
    """Rings around areas."""

    def judge(self, label: ExportLabel, width: int, height: int) -> Verdict:
        """Return the fate of a label."""
        return _taken(label, width, height)[0]

    def draw(self, label: ExportLabel, width: int, height: int) -> Drawn:
        """Return the fate of a label and its lines."""
        verdict, pieces = _taken(label, width, height)
        rings = [ring for piece in pieces for ring in _rings(piece)]
        lines = tuple(shares(pair for x, y in ring for pair in ((x, width), (y, height))) for ring in rings)
        return Drawn(verdict, lines)


def _rings(piece: _Piece) -> Iterator[Ring]:
    if not isinstance(piece, Pixels):
        yield piece
        return
    for area in rings_of_mask(piece.inside, joins_corners=True):
        yield tuple((x + piece.left, y + piece.top) for x, y in outline_ring(area))


def _taken(label: ExportLabel, width: int, height: int) -> tuple[Verdict, Sequence[_Piece]]:
    """Return the fate of a label, and what its rings are made of."""
    geometry = label.label.geometry
    try:
        _refuse(geometry, width, height)
        if isinstance(geometry, Mask):
            pieces: list[_Piece] = [_mask_pixels(geometry, width, height)]
        else:
            pieces = [piece for part in clip(geometry, width, height) for piece in _pieces(part, width, height)]
    except _LostError as error:
        return lost(str(error)), ()
    is_cut = label.was_clipped or is_outside(geometry, width, height)
    if not pieces:
        return lost(ALL_HOLE if _has_holes(geometry) and not is_cut else OUTSIDE), ()
    return written(*_changes(geometry), CLIPPED if is_cut else ""), pieces


def _refuse(geometry: Geometry, width: int, height: int) -> None:
    match geometry:
        case UnknownGeometry():
            raise _LostError(NOT_KNOWN)
        case Point() | Polyline() | Keypoints():
            raise _LostError(NO_AREA)
        case Polygon() if len(geometry.exterior) < 3:
            raise _LostError(FEW_POINTS)
        case MultiPolygon() if all(len(part.exterior) < 3 for part in geometry.parts):
            raise _LostError(FEW_POINTS)
        case _:
            pass
    if width < 1 or height < 1:
        raise _LostError(NO_SIZE)
    if not is_finite(geometry):
        raise _LostError(NO_NUMBERS)


def _mask_pixels(mask: Mask, width: int, height: int) -> Pixels:
    try:
        left, top, inside = raster_part(mask, width, height)
    except ValueError:
        raise _LostError(BAD_MASK) from None
    if not inside.any():
        raise _LostError(OUTSIDE if is_outside(mask, width, height) else EMPTY_MASK)
    return Pixels(left, top, inside)


def _pieces(geometry: Geometry, width: int, height: int) -> Iterator[_Piece]:
    """Yield what is left of a shape that was cut to the picture."""
    match geometry:
        case Rectangle():
            yield box_ring(_within(bounds(geometry), width, height))
        case Polygon() if geometry.holes:
            pixels = Pixels(*raster_part(geometry, width, height))
            if pixels.inside.any():
                yield pixels
        case Polygon() if geometry.exterior:
            yield vertex_ring(geometry.exterior)
        case MultiPolygon():
            for part in geometry.parts:
                if len(part.exterior) > 2:
                    yield from _pieces(part, width, height)
        case OrientedBox():
            yield vertex_ring(turned_corners(geometry))
        case Cuboid() if geometry.corners:
            yield vertex_ring(hull(geometry.corners))
        case _:
            pass


def _within(place: Bounds | None, width: int, height: int) -> Bounds:
    """Return a box within the picture; a corner in the middle of the last pixel would reach beyond it."""
    assert place is not None
    return place[0], place[1], min(place[2], width), min(place[3], height)


def _has_holes(geometry: Geometry) -> bool:
    parts = geometry.parts if isinstance(geometry, MultiPolygon) else (geometry,)
    return any(isinstance(part, Polygon) and part.holes for part in parts)


def _changes(geometry: Geometry) -> Iterator[str]:
    if _has_holes(geometry):
        yield HOLES
    match geometry:
        case MultiPolygon():
            count = sum(len(part.exterior) > 2 for part in geometry.parts)
            yield PARTS if count > 1 else ""
            yield FEW_IN_PARTS if count < len(geometry.parts) else ""
        case Mask():
            yield OUTLINED
        case OrientedBox():
            yield TURNED
        case Cuboid():
            yield AROUND
        case _:
            pass
