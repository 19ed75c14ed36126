"""A part of a form that few people need: folded away behind a line that says how much is set in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ui.theme.theme import Theme


class Fold(QWidget):
    """A button and the widgets that it shows and hides."""

    def __init__(self, theme: Theme, name: str, title: str, about: str, parent: QWidget | None = None) -> None:
        """Begin folded.

        Args:
            theme: Draws the mark.
            name: Object name of the button.
            title: Words on the button.
            about: What is behind it, for people who do not see it.
            parent: Owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._title, self._about = title, about
        self.button = QToolButton(self)
        self.button.setObjectName(name)
        self.button.setProperty("look", "fold")
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.toggled.connect(self._on_fold)
        self.body = QWidget(self)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.button)
        outer.addWidget(self.body)
        theme.changed.connect(self._tint)
        self._on_fold(False)
        self.say(0)

    def open(self) -> None:
        """Show what is behind it."""
        self.button.setChecked(True)

    def say(self, set_count: int) -> None:
        """Say how many things behind it are not as they come."""
        self.button.setText(f"{self._title} ({set_count} set)" if set_count else self._title)
        self.button.setAccessibleName(f"{self.button.text()}: {self._about}")

    def _on_fold(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self._tint()

    def _tint(self) -> None:
        name = "chevron-down" if self.button.isChecked() else "chevron-right"
        self.button.setIcon(self._theme.icon(name, "muted"))
