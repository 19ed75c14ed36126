"""Between pixels of annotation files and the sub-pixel coordinates of the service. Pure.

`to_service` is what happens on upload, `to_pixels` what clients do to answers (reference C.4).
"""

from collections.abc import Callable, Mapping
from math import floor, inf

from app.sandbox.world import Document

_CORNERED = {"rectangle", "oriented_bbox"}
Move = Callable[[object, float], object]


def to_service(entry: Mapping[str, object], kind: str) -> Document:
    """Return an object of an annotation file as the service would send it; the given one stays as it is."""
    out = dict(entry)
    if kind in _CORNERED:
        return _on_corners(out, _outward)
    if kind == "cuboid_2d":
        return out
    return _on_points(out, _to_middle, inf, inf)


def to_pixels(entry: Mapping[str, object], width: float, height: float) -> Document:
    """Return an object of the service in whole pixels; the given one stays as it is.

    Args:
        entry: The object, with `geometryType`.
        width: Of the image; infinite when it is not known.
        height: Of the image.
    """
    out = dict(entry)
    kind = entry.get("geometryType")
    if kind in _CORNERED:
        return _on_corners(out, _inward)
    if kind == "cuboid_2d":
        return out
    out = _on_points(out, _to_floor, width, height)
    bitmap = out.get("bitmap")
    if isinstance(bitmap, Mapping):
        origin = bitmap.get("origin")
        if isinstance(origin, list):
            out["bitmap"] = {**bitmap, "origin": [floor(v) for v in origin]}
    return out


def _to_middle(value: object, limit: float) -> object:
    del limit
    return floor(value) + 0.5 if isinstance(value, (int, float)) else value


def _to_floor(value: object, limit: float) -> object:
    if not isinstance(value, (int, float)):
        return value
    return floor(value) - 1 if value == limit else floor(value)


Box = tuple[float, float, float, float]


def _outward(box: Box) -> Box:
    left, top, right, bottom = (floor(v) for v in box)
    return left, top, right + 1, bottom + 1


def _inward(box: Box) -> Box:
    left, top, right, bottom = box
    if int(left) == int(right) and int(top) == int(bottom):
        left, top, right, bottom = (int(v) for v in box)
    else:
        left, top = (_rounded(v, 0.7) for v in (left, top))
        right, bottom = (_rounded(v, 0.3) for v in (right, bottom))
    return left, top, max(left, right - 1), max(top, bottom - 1)


def _rounded(value: float, limit: float) -> int:
    whole = floor(value)
    return whole + 1 if value - whole >= limit else whole


def _on_corners(out: Document, change: Callable[[Box], Box]) -> Document:
    """Change the two corners of an upright or turned box; one that is malformed stays."""
    points = out.get("points")
    corners = points.get("exterior") if isinstance(points, Mapping) else points
    if not isinstance(corners, list) or len(corners) != 2:
        return out
    (x1, y1), (x2, y2) = corners
    left, top, right, bottom = change((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
    moved = [[left, top], [right, bottom]]
    out["points"] = {**points, "exterior": moved} if isinstance(points, Mapping) else moved
    return out


def _on_points(out: Document, move: Move, width: float, height: float) -> Document:
    """Move every point of rings, parts, nodes and point lists."""

    def ring(points: object) -> object:
        if not isinstance(points, list):
            return points
        return [
            [move(p[0], width), move(p[1], height), *p[2:]] if isinstance(p, list) and len(p) > 1 else p for p in points
        ]

    def rings(shape: Mapping[str, object]) -> Document:
        holes = shape.get("interior")
        inside = [ring(one) for one in holes] if isinstance(holes, list) else []
        return {**shape, "exterior": ring(shape.get("exterior")), "interior": inside}

    points, parts, nodes = out.get("points"), out.get("parts"), out.get("nodes")
    if isinstance(points, Mapping):
        out["points"] = rings(points)
    elif isinstance(points, list):
        out["points"] = ring(points)
    if isinstance(parts, list):
        out["parts"] = [rings(one) if isinstance(one, Mapping) else one for one in parts]
    if isinstance(nodes, Mapping):
        out["nodes"] = {key: _node(node, move, width, height) for key, node in nodes.items()}
    return out


def _node(node: object, move: Move, width: float, height: float) -> object:
    place = node.get("loc") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not isinstance(place, list) or len(place) < 2:
        return node
    return {**node, "loc": [move(place[0], width), move(place[1], height), *place[2:]]}
