"""How large shapes are and where they lie. Pure.

Points are pixel indices: the pixel that a point names belongs to the shape. So bounds end one behind the last point,
and a rectangle of corners (3, 2) and (22, 11) is 20 × 10 pixels.
"""

from collections.abc import Iterable, Sequence
from math import cos, inf, isfinite, sin

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
)
from app.model.mask import decode_mask, mask_size

Bounds = tuple[float, float, float, float]

# Field words of the format that we can read; `shape_word` says "cuboid" for both forms of it.
SHAPE_WORDS = (
    "rectangle",
    "polygon",
    "multipolygon",
    "line",
    "point",
    "bitmap",
    "alpha_mask",
    "graph",
    "cuboid",
    "oriented_bbox",
)


def shape_word(geometry: Geometry) -> str:
    """Return the field word of a shape: one of `SHAPE_WORDS`, or the kind of a shape that we do not know."""
    match geometry:
        case Rectangle():
            return "rectangle"
        case Polygon():
            return "polygon"
        case MultiPolygon():
            return "multipolygon"
        case Polyline():
            return "line"
        case Point():
            return "point"
        case Mask():
            return "alpha_mask" if geometry.is_alpha else "bitmap"
        case Keypoints():
            return "graph"
        case Cuboid():
            return "cuboid"
        case OrientedBox():
            return "oriented_bbox"
        case _:
            return geometry.kind


def bounds(geometry: Geometry) -> Bounds | None:
    """Return left, top, right, bottom in pixels, right and bottom exclusive; None when a shape has no place.

    Holes do not count. Of a mask the place of all its pixels is returned, zeros included: only its header is read.
    """
    if isinstance(geometry, Rectangle):
        return (geometry.left, geometry.top, geometry.right + 1, geometry.bottom + 1)
    if isinstance(geometry, Mask):
        try:
            width, height = mask_size(geometry)
        except ValueError:
            return None
        left, top = geometry.origin
        return (left, top, left + width, top + height)
    points = corners(geometry)
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs) + 1, max(ys) + 1)


def area(geometry: Geometry) -> float:
    """Return the area in pixels.

    Rectangles, turned or not, count their pixels; polygons are measured along their points, less their holes; a mask
    counts its pixels above zero; a cuboid is measured around all its corners; points, lines and keypoints have none.

    Raises:
        ValueError: A mask does not decode; the text is a sentence.
    """
    match geometry:
        case Rectangle() | OrientedBox():
            return float(geometry.right - geometry.left + 1) * float(geometry.bottom - geometry.top + 1)
        case Polygon():
            return max(0.0, ring_area(geometry.exterior) - sum(ring_area(hole) for hole in geometry.holes))
        case MultiPolygon():
            return sum(area(part) for part in geometry.parts)
        case Mask():
            return float((decode_mask(geometry) != 0).sum())
        case Cuboid():
            return ring_area(hull(geometry.corners))
        case _:
            return 0.0


def ring_area(ring: Sequence[XY]) -> float:
    """Return the area inside a ring; of a ring that crosses itself the difference of its halves.

    Source: the shoelace formula.
    """
    if len(ring) < 3:
        return 0.0
    # Relative to the first point, so that small shapes far from the origin keep their digits.
    x0, y0 = float(ring[0][0]), float(ring[0][1])
    twice = 0.0
    before_x, before_y = 0.0, 0.0
    for point in ring[1:]:
        x, y = point[0] - x0, point[1] - y0
        twice += before_x * y - x * before_y
        before_x, before_y = x, y
    return abs(twice) / 2 if isfinite(twice) else inf


def corners(geometry: Geometry) -> Sequence[XY]:
    """Return the points that bound a shape; none for masks and for shapes that we do not know. Holes do not count."""
    match geometry:
        case Rectangle():
            return ((geometry.left, geometry.top), (geometry.right, geometry.bottom))
        case Polygon():
            return geometry.exterior
        case MultiPolygon():
            return [point for part in geometry.parts for point in part.exterior]
        case Polyline():
            return geometry.points
        case Point():
            return (geometry.xy,)
        case Keypoints():
            return [node.xy for node in geometry.nodes]
        case Cuboid():
            return geometry.corners
        case OrientedBox():
            return turned_corners(geometry)
        case _:
            return ()


def turned_corners(box: OrientedBox) -> tuple[XY, XY, XY, XY]:
    """Return where the corners of a turned box lie: top left, top right, bottom right, bottom left of the unturned one.

    It is turned about its integer centre, ((left + right) // 2, (top + bottom) // 2), from x towards y.
    """
    across, down = (box.left + box.right) // 2, (box.top + box.bottom) // 2
    cosine, sine = cos(box.angle), sin(box.angle)
    first, second, third, fourth = (
        (
            across + (x - across) * cosine - (y - down) * sine,
            down + (x - across) * sine + (y - down) * cosine,
        )
        for x, y in (
            (box.left, box.top),
            (box.right, box.top),
            (box.right, box.bottom),
            (box.left, box.bottom),
        )
    )
    return (first, second, third, fourth)


def hull(points: Iterable[XY]) -> Ring:
    """Return the convex hull of points, from x towards y, without points on its sides; it may have fewer than three.

    Source: A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979.
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    return tuple(_chain(ordered) + _chain(reversed(ordered)))


def _chain(ordered: Iterable[XY]) -> list[XY]:
    """Return one half of the hull, without its last point."""
    chain: list[XY] = []
    for x, y in ordered:
        while len(chain) > 1:
            (x1, y1), (x2, y2) = chain[-2:]
            if (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain[:-1]
