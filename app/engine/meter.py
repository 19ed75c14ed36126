"""How fast it goes, how long it takes, and what limits it. Pure: numbers in, numbers out.

Source: design/ux.md 4.6, limiter rules.
"""

from collections import deque
from dataclasses import dataclass

WINDOW_SECONDS = 5.0
SMOOTH_SECONDS = 12.0
EARLY_SECONDS = 10.0
EARLY_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter shows.

    Attributes:
        bytes_per_second, items_per_second, disk_bytes_per_second: Over the last five seconds.
        average, peak: Bytes per second over the active time.
    """

    bytes_per_second: float
    items_per_second: float
    disk_bytes_per_second: float
    average: float
    peak: float


class Meter:
    """A ring of running totals over the last seconds."""

    def __init__(self) -> None:
        self._ring: deque[tuple[float, int, int, int]] = deque()
        self._first_bytes = 0
        self._active = 0.0
        self._peak = 0.0
        self._smooth: float | None = None

    def read(self, now: float, received: int, settled: int, written: int, *, is_active: bool = True) -> Reading:
        """Take the totals of this moment and return what the meter shows.

        Args:
            now: Monotonic seconds, later than before.
            received: Bytes that came from the network in all.
            settled: Items that need nothing more, in all.
            written: Bytes that reached the disk in all.
            is_active: Time since the last reading counts as work (no wait, no pause).
        """
        if not self._ring:
            self._first_bytes = received
        elif is_active:
            self._active += now - self._ring[-1][0]
        self._ring.append((now, received, settled, written))
        while len(self._ring) > 2 and self._ring[1][0] <= now - WINDOW_SECONDS:
            self._ring.popleft()
        then, received_then, settled_then, written_then = self._ring[0]
        # Until a whole window has gone by, the time since the first reading is the honest divisor.
        seconds = max(now - then, 0.25)
        rate = (received - received_then) / seconds
        items = (settled - settled_then) / seconds
        if now - then >= 1.0:
            self._peak = max(self._peak, rate)
        self._smoothen(items, now)
        average = (received - self._first_bytes) / self._active if self._active > 0 else 0.0
        return Reading(rate, items, (written - written_then) / seconds, average, max(self._peak, average))

    def _smoothen(self, items: float, now: float) -> None:
        if len(self._ring) < 2:
            return
        step = now - self._ring[-2][0]
        share = min(1.0, step / SMOOTH_SECONDS)
        self._smooth = items if self._smooth is None else self._smooth + share * (items - self._smooth)

    def time_left(self, pending: int, bytes_left: int | None, settled: int) -> tuple[float | None, float | None]:
        """Return (likely, at most) seconds until the end; None while it cannot be told honestly.

        Args:
            pending: Items still to come.
            bytes_left: Bytes still to come; None when the sizes are not known.
            settled: Items settled in this run so far.
        """
        if pending == 0:
            return 0.0, 0.0
        if self._smooth is None or self._smooth <= 0 or self._active < 2.0 or settled < 8:
            return None, None
        by_items = pending / self._smooth
        by_bytes = by_items
        average = (self._ring[-1][1] - self._first_bytes) / self._active
        if bytes_left is not None and average > 0:
            by_bytes = bytes_left / average
        likely, most = min(by_items, by_bytes), max(by_items, by_bytes)
        is_early = self._active < EARLY_SECONDS or settled < EARLY_SHARE * (settled + pending)
        if is_early:
            return likely, most * 1.5
        middle = (likely + most) / 2
        return middle, middle if most < 1.25 * likely else most


class Lately:
    """By how much a running total grew over the last seconds."""

    def __init__(self) -> None:
        self._ring: deque[tuple[float, int]] = deque()

    def read(self, now: float, total: int) -> int:
        """Take the total of this moment and return its growth since five seconds ago, or since the first reading."""
        self._ring.append((now, total))
        while len(self._ring) > 1 and self._ring[1][0] <= now - WINDOW_SECONDS:
            self._ring.popleft()
        return total - self._ring[0][1]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen over the last second or so.

    Attributes:
        own_limit_share: Share of the time that requests waited for the speed limit set by a person.
        quota_seconds: Until the server's gate opens; 0 when it is open.
        rejections: Answers "too many requests" lately.
        slots, slots_busy: Requests allowed at once, and those under way.
        is_slots_fixed: A person fixed the number.
        round_trip: Seconds of a small answer, the 95th percentile.
        writer_share: Share of the time that all writers were busy.
        is_waiting_for_disk: Nothing new is fetched because what arrived is not on disk yet.
        cpu_share: Processor time per wall time of the engine's process, in cores.
        bytes_per_second: Now.
    """

    own_limit_share: float
    quota_seconds: float
    rejections: int
    slots: int
    slots_busy: int
    is_slots_fixed: bool
    round_trip: float
    writer_share: float
    is_waiting_for_disk: bool
    cpu_share: float
    bytes_per_second: float


def limited_by(evidence: Evidence) -> tuple[str, str]:
    """Return the word for what limits the transfers, and the number behind it."""
    if evidence.own_limit_share > 0.9:
        return "own-limit", f"Your speed limit holds it back {evidence.own_limit_share:.0%} of the time"
    if evidence.quota_seconds > 0:
        return "quota", f"The server asked for a pause of {evidence.quota_seconds:.0f} s"
    if evidence.rejections > 0:
        return "quota", f"The server turned {evidence.rejections} requests away"
    if evidence.slots_busy == 0 and evidence.bytes_per_second == 0:
        return "nothing", "Nothing is under way"
    if evidence.is_waiting_for_disk or evidence.writer_share > 0.8:
        return "disk", f"The disk is busy {max(evidence.writer_share, 0.0):.0%} of the time"
    if evidence.cpu_share > 0.9:
        return "cpu", f"The processor is busy: {evidence.cpu_share:.1f} cores"
    if evidence.is_slots_fixed and evidence.slots_busy >= evidence.slots:
        return "own-limit", f"You allow {evidence.slots} requests at once"
    if evidence.round_trip > 0.5:
        return "server", f"Answers take {evidence.round_trip * 1000:.0f} ms"
    return "network", f"{evidence.slots_busy} of {evidence.slots} requests under way"
