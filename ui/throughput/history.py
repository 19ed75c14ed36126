"""The last 24 hours of rates, one number a second, in flat arrays. Pure.

Samples that fall into the same second are averaged. Seconds without a sample are zero: nothing was moving.
"""

from array import array
from collections import deque
from dataclasses import dataclass

SECONDS = 86_400
POINTS = 600
MARKS = 400


@dataclass(frozen=True, slots=True)
class Point:
    """One second, as the crosshair reads it.

    Attributes:
        at: UTC seconds.
        network, disk: Bytes per second.
        items: Items per second.
        is_held: Transfers were held back on purpose.
    """

    at: int
    network: float
    disk: float
    items: float
    is_held: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened: a tick on the time axis.

    Attributes:
        at: UTC seconds.
        text: What happened, a few words.
    """

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A window of the history, thinned to few points; all lists have one length, oldest first.

    Attributes:
        ages: Seconds before now, at the middle of each step.
        network, disk: Mean bytes per second of each step.
        peaks: Highest network rate within each step.
        held: Whether any second of the step was held.
        step: Seconds per point.
    """

    ages: list[float]
    network: list[float]
    disk: list[float]
    peaks: list[float]
    held: list[bool]
    step: int


class History:
    """A ring of seconds."""

    def __init__(self, seconds: int = SECONDS) -> None:
        self._length = seconds
        self._network = array("f", bytes(4 * seconds))
        self._disk = array("f", bytes(4 * seconds))
        self._items = array("f", bytes(4 * seconds))
        self._held = bytearray(seconds)
        self._first: int | None = None
        self._last = 0
        self._samples = 0
        self.marks: deque[Mark] = deque(maxlen=MARKS)

    @property
    def last(self) -> int:
        """Return the newest second that is known; 0 before the first."""
        return self._last

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was ever recorded."""
        return self._first is None

    def add(self, at: float, network: float, disk: float, items: float, is_held: bool) -> None:
        """Take in a sample at UTC seconds; one from the past belongs to the newest second."""
        second = max(int(at), self._last)
        is_new = self._first is None or second > self._last
        self.advance(second)
        slot = second % self._length
        self._samples = 1 if is_new else self._samples + 1
        share = 1.0 / self._samples
        for series, value in ((self._network, network), (self._disk, disk), (self._items, items)):
            series[slot] += (value - series[slot]) * share
        self._held[slot] = int(is_held)

    def advance(self, now: float) -> None:
        """Let time pass without a sample: the seconds up to `now` are still."""
        second = int(now)
        if self._first is None:
            self._first = self._last = second
            self._wipe(second)
            return
        for missing in range(max(self._last + 1, second - self._length + 1), second + 1):
            self._wipe(missing)
            self._samples = 0
        self._last = max(self._last, second)

    def mark(self, at: float, text: str) -> None:
        """Remember that something happened."""
        self.marks.append(Mark(at, text))

    def at(self, age: float) -> Point | None:
        """Return the second that lies `age` seconds back; None where nothing is known."""
        second = self._last - round(age)
        if self._first is None or second < max(self._first, self._last - self._length + 1) or second > self._last:
            return None
        slot = second % self._length
        return Point(second, self._network[slot], self._disk[slot], self._items[slot], bool(self._held[slot]))

    def curve(self, window: int, points: int = POINTS) -> Curve:
        """Return the last `window` seconds as at most `points` steps.

        Steps lie on whole multiples of their length, so that a curve moves without shimmering.
        """
        step = max(1, -(-window // points))
        curve = Curve([], [], [], [], [], step)
        if self._first is None:
            return curve
        oldest = max(self._first, self._last - window, self._last - self._length + 1)
        start = oldest - oldest % step
        if start < oldest and step > 1:
            start += step
        for begin in range(start, self._last + 1, step):
            end = min(begin + step, self._last + 1)
            network = self._slice(self._network, begin, end)
            curve.ages.append(self._last - (begin + end - 1) / 2)
            curve.network.append(sum(network) / len(network))
            curve.peaks.append(max(network))
            disk = self._slice(self._disk, begin, end)
            curve.disk.append(sum(disk) / len(disk))
            curve.held.append(1 in self._held_slice(begin, end))
        return curve

    def _slice(self, series: "array[float]", begin: int, end: int) -> "array[float]":
        first, last = begin % self._length, end % self._length
        return series[first:last] if first < last else series[first:] + series[:last]

    def _held_slice(self, begin: int, end: int) -> bytearray:
        first, last = begin % self._length, end % self._length
        return self._held[first:last] if first < last else self._held[first:] + self._held[:last]

    def _wipe(self, second: int) -> None:
        slot = second % self._length
        self._network[slot] = self._disk[slot] = self._items[slot] = 0.0
        self._held[slot] = 0
