"""The tiles of harvests as a view of their progress: colour, glyph and hatching say how each stands.

Many tiles become one small image, a pixel for each, stretched over the map: ten thousand cost as much as a hundred.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen

from app.model.coverage import TileStanding, TileState
from app.model.mercator import LISTING_ZOOM, MOST_LAT, fraction_of, tile_from_key
from ui.map.viewport import Viewport
from ui.text import count_text, plural
from ui.theme.tokens import Tokens

# Worst last: where several tiles share a pixel the last one is seen.
ORDER = (TileState.QUEUED, TileState.DONE, TileState.ACTIVE, TileState.WAITING, TileState.PROBLEM)
FILLS = {
    TileState.QUEUED: ("muted", 0.10),
    TileState.DONE: ("ok", 0.28),
    TileState.ACTIVE: ("accent", 0.28),
    TileState.WAITING: ("warn", 0.28),
    TileState.PROBLEM: ("err", 0.28),
}
GLYPHS = {TileState.WAITING: "!", TileState.PROBLEM: "×"}
# Without alpha a pattern lets the map be seen through.
PATTERNS = {
    TileState.QUEUED: Qt.BrushStyle.Dense7Pattern,
    TileState.DONE: Qt.BrushStyle.Dense4Pattern,
    TileState.ACTIVE: Qt.BrushStyle.BDiagPattern,
    TileState.WAITING: Qt.BrushStyle.HorPattern,
    TileState.PROBLEM: Qt.BrushStyle.DiagCrossPattern,
}
GLYPH_PX = 14.0
GRID_PX = 10.0
# Rectangles are faster than a stretched image, while they are few.
MOST_RECTS = 600


class StandingLayer:
    """Tiles and how they stand."""

    def __init__(self) -> None:
        self._standings: dict[tuple[int, int], TileStanding] = {}
        self._at: NDArray[np.int64] = np.zeros((0, 2), np.int64)
        self._rank: NDArray[np.int64] = np.zeros(0, np.int64)
        self._states: tuple[TileState, ...] = ()
        self.is_grid_shown = True

    @property
    def states(self) -> tuple[TileState, ...]:
        """Return the states that occur, for the legend."""
        return self._states

    def show(self, standings: tuple[TileStanding, ...]) -> None:
        """Show other tiles; of a tile of several jobs the worst is seen."""
        ranked = sorted(standings, key=lambda one: ORDER.index(one.state))
        tiles = [tile_from_key(one.key) for one in ranked]
        self._standings = {(tile.x, tile.y): one for tile, one in zip(tiles, ranked, strict=True)}
        self._at = np.array([(tile.x, tile.y) for tile in tiles], np.int64).reshape(-1, 2)
        self._rank = np.array([ORDER.index(one.state) for one in ranked], np.int64)
        self._states = tuple(dict.fromkeys(one.state for one in ranked))

    def at(self, view: Viewport, x: float, y: float) -> TileStanding | None:
        """Return how the tile under a pixel stands."""
        column, row = fraction_of(*view.place_at(x, y), LISTING_ZOOM)
        return self._standings.get((int(column // 1) % 2**LISTING_ZOOM, int(row // 1)))

    def paint(
        self, painter: QPainter, view: Viewport, regions: QPainterPath, chosen: QPainterPath, tokens: Tokens
    ) -> None:
        """Draw the tiles within regions, and the grid of the chosen one.

        Args:
            painter: At the origin of the widget.
            view: What is seen.
            regions: The visible regions in pixels; tiles are cut to them, unless there are none.
            chosen: The selected region in pixels.
            tokens: Colours.
        """
        painter.save()
        if len(self._at):
            if not regions.isEmpty():
                painter.setClipPath(regions)
            for turn in view.turns(-180.0, 180.0):
                self._paint_tiles(painter, view, turn, tokens)
            if not regions.isEmpty():
                color = QColor(tokens.control if tokens.is_contrast else tokens.base)
                paint_grid(painter, view, regions.boundingRect(), color)
        elif self.is_grid_shown and not chosen.isEmpty():
            painter.setClipPath(chosen)
            color = QColor(tokens.text)
            color.setAlphaF(1.0 if tokens.is_contrast else 0.22)
            paint_grid(painter, view, chosen.boundingRect(), color)
        painter.restore()

    def _paint_tiles(self, painter: QPainter, view: Viewport, turn: float, tokens: Tokens) -> None:
        side = view.world_px / 2**LISTING_ZOOM
        corner = self._at * side + (view.point_of(turn - 180.0, MOST_LAT))
        seen = np.flatnonzero(
            (corner[:, 0] > -side) & (corner[:, 0] < view.width) & (corner[:, 1] > -side) & (corner[:, 1] < view.height)
        )
        if len(seen) == 0:
            return
        corner, at, rank = corner[seen], self._at[seen], self._rank[seen]
        if len(seen) <= MOST_RECTS and side >= GRID_PX:
            brushes = [_brush(state, tokens) for state in ORDER]
            for (left, top), number in zip(corner.tolist(), rank.tolist(), strict=True):
                painter.fillRect(_whole(left, top, side), brushes[number])
        else:
            _paint_image(painter, at, corner, rank, side, tokens)
        if side >= GLYPH_PX:
            _paint_marks(painter, corner, rank, side, tokens)


def paint_grid(painter: QPainter, view: Viewport, around: QRectF, color: QColor) -> None:
    """Draw the edges of all tiles within a rectangle, where they are not too near to each other."""
    side = view.world_px / 2**LISTING_ZOOM
    if side < GRID_PX:
        return
    area = around.intersected(QRectF(0, 0, view.width, view.height))
    left, top = (part * view.world_px for part in view.origin)
    columns = range(int((left + area.left()) // side), int((left + area.right()) // side) + 2)
    rows = range(int((top + area.top()) // side), int((top + area.bottom()) // side) + 2)
    lines = [QLineF(n * side - left, area.top(), n * side - left, area.bottom()) for n in columns]
    lines += [QLineF(area.left(), n * side - top, area.right(), n * side - top) for n in rows]
    painter.setPen(QPen(color, 1.5))
    painter.drawLines(lines)


def state_words(standing: TileStanding) -> str:
    """Return what a tile says when the pointer rests on it."""
    if standing.title:
        again = " Click to try again." if standing.state is TileState.PROBLEM else ""
        return f"{standing.title}{again}"
    if standing.state is TileState.QUEUED and not standing.listed:
        return "Queued"
    words = f"{count_text(standing.settled)} of {plural(standing.listed, 'image')}"
    if standing.failed:
        words += f", {plural(standing.failed, 'problem')}. Click to try again."
    return words


def _paint_image(
    painter: QPainter,
    at: NDArray[np.int64],
    corner: NDArray[np.float64],
    rank: NDArray[np.int64],
    side: float,
    tokens: Tokens,
) -> None:
    # Tiles smaller than a pixel share it.
    share = min(1.0, side)
    first = at.min(axis=0)
    cells = ((at - first) * share).astype(np.int64)
    columns, rows = cells.max(axis=0) + 1
    colors = np.array([_premultiplied(state, tokens) for state in ORDER], np.uint32)
    pixels = np.zeros((rows, columns), np.uint32)
    pixels[cells[:, 1], cells[:, 0]] = colors[rank]
    image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied)
    left, top = corner.min(axis=0)
    painter.drawImage(QRectF(left, top, columns * side / share, rows * side / share), image)


def _paint_marks(
    painter: QPainter, corner: NDArray[np.float64], rank: NDArray[np.int64], side: float, tokens: Tokens
) -> None:
    """Hatch what is active and write glyphs on what needs attention: colour is never alone."""
    hatched = QPainterPath()
    for left, top in corner[rank == ORDER.index(TileState.ACTIVE)].tolist():
        hatched.addRect(_whole(left, top, side))
    if not tokens.is_contrast:
        ink = QColor(tokens.accent)
        ink.setAlphaF(0.45)
        painter.fillPath(hatched, QBrush(ink, Qt.BrushStyle.BDiagPattern))
    font = QFont(painter.font())
    font.setPixelSize(int(min(28.0, max(11.0, side * 0.4))))
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    for state, glyph in GLYPHS.items():
        painter.setPen(QColor(str(getattr(tokens, FILLS[state][0]))))
        for left, top in corner[rank == ORDER.index(state)]:
            painter.drawText(QRectF(left, top, side, side), Qt.AlignmentFlag.AlignCenter, glyph)


def _whole(left: float, top: float, side: float) -> QRectF:
    """Return a tile in whole pixels, without gaps between neighbours."""
    x, y = round(left), round(top)
    return QRectF(x, y, round(left + side) - x, round(top + side) - y)


def _brush(state: TileState, tokens: Tokens) -> QBrush:
    token, share = FILLS[state]
    color = QColor(str(getattr(tokens, token)))
    if tokens.is_contrast:
        return QBrush(color, PATTERNS[state])
    color.setAlphaF(share)
    return QBrush(color)


def _premultiplied(state: TileState, tokens: Tokens) -> int:
    token, share = FILLS[state]
    share = 1.0 if tokens.is_contrast else share
    color = QColor(str(getattr(tokens, token)))
    red, green, blue = (round(part * share) for part in (color.red(), color.green(), color.blue()))
    return round(255 * share) << 24 | red << 16 | green << 8 | blue
