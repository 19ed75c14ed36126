"""Shapes as pixels. Pure; numpy and Pillow are imported when the first shape is filled.

Points are pixel indices, parts of a pixel are cut off. Polygons are filled as the official SDK fills them: by the
even-odd rule, with the pixels of their border; the border of a hole belongs to the hole. Nothing is drawn beyond the
picture, and only the part of the picture that a shape covers takes memory.

Source: OpenCV `fillPoly` with 8-connected lines, whose pixels these are for shapes inside the picture.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING, TypeAlias

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
from app.model.geometry_measure import bounds, hull, turned_corners
from app.model.mask import MOST_PIXELS, decode_mask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Points: TypeAlias = NDArray[np.int64]

# Coordinates beyond this are nonsense, and products of two of them must fit into 64 bits.
_FARTHEST = 2**29
# Pixels of edges that are worked on at once: about 100 MB.
_MOST_AT_ONCE = 1_000_000


def raster(geometry: Geometry, width: int, height: int, width_px: int = 1) -> "NDArray[np.bool_]":
    """Return the pixels of a shape in its picture.

    Args:
        geometry: Any shape; one that we do not know has no pixels.
        width: Of the picture in pixels.
        height: Of the picture in pixels.
        width_px: Thickness of lines and dots in pixels.

    Returns:
        Shape (height, width); True is inside. An alpha mask is inside where it is not 0.

    Raises:
        ValueError: The picture has more than `MOST_PIXELS` pixels, or a mask does not decode; the text is a sentence.
    """
    import numpy as np

    _refuse_too_large(width, height)
    whole = np.zeros((height, width), np.bool_)
    left, top, part = raster_part(geometry, width, height, width_px)
    whole[top : top + part.shape[0], left : left + part.shape[1]] = part
    return whole


def raster_part(geometry: Geometry, width: int, height: int, width_px: int = 1) -> "tuple[int, int, NDArray[np.bool_]]":
    """Return the pixels of a shape within its bounds, cut to the picture.

    Args:
        geometry: Any shape; one that we do not know has no pixels.
        width: Of the picture in pixels.
        height: Of the picture in pixels.
        width_px: Thickness of lines and dots in pixels.

    Returns:
        left and top of the part in the picture, and its pixels, shape (rows, columns). Without pixels in the picture
        the part has shape (0, 0).

    Raises:
        ValueError: The part has more than `MOST_PIXELS` pixels, or a mask does not decode; the text is a sentence.
    """
    import numpy as np

    if isinstance(geometry, Mask):
        return _mask_part(geometry, width, height)
    shape = _flat(geometry)
    place = bounds(shape)
    if place is None:
        return 0, 0, np.zeros((0, 0), np.bool_)
    reach = width_px // 2 if isinstance(shape, Polyline | Point | Keypoints) else 0
    left, top = max(0, floor(place[0]) - reach), max(0, floor(place[1]) - reach)
    right, bottom = min(width, floor(place[2]) + reach), min(height, floor(place[3]) + reach)
    if left >= right or top >= bottom:
        return 0, 0, np.zeros((0, 0), np.bool_)
    _refuse_too_large(right - left, bottom - top)
    part = np.zeros((bottom - top, right - left), np.bool_)
    _draw(shape, part, (left, top), width_px)
    return left, top, part


def _flat(geometry: Geometry) -> Geometry:
    """Return a polygon for a turned box and a cuboid, anything else as it is."""
    match geometry:
        case OrientedBox():
            # Computed, not drawn by hand: 4.999… is 5.
            return Polygon(tuple((round(x), round(y)) for x, y in turned_corners(geometry)))
        case Cuboid():
            return Polygon(hull((floor(x), floor(y)) for x, y in geometry.corners))
        case _:
            return geometry


def _refuse_too_large(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ValueError(f"{width:,} × {height:,} pixels are more than can be drawn at once.")


def _mask_part(mask: Mask, width: int, height: int) -> "tuple[int, int, NDArray[np.bool_]]":
    import numpy as np

    pixels = decode_mask(mask, width * height)
    x, y = mask.origin
    part = pixels[max(0, -y) : max(0, height - y), max(0, -x) : max(0, width - x)] != 0
    if not part.size:
        return 0, 0, np.zeros((0, 0), np.bool_)
    return max(0, x), max(0, y), part


def _draw(geometry: Geometry, part: "NDArray[np.bool_]", corner: tuple[int, int], width_px: int) -> None:
    """Set the pixels of a shape in a part of the picture whose top-left pixel is `corner`."""
    import numpy as np

    match geometry:
        case Rectangle():
            part[:] = True  # its bounds are the part
        case Polygon():
            _fill([geometry.exterior], part, corner)
            if geometry.holes:
                holes = np.zeros_like(part)
                _fill(geometry.holes, holes, corner)
                part &= ~holes
        case MultiPolygon():
            for polygon in geometry.parts:
                left, top, pixels = raster_part(polygon, corner[0] + part.shape[1], corner[1] + part.shape[0])
                x, y = left - corner[0], top - corner[1]
                part[y : y + pixels.shape[0], x : x + pixels.shape[1]] |= pixels
        case Polyline():
            points = _pixels(geometry.points, corner)
            _stroke(
                points[:-1] if len(points) > 1 else points, points[1:] if len(points) > 1 else points, part, width_px
            )
        case Point() | Keypoints():
            dots = [geometry.xy] if isinstance(geometry, Point) else [node.xy for node in geometry.nodes]
            points = _pixels(dots, corner)
            _stroke(points, points, part, width_px)
        case _:
            pass


def _pixels(points: Sequence[XY], corner: tuple[int, int]) -> "_Points":
    """Return whole points relative to a corner, shape (n, 2), x first."""
    import numpy as np

    whole = np.floor(np.asarray(points, np.float64).reshape(-1, 2)) - corner
    pixels: _Points = np.clip(whole, -_FARTHEST, _FARTHEST).astype(np.int64)
    return pixels


def _fill(rings: Sequence[Sequence[XY]], part: "NDArray[np.bool_]", corner: tuple[int, int]) -> None:
    """Set the pixels inside rings by the even-odd rule, and those of their borders."""
    import numpy as np

    around = [_pixels(ring, corner) for ring in rings]
    start = np.concatenate(around)
    end = np.concatenate([np.roll(points, -1, axis=0) for points in around])
    toggles = np.zeros(part.shape, np.uint8)
    rows = np.clip(np.stack((start[:, 1], end[:, 1])), 0, part.shape[0])
    for some in _batches(np.abs(rows[1] - rows[0])):
        _cross(start[some], end[some], toggles)
    # Each crossing turns inside into outside for all pixels to its right.
    np.cumsum(toggles, axis=1, dtype=np.uint8, out=toggles)
    part |= (toggles & 1).view(np.bool_)
    _stroke(start, end, part, 1)


def _batches(counts: "NDArray[np.int64]") -> Iterator[slice]:
    """Yield slices of edges, few enough that their counts add up to a bounded amount of memory."""
    import numpy as np

    batches = np.cumsum(counts) // _MOST_AT_ONCE
    cuts = [0, *(np.flatnonzero(np.diff(batches)) + 1).tolist(), len(counts)]
    yield from (slice(first, last) for first, last in pairwise(cuts))


def _cross(start: "_Points", end: "_Points", toggles: "NDArray[np.uint8]") -> None:
    """Count where edges cross the middle of rows; an edge owns its upper end, not its lower one."""
    import numpy as np

    height, width = toggles.shape
    is_down = (start[:, 1] < end[:, 1])[:, np.newaxis]
    upper, lower = np.where(is_down, start, end), np.where(is_down, end, start)
    first, last = np.maximum(upper[:, 1], 0), np.minimum(lower[:, 1], height)
    edge, row = _each(first, last)
    x0, y0 = upper[edge].T
    across, down = (lower - upper)[edge].T
    column = (2 * (x0 * down + (row - y0) * across) + down) // (2 * down)  # to the nearest pixel
    kept = column < width
    np.add.at(toggles.reshape(-1), row[kept] * width + np.maximum(column[kept], 0), np.uint8(1))


def _stroke(start: "_Points", end: "_Points", part: "NDArray[np.bool_]", width_px: int) -> None:
    """Set the pixels of lines.

    Source: J. E. Bresenham, "Algorithm for computer control of a digital plotter", 1965; ties as OpenCV breaks them,
    from left to right.
    """
    import numpy as np

    is_back = (start[:, 0] > end[:, 0])[:, np.newaxis]
    start, end = np.where(is_back, end, start), np.where(is_back, start, end)
    across, down = (end - start).T
    is_wide = across >= np.abs(down)
    for axis, chosen in ((0, is_wide), (1, ~is_wide)):
        from_, way = start[chosen], (end - start)[chosen]
        steps, turn = np.abs(way[:, axis]), np.where(way[:, axis] < 0, -1, 1)
        room = part.shape[1 - axis] + 2 * width_px
        at = np.where(turn > 0, from_[:, axis], part.shape[1 - axis] - 1 - from_[:, axis]) + width_px
        first, last = np.maximum(0, -at), np.minimum(steps + 1, room - at)
        for some in _batches(np.maximum(last - first, 0)):
            edge, step = _each(first[some], last[some])
            aside = way[some][edge, 1 - axis]
            most = np.maximum(steps[some][edge], 1)
            drift = (2 * np.abs(aside) * step + most - 1) // (2 * most)
            along = from_[some][edge, axis] + turn[some][edge] * step
            beside = from_[some][edge, 1 - axis] + np.sign(aside) * drift
            _dots(*((along, beside) if axis == 0 else (beside, along)), part, width_px)


def _dots(x: "NDArray[np.int64]", y: "NDArray[np.int64]", part: "NDArray[np.bool_]", width_px: int) -> None:
    """Set round dots."""
    height, width = part.shape
    reach = width_px / 2
    low, high = -((width_px - 1) // 2), width_px // 2
    middle = (low + high) / 2
    for across in range(low, high + 1):
        for down in range(low, high + 1):
            if width_px < 3 or (across - middle) ** 2 + (down - middle) ** 2 <= reach**2:
                column, row = x + across, y + down
                kept = (column >= 0) & (column < width) & (row >= 0) & (row < height)
                part[row[kept], column[kept]] = True


def _each(first: "NDArray[np.int64]", last: "NDArray[np.int64]") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Return all numbers from first to last (exclusive) of each pair, and beside each the place of its pair."""
    import numpy as np

    counts = np.maximum(last - first, 0)
    place = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    return place, first[place] + offset
