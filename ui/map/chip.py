"""The chip on the map: the size of a region and what it holds, or a hint. Never in the way of the mouse.

Suggestions in it are buttons, so that keys reach them, too.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ui.theme.theme import Theme

GAP_PX = 8


class ChipLook(StrEnum):
    """How the number in the chip is meant."""

    PLAIN = ""
    MUTED = "muted"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class ChipText:
    """What a chip says.

    Attributes:
        words: One line.
        look: How it is meant.
        links: Suggestions, a button for each.
    """

    words: str
    look: ChipLook = ChipLook.PLAIN
    links: tuple[str, ...] = ()


class Chip(QFrame):
    """A line of words and, when there are suggestions, a line of buttons.

    Signals:
        picked(int): A suggestion was chosen (its number).
    """

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ChipText("")
        self.setObjectName("map.chip")
        self.setProperty("look", "card")
        self._words = QLabel(self)
        self._words.setObjectName("map.chip.words")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setFont(theme.font())
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 10, 5)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addLayout(self._row)
        self._buttons: list[QToolButton] = []
        self.hide()

    @property
    def text(self) -> ChipText:
        """Return what the chip says now."""
        return self._text

    def say(self, text: ChipText) -> None:
        """Say something else."""
        if text == self._text:
            return
        has_other_links = text.links != self._text.links
        self._text = text
        self._words.setText(text.words)
        if self._words.property("look") != text.look.value:
            self._words.setProperty("look", text.look.value)
            self._words.style().unpolish(self._words)
            self._words.style().polish(self._words)
        if has_other_links:
            self._show_links(text.links)
        # A chip without buttons lets the mouse through to the map.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not text.links)
        self.setAccessibleName(text.words)
        layout = self.layout()
        if layout is not None:
            # The size is needed at once, not when the event loop comes to it.
            layout.activate()
        self.resize(self.sizeHint())

    def stand_at(self, middle: float, below: float, above: float, room: tuple[int, int]) -> None:
        """Stand below something, centred; above it, or inside, where there is no room below.

        Args:
            middle: Pixel across of the middle.
            below: Pixel down of its lower edge.
            above: Pixel down of its upper edge.
            room: Width and height that may be used.
        """
        width, height = self.width(), self.height()
        left = min(max(GAP_PX, round(middle - width / 2)), max(GAP_PX, room[0] - width - GAP_PX))
        top = round(below) + GAP_PX
        if top + height > room[1]:
            top = round(above) - GAP_PX - height
        if top < GAP_PX:
            # Inside, above the handle in the middle of the lower edge.
            top = room[1] - height - 3 * GAP_PX
        self.move(left, top)

    def _show_links(self, links: tuple[str, ...]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for number, words in enumerate(links):
            button = QToolButton(self)
            button.setObjectName(f"map.chip.link.{number}")
            button.setText(words)
            button.setAccessibleName(words)
            button.setProperty("look", "chip")
            font = self._theme.font()
            font.setUnderline(True)
            button.setFont(font)
            button.setMinimumHeight(28)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _on=False, number=number: self.picked.emit(number))
            self._row.addWidget(button)
            button.show()
            self._buttons.append(button)
