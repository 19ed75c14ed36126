"""Draws coverage into an image with numpy, in a worker: dots by stamping, lines by accumulating.

Tens of thousands of dots would keep QPainter, and with it the window, busy; here a dot is some writes into an array.
Everything is premultiplied ARGB.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from ui.map.coverage_points import EXTENT, IS_GOOD, IS_PANORAMA, TilePoints
from ui.map.viewport import Viewport
from ui.theme.tokens import Tokens

HEADING_ZOOM = 17.0
HALO_PX = 1.0
HALO_ALPHA = 0.75
TICK_PX = 9.0
TRACK_ALPHA = 0.85
# Above so many dots at once, halos only make mud.
MOST_HALOS = 120_000
# Half a pixel between two samples of a line, more when there are very many.
MOST_SAMPLES = 3_000_000


class ColorBy(StrEnum):
    """What the colour of a dot says."""

    YEAR = "year"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a picture is made of besides the view; another scene is another picture.

    Attributes:
        tiles: Those to draw.
        tokens: Colours.
        color_by: What colours say.
    """

    tiles: tuple[TilePoints, ...]
    tokens: Tokens
    color_by: ColorBy = ColorBy.YEAR


def dot_px(zoom: float) -> float:
    """Return the radius of a dot in logical pixels."""
    return 2.0 if zoom < 15 else 2.75 if zoom < HEADING_ZOOM else 4.0


def dot_colors(tokens: Tokens, color_by: ColorBy) -> tuple[str, ...]:
    """Return the colours of the bands of age, or of good and other quality."""
    if color_by is ColorBy.QUALITY:
        return (tokens.map_year_1, tokens.map_year_5)
    return (tokens.map_year_1, tokens.map_year_2, tokens.map_year_3, tokens.map_year_4, tokens.map_year_5)


def draw_coverage(view: Viewport, ratio: float, scene: object) -> QImage:
    """Return a picture of the coverage; runs in a worker."""
    assert isinstance(scene, Scene)
    width, height = round(view.width * ratio), round(view.height * ratio)
    canvas = np.zeros((height, width), np.uint32)
    lines = [pixels for tile in scene.tiles for pixels in _placed(tile, tile.lines, view, ratio)]
    if lines:
        _draw_lines(canvas, np.concatenate(lines), scene.tokens.map_track)
    dots = _visible_dots(scene, view, ratio, (width, height))
    if dots is not None:
        _draw_dots(canvas, dots, scene, view.zoom, ratio)
    image = QImage(canvas.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
    image.setDevicePixelRatio(ratio)
    return image


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots in the picture: columns of equal length.

    Attributes:
        at: Index of the pixel in the middle of each, rows one after the other.
        xy: Shape (n, 2), pixels.
        colors: Number of the colour of each.
        is_panorama: Which get a ring.
        angle: Degrees clockwise from north; NaN when unknown.
    """

    at: NDArray[np.int64]
    xy: NDArray[np.float64]
    colors: NDArray[np.uint8]
    is_panorama: NDArray[np.bool_]
    angle: NDArray[np.float32]


def _placed(
    tile: TilePoints, xy: NDArray[np.float32] | NDArray[np.uint16], view: Viewport, ratio: float
) -> list[NDArray[np.float64]]:
    """Return the pixels of points of a tile, once for each repeat of the world in which the tile is seen."""
    if len(xy) == 0:
        return []
    west, south, east, north = tile.tile.bounds
    side = view.world_px / 2**tile.tile.z * ratio
    found = []
    for turn in view.turns(west, east):
        left, top = view.point_of(west + turn, north)
        if top > view.height or view.point_of(west, south)[1] < 0:
            continue
        found.append(xy * (side / EXTENT) + (left * ratio, top * ratio))
    return found


def _visible_dots(scene: Scene, view: Viewport, ratio: float, size: tuple[int, int]) -> Dots | None:
    parts = []
    # Room for a dot with all around it, so that no stamp leaves the picture.
    edge = int((dot_px(view.zoom) + TICK_PX + 3) * ratio) + 1
    for tile in scene.tiles:
        for pixels in _placed(tile, tile.xy, view, ratio):
            seen = np.flatnonzero(
                (pixels[:, 0] >= edge)
                & (pixels[:, 1] >= edge)
                & (pixels[:, 0] < size[0] - edge)
                & (pixels[:, 1] < size[1] - edge)
            )
            xy = pixels[seen]
            flags = tile.flags[seen]
            by_age = scene.color_by is ColorBy.YEAR
            colors = tile.bands[seen] if by_age else ((flags & IS_GOOD) == 0).astype(np.uint8)
            at = xy[:, 1].astype(np.int64) * size[0] + xy[:, 0].astype(np.int64)
            parts.append(Dots(at, xy, colors, (flags & IS_PANORAMA) != 0, tile.compass_angle[seen]))
    if not parts or not sum(len(part.at) for part in parts):
        return None
    return Dots(
        np.concatenate([part.at for part in parts]),
        np.concatenate([part.xy for part in parts]),
        np.concatenate([part.colors for part in parts]),
        np.concatenate([part.is_panorama for part in parts]),
        np.concatenate([part.angle for part in parts]),
    )


def _draw_dots(canvas: NDArray[np.uint32], dots: Dots, scene: Scene, zoom: float, ratio: float) -> None:
    """Stamp all dots: first what may be covered by others, last what must be seen."""
    tokens = scene.tokens
    colors = [QColor(color) for color in dot_colors(tokens, scene.color_by)]
    halo = QColor(tokens.base)
    radius = dot_px(zoom) * ratio
    width = canvas.shape[1]
    flat = canvas.reshape(-1)
    disc = _disc(radius, HALO_PX * ratio)
    solid = np.array([_packed(color, 1.0, halo, 0.0) for color in colors], np.uint32)[dots.colors]
    if len(dots.at) <= MOST_HALOS and not tokens.is_contrast:
        ink = _packed(halo, HALO_ALPHA, halo, 0.0)
        for dx, dy, share in disc:
            if share <= 0:
                _stamp(flat, dots.at, dy * width + dx, ink)
    rings = np.flatnonzero(dots.is_panorama)
    for dx, dy in _ring(radius + 2.0 * ratio, max(1.0, 0.8 * ratio)) if len(rings) else ():
        _stamp(flat, dots.at[rings], dy * width + dx, solid[rings])
    if zoom >= HEADING_ZOOM:
        _draw_headings(flat, dots, solid, width, radius, ratio)
    for dx, dy, share in sorted(disc, key=lambda one: one[2]):
        if share >= 1:
            _stamp(flat, dots.at, dy * width + dx, solid)
        elif share > 0:
            soft = np.array([_packed(color, share, halo, HALO_ALPHA) for color in colors], np.uint32)
            _stamp(flat, dots.at, dy * width + dx, soft[dots.colors])


def _draw_headings(
    flat: NDArray[np.uint32], dots: Dots, solid: NDArray[np.uint32], width: int, radius: float, ratio: float
) -> None:
    known = np.flatnonzero(np.isfinite(dots.angle))
    turned = np.radians(dots.angle[known])
    ahead = np.stack((np.sin(turned), -np.cos(turned)), axis=1)
    for length in np.arange(radius, radius + (TICK_PX - 2) * ratio, 0.5):
        tip = dots.xy[known] + ahead * length
        at = tip[:, 1].astype(np.int64) * width + tip[:, 0].astype(np.int64)
        for offset in (0, 1, width):
            flat[at + offset] = solid[known]


def _stamp(flat: NDArray[np.uint32], at: NDArray[np.int64], offset: int, ink: int | NDArray[np.uint32]) -> None:
    flat[at + offset] = ink


def _disc(radius: float, halo: float) -> list[tuple[int, int, float]]:
    """Return the pixels of a dot with its halo: offset right, offset down, share of the pixel in the dot."""
    reach = int(radius + halo) + 1
    pixels = []
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            apart = float(np.hypot(dx, dy))
            if apart <= radius + halo:
                pixels.append((dx, dy, min(1.0, max(0.0, radius + 0.5 - apart))))
    return pixels


def _ring(radius: float, thick: float) -> list[tuple[int, int]]:
    reach = int(radius + thick) + 1
    span = range(-reach, reach + 1)
    return [(dx, dy) for dy in span for dx in span if abs(float(np.hypot(dx, dy)) - radius) <= thick / 2]


def _packed(color: QColor, share: float, under: QColor, under_share: float) -> int:
    """Return a colour over another one as premultiplied ARGB."""
    left = under_share * (1 - share)
    pairs = ((color.red(), under.red()), (color.green(), under.green()), (color.blue(), under.blue()))
    channels = [round(top * share + below * left) for top, below in pairs]
    alpha = round(255 * (share + left))
    return alpha << 24 | channels[0] << 16 | channels[1] << 8 | channels[2]


def _draw_lines(canvas: NDArray[np.uint32], points: NDArray[np.float64], color: str) -> None:
    """Draw lines by adding up samples: where a line passes, pixels get their share of it."""
    height, width = canvas.shape
    begins, ends = _cut_segments(points[:-1], points[1:], width - 2.0, height - 2.0)
    if len(begins) == 0:
        return
    lengths = np.hypot(*(ends - begins).T)
    spacing = max(0.5, float(lengths.sum()) / MOST_SAMPLES)
    counts = np.ceil(lengths / spacing).astype(np.int64) + 1
    owner = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    samples = begins[owner] + (ends - begins)[owner] * (number / counts[owner])[:, None]
    whole = samples.astype(np.int64)
    part = samples - whole
    at = whole[:, 1] * width + whole[:, 0]
    right, down = part[:, 0], part[:, 1]
    shares = np.concatenate(((1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down))
    places = np.concatenate((at, at + 1, at + width, at + width + 1))
    ink = np.bincount(places, shares * spacing, minlength=width * height)
    touched = np.flatnonzero(ink > 0.02)
    alpha = np.minimum(1.0, ink[touched] * 1.5) * TRACK_ALPHA
    tint = QColor(color)
    red, green, blue = ((alpha * part).astype(np.uint32) for part in (tint.red(), tint.green(), tint.blue()))
    canvas.reshape(-1)[touched] = (alpha * 255).astype(np.uint32) << 24 | red << 16 | green << 8 | blue


def _cut_segments(
    begins: NDArray[np.float64], ends: NDArray[np.float64], width: float, height: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the parts of segments within 0…width and 0…height; those with a NaN are gaps and leave.

    Source: Liang and Barsky, "A new concept and method for line clipping" (1984), all segments at once.
    """
    real = np.isfinite(begins).all(axis=1) & np.isfinite(ends).all(axis=1)
    begins, ends = begins[real], ends[real]
    way = ends - begins
    enter, leave = np.zeros(len(way)), np.ones(len(way))
    is_beside = np.zeros(len(way), np.bool_)
    for axis, most in ((0, width), (1, height)):
        step = way[:, axis]
        is_still = np.abs(step) < 1e-12
        is_beside |= is_still & ((begins[:, axis] < 0) | (begins[:, axis] > most))
        safe = np.where(is_still, 1.0, step)
        first, second = -begins[:, axis] / safe, (most - begins[:, axis]) / safe
        enter = np.where(is_still, enter, np.maximum(enter, np.minimum(first, second)))
        leave = np.where(is_still, leave, np.minimum(leave, np.maximum(first, second)))
    kept = (enter < leave) & ~is_beside
    begins, way = begins[kept], way[kept]
    return begins + way * enter[kept, None], begins + way * leave[kept, None]
