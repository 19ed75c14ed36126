"""The box around a label, for formats that write upright boxes, and what the label loses by it. Pure.

Only what lies in the picture counts: a shape that reaches outside is cut first and boxed then.
"""

from math import isfinite

from app.model.exporter import ExportLabel, Fate, Verdict
from app.model.geometry import Geometry, Mask, Point, Rectangle, UnknownGeometry
from app.model.geometry_clip import clip, is_outside
from app.model.geometry_measure import Bounds, bounds, corners
from app.model.raster import raster_part

CLIPPED = "clipped to the picture"
BOXED = "as its bounding box"
NO_SIZE = "the size of the picture is not known"
NO_BOX = "a point has no box"
NOT_KNOWN = "the shape is not known"
NO_NUMBERS = "its coordinates are no numbers"
NO_CLASS = "its class is not in the export"
OUTSIDE = "wholly outside the picture"
BAD_MASK = "the mask does not decode"
EMPTY_MASK = "the mask is empty"


def lost(why: str) -> Verdict:
    """Return the fate of a label that is not written."""
    return Verdict(Fate.LOST, why)


def written(*changes: str) -> Verdict:
    """Return the fate of a label that is written: changed by each text that is not empty, else kept."""
    why = "; ".join(dict.fromkeys(change for change in changes if change))
    return Verdict(Fate.CHANGED, why) if why else Verdict(Fate.KEPT)


def unboxed(geometry: Geometry, width: int, height: int) -> str:
    """Return why a shape can have no box in any format, before it is looked at closely; empty when it can."""
    if isinstance(geometry, UnknownGeometry):
        return NOT_KNOWN
    if isinstance(geometry, Point):
        return NO_BOX
    if width < 1 or height < 1:
        return NO_SIZE
    return "" if is_finite(geometry) else NO_NUMBERS


def is_finite(geometry: Geometry) -> bool:
    """Return whether no coordinate of a shape is infinite or no number at all."""
    return all(isfinite(x + y) for x, y in corners(geometry))


def boxed(label: ExportLabel, width: int, height: int) -> tuple[Verdict, Bounds | None]:
    """Return the fate of a label that is written as an upright box, and the box.

    Args:
        label: With its geometry in pixels of the picture.
        width: Of the picture; 0 when unknown.
        height: Of the picture; 0 when unknown.

    Returns:
        The box as left, top, right, bottom in pixels, right and bottom exclusive, inside the picture and never empty;
        None when the label is lost.
    """
    geometry = label.label.geometry
    if why := unboxed(geometry, width, height):
        return lost(why), None
    is_cut = is_outside(geometry, width, height)
    if isinstance(geometry, Mask):
        place, why = _mask_box(geometry, width, height)
    else:
        place, why = _box(geometry, width, height), OUTSIDE
    if place is None:
        return lost(why), None
    return written(
        "" if isinstance(geometry, Rectangle) else BOXED, CLIPPED if is_cut or label.was_clipped else ""
    ), place


def _box(geometry: Geometry, width: int, height: int) -> Bounds | None:
    places = [place for piece in clip(geometry, width, height) if (place := bounds(piece)) is not None]
    if not places:
        return None
    left, top = max(0.0, min(place[0] for place in places)), max(0.0, min(place[1] for place in places))
    right = min(float(width), max(place[2] for place in places))
    bottom = min(float(height), max(place[3] for place in places))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _mask_box(mask: Mask, width: int, height: int) -> tuple[Bounds | None, str]:
    """Return the box around the pixels of a mask that are inside it and inside the picture, or why there is none."""
    import numpy as np

    try:
        left, top, pixels = raster_part(mask, width, height)
    except ValueError:
        return None, BAD_MASK
    columns, rows = np.flatnonzero(pixels.any(axis=0)), np.flatnonzero(pixels.any(axis=1))
    if not rows.size:
        return None, OUTSIDE if is_outside(mask, width, height) else EMPTY_MASK
    return (
        float(left + int(columns[0])),
        float(top + int(rows[0])),
        float(left + int(columns[-1]) + 1),
        float(top + int(rows[-1]) + 1),
    ), ""
