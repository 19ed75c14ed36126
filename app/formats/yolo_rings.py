"""Rings for YOLO segments: one closed line around an area, which the usual tool turns back into the same pixels. Pure.

That tool takes the whole part of each coordinate for a pixel and fills by the even-odd rule, border pixels included. So
a ring runs through the pixels along the border of an area, at a little distance within their outer edges: cutting off
parts of pixels gives those pixels, and the box around the ring is the box of the area, but for `MARGIN`.

A format of single rings has no holes. A hole is opened by a cut: the ring leaves the outline, runs along a row of the
area to the hole, around it, and back the same way. The even-odd rule leaves the hole empty.
"""

from collections.abc import Iterator, Sequence
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from app.model.geometry import XY, Polygon, Ring

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Farther than six decimals and 32-bit numbers move a point in a picture of 100,000 pixels.
MARGIN = 1 / 16
_PUSH = 0.5 - MARGIN


class _Edge(NamedTuple):
    """One straight edge of a ring, as the pixels of the area along it.

    Attributes:
        first, last: Pixels, in the direction of the ring.
        normal: Unit vector into the area.
        is_convex: The area turns a corner of 90° at its end; else of 270°.
    """

    first: XY
    last: XY
    normal: XY
    is_convex: bool


class _Spot(NamedTuple):
    """A point of the ring; one that is no corner goes when its neighbour lies in the same pixel."""

    x: float
    y: float
    is_corner: bool

    @property
    def pixel(self) -> tuple[int, int]:
        return floor(self.x), floor(self.y)


def vertex_ring(points: Sequence[XY]) -> Ring:
    """Return the ring through the middles of the pixels of its points; for a row of pixels the box around it.

    Args:
        points: Pixels; at least one.
    """
    xs, ys = [floor(x) for x, _ in points], [floor(y) for _, y in points]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    if left == right or top == bottom:
        # Its box would have no area, and the usual tool would leave it out.
        return box_ring((left, top, right + 1, bottom + 1))
    ring = [(x + 0.5, y + 0.5) for x, y in zip(xs, ys, strict=True)]
    return (*ring, *ring[-1:] * (3 - len(ring)))


def box_ring(place: tuple[float, float, float, float]) -> Ring:
    """Return the ring along the border of an upright box, given as left, top, right, bottom, the last two exclusive."""
    left, top, right, bottom = place[0] + MARGIN, place[1] + MARGIN, place[2] - MARGIN, place[3] - MARGIN
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def outline_ring(area: Polygon) -> Ring:
    """Return the one ring of an area whose rings run along the edges of its pixels, with its holes opened by cuts."""
    rings = [_edges(ring, is_hole=number > 0) for number, ring in enumerate((area.exterior, *area.holes))]
    return _tidy(_walk(rings, _cuts(rings)))


def _edges(ring: Ring, *, is_hole: bool) -> list[_Edge]:
    """Return the edges of a ring; those of a hole begin with its leftmost one."""
    corners = _corners(ring)
    side = -1 if _is_positive(corners) == is_hole else 1
    count = len(corners)
    steps = [_step(corners[at], corners[(at + 1) % count]) for at in range(count)]
    edges = []
    for at, (dx, dy) in enumerate(steps):
        (x0, y0), (x1, y1) = corners[at], corners[(at + 1) % count]
        nx, ny = -dy * side, dx * side
        next_dx, next_dy = steps[(at + 1) % count]
        if dy == 0:
            row = y0 if ny > 0 else y0 - 1
            first, last = (x0 if dx > 0 else x0 - 1, row), (x1 - 1 if dx > 0 else x1, row)
        else:
            column = x0 if nx > 0 else x0 - 1
            first, last = (column, y0 if dy > 0 else y0 - 1), (column, y1 - 1 if dy > 0 else y1)
        edges.append(_Edge(first, last, (nx, ny), (dx * next_dy - dy * next_dx) * side > 0))
    if is_hole:
        # The area lies to the left of the leftmost edge of a hole.
        start = min((at for at, edge in enumerate(edges) if edge.normal[0] < 0), key=lambda at: edges[at].first)
        edges = edges[start:] + edges[:start]
    return edges


def _corners(ring: Ring) -> list[XY]:
    """Return the points where a ring turns."""
    points = [point for at, point in enumerate(ring) if point != ring[at - 1]]
    return [
        point
        for at, point in enumerate(points)
        if _step(points[at - 1], point) != _step(point, points[(at + 1) % len(points)])
    ]


def _step(start: XY, end: XY) -> tuple[int, int]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    return (dx > 0) - (dx < 0), (dy > 0) - (dy < 0)


def _is_positive(points: Sequence[XY]) -> bool:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True)) > 0


class _Cut(NamedTuple):
    """Where the ring of a hole is reached: from an edge of another ring, at the row of the hole's first pixel."""

    row: float
    hole: int


def _cuts(rings: Sequence[Sequence[_Edge]]) -> dict[tuple[int, int], list[_Cut]]:
    """Return the cuts that begin at each edge, by (ring, edge): every hole is reached from what lies to its left."""
    import numpy as np

    cuts: dict[tuple[int, int], list[_Cut]] = {}
    if len(rings) < 2:
        return cuts
    places, table = _upright(rings)
    for hole in range(1, len(rings)):
        x, row = rings[hole][0].first
        columns, tops, bottoms = table
        fits = (columns <= x) & (tops <= row) & (row <= bottoms)
        nearest = places[int(np.where(fits, columns, -1).argmax())]
        cuts.setdefault(nearest, []).append(_Cut(row, hole))
    for (ring, edge), found in cuts.items():
        found.sort(reverse=rings[ring][edge].first[1] > rings[ring][edge].last[1])
    return cuts


def _upright(rings: Sequence[Sequence[_Edge]]) -> "tuple[list[tuple[int, int]], NDArray[np.float64]]":
    """Return (ring, edge) of all edges with the area to their right, and column, top and bottom row of each."""
    import numpy as np

    places, rows = [], []
    for ring, edges in enumerate(rings):
        for at, edge in enumerate(edges):
            if edge.normal[0] > 0:
                places.append((ring, at))
                rows.append((edge.first[0], min(edge.first[1], edge.last[1]), max(edge.first[1], edge.last[1])))
    return places, np.array(rows, np.float64).T


def _walk(rings: Sequence[Sequence[_Edge]], cuts: dict[tuple[int, int], list[_Cut]]) -> Iterator[_Spot]:
    """Yield the points around the outline, with the way into each hole and back."""
    open_ends = [_around(rings, cuts, 0)]
    while open_ends:
        for found in open_ends[-1]:
            if isinstance(found, int):
                open_ends.append(_around(rings, cuts, found))
                break
            yield found
        else:
            open_ends.pop()


def _around(
    rings: Sequence[Sequence[_Edge]], cuts: dict[tuple[int, int], list[_Cut]], ring: int
) -> Iterator[_Spot | int]:
    """Yield the points of one ring; where a hole is to be walked around, its number."""
    edges = rings[ring]
    if ring:
        yield _beside(edges[0], edges[0].first[1])
    for at, edge in enumerate(edges):
        if not edges[at - 1].is_convex:
            yield _pushed(edge.first, edge.normal)
        for row, hole in cuts.get((ring, at), ()):
            yield _beside(edge, row)
            yield hole
            yield _beside(edge, row)
        if edge.is_convex:
            across = edges[(at + 1) % len(edges)].normal
            yield _pushed(edge.last, (edge.normal[0] + across[0], edge.normal[1] + across[1]))._replace(is_corner=True)
        else:
            yield _pushed(edge.last, edge.normal)
    if ring:
        yield _beside(edges[0], edges[0].first[1])


def _beside(edge: _Edge, row: float) -> _Spot:
    """Return where a cut begins or ends at an upright edge."""
    return _pushed((edge.first[0], row), edge.normal)._replace(is_corner=True)


def _pushed(pixel: XY, normal: XY) -> _Spot:
    """Return the middle of a pixel, pushed out of the area nearly as far as the pixel goes."""
    return _Spot(pixel[0] + 0.5 - _PUSH * normal[0], pixel[1] + 0.5 - _PUSH * normal[1], False)


def _tidy(spots: Iterator[_Spot]) -> Ring:
    """Return the ring without points that say nothing: in the pixel of a neighbour, or on the way straight on."""
    kept: list[_Spot] = []
    for spot in spots:
        if kept and kept[-1].pixel == spot.pixel:
            if not spot.is_corner:
                continue
            if not kept[-1].is_corner:
                kept.pop()
        while len(kept) > 1 and _is_straight(kept[-2], kept[-1], spot):
            kept.pop()
        kept.append(spot)
    return tuple((spot.x, spot.y) for spot in kept)


def _is_straight(before: _Spot, at: _Spot, after: _Spot) -> bool:
    first, second = (at.x - before.x, at.y - before.y), (after.x - at.x, after.y - at.y)
    turn = first[0] * second[1] - first[1] * second[0]
    return turn == 0 and first[0] * second[0] + first[1] * second[1] >= 0
