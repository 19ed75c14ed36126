"""Which label lies at a point of a picture. No pixels are drawn for it."""

import math
from collections.abc import Sequence

import numpy as np

from app.gallery.paint import PaintTools, is_drawn
from app.gallery.paint_sketch import box_corners
from app.model.annotation import Annotation
from app.model.gallery import LabelAt
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
)
from app.model.geometry_measure import hull

HALF = 0.5


def label_at(annotation: Annotation, asked: LabelAt, tools: PaintTools | None = None) -> int | None:
    """Return the place of the label that a person means by a point; None when there is none.

    Lines and dots within reach come first, then insides, the smaller one before the larger one, because what lies
    below a large shape could not be picked otherwise. Of equals the uppermost is taken.

    Args:
        annotation: The labels.
        asked: The point, the reach, and what is drawn; path and number are not looked at.
        tools: What was drawn before; None makes everything anew.
    """
    tools = tools or PaintTools()
    bounds = tools.sketch(annotation).bounds
    x, y, reach = asked.x, asked.y, max(0.0, asked.reach)
    near = (
        (bounds[:, 0] - reach <= x)
        & (bounds[:, 2] + reach >= x)
        & (bounds[:, 1] - reach <= y)
        & (bounds[:, 3] + reach >= y)
    )
    best: int | None = None
    least = math.inf
    for place in np.flatnonzero(near).tolist():
        label = annotation.labels[place]
        if not is_drawn(label.class_name, asked.paint):
            continue
        size = _size_at(label.geometry, (x, y), reach, tools)
        if size is not None and size <= least:
            best, least = place, size
    return best


def _size_at(geometry: Geometry, point: XY, reach: float, tools: PaintTools) -> float | None:
    """Return the area of a shape that a point hits, 0 for lines and dots; None when it misses."""
    match geometry:
        case Rectangle(left=left, top=top, right=right, bottom=bottom):
            return _box_at((left, top, right + 1, bottom + 1), point, reach)
        case Polygon():
            return _polygons_at((geometry,), point, reach)
        case MultiPolygon(parts=parts):
            return _polygons_at(parts, point, reach)
        case OrientedBox():
            ring = box_corners(geometry)
            return _ring_area(ring) if _is_inside(ring, point) else None
        case Polyline(points=points):
            return 0.0 if _is_near(_middles(points), point, reach) else None
        case Point(xy=xy):
            return 0.0 if _is_near(_middles((xy,)), point, reach) else None
        case Keypoints():
            return _keypoints_at(geometry, point, reach)
        case Cuboid(corners=corners):
            ring = hull(_middles(corners))
            return _ring_area(ring) if _is_inside(ring, point) else None
        case Mask():
            return _mask_at(geometry, point, reach, tools)
        case _:
            return None


def _box_at(box: tuple[float, float, float, float], point: XY, reach: float) -> float | None:
    left, top, right, bottom = box
    # What is too small to be hit is as large as the reach.
    wide, high = max(0.0, reach - (right - left) / 2), max(0.0, reach - (bottom - top) / 2)
    if left - wide <= point[0] < right + wide and top - high <= point[1] < bottom + high:
        return (right - left) * (bottom - top)
    return None


def _polygons_at(polygons: Sequence[Polygon], point: XY, reach: float) -> float | None:
    area = 0.0
    is_hit = False
    for polygon in polygons:
        ring = _middles(polygon.exterior)
        holes = [_middles(hole) for hole in polygon.holes]
        area += _ring_area(ring) - sum(_ring_area(hole) for hole in holes)
        is_hit = is_hit or (_is_inside(ring, point) and not any(_is_inside(hole, point) for hole in holes))
    if is_hit:
        return max(0.0, area)
    if area <= reach * reach and any(_is_near(_middles(polygon.exterior), point, reach) for polygon in polygons):
        return max(0.0, area)
    return None


def _keypoints_at(geometry: Keypoints, point: XY, reach: float) -> float | None:
    places = {node.node: node.xy for node in geometry.nodes}
    lines: list[Sequence[XY]] = [(xy,) for xy in places.values()]
    lines += [(places[a], places[b]) for a, b in geometry.edges if a in places and b in places]
    return 0.0 if any(_is_near(_middles(line), point, reach) for line in lines) else None


def _mask_at(mask: Mask, point: XY, reach: float, tools: PaintTools) -> float | None:
    tile = tools.masks.get(mask)
    if tile is None:
        return None
    x, y = math.floor(point[0]) - mask.origin[0], math.floor(point[1]) - mask.origin[1]
    # A crack of one pixel could not be hit otherwise; half the reach, because a mask has an inside.
    near = int(reach / 2)
    part = tile[max(0, y - near) : max(0, y + near + 1), max(0, x - near) : max(0, x + near + 1)]
    return float(np.count_nonzero(tile)) if part.any() else None


def _middles(points: Sequence[XY]) -> tuple[XY, ...]:
    """Return points as they are drawn: in the middle of the pixels that they name."""
    return tuple((x + HALF, y + HALF) for x, y in points)


def _ring_area(ring: Sequence[XY]) -> float:
    return (
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], *ring[:1]), strict=True))) / 2
        if len(ring) > 2
        else 0.0
    )


def _is_inside(ring: Sequence[XY], point: XY) -> bool:
    """Return whether a ray to the right crosses the ring an odd number of times."""
    x, y = point
    is_in = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], *ring[:1]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            is_in = not is_in
    return is_in


def _is_near(line: Sequence[XY], point: XY, reach: float) -> bool:
    x, y = point
    for (x1, y1), (x2, y2) in zip(line, line[1:] or line, strict=False):
        dx, dy = x2 - x1, y2 - y1
        share = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy) if dx or dy else 0.0
        share = min(1.0, max(0.0, share))
        if math.hypot(x - x1 - share * dx, y - y1 - share * dy) <= reach:
            return True
    return False
