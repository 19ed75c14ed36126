"""The bell: how many messages were not read yet, and the list of what was said."""

from datetime import UTC, datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from ui.shell.messages import Messages, Noted
from ui.shell.strip import ICONS
from ui.theme.theme import Theme

WIDTH, HEIGHT = 420, 320
DOT = 4


class Bell(QToolButton):
    """Opens the list of messages below itself."""

    def __init__(self, theme: Theme, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._messages = messages
        self._popover: QFrame | None = None
        self.setObjectName("bell")
        self.setProperty("look", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.open)
        messages.changed.connect(self._show)
        theme.changed.connect(self._show)
        self._show()

    def open(self) -> None:
        """Show what was said, newest first, and count it as read."""
        popover = QFrame(self.window(), Qt.WindowType.Popup)
        popover.setObjectName("bell.popover")
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popover.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(popover)
        title = QLabel("Messages", popover)
        title.setFont(self._theme.font(semibold=True))
        column.addWidget(title)
        rows = QListWidget(popover)
        rows.setObjectName("bell.list")
        rows.setAccessibleName("Messages, newest first")
        rows.setWordWrap(True)
        for noted in self._messages.noted:
            icon, token = ICONS[noted.message.level]
            rows.addItem(QListWidgetItem(self._theme.icon(icon, token), noted_text(noted)))
        if not rows.count():
            rows.addItem("Nothing was said yet.")
        column.addWidget(rows)
        popover.resize(WIDTH, HEIGHT)
        popover.move(self.mapToGlobal(QPoint(self.width() - WIDTH, self.height())))
        popover.show()
        rows.setFocus()
        self._popover = popover
        self._messages.see()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Put a dot on the bell while something was not read."""
        super().paintEvent(event)
        if self._messages.unseen:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("err"))
            painter.drawEllipse(QPoint(self.width() - 10, 9), DOT, DOT)

    def _show(self) -> None:
        unseen = self._messages.unseen
        words = f"Messages, {unseen} not read" if unseen else "Messages"
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setIcon(self._theme.icon("bell-outline"))
        self.update()


def noted_text(noted: Noted) -> str:
    """Return one message with its time of day and how often it came."""
    at = datetime.fromtimestamp(noted.at, UTC).astimezone().strftime("%H:%M")
    often = f" ({noted.count} times)" if noted.count > 1 else ""
    return f"{at}  {noted.message.sentence()}{often}"
