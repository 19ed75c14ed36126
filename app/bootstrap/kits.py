"""What sources are handed: with the caches and counters of this user, or with none for measuring."""

from app.config.paths import Home
from app.model.clock import Clock
from app.sources.kit import SourceKit
from app.store.counters import CounterFile
from app.store.tile_cache import TileFolder


class _NoCache:
    """Keeps nothing."""

    def get(self, host: str, key: str) -> bytes | None:
        return None

    def put(self, host: str, key: str, body: bytes) -> None:
        return None


class _NoCounters:
    """Counts nothing."""

    def spend(self, name: str, count: int, now: float) -> None:
        return None

    def used(self, name: str, now: float, seconds: float) -> int:
        return 0

    def frees_at(self, name: str, now: float, seconds: float, most: int) -> float:
        return now


def kit_of(home: Home, clock: Clock) -> SourceKit:
    """Return what the sources of this user share; the files are made when they are first needed."""
    return SourceKit(clock, TileFolder(home.tiles), CounterFile(home.counters))


def bare_kit(clock: Clock) -> SourceKit:
    """Return a kit without memory, so that every run of a benchmark asks for everything."""
    return SourceKit(clock, _NoCache(), _NoCounters())
