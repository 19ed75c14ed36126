"""The coordinates of the selected region as text: shown, typed, pasted, in every common form.

Beside the field stands which order was understood, or what is wrong.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from app.model.region import Region
from app.model.region_text import ParsedRegions, parse_regions
from ui.dialogs.form import say
from ui.theme.theme import SMALL_PX, Theme

LEAST_PX, MOST_PX = 150, 330
HINT = "West, south, east, north; or a link, WKT, GeoJSON"


class NumbersEdit(QLineEdit):
    """The field itself.

    Signals:
        left(): Escape was pressed: nothing typed counts.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NumbersField(QWidget):
    """The field and the words beside it.

    Signals:
        entered(object): Regions were typed or pasted (`ParsedRegions`).
        left(): The person goes back to the map.
    """

    entered = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._region: Region | None = None
        self.edit = NumbersEdit(self)
        self.edit.setObjectName("map.numbers")
        self.edit.setAccessibleName("Coordinates of the region")
        self.edit.setAccessibleDescription(HINT)
        self.edit.setPlaceholderText("W,S,E,N or a link")
        self.edit.setToolTip(f"{HINT} (E)")
        self.edit.setMinimumWidth(theme.px(LEAST_PX))
        self.edit.setMaximumWidth(theme.px(MOST_PX))
        # A field takes one line; text of several lines is read as it was pasted.
        self.edit.setMaxLength(1_000_000)
        self.words = QLabel(self)
        self.words.setObjectName("map.numbers.words")
        self.words.setFont(theme.font(SMALL_PX))
        self.words.setWordWrap(True)
        self.words.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.edit)
        self.edit.textEdited.connect(self._on_edit)
        self.edit.returnPressed.connect(self._on_enter)
        self.edit.left.connect(self._on_left)

    def show_region(self, region: Region | None) -> None:
        """Show the bounds of a region, unless a person is typing."""
        self._region = region
        if self.edit.hasFocus() and self.edit.isModified():
            return
        self._write()

    def take_focus(self) -> None:
        """Let the person type over what is there."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def read(self, text: str) -> ParsedRegions | None:
        """Return what a text means, and say it; None when it means nothing."""
        try:
            parsed = parse_regions(text)
        except ValueError as error:
            say(self.words, str(error), "error")
            return None
        say(self.words, parsed.understood, "muted")
        return parsed

    def _on_edit(self, text: str) -> None:
        if text.strip():
            self.read(text)
        else:
            say(self.words, "", "muted")

    def _on_enter(self) -> None:
        parsed = self.read(self.edit.text())
        if parsed is not None:
            self.edit.setModified(False)
            self.entered.emit(parsed)
            self.left.emit()

    def _on_left(self) -> None:
        say(self.words, "", "muted")
        self._write()
        self.left.emit()

    def _write(self) -> None:
        self.edit.setText(self._region.bbox_text if self._region is not None else "")
        self.edit.setCursorPosition(0)
        self.edit.setModified(False)
