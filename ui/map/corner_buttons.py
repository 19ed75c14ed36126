"""The three buttons in the corner of the map: nearer, farther, fit."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ui.theme.theme import ICON_PX, Theme

SIDE_PX = 32
ENTRIES = (
    ("in", "Zoom in", "plus", "+"),
    ("out", "Zoom out", "minus", "−"),
    ("fit", "Fit region", "fit-to-page-outline", "F"),
)


class CornerButtons(QWidget):
    """Buttons for who has no wheel.

    Signals:
        zoomed(float): Steps nearer; negative is farther.
        fitted(): The region is to fill the view.
    """

    zoomed = Signal(float)
    fitted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for key, title, _icon, keys in ENTRIES:
            button = QToolButton(self)
            button.setObjectName(f"map.zoom.{key}")
            button.setAccessibleName(title)
            button.setToolTip(f"{title} ({keys})")
            button.setProperty("look", "flat")
            button.setIconSize(QSize(ICON_PX, ICON_PX))
            button.setFixedSize(theme.px(SIDE_PX), theme.px(SIDE_PX))
            button.setCursor(Qt.CursorShape.ArrowCursor)
            column.addWidget(button)
            self._buttons[key] = button
        self._buttons["in"].clicked.connect(lambda: self.zoomed.emit(1.0))
        self._buttons["out"].clicked.connect(lambda: self.zoomed.emit(-1.0))
        self._buttons["fit"].clicked.connect(self.fitted)
        theme.changed.connect(self._tint)
        self._tint()
        self.adjustSize()

    def allow(self, *, nearer: bool, farther: bool, fit: bool) -> None:
        """Say which of the buttons would do something."""
        for key, can in (("in", nearer), ("out", farther), ("fit", fit)):
            self._buttons[key].setEnabled(can)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ground under each button, so that it is seen on any map."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.color("base"))
        painter.setPen(QPen(self._theme.color("control"), 1))
        for button in self._buttons.values():
            painter.drawRoundedRect(QRectF(button.geometry()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _tint(self) -> None:
        for key, _title, icon, _keys in ENTRIES:
            self._buttons[key].setIcon(self._theme.icon(icon))
