"""What sources share, in memory: a clock that tests move, a cache and counters that forget when they go."""

from collections import defaultdict

from app.model.clock import Clock
from app.sources.kit import SourceKit
from tests.fakes.clock import FakeClock


class MemoryCache:
    """Keeps every body for ever."""

    def __init__(self) -> None:
        self.bodies: dict[tuple[str, str], bytes] = {}

    def get(self, host: str, key: str) -> bytes | None:
        return self.bodies.get((host, key))

    def put(self, host: str, key: str, body: bytes) -> None:
        self.bodies[host, key] = body


class MemoryCounters:
    """Counts to the second, in memory."""

    def __init__(self) -> None:
        self.spent: dict[str, list[tuple[float, int]]] = defaultdict(list)

    def spend(self, name: str, count: int, now: float) -> None:
        self.spent[name].append((now, count))

    def used(self, name: str, now: float, seconds: float) -> int:
        return sum(count for at, count in self.spent[name] if at > now - seconds)

    def frees_at(self, name: str, now: float, seconds: float, most: int) -> float:
        for at, _ in [(now - seconds, 0), *self.spent[name]]:
            if sum(count for later, count in self.spent[name] if later > at) < most:
                return max(now, at + seconds)
        return now


def fake_kit(clock: Clock | None = None) -> SourceKit:
    return SourceKit(clock or FakeClock(), MemoryCache(), MemoryCounters())
