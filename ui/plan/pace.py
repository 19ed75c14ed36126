"""How fast downloads went before: what a finished job told, else the rate of now. For the time on the plan card."""

from PySide6.QtCore import QObject, QSettings, Signal

from app.model.events import Batch, EngineRate, JobFinished
from ui.bridge import Bridge

# A job smaller than this says nothing about how fast the line is.
TELLING_BYTES = 5_000_000
RATE_KEY = "plan/rate"
# The card is written anew when the rate differs by more than this factor.
STEADY = 1.2


class Pace(QObject):
    """Remembers the rate across starts.

    Signals:
        changed(): The rate of now is quite another one.
    """

    changed = Signal()

    def __init__(self, state: QSettings, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._seen: float | None = None
        bridge.batch.connect(self._on_batch)

    @property
    def rate(self) -> float | None:
        """Return bytes per second; None while nothing was measured."""
        return self._known() or self._seen

    def _known(self) -> float | None:
        try:
            return float(str(self._state.value(RATE_KEY, 0.0))) or None
        except ValueError:
            return None

    def _on_batch(self, batch: Batch) -> None:
        for fact in batch.facts:
            if isinstance(fact, JobFinished) and fact.bytes_done > TELLING_BYTES and fact.seconds > 1:
                self._state.setValue(RATE_KEY, fact.bytes_done / fact.seconds)
        for sample in batch.samples:
            if isinstance(sample, EngineRate) and sample.average > 0 and self._known() is None:
                self._follow(sample.average)

    def _follow(self, rate: float) -> None:
        """Go by the rate of now while no finished job told a better one; its first seconds say little."""
        if self._seen is None or not 1 / STEADY < rate / self._seen < STEADY:
            self._seen = rate
            self.changed.emit()
