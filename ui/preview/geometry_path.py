"""Every kind of geometry as a path to draw, in pixels of the image. No painting here."""

import math
from collections.abc import Iterable, Mapping
from typing import TypeVar, assert_never

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

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
    UnknownGeometry,
)

K = TypeVar("K")
DOT = 2.5


def outline(geometry: Geometry, scale: float) -> QPainterPath:
    """Return the lines of a geometry.

    Args:
        geometry: In image pixels. Masks and unknown shapes have no lines: their path is empty.
        scale: Screen pixels per image pixel; dots keep their size on the screen.
    """
    path = QPainterPath()
    match geometry:
        case Rectangle(left=left, top=top, right=right, bottom=bottom):
            # The right and bottom pixels are inside, so the edge runs one pixel further.
            path.addRect(QRectF(left, top, right - left + 1, bottom - top + 1))
        case Polygon():
            _add_polygon(path, geometry)
        case MultiPolygon(parts=parts):
            _add_polygon(path, *parts)
        case Polyline(points=points):
            _add_line(path, points)
        case Point(xy=xy):
            _add_dot(path, xy, scale)
        case Keypoints():
            _add_keypoints(path, geometry, scale)
        case Cuboid(corners=corners, edges=edges):
            _add_edges(path, dict(enumerate(corners)), edges)
        case OrientedBox():
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in turned_corners(geometry)]))
            path.closeSubpath()
        case Mask() | UnknownGeometry():
            pass
        case _ as never:
            assert_never(never)
    return path


def is_filled(geometry: Geometry) -> bool:
    """Return whether the inside of the outline belongs to the shape."""
    return isinstance(geometry, Rectangle | Polygon | MultiPolygon | OrientedBox)


def anchor(geometry: Geometry) -> XY | None:
    """Return the point above which the name of the shape stands; None when it cannot be drawn."""
    if isinstance(geometry, UnknownGeometry):
        return None
    if isinstance(geometry, Mask):
        return (float(geometry.origin[0]), float(geometry.origin[1]))
    bounds = outline(geometry, 1.0).boundingRect()
    return (bounds.left(), bounds.top())


def turned_corners(box: OrientedBox) -> tuple[XY, ...]:
    """Return the four corners of an oriented box, clockwise from what was its top left."""
    middle_x = math.floor((box.left + box.right) / 2)
    middle_y = math.floor((box.top + box.bottom) / 2)
    cos, sin = math.cos(box.angle), math.sin(box.angle)
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    return tuple(
        (middle_x + (x - middle_x) * cos - (y - middle_y) * sin, middle_y + (x - middle_x) * sin + (y - middle_y) * cos)
        for x, y in corners
    )


def _add_polygon(path: QPainterPath, *polygons: Polygon) -> None:
    for ring in (ring for polygon in polygons for ring in (polygon.exterior, *polygon.holes)):
        if len(ring) >= 2:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
            path.closeSubpath()


def _add_line(path: QPainterPath, points: Iterable[XY]) -> None:
    for number, (x, y) in enumerate(points):
        if number == 0:
            path.moveTo(x, y)
        else:
            path.lineTo(x, y)


def _add_dot(path: QPainterPath, xy: XY, scale: float) -> None:
    radius = DOT / max(scale, 1e-6)
    path.addEllipse(QPointF(*xy), radius, radius)


def _add_edges(path: QPainterPath, places: Mapping[K, XY], edges: Iterable[tuple[K, K]]) -> None:
    # Templates may name corners that this one label does not have.
    for first, second in edges:
        if first in places and second in places:
            _add_line(path, (places[first], places[second]))


def _add_keypoints(path: QPainterPath, geometry: Keypoints, scale: float) -> None:
    places = {node.node: node.xy for node in geometry.nodes}
    _add_edges(path, places, geometry.edges)
    for node in geometry.nodes:
        _add_dot(path, node.xy, scale)
