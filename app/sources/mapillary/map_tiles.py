"""What the map shows of a coverage tile: points with their facts, and the lines of sequences. Pure.

z14 holds images and sequences, z6 to z13 sequences, z0 to z5 an overview of single images.
"""

import numpy as np
from numpy.typing import NDArray

from app.model.coverage import CoverageTile
from app.model.mercator import Tile
from app.sources.mapillary.columns import Columns, points
from app.sources.mapillary.commands import paths
from app.sources.mapillary.frames import features_of
from app.sources.mapillary.mvt import LINE, Layer, inflated, read_tile
from app.sources.mapillary.varints import packed

GRID = 4096
GOOD_QUALITY = 0.5
PANORAMA, UNKNOWN_TYPE, GOOD = 1, 2, 4
# More corners than anybody can see on one tile; the rest is left out of the picture, not of any harvest.
MOST_CORNERS = 400_000


def coverage_tile(body: bytes, tile: Tile, *, is_cached: bool) -> CoverageTile:
    """Return a tile for the map.

    Raises:
        ValueError: The body is no vector tile, or not a whole one.
    """
    body = inflated(body)
    layers = read_tile(body)
    dots = layers.get("image") or layers.get("overview")
    lines = layers.get("sequence")
    shown = {} if dots is None or not len(dots) else _dots(body, dots)
    corners = b"" if lines is None or not len(lines) else _lines(body, lines)
    count = len(shown.get("ids", b"")) // 8
    return CoverageTile(tile.z, tile.x, tile.y, count=count, lines=corners, is_cached=is_cached, **shown)


def _dots(body: bytes, layer: Layer) -> dict[str, bytes]:
    features = features_of(body, layer)
    columns = Columns(body, layer, features, ("id", "captured_at", "compass_angle", "is_pano", "quality_score"))
    pixels, is_point = points(body, features)
    xy = pixels * GRID // layer.extent
    ids = columns.whole("id")
    rows = np.flatnonzero(is_point & (ids > 0) & (xy >= 0).all(axis=1) & (xy < GRID).all(axis=1))
    pano, quality = columns.truth("is_pano")[rows], columns.fraction("quality_score")[rows]
    flags = (pano == 1) * PANORAMA + (pano < 0) * UNKNOWN_TYPE + (np.nan_to_num(quality) >= GOOD_QUALITY) * GOOD
    return {
        "xy": xy[rows].astype("<u2").tobytes(),
        "captured_at_ms": columns.whole("captured_at")[rows].astype("<i8").tobytes(),
        "compass_angle": columns.fraction("compass_angle")[rows].astype("<f4").tobytes(),
        "ids": ids[rows].astype("<i8").tobytes(),
        "flags": flags.astype(np.uint8).tobytes(),
    }


def _lines(body: bytes, layer: Layer) -> bytes:
    features = features_of(body, layer)
    chosen = np.flatnonzero(features.kind == LINE)
    starts, ends = features.geometry_from[chosen], features.geometry_to[chosen]
    numbers, counts = packed(np.frombuffer(body, np.uint8), starts, ends)
    flat = numbers.tolist()
    corners: list[tuple[float, float]] = []
    at = 0
    for count in counts.tolist():
        for path in paths(flat[at : at + count]):
            corners += path.points
            corners.append((np.nan, np.nan))
        at += count
        if len(corners) > MOST_CORNERS:
            break
    scaled: NDArray[np.float32] = np.array(corners, np.float32).reshape(-1, 2) * np.float32(GRID / layer.extent)
    return scaled.astype("<f4").tobytes()
