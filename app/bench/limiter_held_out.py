"""Further servers to judge the limiter by: whoever tunes it does not tune on these. Pure.

One exception, so that nobody is misled: the heavy tail was looked at when the length of a coarse window was chosen.
"""

import heapq
import math
import random

from app.bench.limiter_models import Delay, Pipe, Reply, Scenario, Server, Slots

COLD_TIMES = 9.0
WARM_SECONDS = 1.5


class TwoPools:
    """Serves the first requests quickly; what is too much for them goes to a larger, slower pool, then waits."""

    def __init__(self, quick: Delay, quick_slots: int, slow: Delay, slow_slots: int) -> None:
        """Take delay and number of both."""
        self._quick, self._slow = quick, slow
        self._quick_free = [0.0] * quick_slots
        self._slow_free = [0.0] * slow_slots

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Answer from the pool that has a slot now, the quick one first; else from the one that has one sooner."""
        is_quick = self._quick_free[0] <= now or (
            self._slow_free[0] > now and self._quick_free[0] <= self._slow_free[0]
        )
        free, delay = (self._quick_free, self._quick) if is_quick else (self._slow_free, self._slow)
        at = max(now, heapq.heappop(free)) + delay.draw(chance)
        heapq.heappush(free, at)
        return Reply(at)

    def end(self, now: float) -> None:
        """Nothing changes."""


class Warming:
    """Begins ten times as slow as it will be: caches are cold, workers start."""

    def __init__(self, server: Server, delay: Delay) -> None:
        """Take the server as it will be, and the delay that a cold one adds many times."""
        self._server = server
        self._delay = delay

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Answer as the warm server does, and later by what is cold still."""
        reply = self._server.begin(now, size, chance)
        return Reply(
            reply.at + COLD_TIMES * math.exp(-now / WARM_SECONDS) * self._delay.draw(chance), reply.is_rejected
        )

    def end(self, now: float) -> None:
        """Pass it on."""
        self._server.end(now)


def heavy_tail(chance: random.Random) -> int:
    """Return a size between 10 kB and 20 MB: most are small, most bytes are in the few large ones."""
    return int(min(20e6, 10_000 * chance.paretovariate(1.1)))


def held_out(jitter: float = 0.2) -> list[Scenario]:
    """Return the scenarios."""
    near, far = Delay(0.05, jitter), Delay(0.15, jitter)
    return [
        Scenario("heavy tail, line of 60 MB/s", lambda: Pipe(near, 60e6), heavy_tail),
        Scenario("two knees: 12 quick, 40 slow", lambda: TwoPools(near, 12, far, 40)),
        Scenario("slow start, then 48 slots", lambda: Warming(Slots(near, 48), near)),
    ]
