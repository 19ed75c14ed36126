"""Where a label lies in its picture, worked out for readers apart from what writers do. Pure."""

from math import isfinite

from app.model.geometry import Geometry, Mask, Rectangle
from app.model.geometry_clip import clip
from app.model.geometry_measure import Bounds, bounds, corners
from app.model.mask import decode_mask


def cut_extent(geometry: Geometry, width: int, height: int) -> Bounds | None:
    """Return the box around what of a shape lies in its picture, right and bottom exclusive; None without any."""
    return _cut(_extent(geometry, width, height), width, height)


def _extent(geometry: Geometry, width: int, height: int) -> Bounds | None:
    if isinstance(geometry, Rectangle):
        return bounds(geometry) if isfinite(sum(bounds(geometry) or ())) else None
    if isinstance(geometry, Mask):
        return _mask_extent(geometry, width, height)
    if not all(isfinite(x + y) for x, y in corners(geometry)):
        return None
    places = [place for piece in clip(geometry, width, height) if (place := bounds(piece)) is not None]
    if not places:
        return None
    lefts, tops, rights, bottoms = zip(*places, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _mask_extent(mask: Mask, width: int, height: int) -> Bounds | None:
    import numpy as np

    try:
        rows, columns = np.nonzero(decode_mask(mask))
    except ValueError:
        return None
    xs, ys = columns + mask.origin[0], rows + mask.origin[1]
    inside = (xs >= 0) & (ys >= 0) & (xs < width) & (ys < height)
    xs, ys = xs[inside], ys[inside]
    if not xs.size:
        return None
    return (float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))


def _cut(place: Bounds | None, width: int, height: int) -> Bounds | None:
    if place is None:
        return None
    left, top = max(place[0], 0), max(place[1], 0)
    right, bottom = min(place[2], width), min(place[3], height)
    return (left, top, right, bottom) if right > left and bottom > top else None
