"""What is left of a shape inside its picture. Pure.

A picture of `width` × `height` holds the pixels (0, 0) to (width − 1, height − 1); outlines are cut along the middle of
its outermost pixels, as the official SDK cuts them. Whole coordinates stay whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

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
from app.model.geometry_measure import bounds, corners, hull, ring_area, turned_corners
from app.model.mask import decode_mask, encode_mask

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Coordinates beyond this are nonsense, and would overflow where they are multiplied.
FARTHEST = 1e9


def is_outside(geometry: Geometry, width: int, height: int) -> bool:
    """Return whether any part of a shape lies on pixels that the picture does not have.

    Of a mask the place of all its pixels counts, zeros included. Shapes without a place are never outside.
    """
    if isinstance(geometry, Rectangle):
        return geometry.left < 0 or geometry.top < 0 or geometry.right >= width or geometry.bottom >= height
    if isinstance(geometry, Mask):
        place = bounds(geometry)
        return place is not None and (place[0] < 0 or place[1] < 0 or place[2] > width or place[3] > height)
    return any(not (0 <= x < width and 0 <= y < height) for x, y in corners(geometry))


def clip(geometry: Geometry, width: int, height: int) -> tuple[Geometry, ...]:
    """Return what is left of a shape inside the picture: often one piece, sometimes several or none.

    The same object comes back when nothing is cut. Boxes and masks stay what they are; a polygon or a line may fall
    into pieces; a multipolygon stays one; of keypoints the nodes outside vanish; turned boxes and cuboids cannot be cut
    and become polygons. Outlines that cross themselves are repaired by the even-odd rule where they are cut.

    Raises:
        ValueError: A mask that reaches outside does not decode; the text is a sentence.
    """
    if not is_outside(geometry, width, height):
        return (geometry,)
    match geometry:
        case Rectangle():
            return _clip_rectangle(geometry, width, height)
        case Polygon():
            return _clip_polygon(geometry, width, height)
        case MultiPolygon():
            parts = tuple(piece for part in geometry.parts for piece in _clip_polygon(part, width, height))
            return (MultiPolygon(parts),) if parts else ()
        case Polyline():
            return tuple(Polyline(piece) for piece in _clip_line(geometry.points, width, height))
        case Keypoints():
            nodes = tuple(node for node in geometry.nodes if not is_outside(Point(node.xy), width, height))
            return (Keypoints(nodes, geometry.edges),) if nodes else ()
        case Mask():
            return _clip_mask(geometry, width, height)
        case OrientedBox():
            ends = ((geometry.left, geometry.top), (geometry.right, geometry.bottom))
            return tuple(_cut(Polygon(turned_corners(geometry)), width, height, is_whole=_is_whole(ends)))
        case Cuboid():
            return _clip_polygon(Polygon(hull(geometry.corners)), width, height)
        case _:
            return ()


def _clip_rectangle(box: Rectangle, width: int, height: int) -> tuple[Rectangle, ...]:
    left, top = max(box.left, 0), max(box.top, 0)
    right, bottom = min(box.right, width - 1), min(box.bottom, height - 1)
    return (Rectangle(left, top, right, bottom),) if left <= right and top <= bottom else ()


def _clip_mask(mask: Mask, width: int, height: int) -> tuple[Mask, ...]:
    pixels = decode_mask(mask, width * height)
    left, top = mask.origin
    inside = pixels[max(0, -top) : max(0, height - top), max(0, -left) : max(0, width - left)]
    if not inside.any():
        return ()
    return (encode_mask(inside, (max(0, left), max(0, top)), is_alpha=mask.is_alpha),)


def _clip_polygon(polygon: Polygon, width: int, height: int) -> tuple[Polygon, ...]:
    if not is_outside(polygon, width, height):
        return (polygon,)
    is_whole = all(_is_whole(ring) for ring in (polygon.exterior, *polygon.holes))
    return tuple(_cut(polygon, width, height, is_whole=is_whole))


def _cut(polygon: Polygon, width: int, height: int, *, is_whole: bool) -> Iterator[Polygon]:
    """Yield the pieces of a polygon, by place; those that round to nothing are left out."""
    import shapely

    # Along the middle of its outermost pixels, a picture one pixel wide has no area.
    if len(polygon.exterior) < 3 or min(width, height) < 2:
        return
    shape = shapely.Polygon(_tamed(polygon.exterior), [_tamed(hole) for hole in polygon.holes if len(hole) > 2])
    if not shape.is_valid:
        shape = _repaired(polygon)
    inside = shapely.intersection(shape, shapely.box(0, 0, width - 1, height - 1))
    pieces = []
    for part in _polygons(inside):
        exterior = _settled(part.exterior.coords[:-1], width, height, is_whole=is_whole)
        holes = (_settled(hole.coords[:-1], width, height, is_whole=is_whole) for hole in part.interiors)
        if ring_area(exterior) > 0:
            pieces.append(Polygon(exterior, tuple(hole for hole in holes if ring_area(hole) > 0)))
    yield from sorted(pieces, key=lambda piece: [(y, x) for x, y in piece.exterior])


def _repaired(polygon: Polygon) -> "BaseGeometry":
    """Return what the even-odd rule calls inside the exterior, less what it calls inside the holes."""
    import shapely

    exterior, holes = _tamed(polygon.exterior), [_tamed(hole) for hole in polygon.holes]
    edges = shapely.union_all([shapely.LineString([*ring, ring[0]]) for ring in (exterior, *holes) if ring])
    faces = _polygons(shapely.polygonize(shapely.get_parts(edges)))
    return shapely.union_all([face for face in faces if _holds(face, [exterior]) and not _holds(face, holes)])


def _holds(face: "BaseGeometry", rings: Sequence[Sequence[XY]]) -> bool:
    """Return whether rings run around a face an odd number of times."""
    point = face.representative_point()
    x, y = point.x, point.y
    is_inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                is_inside = not is_inside
    return is_inside


def _polygons(shape: "BaseGeometry") -> "Iterator[BaseGeometry]":
    """Yield the polygons within a geometry; what is only a line or a point is passed over."""
    import shapely

    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            if not part.is_empty:
                yield part
        elif hasattr(part, "geoms"):
            yield from _polygons(part)


def _clip_line(points: Ring, width: int, height: int) -> Iterator[Ring]:
    """Yield the pieces of a line in its order; those that round to one point are left out."""
    is_whole = _is_whole(points)
    pieces: list[list[XY]] = []
    is_open = False
    for start, end in pairwise(_tamed(points)):
        part = _clip_segment(start, end, width - 1, height - 1)
        if part is None:
            is_open = False
            continue
        if not (is_open and part[0] == start):
            pieces.append([part[0]])
        pieces[-1].append(part[1])
        is_open = part[1] == end
    for piece in pieces:
        settled = _settled(piece, width, height, is_whole=is_whole)
        if len(settled) > 1:
            yield settled


def _clip_segment(start: XY, end: XY, right: float, bottom: float) -> tuple[XY, XY] | None:
    """Return the part of a segment within (0, 0)–(right, bottom); an end that is inside comes back exactly.

    Source: Y.-D. Liang, B. A. Barsky, "A new concept and method for line clipping", 1984.
    """
    (x, y), across, down = start, end[0] - start[0], end[1] - start[1]
    first, last = 0.0, 1.0
    for way, room in ((-across, x), (across, right - x), (-down, y), (down, bottom - y)):
        if way == 0:
            if room < 0:
                return None
        elif way < 0:
            first = max(first, room / way)
        else:
            last = min(last, room / way)
    if first > last:
        return None
    return (
        start if first == 0 else (x + first * across, y + first * down),
        end if last == 1 else (x + last * across, y + last * down),
    )


def _settled(points: Iterable[XY], width: int, height: int, *, is_whole: bool) -> Ring:
    """Return points without rounding errors beyond the edge, whole if asked, without repetitions in a row."""
    settled: list[XY] = []
    for x, y in points:
        kept = (min(max(x, 0), width - 1), min(max(y, 0), height - 1))
        point = (round(kept[0]), round(kept[1])) if is_whole else kept
        if not settled or point != settled[-1]:
            settled.append(point)
    return tuple(settled)


def _is_whole(points: Iterable[XY]) -> bool:
    return all(x == int(x) and y == int(y) for x, y in points)


def _tamed(points: Sequence[XY]) -> list[XY]:
    return [(min(max(x, -FARTHEST), FARTHEST), min(max(y, -FARTHEST), FARTHEST)) for x, y in points]
