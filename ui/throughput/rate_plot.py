"""The graph of the rate: network solid over a soft fill, disk dashed, hatching while held, ticks for events.

The graph is drawn into a picture at most four times a second; the crosshair is drawn over that picture, so that it
follows the mouse without drawing the graph again.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.text import items_rate_text, rate_text
from ui.theme.theme import RAIL_PX, Theme
from ui.throughput.history import Curve, History, Mark, Point
from ui.throughput.scale import RateScale, Ticks, time_labels

LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 36, 10, 8, 18
MARK_PX = 6
DASH_PX, GAP_PX = 5.0, 3.0
LEAST_PX = 0.01
HOVER_PX = 6
FILL_ALPHA = 0.18
LONGEST_PATIENCE = 5
EMPTY = "No transfers"


class RatePlot(QWidget):
    """Draws a window of a history.

    Args:
        theme: Colours.
        history: What is drawn; `refresh` looks at it again.
        now: Seconds that never run back, for the height of the axis.
    """

    def __init__(self, theme: Theme, history: History, now: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._history = history
        self._now = now
        self._scale = RateScale()
        self._window = 300
        self._picture: QPixmap | None = None
        self._curve: Curve = history.curve(self._window)
        self._ticks: Ticks = self._scale.jump(0.0)
        self._drawn_at = 0
        self._hover: float | None = None
        self.setObjectName("throughput.plot")
        self.setAccessibleName("Throughput graph")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._draw_anew)

    def show_window(self, seconds: int) -> None:
        """Show another stretch of time."""
        self._window = seconds
        self._drawn_at = self._history.last
        self._curve = self._history.curve(seconds)
        self._ticks = self._scale.jump(max(self._curve.peaks, default=0.0))
        self._draw_anew()

    def refresh(self) -> None:
        """Draw what the history holds now; called at most four times a second.

        A long window hardly changes within seconds, so it is drawn more rarely.
        """
        patience = min(LONGEST_PATIENCE, self._curve.step) if self._curve.step > 1 else 0
        if 0 <= self._history.last - self._drawn_at < patience:
            return
        self._drawn_at = self._history.last
        self._curve = self._history.curve(self._window)
        self._ticks = self._scale.fit(max(self._curve.peaks, default=0.0), self._now())
        self._draw_anew()

    def sizeHint(self) -> QSize:
        """Return the size in the mock."""
        return QSize(384, 170)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which nothing can be read."""
        return QSize(160, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._picture = None

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the crosshair."""
        self._point_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the crosshair."""
        self._point_at(event.position().x())

    def leaveEvent(self, event: QEvent) -> None:
        """Take the crosshair away."""
        super().leaveEvent(event)
        self._hover = None
        self.update()

    def hovered(self) -> Point | None:
        """Return the second under the crosshair."""
        area = self._area()
        if self._hover is None or not area.left() <= self._hover <= area.right():
            return None
        return self._history.at((area.right() - self._hover) / area.width() * self._window)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture, and the crosshair over it."""
        del event
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        point = self.hovered()
        if point is not None and self._hover is not None:
            self._paint_cross(painter, point, self._hover)
        painter.end()

    def _point_at(self, x: float) -> None:
        self._hover = x
        self.update()

    def _draw_anew(self) -> None:
        self._picture = None
        self.update()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(LEFT_PX, TOP_PX, -RIGHT_PX, -BOTTOM_PX)

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.color("base"))
        painter = QPainter(picture)
        painter.setFont(self._theme.font(RAIL_PX))
        area = self._area()
        self._paint_axes(painter, area)
        self._paint_held(painter, area)
        if self._has_rates():
            self._paint_curves(painter, area)
        else:
            painter.setPen(self._theme.color("muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, EMPTY)
        self._paint_marks(painter, area)
        painter.end()
        return picture

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        border, muted = self._theme.color("border"), self._theme.color("muted")
        for value, label in zip(self._ticks.values, self._ticks.labels, strict=True):
            if value and not self._has_rates():
                break  # An axis without a curve would only name a height that nobody reached.
            y = self._y(area, value)
            painter.setPen(QPen(border if value else self._theme.color("control"), 1))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(muted)
            box = QRectF(0, y - 8, area.left() - 4, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)
        if self._has_rates():
            unit = QRectF(area.left() + 4, area.top(), 60, 14)
            painter.drawText(unit, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._ticks.unit)
        below = QRectF(area.left(), area.bottom() + 2, area.width(), BOTTOM_PX - 2)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for side, (_, words) in zip(sides, time_labels(self._window), strict=True):
            painter.drawText(below, side | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_held(self, painter: QPainter, area: QRectF) -> None:
        color = QColor(self._theme.color("warn"))
        if not self._theme.tokens.is_contrast:
            color.setAlphaF(0.45)
        half = self._curve.step / 2
        for first, last in _spans(self._curve.held):
            left = max(area.left(), self._x(area, self._curve.ages[first] + half))
            right = self._x(area, max(0.0, self._curve.ages[last] - half))
            span = QRectF(left, area.top(), max(1.0, right - left), area.height())
            painter.fillRect(span, QBrush(color, Qt.BrushStyle.BDiagPattern))

    def _paint_curves(self, painter: QPainter, area: QRectF) -> None:
        accent = self._theme.color("accent")
        xs = [self._x(area, age) for age in self._curve.ages]
        network = [QPointF(x, self._y(area, rate)) for x, rate in zip(xs, self._curve.network, strict=True)]
        disk = [QPointF(x, self._y(area, rate)) for x, rate in zip(xs, self._curve.disk, strict=True)]
        if not self._theme.tokens.is_contrast:
            soft = QColor(accent)
            soft.setAlphaF(FILL_ALPHA)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            feet = [QPointF(xs[-1], area.bottom()), QPointF(xs[0], area.bottom())]
            painter.drawPolygon(QPolygonF([*network, *feet]))
        # Single lines: one long wide polyline costs many times as much in the raster engine.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("warn"), 1.5))
        painter.drawLines(_dashed(disk))
        painter.setPen(QPen(accent, 2))
        painter.drawLines(_joined(network))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(self._theme.color("text"), 1))
        for mark in self._marks_shown():
            x = self._x(area, self._history.last - mark.at)
            painter.drawLine(QLineF(x, area.bottom() - MARK_PX, x, area.bottom() + 3))

    def _paint_cross(self, painter: QPainter, point: Point, x: float) -> None:
        area = self._area()
        painter.setPen(QPen(self._theme.color("muted"), 1))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        reach = self._window * HOVER_PX / area.width()
        near = [mark.text for mark in self._marks_shown() if abs(mark.at - point.at) <= reach]
        clock = datetime.fromtimestamp(point.at).astimezone()
        words = f"{clock:%H:%M:%S} · {rate_text(point.network)} · {items_rate_text(point.items)} items/s"
        lines = [words, *near[-2:]]
        painter.setFont(self._theme.font(RAIL_PX))
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(line) for line in lines) + 12
        height = metrics.height() * len(lines) + 6
        left = min(max(area.left(), x - width / 2), area.right() - width)
        box = QRectF(left, area.top(), width, height)
        painter.setBrush(self._theme.color("base"))
        painter.setPen(QPen(self._theme.color("control"), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))

    def _has_rates(self) -> bool:
        return any(self._curve.network) or any(self._curve.disk)

    def _marks_shown(self) -> list[Mark]:
        return [mark for mark in self._history.marks if 0 <= self._history.last - mark.at <= self._window]

    def _x(self, area: QRectF, age: float) -> float:
        return area.right() - age / self._window * area.width()

    def _y(self, area: QRectF, rate: float) -> float:
        return area.bottom() - rate / self._ticks.top * area.height()


def _joined(points: list[QPointF]) -> list[QLineF]:
    return [QLineF(first, second) for first, second in pairwise(points)]


def _dashed(points: list[QPointF]) -> list[QLineF]:
    """Return dashes along the points. A dashed pen would start afresh at every short line and look solid."""
    dashes: list[QLineF] = []
    is_dash, left = True, DASH_PX
    for line in _joined(points):
        length, at = line.length(), 0.0
        while length - at > LEAST_PX:
            step = min(left, length - at)
            if is_dash:
                dashes.append(QLineF(line.pointAt(at / length), line.pointAt((at + step) / length)))
            at, left = at + step, left - step
            if left <= LEAST_PX:
                is_dash, left = not is_dash, (GAP_PX if is_dash else DASH_PX)
    return dashes


def _spans(flags: list[bool]) -> list[tuple[int, int]]:
    """Return (first, last) of every run of true flags."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            spans.append((start, place - 1))
            start = None
    return spans
