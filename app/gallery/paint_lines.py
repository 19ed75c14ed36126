"""Lines of all labels at once, smooth, into one canvas of keys: how much of a pixel is covered, and by which label.

A key is coverage × 2²⁰ + rank, so that the greater of two keys is the one that is seen: the better covered, of equals
the upper one. Every pixel near a segment gets its coverage from its distance to it, which makes round ends and joints.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Keys = NDArray[np.int32]

RANK_BITS = 20
RANKS = (1 << RANK_BITS) - 1
FULL = 255 << RANK_BITS
# More pixels than this are not looked at one by one per frame: lines are drawn plain instead. That is a picture so
# full of lines that nobody could see the difference.
MOST_SAMPLES = 1_200_000
_CHUNK = 400_000
_FAR = 30_000.0


def boxes(size: tuple[int, int], corners: Ints, ranks: Ints, width: Ints) -> Keys:
    """Return a canvas with the edges of upright boxes, on whole pixels.

    Args:
        size: Width and height of the canvas.
        corners: Shape (n, 4): left, top, right, bottom in pixels of the canvas; the line runs inside of them.
        ranks: Shape (n,): the later drawn is the upper one, so they should rise.
        width: Shape (n,): of the lines in pixels.
    """
    image = Image.new("I", size)
    draw = ImageDraw.Draw(image)
    for (left, top, right, bottom), rank, pen in zip(
        np.clip(corners, -_FAR, _FAR).astype(int).tolist(), ranks.tolist(), width.tolist(), strict=True
    ):
        far_x, far_y = max(left, right - 1), max(top, bottom - 1)
        draw.rectangle((left, top, far_x, far_y), None, FULL | rank, max(1, min(pen, far_x - left + 1)))
    return np.array(image, dtype=np.int32)


def segments(points: Floats, line_of: Ints) -> tuple[Floats, Ints]:
    """Return the segments between vertices and the line that each belongs to; what is too short to see is joined.

    Args:
        points: Shape (n, 2) in pixels of the canvas.
        line_of: Shape (n,): the vertices of a line stand together.

    Returns:
        Shape (m, 4): x and y of both ends; and shape (m,).
    """
    if not len(points):
        return np.zeros((0, 4)), np.zeros(0, np.int64)
    cells = np.floor(points * 1.5)
    is_first = np.r_[True, line_of[1:] != line_of[:-1]]
    is_last = np.r_[is_first[1:], True]
    keep = is_first | is_last | np.r_[True, (cells[1:] != cells[:-1]).any(axis=1)]
    points, line_of = points[keep], line_of[keep]
    joined = np.flatnonzero(line_of[1:] == line_of[:-1])
    lonely = np.flatnonzero(np.bincount(line_of)[line_of] == 1)
    ends = np.concatenate(
        (np.hstack((points[joined], points[joined + 1])), np.hstack((points[lonely], points[lonely])))
    )
    return ends, np.concatenate((line_of[joined], line_of[lonely]))


def effort(ends: Floats, size: tuple[int, int], widths: Floats) -> int:
    """Return about how many pixels `stroke` would look at on a canvas of this size."""
    if not len(ends):
        return 0
    inside = np.clip(ends, 0, (*size, *size))
    longest = np.maximum(np.abs(inside[:, 2] - inside[:, 0]), np.abs(inside[:, 3] - inside[:, 1]))
    return int(((longest + widths + 2) * (widths * 1.42 + 3)).sum())


def plain(keys: Keys, points: Floats, starts: Ints, ranks: Ints) -> None:
    """Draw whole lines quickly: 2 pixels wide and without smoothing.

    Args:
        keys: The canvas, which is changed.
        points: Shape (n, 2) in pixels of the canvas.
        starts: Shape (lines + 1,): where the points of each line begin.
        ranks: Shape (lines,).
    """
    image = Image.new("I", (keys.shape[1], keys.shape[0]))
    draw = ImageDraw.Draw(image)
    flat = np.clip(points - 1, -_FAR, _FAR).ravel().tolist()
    begin = (starts * 2).tolist()
    for number, rank in enumerate(ranks.tolist()):
        line = flat[begin[number] : begin[number + 1]]
        if len(line) > 2:
            draw.line(line, fill=FULL | rank)
        else:
            draw.point(line, fill=FULL | rank)
    drawn = np.asarray(image, dtype=np.int32)
    np.maximum(keys, drawn, out=keys)
    np.maximum(keys[1:], drawn[:-1], out=keys[1:])
    np.maximum(keys[:, 1:], drawn[:, :-1], out=keys[:, 1:])
    np.maximum(keys[1:, 1:], drawn[:-1, :-1], out=keys[1:, 1:])


def stroke(keys: Keys, ends: Floats, ranks: Ints, widths: Floats) -> None:
    """Draw segments with round ends.

    Args:
        keys: The canvas, which is changed.
        ends: Shape (n, 4) in pixels of the canvas.
        ranks: Shape (n,).
        widths: Shape (n,) in pixels; a segment without length is a dot of that width.
    """
    height, width = keys.shape
    radii = widths / 2
    seen, ends = _clipped(ends, radii + 1, width, height)
    ranks, radii = ranks[seen], radii[seen]
    is_steep = np.abs(ends[:, 3] - ends[:, 1]) > np.abs(ends[:, 2] - ends[:, 0])
    # Along its main way each column of a segment is looked at; those of one width go together, as do dots.
    for radius in np.unique(radii).tolist():
        for way in (False, True):
            these = np.flatnonzero((radii == radius) & (is_steep == way))
            if these.size:
                _stroke_alike(keys, ends[these], ranks[these], radius, is_steep=way)


def _stroke_alike(keys: Keys, ends: Floats, ranks: Ints, radius: float, *, is_steep: bool) -> None:
    """Draw segments of one width that are all rather flat, or all rather steep."""
    a, b = ends[:, :2], ends[:, 2:]
    if is_steep:
        a, b = a[:, ::-1], b[:, ::-1]
    turned = (a[:, 0] > b[:, 0])[:, None]
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    reach = radius + 0.5
    first = np.floor(a[:, 0] - reach).astype(np.int64)
    counts = np.floor(b[:, 0] + reach).astype(np.int64) - first + 1
    total = np.cumsum(counts)
    start = 0
    while start < len(counts):
        base = total[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(total, base + _CHUNK)))
        part = slice(start, end)
        _sample(keys, a[part], b[part], ranks[part], radius, first[part], counts[part], is_steep=is_steep)
        start = end


def _sample(
    keys: Keys, a: Floats, b: Floats, ranks: Ints, radius: float, first: Ints, counts: Ints, *, is_steep: bool
) -> None:
    """Look at the pixels around segments from a to b, `counts` columns from `first` on each."""
    way = b - a
    lengths = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    slope = way[:, 1] / np.maximum(way[:, 0], 1e-9)
    of = np.repeat(np.arange(len(counts)), counts)
    columns = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts) + first[of]
    along = columns + 0.5 - a[of, 0]
    middle = a[of, 1] + slope[of] * np.clip(along, 0, way[of, 0])
    # Across, a slanted line is up to √2 as wide.
    reach = (radius + 0.5) * 1.4143
    lowest = np.floor(middle - reach)
    rows = lowest.astype(np.int64)[:, None] + np.arange(int(2 * reach) + 2)
    y = (lowest + 0.5 - a[of, 1]).astype(np.float32)[:, None] + np.arange(int(2 * reach) + 2, dtype=np.float32)
    x, length = along.astype(np.float32)[:, None], lengths[of].astype(np.float32)[:, None]
    # A dot has no way of its own: any will do.
    cosines = np.where(way.any(axis=1), way[:, 0] / lengths, 1.0).astype(np.float32)
    cos, sin = cosines[of][:, None], (way[:, 1] / lengths).astype(np.float32)[of][:, None]
    # How far beyond either end of the segment, and how far beside it.
    beyond = x * cos + y * sin
    beyond -= np.clip(beyond, 0, length)
    beside = y * cos
    beside -= x * sin
    beyond *= beyond
    beside *= beside
    beside += beyond
    covered = np.float32(radius + 0.5) - np.sqrt(beside, out=beside)
    height, width = keys.shape
    xs, ys = (rows, columns[:, None]) if is_steep else (columns[:, None], rows)
    is_there = (covered > 0) & (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
    flat = (ys * width + xs)[is_there]
    values = (np.minimum(covered[is_there], 1) * 255 + 0.5).astype(np.int32) << RANK_BITS
    values |= np.repeat(ranks[of].astype(np.int32), is_there.sum(axis=1))
    np.maximum.at(keys.reshape(-1), flat, values)


def _clipped(ends: Floats, pads: Floats, width: int, height: int) -> tuple[Ints, Floats]:
    """Return which segments come near the canvas, and those cut to its surroundings (Liang and Barsky)."""
    if not len(ends) or (ends.min() >= 0 and (ends[:, ::2].max() <= width) and (ends[:, 1::2].max() <= height)):
        return np.arange(len(ends)), ends
    start, way = ends[:, :2], ends[:, 2:] - ends[:, :2]
    low = -pads[:, None] - np.zeros(2)
    high = np.array([width, height], float) + pads[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        t1, t2 = (low - start) / way, (high - start) / way
    is_level = way == 0
    is_beside = (is_level & ((start < low) | (start > high))).any(axis=1)
    enter = np.where(is_level, 0.0, np.minimum(t1, t2)).max(axis=1, initial=0.0)
    leave = np.where(is_level, 1.0, np.maximum(t1, t2)).min(axis=1, initial=1.0)
    seen = np.flatnonzero(~is_beside & (enter <= leave))
    cut = np.hstack((start[seen] + way[seen] * enter[seen, None], start[seen] + way[seen] * leave[seen, None]))
    return seen, cut


def grown(covered: NDArray[np.uint8], radius: float) -> NDArray[np.uint8]:
    """Return a coverage that reaches so many pixels further on all sides, softly at its end."""
    whole = int(radius)
    result = covered
    for number in range(whole):
        # A square and a cross in turn make an octagon, which passes for round.
        result = _square(result) if number % 2 == 0 else _cross(result)
    share = radius - whole
    if share > 0:
        result = np.maximum(result, (_cross(result) * np.float32(share)).astype(np.uint8))
    return result


def _cross(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    result = values.copy()
    np.maximum(result[1:], values[:-1], out=result[1:])
    np.maximum(result[:-1], values[1:], out=result[:-1])
    np.maximum(result[:, 1:], values[:, :-1], out=result[:, 1:])
    np.maximum(result[:, :-1], values[:, 1:], out=result[:, :-1])
    return result


def _square(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    tall = values.copy()
    np.maximum(tall[1:], values[:-1], out=tall[1:])
    np.maximum(tall[:-1], values[1:], out=tall[:-1])
    wide = tall.copy()
    np.maximum(wide[:, 1:], tall[:, :-1], out=wide[:, 1:])
    np.maximum(wide[:, :-1], tall[:, 1:], out=wide[:, :-1])
    return wide
