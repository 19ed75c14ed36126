"""What an engine is given: the protocols of its parts, and the record that carries them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.engine.archive_lists import ArchiveLists
from app.engine.basemap import Basemap
from app.engine.exporting import Exporting
from app.engine.finishing import Finisher
from app.engine.lines import Service
from app.model.account import Account
from app.model.call import Network
from app.model.clock import Clock
from app.model.events import HostPace
from app.model.region import Region
from app.store.sink import Sink


class Limits(Protocol):
    """What the engine asks of the limiters; `app.net.limiter.Limiters` is one."""

    def gates(self) -> Mapping[str, float]:
        """Return host -> UTC seconds until which it asked for silence."""
        ...

    def restore(self, gates: Mapping[str, float]) -> None:
        """Know gates of an earlier run again."""
        ...

    def fix(self, limit: int | None, apart: Mapping[str, int] | None = None) -> None:
        """Use so many requests at once on every host, others on those named `apart`; None lets them learn."""
        ...

    def paces(self) -> Sequence[HostPace]:
        """Return how each host goes now."""
        ...

    def set_rate_limit(self, bytes_per_second: int | None) -> None:
        """Limit the bytes received per second over all hosts."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineParts:
    """Everything that comes from outside; see `Engine`."""

    ledger_path: Path
    network_for: Callable[[Account, str], Network]
    source_for: Callable[[Account], Service]
    limits: Limits
    clock: Clock
    open_sink: Callable[[Path, str], Sink]
    prewarm: Callable[[], Awaitable[None]] | None
    close_network: Callable[[], Awaitable[None]] | None
    licence_for: Callable[[Account], str] | None
    version: str
    finisher: Finisher | None
    basemap: Basemap | None
    read_regions: Callable[[Path], Sequence[Region]] | None
    exporting: Exporting | None
    archive_lists: ArchiveLists | None
