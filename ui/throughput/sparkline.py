"""The last minute of the rate in 96 pixels, for the status bar when the graph is out of sight."""

from PySide6.QtCore import QLineF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.text import rate_text
from ui.theme.theme import Theme
from ui.throughput.history import History
from ui.throughput.scale import LEAST

WIDTH_PX, HEIGHT_PX = 96, 18
SECONDS = 60
GRAPH_KEYS = "Ctrl+T"


class Sparkline(QWidget):
    """A small picture of the rate.

    Signals:
        clicked(): A person wants to see more.
    """

    clicked = Signal()

    def __init__(self, theme: Theme, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._history = history
        self.setObjectName("status.sparkline")
        self.setAccessibleName("Rate of the last minute")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def refresh(self) -> None:
        """Draw what the history holds now; called about once a second."""
        newest = self._history.at(0)
        rate = rate_text(newest.network if newest else None)
        self.setToolTip(f"{rate} · click for the graph ({GRAPH_KEYS})")
        self.setAccessibleDescription(rate)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the only size."""
        return QSize(WIDTH_PX, HEIGHT_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for more."""
        super().mouseReleaseEvent(event)
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw one line; flat when nothing moves."""
        del event
        curve = self._history.curve(SECONDS)
        top = max(LEAST, max(curve.peaks, default=0.0))
        width, height = self.width() - 2, self.height() - 4
        xs = [1 + width - age / SECONDS * width for age in curve.ages]
        ys = [2 + height - rate / top * height for rate in curve.network]
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.drawLine(QLineF(1, 2 + height, 1 + width, 2 + height))
        painter.setPen(QPen(self._theme.color("accent"), 1.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawLines([QLineF(xs[i], ys[i], xs[i + 1], ys[i + 1]) for i in range(len(xs) - 1)])
        painter.end()
