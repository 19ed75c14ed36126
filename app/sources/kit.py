"""What a source may be handed besides its account: time, a cache for tiles, counters that survive. Protocols only."""

from dataclasses import dataclass
from typing import Protocol

from app.model.clock import Clock


class TileCache(Protocol):
    """Bodies of tiles that were asked for before. May be called from any thread."""

    def get(self, host: str, key: str) -> bytes | None:
        """Return a body that is still fresh; None when it has to be asked for. An empty body is a body."""
        ...

    def put(self, host: str, key: str, body: bytes) -> None:
        """Keep a body; one that cannot be written is simply asked for again next time."""
        ...


class Counters(Protocol):
    """Counts of calls per hour that survive restarts and are shared by all programs of this user. Any thread."""

    def spend(self, name: str, count: int, now: float) -> None:
        """Add to a counter; `now` is UTC seconds."""
        ...

    def used(self, name: str, now: float, seconds: float) -> int:
        """Return what was spent in the last so many seconds (whole hours, so rather too much than too little)."""
        ...

    def frees_at(self, name: str, now: float, seconds: float, most: int) -> float:
        """Return from when on less than `most` count for the last so many seconds, UTC; `now` if they do now."""
        ...


@dataclass(frozen=True, slots=True)
class SourceKit:
    """What sources share."""

    clock: Clock
    cache: TileCache
    counters: Counters
