"""The two axes of the graph: round numbers, and a height that grows at once and shrinks late. Pure."""

import math
from dataclasses import dataclass

from ui.text import number_text

SHRINK_AFTER = 10.0
LEAST = 1000.0
STEPS = (1, 2, 5, 10)
_UNITS = ((1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"))


@dataclass(frozen=True, slots=True)
class Ticks:
    """Where the rate axis has its lines.

    Attributes:
        top: Bytes per second at the upper end.
        values: Bytes per second of each line, from 0.
        labels: The figure beside each line, in `unit`.
        unit: "MB/s" and the like.
    """

    top: float
    values: tuple[float, ...]
    labels: tuple[str, ...]
    unit: str


def ticks(top: float) -> Ticks:
    """Return three to six round lines from zero to `top` or a little more (bytes per second)."""
    top = max(top, LEAST)
    raw = top / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in STEPS if power * factor >= raw * 0.999)
    count = math.ceil(top / step - 1e-9)
    scale, unit = next((pair for pair in _UNITS if step * count >= pair[0]), _UNITS[-1])
    values = tuple(step * place for place in range(count + 1))
    return Ticks(step * count, values, tuple(number_text(f"{value / scale:g}") for value in values), unit)


class RateScale:
    """The height of the rate axis: up at once, down only when it was too high for ten seconds."""

    def __init__(self) -> None:
        self._top = ticks(LEAST)
        self._low_since: float | None = None
        self._low_peak = 0.0

    def fit(self, peak: float, now: float) -> Ticks:
        """Return the axis for a peak in bytes per second at `now` (seconds that never run back)."""
        wanted = ticks(peak * 1.05)
        if wanted.top >= self._top.top:
            self._top = wanted
            self._low_since = None
            return self._top
        if self._low_since is None:
            self._low_since, self._low_peak = now, peak
        self._low_peak = max(self._low_peak, peak)
        if now - self._low_since >= SHRINK_AFTER:
            self._top = ticks(self._low_peak * 1.05)
            self._low_since = None
        return self._top

    def jump(self, peak: float) -> Ticks:
        """Return the axis for another window of time: it fits at once, whatever was shown before."""
        self._top = ticks(peak * 1.05)
        self._low_since = None
        return self._top


def time_labels(window: int) -> tuple[tuple[float, str], ...]:
    """Return (seconds before now, words) for the ends and the middle of the time axis."""
    return ((float(window), f"−{age_text(window)}"), (window / 2, f"−{age_text(window / 2)}"), (0.0, "now"))


def age_text(seconds: float) -> str:
    """Return "30 s", "5 min", "2:30" (minutes and seconds), "3 h" or "1:30 h"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min" if whole % 60 == 0 else f"{whole // 60}:{whole % 60:02d}"
    hours, rest = divmod(whole, 3600)
    return f"{hours} h" if rest == 0 else f"{hours}:{rest // 60:02d} h"
