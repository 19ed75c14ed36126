"""Servers of many kinds on a virtual clock, to see how well a limit is learned. Pure: no network, no waiting.

Demand never ends: whatever the rule allows is under way at once, and a rejected request is sent again at once.
"""

import heapq
import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

USUAL_SIZE = 60_000
MOST_REJECTED = 0.02
FIXED_LIMITS = (2, 4, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128)


class Rule(Protocol):
    """What decides how many requests are under way; `app.net.climb.Climb` is one."""

    limit: int

    def on_answer(self, now: float, sent: float, in_flight: int, weight: float) -> None:
        """Learn from a good answer."""
        ...

    def on_rejection(self, now: float, sent: float, in_flight: int) -> None:
        """Learn from a 429."""
        ...


class FixedRule:
    """A limit that never moves."""

    def __init__(self, limit: int) -> None:
        """Take the limit."""
        self.limit = limit

    def on_answer(self, now: float, sent: float, in_flight: int, weight: float) -> None:
        """Learn nothing."""

    def on_rejection(self, now: float, sent: float, in_flight: int) -> None:
        """Learn nothing."""


@dataclass(frozen=True, slots=True)
class Reply:
    """When an answer is there, and whether it is a rejection."""

    at: float
    is_rejected: bool = False


class Server(Protocol):
    """A model of what stands at the other end."""

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Take a request."""
        ...

    def end(self, now: float) -> None:
        """Know that an answer has left."""
        ...


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay that is never quite the same.

    Attributes:
        seconds: Its mean.
        jitter: 0.2 means anywhere between 0.8 and 1.2 of the mean.
    """

    seconds: float = 0.05
    jitter: float = 0.2

    def draw(self, chance: random.Random) -> float:
        """Return one delay."""
        return self.seconds * (1.0 + self.jitter * (2.0 * chance.random() - 1.0))


class Free:
    """Answers any number at once."""

    def __init__(self, delay: Delay) -> None:
        """Take the delay of an answer."""
        self._delay = delay

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Answer after the delay."""
        return Reply(now + self._delay.draw(chance))

    def end(self, now: float) -> None:
        """Nothing changes."""


class Slots:
    """Serves so many at once; the rest waits in line."""

    def __init__(self, delay: Delay, slots: int) -> None:
        """Take delay and number."""
        self._delay = delay
        self._free_at = [0.0] * slots

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Answer when the first slot has been free for the delay."""
        at = max(now, heapq.heappop(self._free_at)) + self._delay.draw(chance)
        heapq.heappush(self._free_at, at)
        return Reply(at)

    def end(self, now: float) -> None:
        """Nothing changes."""


class Degrading:
    """Gets slower with the square of what is too much."""

    def __init__(self, delay: Delay, knee: int) -> None:
        """Take the delay, and how many it bears."""
        self._delay = delay
        self._knee = knee
        self._busy = 0

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Answer after a delay that grows past the knee."""
        self._busy += 1
        return Reply(now + self._delay.draw(chance) * max(1.0, self._busy / self._knee) ** 2)

    def end(self, now: float) -> None:
        """One less."""
        self._busy -= 1


class Rejecting:
    """Says 429 past so many at once."""

    def __init__(self, delay: Delay, most: int) -> None:
        """Take delay and number."""
        self._delay = delay
        self._most = most
        self._busy = 0

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Answer, or reject as late as an answer would come."""
        is_rejected = self._busy >= self._most
        self._busy += 1
        return Reply(now + self._delay.draw(chance), is_rejected)

    def end(self, now: float) -> None:
        """One less."""
        self._busy -= 1


class Rate:
    """Allows so many requests per second, with a burst, and says 429 to the rest."""

    def __init__(self, delay: Delay, per_second: float, burst: int) -> None:
        """Take delay, rate and burst."""
        self._delay = delay
        self._rate = per_second
        self._burst = self._tokens = float(burst)
        self._seen = 0.0

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Answer when there is a token."""
        self._tokens = min(self._burst, self._tokens + (now - self._seen) * self._rate)
        self._seen = now
        is_rejected = self._tokens < 1.0
        self._tokens -= 0.0 if is_rejected else 1.0
        return Reply(now + self._delay.draw(chance), is_rejected)

    def end(self, now: float) -> None:
        """Nothing changes."""


class Pipe:
    """A line of so many bytes per second behind a delay."""

    def __init__(self, delay: Delay, bytes_per_second: float) -> None:
        """Take delay and width."""
        self._delay = delay
        self._width = bytes_per_second
        self._free_at = 0.0

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Answer when the line has carried it after all before it."""
        self._free_at = max(self._free_at, now + self._delay.draw(chance)) + size / self._width
        return Reply(self._free_at)

    def end(self, now: float) -> None:
        """Nothing changes."""


class Changing:
    """One server first, another one later."""

    def __init__(self, first: Server, then: Server, at: float) -> None:
        """Take both, and the second of the change."""
        self._first, self._then, self._at = first, then, at
        self._under_way = 0

    def begin(self, now: float, size: int, chance: random.Random) -> Reply:
        """Let the server of this hour answer."""
        if now >= self._at:
            return self._then.begin(now, size, chance)
        self._under_way += 1
        return self._first.begin(now, size, chance)

    def end(self, now: float) -> None:
        """Let the first end what it began, then the second."""
        if self._under_way:
            self._under_way -= 1
            self._first.end(now)
        else:
            self._then.end(now)


def usual_sizes(chance: random.Random) -> int:
    """Return 60 kB."""
    del chance
    return USUAL_SIZE


def mixed_sizes(chance: random.Random) -> int:
    """Return something between 5 kB and 2 MB, small ones more often."""
    return int(min(2_000_000, max(5_000, chance.lognormvariate(11.0, 1.0))))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of server and of files.

    Attributes:
        name: For the table.
        server: Makes a fresh one.
        sizes: Draws the size of an answer in bytes.
        seconds: Length of a run.
        knee: The least limit that is best; None when several ends of a change differ.
    """

    name: str
    server: Callable[[], Server]
    sizes: Callable[[random.Random], int] = usual_sizes
    seconds: float = 16.0
    knee: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one run.

    Attributes:
        received: Bytes of good answers.
        late: Those of the second half.
        answers: Good answers.
        rejections: Rejected requests.
        limit: The limit at the end.
        slowest: 95th percentile of the time an answer took, in seconds.
    """

    received: int
    late: int
    answers: int
    rejections: int
    limit: int
    slowest: float

    @property
    def rejected_share(self) -> float:
        """Return rejections per request."""
        return self.rejections / max(1, self.answers + self.rejections)


def simulate(rule: Rule, scenario: Scenario, seed: int = 1, item_weight: float = 32 * 1024) -> Run:
    """Run one scenario under one rule.

    Args:
        rule: Decides how many are under way.
        scenario: The server and its files.
        seed: For everything drawn.
        item_weight: What an answer weighs beside its bytes, as in `app.net.limiter`.
    """
    chance = random.Random(seed)
    server = scenario.server()
    order = itertools.count()
    coming: list[tuple[float, int, float, int, int, bool]] = []
    now = 0.0
    received = late = answers = rejections = 0
    took: list[float] = []
    while True:
        while len(coming) < rule.limit:
            size = scenario.sizes(chance)
            reply = server.begin(now, size, chance)
            heapq.heappush(coming, (reply.at, next(order), now, len(coming) + 1, size, reply.is_rejected))
        now, _, sent, in_flight, size, is_rejected = heapq.heappop(coming)
        if now > scenario.seconds:
            break
        server.end(now)
        if is_rejected:
            rejections += 1
            rule.on_rejection(now, sent, in_flight)
            continue
        answers += 1
        received += size
        late += size if now > scenario.seconds / 2 else 0
        took.append(now - sent)
        rule.on_answer(now, sent, in_flight, size + item_weight)
    slowest = sorted(took)[int(len(took) * 0.95)] if took else 0.0
    return Run(received, late, answers, rejections, rule.limit, slowest)


def best_fixed(scenario: Scenario, seed: int = 1, limits: Sequence[int] = FIXED_LIMITS) -> Run:
    """Return the run of the best limit that never moves, among those with few rejections."""
    runs = [simulate(FixedRule(limit), scenario, seed) for limit in limits]
    polite = [run for run in runs if run.rejected_share <= MOST_REJECTED]
    return max(polite, key=lambda run: run.received)


def scenarios(jitter: float = 0.2) -> list[Scenario]:
    """Return every kind of server that a rule has to find its way with."""
    near, far = Delay(0.05, jitter), Delay(0.15, jitter)
    return [
        Scenario("free", lambda: Free(near), knee=128),
        Scenario("free, 150 ms", lambda: Free(far), knee=128),
        Scenario("8 slots, rest queues", lambda: Slots(near, 8), knee=8),
        Scenario("32 slots, rest queues", lambda: Slots(near, 32), knee=32),
        Scenario("degrades past 16", lambda: Degrading(near, 16), knee=16),
        Scenario("429 past 10", lambda: Rejecting(near, 10), knee=10),
        Scenario("429 past 40", lambda: Rejecting(near, 40), knee=40),
        Scenario("200 requests/s, burst 20", lambda: Rate(near, 200.0, 20), knee=10),
        Scenario("line of 30 MB/s", lambda: Pipe(near, 30e6), knee=25),
        Scenario("mixed sizes, 24 slots", lambda: Slots(near, 24), mixed_sizes, knee=24),
        Scenario("mixed sizes, line of 60 MB/s", lambda: Pipe(near, 60e6), mixed_sizes),
        Scenario("16 slots become 64", lambda: Changing(Slots(near, 16), Slots(near, 64), 8.0), seconds=24.0),
        Scenario("64 slots become 12", lambda: Changing(Slots(near, 64), Slots(near, 12), 8.0), seconds=24.0),
        Scenario("bears 48, then 12", lambda: Changing(Degrading(near, 48), Degrading(near, 12), 8.0), seconds=24.0),
    ]
