"""What the map tells people who do not see it: its state as accessible text at once, aloud when it rests.

Keys can be held down: only the last of many changes is read, and together with the count that has come meanwhile.
"""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.shell.announcing import announce

REST_MS = 250
HOW = (
    "Arrows pan, plus and minus zoom. R then Enter draws a box, E types numbers. With a region selected: arrows move "
    "it, Control and arrows move an edge, Tab goes from edge to edge, Enter plans, Escape leaves."
)


class Narration(QObject):
    """Keeps the accessible text of a widget and announces changes."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._event = ""
        self._count = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._read)
        widget.setAccessibleDescription(HOW)

    @property
    def sentence(self) -> str:
        """Return what would be read now: "East edge 4.8487, 8,214 images"."""
        return ", ".join(part for part in (self._event, self._count) if part)

    def tell(self, event: str, count: str = "") -> None:
        """Say what happened, with the count that is known now."""
        self._event, self._count = event, count
        self._show()

    def count(self, words: str) -> None:
        """Say what the selected region holds, once it is known."""
        if words != self._count and self._event:
            self._count = words
            self._show()

    def _show(self) -> None:
        self._widget.setAccessibleDescription(f"{self.sentence.removesuffix('.')}. {HOW}")
        self._timer.start()

    def _read(self) -> None:
        announce(self._widget, self.sentence, is_urgent=False)
