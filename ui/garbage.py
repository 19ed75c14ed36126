"""Collects Python's garbage in the thread of the window, and in no other.

A dialog or a timer that lies in a cycle is destroyed by whichever thread happens to collect. Destroyed by a thread that
decodes a picture, Qt's objects leave their timers and events behind in the other one: a warning on a good day, a crash
on a bad one. So nothing is collected by itself while the window lives; a timer does it instead.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

LOOK_MS = 250
# To look through everything takes tens of milliseconds when much is open.
WHOLE_SECONDS = 30.0


class Garbage(QObject):
    """Looks after the garbage of the whole process, from the thread that it lives in."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Take over; what has lived until now is not looked through again.

        Args:
            parent: Owns it.
            clock: Seconds from anywhere.
        """
        super().__init__(parent)
        self._clock = clock
        self._was_enabled = gc.isenabled()
        self._whole_at = clock()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that has had enough births, as Python itself would."""
        young, middle, old = (count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True))
        now = self._clock()
        if old and now - self._whole_at >= WHOLE_SECONDS:
            self._whole_at = now
            gc.collect()
        elif middle:
            gc.collect(1)
        elif young:
            gc.collect(0)

    def close(self) -> None:
        """Hand the garbage back to Python."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
