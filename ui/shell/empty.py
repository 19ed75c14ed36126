"""What a workspace shows while there is nothing in it: an icon, a sentence, and why."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme.theme import NUMBER_PX, Theme

ICON = 56


class EmptyState(QWidget):
    """Words in the middle."""

    def __init__(
        self, theme: Theme, name: str, icon: str, title: str, line: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = icon
        self.setObjectName(name)
        self.setAccessibleName(f"{title} {line}")
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = QLabel(title, self)
        heading.setFont(theme.font(NUMBER_PX, semibold=True))
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QLabel(line, self)
        words.setProperty("look", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        for widget in (self._icon, heading, words):
            column.addWidget(widget)
        column.addStretch(3)
        theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._icon.setPixmap(self._theme.icon(self._name, "muted").pixmap(ICON, ICON))
