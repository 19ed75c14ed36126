"""Keys that are held: labels vanish while H is down, wherever the keyboard is among the pictures."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent


class HoldKey(QObject):
    """Watches widgets for a key that is held."""

    def __init__(self, key: Qt.Key, act: Callable[[bool], None], parent: QObject) -> None:
        super().__init__(parent)
        self._key = key
        self._act = act
        self._is_down = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the key goes down and up; a lost keyboard counts as up."""
        if isinstance(event, QKeyEvent) and event.key() == self._key and not event.modifiers():
            is_down = event.type() == QEvent.Type.KeyPress
            if event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if not event.isAutoRepeat():
                    self._tell(is_down)
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self._tell(False)
        return super().eventFilter(watched, event)

    def _tell(self, is_down: bool) -> None:
        if is_down != self._is_down:
            self._is_down = is_down
            self._act(is_down)
