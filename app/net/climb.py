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
# More than this at the same limit: the server has room again, so look up at once.
ROOM = 1.15
STEP = 1.25
CUT = 0.75
PROBE_SECONDS = 4.0
FIRST_REST = 0.5
SINK_SECONDS = 13.0
CEILING_SECONDS = 6.0
MOST_CEILING_SECONDS = 24.0
# Fewer answers say nothing about a rate.
LEAST_ANSWERS = 12
LEAST_COMPARED = 40
LEAST_SECONDS = 0.05
# Windows of large files, or of sizes that scatter, end here.
LONG_SECONDS = 2.5
# While doubling a wrong guess costs little, and it is looked at again soon.
LONG_COARSE_SECONDS = 0.7
# How exactly a mean must be known, as a share of itself: while doubling, and else.
COARSE_ERROR = 0.15
CLOSE_ERROR = 0.04
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
        self._sunk_at = 0.0
        self._rest = FIRST_REST
        self._falls = 0
        self._is_falling = False
        self._ceiling = math.inf
        self._ceiling_until = -math.inf
        self._before_cut = start
        self._safe = start
        self._cut_at = -math.inf
        self._patience = CEILING_SECONDS / 2.0
        self._since = -math.inf
        self._opened: float | None = None
        self._answers = 0
        self._full = 0
        self._weight = self._squares = 0.0
        self._early = 0

    def on_answer(self, now: float, sent: float, in_flight: int, weight: float) -> None:
        """Count one answer.

        Args:
            now: When it was whole.
            sent: When its request got its slot.
            in_flight: Requests at once just after it was sent, itself included.
            weight: What it brought; 0 for a failure.
        """
        self._sunk_at = self._sunk_at or now
        if sent < self._since:
            return
        if self._opened is None:
            # Part of the first round: about one round trip after the limit began, however much they scatter.
            self._early += 1
            if self._early >= self.limit * (0.25 if self._is_coarse else 0.5):
                self._opened = now
            return
        self._answers += 1
        self._weight += weight
        self._squares += weight * weight
        if in_flight >= self.limit:
            self._full += 1
        elapsed = now - self._opened
        if elapsed < LEAST_SECONDS:
            return
        most = LONG_COARSE_SECONDS if self._is_coarse else LONG_SECONDS
        if self._answers < self._needed() and (elapsed < most or self._answers < self.limit / 2):
            return
        is_full = self._full * 2 >= self._answers
        goodput = self._weight / elapsed
        self._open_again()
        if is_full and self._answers_were_enough:
            self._judge(now, goodput)

    def on_rejection(self, now: float, sent: float, in_flight: int) -> None:
        """Go down after a 429 or 503. Those sent before the last cut only sharpen its ceiling."""
        # Sent under a larger limit that is gone by now: it says where the ceiling is, and no more.
        is_new = sent >= self._cut_at and in_flight <= self.limit
        if is_new:
            self._cut_at = now
            # The same ceiling again: it is believed for longer.
            is_known = 0.75 <= self.limit / self._before_cut <= 1.34
            self._patience = min(MOST_CEILING_SECONDS, 2.0 * self._patience) if is_known else CEILING_SECONDS
            self._before_cut = self.limit
            # A limit that was tried from below falls back to where it came from.
            self._safe = max(self._knee if self._phase is Phase.RISE else 0, math.ceil(self.limit * CUT))
            self._ceiling = self.limit
        # Rejected with few others under way: a rate is limited, not a number, so it says nothing about the ceiling.
        if self._before_cut / 2 < in_flight < self._ceiling:
            self._ceiling = in_flight
        self._ceiling_until = now + self._patience
        lower = max(1, self._before_cut // 2, min(self._safe, int(self._ceiling) - 1))
        if is_new:
            self._knee, self._best = lower, 0.0
            self._hold(now)
            # What is left up to the ceiling is tried soon, not after a whole rest.
            self._held_since = -math.inf
        elif lower < self.limit:
            self.limit = self._knee = lower

    def _needed(self) -> float:
        # Small steps and long holds compare more closely, so they look at more answers.
        # Sizes that scatter need more answers before their sum means anything.
        scatter = self._answers * self._squares / self._weight**2 - 1.0 if self._weight else 0.0
        if self._is_coarse:
            return max(LEAST_ANSWERS, self.limit, scatter / COARSE_ERROR**2)
        return max(LEAST_COMPARED, 2 * self.limit, scatter / CLOSE_ERROR**2)

    @property
    def _is_coarse(self) -> bool:
        """Return whether the limit is doubling: differences are large, haste is worth more than closeness."""
        return self._phase is Phase.RISE and (self.limit >= 1.5 * self._knee or self.limit == self._knee)

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
            # A server that got slower is followed down; a mere look below is one step.
            if self._is_falling:
                self._sink(now)
                return
        was_falling = self._is_falling
        self._hold(now)
        if not was_falling:
            # A look below does not take the place of a look above.
            self._held_since = -math.inf

    def _judge_hold(self, now: float, goodput: float) -> None:
        if self._best and goodput < FALL * self._best:
            self._falls += 1
            if self._falls >= 2:
                self._best = goodput
                self._is_falling = True
                self._sink(now)
            return
        self._falls = 0
        has_room = bool(self._best) and goodput > ROOM * self._best
        self._best = goodput if not self._best else 0.7 * self._best + 0.3 * goodput
        if now - self._sunk_at >= SINK_SECONDS:
            self._sunk_at = now
            self._sink(now)
        elif has_room or now - self._held_since >= self._rest:
            # The first knee was found in haste, so it is looked at again soon.
            self._rest = min(PROBE_SECONDS, 2.0 * self._rest)
            self._rise(now, STEP)

    def _rise(self, now: float, factor: float) -> None:
        top = self._cap
        if now < self._ceiling_until:
            top = min(top, int(self._ceiling) - 1)
        higher = min(top, math.ceil(self._knee * factor))
        if higher > self._knee:
            self._go(now, Phase.RISE, higher)
        elif self._phase is not Phase.HOLD:
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
        self._is_falling = False
        self._go(now, Phase.HOLD, self._knee)

    def _go(self, now: float, phase: Phase, limit: int) -> None:
        self._phase = phase
        self.limit = limit
        self._since = now
        self._open_again()

    def _open_again(self) -> None:
        self._answers_were_enough = self._answers >= 3
        self._opened = None
        self._early = 0
        self._answers = self._full = 0
        self._weight = self._squares = 0.0
