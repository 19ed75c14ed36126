"""How much the sandbox can take at once: servers that queue, slow down or refuse. Pure; time is an argument."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class CapacityKind(StrEnum):
    """How a server behaves when it is asked too much."""

    FREE = "free"
    SLOTS = "slots"
    DEGRADE = "degrade"
    REJECT = "reject429"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Capacity:
    """A model of a server.

    Attributes:
        kind: FREE serves all; SLOTS serves `slots` at once, the rest wait in a queue; DEGRADE grows slower with every
            request past `slots`; REJECT answers 429 past `slots`; RATE allows `per_second` with a burst, else 429.
        slots: Requests at once.
        service_ms: What one request costs the server.
        per_second: Requests per second of RATE.
        burst: Requests that RATE allows at once.
        retry_after: Seconds that a 429 names; 0 names none.
    """

    kind: CapacityKind = CapacityKind.FREE
    slots: int = 8
    service_ms: float = 0.0
    per_second: float = 50.0
    burst: int = 20
    retry_after: int = 1


Go = Callable[[float], None]
Refuse = Callable[[], None]


class Gate:
    """Admits requests by a model."""

    def __init__(self, capacity: Capacity) -> None:
        """Start idle."""
        self.capacity = capacity
        self.in_flight = 0
        self._queue: deque[Go] = deque()
        self._allowance = float(capacity.burst)
        self._at: float | None = None

    def enter(self, now: float, go: Go, refuse: Refuse) -> None:
        """Take a request: `go` is called with its service time when it may run, or `refuse`.

        Args:
            now: Seconds on a monotonic clock.
            go: Called now or after others have left; whoever was let go must `leave`.
            refuse: Called when the answer is 429; nothing has to leave then.
        """
        model, service = self.capacity, self.capacity.service_ms / 1000
        if model.kind is CapacityKind.RATE and not self._take(now):
            refuse()
            return
        if model.kind is CapacityKind.REJECT and self.in_flight >= model.slots:
            refuse()
            return
        if model.kind is CapacityKind.SLOTS and self.in_flight >= model.slots:
            self._queue.append(go)
            return
        self.in_flight += 1
        if model.kind is CapacityKind.DEGRADE and self.in_flight > model.slots:
            service *= (self.in_flight / model.slots) ** 2
        go(service)

    def leave(self) -> None:
        """End a request; the next in the queue runs."""
        if self._queue:
            self._queue.popleft()(self.capacity.service_ms / 1000)
        else:
            self.in_flight -= 1

    def _take(self, now: float) -> bool:
        """Take one from the bucket of RATE."""
        passed = 0.0 if self._at is None else now - self._at
        self._at = now
        self._allowance = min(float(self.capacity.burst), self._allowance + passed * self.capacity.per_second)
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True


class Pace:
    """All answers together go out at so many bytes per second."""

    def __init__(self, bytes_per_second: float, clock: Callable[[], float]) -> None:
        """Start with an empty line."""
        self._rate = bytes_per_second
        self._clock = clock
        self._free_at = 0.0

    def delay(self, count: int) -> float:
        """Return the seconds until more than these bytes may follow."""
        now = self._clock()
        self._free_at = max(self._free_at, now) + count / self._rate
        return self._free_at - now
