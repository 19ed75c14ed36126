"""Drains the engine ten to twenty times a second into one signal.

One signal per event would cost most of the GUI thread; draining costs a few percent whatever the load.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from ui.backend import Host

DRAIN_MS = 60


class Bridge(QObject):
    """Turns news of the engine into batches.

    Signals:
        batch(object): A `app.model.events.Batch` with at least one fact or sample.
    """

    batch = Signal(object)

    def __init__(self, host: Host, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAIN_MS)
        self._timer.timeout.connect(self.drain)
        host.on_news = self._on_news

    def drain(self) -> None:
        """Hand over what waits, now."""
        batch = self._host.drain()
        if batch.facts or batch.samples:
            self.batch.emit(batch)

    def close(self) -> None:
        """Listen no more."""
        self._timer.stop()
        self._host.on_news = _deaf

    def _on_news(self) -> None:
        if not self._timer.isActive():
            self._timer.start()


def _deaf() -> None:
    """Take no notice."""
