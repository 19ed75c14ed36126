"""The rule that finds how many requests at once serve best: climb while goodput grows, hold at the knee. Pure.

A limit is judged by answers to requests that were sent under it: the first such answer opens a window, about one
round trip later it closes. Growth of 5 % or more for a larger limit makes it the new knee; else the climb goes back.
While holding, a larger (now and then a smaller) limit is tried every 4 s. A rejection (429, 503) cuts the limit and
leaves a ceiling behind for 6 s. A fall of 20 % makes it look lower.
"""

import math
from enum import Enum, auto

START = 8
CAP = 128
GROWTH = 1.05
# A smaller limit that keeps this share of the goodput is the better one: answers come sooner.
KEPT = 0.97
FALL = 0.8
STEP = 1.25
CUT = 0.75
PROBE_SECONDS = 4.0
CEILING_SECONDS = 6.0
# Fewer answers say nothing about a rate.
LEAST_ANSWERS = 12
LEAST_SECONDS = 0.05
# Windows of very large files end here, whatever came.
MOST_SECONDS = 4.0
# Growth of at least this share of what was added: far from the knee, so double.
FAR_FROM_KNEE = 0.6


class Phase(Enum):
    """What the present limit is."""

    RISE = auto()
    HOLD = auto()
    SINK = auto()


class Climb:
    """Learns one limit. Times are seconds on any clock that never runs backwards.

    Attributes:
        limit: Requests at once, now.
    """

    def __init__(self, start: int = START, cap: int = CAP) -> None:
        """Begin at a small limit."""
        self.limit = start
        self._cap = cap
        self._phase = Phase.RISE
        self._knee = start
        self._best = 0.0
        self._held_since = 0.0
        self._probes = 0
        self._falls = 0
        self._ceiling = math.inf
        self._ceiling_until = -math.inf
        self._before_cut = 0
        self._since = -math.inf
        self._opened: float | None = None
        self._answers = 0
        self._full = 0
        self._weight = 0.0
        self._span = 0.0

    def on_answer(self, now: float, sent: float, in_flight: int, weight: float) -> None:
        """Count one answer.

        Args:
            now: When it was whole.
            sent: When its request got its slot.
            in_flight: Requests at once just after it was sent, itself included.
            weight: What it brought; 0 for a failure.
        """
        if sent < self._since:
            return
        if self._opened is None:
            self._opened = now
            self._span = now - sent
            return
        self._answers += 1
        self._weight += weight
        if in_flight >= self.limit:
            self._full += 1
        elapsed = now - self._opened
        if elapsed < LEAST_SECONDS or elapsed < self._span:
            return
        if self._answers < self._needed() and elapsed < MOST_SECONDS:
            return
        is_full = self._full * 2 >= self._answers
        goodput = self._weight / elapsed
        self._open_again()
        if is_full and self._answers_were_enough:
            self._judge(now, goodput)

    def on_rejection(self, now: float, sent: float, in_flight: int) -> None:
        """Go down after a 429 or 503. Those sent before the last cut only sharpen its ceiling."""
        if sent >= self._since or not self._before_cut:
            self._before_cut = self.limit
            self._ceiling = self._before_cut
        before = self._before_cut
        # Rejected with few others under way: a rate is limited, not a number, so it says nothing about the ceiling.
        if before / 2 < in_flight < self._ceiling:
            self._ceiling = in_flight
        self._ceiling_until = now + CEILING_SECONDS
        lower = max(1, before // 2, min(int(before * CUT), int(self._ceiling) - 1))
        self._knee, self._best = lower, 0.0
        self._hold(now)

    def _needed(self) -> int:
        # Small steps and long holds compare more closely, so they look at more answers.
        rounds = 1 if self._phase is Phase.RISE and self.limit >= 1.5 * self._knee else 2
        return max(LEAST_ANSWERS, rounds * self.limit)

    def _judge(self, now: float, goodput: float) -> None:
        match self._phase:
            case Phase.RISE:
                self._judge_rise(now, goodput)
            case Phase.SINK:
                self._judge_sink(now, goodput)
            case Phase.HOLD:
                self._judge_hold(now, goodput)

    def _judge_rise(self, now: float, goodput: float) -> None:
        step = self.limit / self._knee
        gain = goodput / self._best if self._best else math.inf
        if gain >= GROWTH:
            is_far = step == 1.0 or gain - 1.0 >= FAR_FROM_KNEE * (step - 1.0)
            self._knee, self._best = self.limit, goodput
            self._rise(now, 2.0 if is_far else STEP)
        elif step > 1.5:
            self._rise(now, STEP)
        else:
            self._hold(now)

    def _judge_sink(self, now: float, goodput: float) -> None:
        if goodput >= KEPT * self._best:
            self._knee, self._best = self.limit, max(goodput, self._best * KEPT)
            self._sink(now)
        else:
            self._hold(now)

    def _judge_hold(self, now: float, goodput: float) -> None:
        if self._best and goodput < FALL * self._best:
            self._falls += 1
            if self._falls >= 2:
                self._best = goodput
                self._sink(now)
            return
        self._falls = 0
        self._best = goodput if not self._best else 0.7 * self._best + 0.3 * goodput
        if now - self._held_since >= PROBE_SECONDS:
            self._probes += 1
            if self._probes % 3 == 0:
                self._sink(now)
            else:
                self._rise(now, STEP)

    def _rise(self, now: float, factor: float) -> None:
        top = self._cap
        if now < self._ceiling_until:
            top = min(top, int(self._ceiling) - 1)
        higher = min(top, math.ceil(self._knee * factor))
        if higher > self._knee:
            self._go(now, Phase.RISE, higher)
        else:
            self._hold(now)

    def _sink(self, now: float) -> None:
        lower = int(self._knee * CUT)
        if lower >= 1:
            self._go(now, Phase.SINK, lower)
        else:
            self._hold(now)

    def _hold(self, now: float) -> None:
        self._held_since = now
        self._falls = 0
        self._go(now, Phase.HOLD, self._knee)

    def _go(self, now: float, phase: Phase, limit: int) -> None:
        self._phase = phase
        self.limit = limit
        self._since = now
        self._open_again()

    def _open_again(self) -> None:
        self._answers_were_enough = self._answers >= 3
        self._opened = None
        self._answers = self._full = 0
        self._weight = 0.0
