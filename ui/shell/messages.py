"""What the window has to say: one message at a time above the centre, the rest behind the bell.

At most one message per cause and minute: a later one with the same key replaces the earlier one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.model.clock import Clock

KEPT = 100
QUIET_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Button:
    """One answer to a message; pressing it closes the message unless `keeps`."""

    text: str
    act: Callable[[], None]
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say.

    Attributes:
        key: The cause; a new message replaces an open one of the same cause.
        level: "info", "ok", "warn" or "err".
        text: What happened, one sentence.
        hint: What to do, one sentence; may be empty.
        buttons: At most two answers, the first is the usual one.
    """

    key: str
    level: str
    text: str
    hint: str = ""
    buttons: tuple[Button, ...] = ()

    def sentence(self) -> str:
        """Return all words in one line."""
        return f"{self.text} {self.hint}".strip()


@dataclass(slots=True)
class Noted:
    """A message and when it came (UTC seconds)."""

    message: Message
    at: float
    count: int = 1


class Messages(QObject):
    """Keeps what was said.

    Signals:
        changed(): Another message is on top, or the list behind the bell grew.
    """

    changed = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._open: list[Message] = []
        self._noted: list[Noted] = []
        self.unseen = 0

    def post(self, message: Message) -> None:
        """Show a message, newest on top."""
        now = self._clock.utc()
        was_open = any(other.key == message.key for other in self._open)
        self._open = [other for other in self._open if other.key != message.key]
        self._open.append(message)
        last = next((noted for noted in reversed(self._noted) if noted.message.key == message.key), None)
        if last is not None and (was_open or now - last.at < QUIET_SECONDS):
            last.message = message
            last.at = now
            last.count += 1
        else:
            self._noted = [*self._noted[-(KEPT - 1) :], Noted(message, now)]
            self.unseen += 1
        self.changed.emit()

    def close(self, key: str) -> None:
        """Take a message off the strip; it stays behind the bell."""
        before = len(self._open)
        self._open = [message for message in self._open if message.key != key]
        if len(self._open) != before:
            self.changed.emit()

    def see(self) -> None:
        """Count everything as read."""
        self.unseen = 0
        self.changed.emit()

    @property
    def top(self) -> Message | None:
        """Return the message to show above the centre."""
        return self._open[-1] if self._open else None

    @property
    def waiting(self) -> int:
        """Return how many open messages lie under the top one."""
        return max(0, len(self._open) - 1)

    @property
    def noted(self) -> tuple[Noted, ...]:
        """Return what was said, newest first."""
        return tuple(reversed(self._noted))
