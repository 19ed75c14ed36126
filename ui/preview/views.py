"""Saved views: searches with a name, kept in the private home for every folder."""

import json

from PySide6.QtCore import QObject, QSettings, Signal

STATE_KEY = "preview/views"
MOST = 50


class SavedViews(QObject):
    """Searches by name.

    Signals:
        changed(): There are others now.
    """

    changed = Signal()

    def __init__(self, state: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state

    def all(self) -> dict[str, str]:
        """Return the searches by name, in the order of saving."""
        try:
            found = json.loads(str(self._state.value(STATE_KEY, "{}")))
        except ValueError:
            return {}
        return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}

    def save(self, name: str, text: str) -> None:
        """Keep a search under a name; the oldest goes when there are too many."""
        views = self.all()
        views.pop(name, None)
        views[name] = text
        self._write(dict(list(views.items())[-MOST:]))

    def remove(self, name: str) -> None:
        """Forget a search."""
        views = self.all()
        if views.pop(name, None) is not None:
            self._write(views)

    def _write(self, views: dict[str, str]) -> None:
        self._state.setValue(STATE_KEY, json.dumps(views))
        self.changed.emit()
