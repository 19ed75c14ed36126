"""Draws regions, handles and what is being drawn. Geometry comes from `shapes`, colours from tokens."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.model.region import LonLatRing, Region
from ui.map.paths import clipped
from ui.map.shapes import BoxHandle, Corner, Edge, Handle, Middle, ShownRegion, east_end, handles, rings
from ui.map.sheet import Draft, Sheet
from ui.map.viewport import Viewport
from ui.theme.tokens import Tokens, ink_on

HALO_PX = 2.0
LINE_PX = 2.0
CHOSEN_PX = 2.5
HANDLE_SIDE = 9.0
MIDDLE_SIDE = 6.0
FILL_ALPHA = 0.10
# Shapes are cut this far outside of the widget: lines of a million pixels take long to draw.
BEYOND_PX = 64.0
LEAST_LABEL_PX = 36.0


def region_path(region: Region, view: Viewport) -> QPainterPath:
    """Return a region in pixels, in every repeat of the world where it is seen."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    every = rings(region)
    west, east = min(lon for ring in every for lon, _ in ring), max(lon for ring in every for lon, _ in ring)
    for turn in view.turns(west, east):
        for ring in every:
            path.addPolygon(_polygon(ring, view, turn))
            path.closeSubpath()
    return path


def paint_regions(
    painter: QPainter, sheet: Sheet, paths: dict[int, QPainterPath], tokens: Tokens, *, is_filled: bool
) -> None:
    """Draw all visible regions, the selected one last and with its handles.

    Args:
        painter: At the origin of the widget.
        sheet: The regions.
        paths: Of the visible ones, by their number in the list.
        tokens: Colours.
        is_filled: Regions are tinted; tiles that show their progress do that already.
    """
    painter.save()
    chosen = sheet.history.selected
    for index in sorted(paths, key=lambda number: number == chosen):
        shown = sheet.regions[index]
        is_chosen = index == chosen
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if is_filled and not tokens.is_contrast:
            soft = QColor(shown.color)
            soft.setAlphaF(FILL_ALPHA)
            painter.fillPath(paths[index], soft)
        # The edges of a box are level and upright: smoothing them would only blur them, and takes ten times as long.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=not shown.region.is_box)
        _paint_outline(painter, paths[index], shown, is_chosen, tokens)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_label(painter, shown, sheet.view, tokens)
        if is_chosen:
            _paint_handles(painter, sheet, shown, tokens)
    painter.restore()


def paint_draft(painter: QPainter, draft: Draft, view: Viewport, tokens: Tokens) -> None:
    """Draw what is being drawn: dashed, with its set corners."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    points = [QPointF(*view.point_of(lon, lat)) for lon, lat in draft.outline]
    accent = QColor(tokens.accent)
    if draft.is_box and len(points) == 4 and not tokens.is_contrast:
        soft = QColor(accent)
        soft.setAlphaF(FILL_ALPHA)
        painter.fillRect(QRectF(points[0], points[2]).normalized(), soft)
    for pen in (QPen(QColor(tokens.base), LINE_PX + 2 * HALO_PX), _dashed(accent, LINE_PX)):
        painter.setPen(pen)
        if draft.is_box:
            painter.drawPolygon(QPolygonF(points))
        else:
            painter.drawPolyline(QPolygonF(points))
    painter.setPen(QPen(accent, 2))
    painter.setBrush(QColor(tokens.base))
    for lon, lat in draft.points:
        painter.drawRect(_square(QPointF(*view.point_of(lon, lat)), HANDLE_SIDE))
    painter.restore()


def _polygon(ring: LonLatRing, view: Viewport, turn: float) -> QPolygonF:
    pixels = np.array([view.point_of(lon + turn, lat) for lon, lat in ring])
    for axis, length in ((0, view.width), (1, view.height)):
        pixels = clipped(pixels, -BEYOND_PX, length + BEYOND_PX, axis)
    return QPolygonF([QPointF(x, y) for x, y in pixels.tolist()])


def _paint_outline(painter: QPainter, path: QPainterPath, shown: ShownRegion, is_chosen: bool, tokens: Tokens) -> None:
    color = QColor(tokens.accent if is_chosen else shown.color)
    width = CHOSEN_PX if is_chosen or tokens.is_contrast else LINE_PX
    painter.setBrush(Qt.BrushStyle.NoBrush)
    halo = QColor(tokens.base)
    halo.setAlphaF(1.0 if tokens.is_contrast else 0.8)
    is_smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    for pen in (QPen(halo, width + 2 * HALO_PX), QPen(color, width) if shown.is_checked else _dashed(color, width)):
        # Nobody sees the edge of a halo, and smoothing a wide line takes long.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=is_smooth and pen.color() == color)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def _dashed(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    # In widths of the line; round or square ends would close the gaps.
    pen.setDashPattern([4.0, 3.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_label(painter: QPainter, shown: ShownRegion, view: Viewport, tokens: Tokens) -> None:
    """Write the name on a chip of the colour over the north-west corner, inside when there is no room above."""
    west, east = shown.region.west, east_end(shown.region)
    metrics = QFontMetricsF(painter.font())
    for turn in view.turns(west, east):
        corner = west if shown.region.is_box else _top_lon(shown.region)
        left, top = view.point_of(corner + turn, shown.region.north)
        right, bottom = view.point_of(east + turn, shown.region.south)
        if (
            right - view.point_of(west + turn, shown.region.north)[0] < LEAST_LABEL_PX
            or bottom < 0
            or top > view.height
        ):
            continue
        words = metrics.elidedText(shown.title, Qt.TextElideMode.ElideRight, max(48.0, right - left - 12))
        width, height = metrics.horizontalAdvance(words) + 10, metrics.height() + 2
        above = top - height - HANDLE_SIDE / 2 - 2
        place = above if above >= 0 else min(max(top, 0.0) + 8, bottom)
        chip = QRectF(min(max(left, 4.0), right), place, width, height)
        painter.setPen(QPen(QColor(tokens.base), 1))
        painter.setBrush(QColor(shown.color))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(QColor(ink_on(shown.color)))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)


def _top_lon(region: Region) -> float:
    """Return the longitude of the northernmost corner."""
    return max((point for ring in rings(region) for point in ring), key=lambda point: point[1])[0]


def _paint_handles(painter: QPainter, sheet: Sheet, shown: ShownRegion, tokens: Tokens) -> None:
    view, accent = sheet.view, QColor(tokens.accent)
    if isinstance(sheet.active, Edge) and shown.region.is_box:
        painter.setPen(QPen(accent, 2 * CHOSEN_PX))
        painter.drawLines(_edge_lines(shown.region, sheet.active, view))
    for handle, lon, lat in reversed(handles(shown.region)):
        for turn in view.turns(lon, lon):
            is_strong = handle == sheet.hovered or _is_active(handle, sheet.active)
            side = MIDDLE_SIDE if isinstance(handle, Middle) else HANDLE_SIDE
            painter.setPen(QPen(accent, 1.5 if isinstance(handle, Middle) else 2))
            painter.setBrush(accent if is_strong else QColor(tokens.base))
            box = _square(QPointF(*view.point_of(lon + turn, lat)), side)
            if isinstance(handle, Middle):
                painter.drawEllipse(box)
            else:
                painter.drawRect(box)


def _is_active(handle: Handle, active: Edge | Corner | None) -> bool:
    return handle == active or (isinstance(handle, BoxHandle) and handle.edges == (active,))


def _edge_lines(region: Region, edge: Edge, view: Viewport) -> list[QLineF]:
    west, east, north, south = region.west, east_end(region), region.north, region.south
    ends = {
        Edge.NORTH: ((west, north), (east, north)),
        Edge.SOUTH: ((west, south), (east, south)),
        Edge.WEST: ((west, north), (west, south)),
        Edge.EAST: ((east, north), (east, south)),
    }[edge]
    return [QLineF(*(QPointF(*view.point_of(lon + turn, lat)) for lon, lat in ends)) for turn in view.turns(west, east)]


def _square(middle: QPointF, side: float) -> QRectF:
    return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
