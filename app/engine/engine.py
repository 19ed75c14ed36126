"""The engine: owns the jobs, takes orders, answers questions, publishes facts.

It receives everything it needs and imports no service: sources come in as protocols, the network as a door per
account, the limiter as a protocol, the disk as a sink factory.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from app.model.account import Account
from app.model.call import Network
from app.model.clock import Clock
from app.model.commands import Command
from app.model.events import Batch, HostPace
from app.model.queries import Query
from app.model.source import Browsable, Source
from app.store.sink import Sink


class Service(Source, Browsable, Protocol):
    """A source that can also be looked around in."""


class Limits(Protocol):
    """What the engine asks of the limiters; `app.net.limiter.Limiters` is one."""

    def gates(self) -> Mapping[str, float]:
        """Return host -> UTC seconds until which it asked for silence."""
        ...

    def restore(self, gates: Mapping[str, float]) -> None:
        """Know gates of an earlier run again."""
        ...

    def fix(self, limit: int | None) -> None:
        """Use so many requests at once on every host; None lets them learn."""
        ...

    def paces(self) -> Sequence[HostPace]:
        """Return how each host goes now."""
        ...

    def set_rate_limit(self, bytes_per_second: int | None) -> None:
        """Limit the bytes received per second over all hosts."""
        ...


class Engine:
    """One engine over one ledger file. Lives in one event loop; `start` first, `stop` last.

    Attributes:
        on_news: Called when `drain` has something after it had nothing.
    """

    on_news: Callable[[], None]

    def __init__(
        self,
        *,
        ledger_path: Path,
        network_for: Callable[[Account, str], Network],
        source_for: Callable[[Account], Service],
        limits: Limits,
        clock: Clock,
        open_sink: Callable[[Path, str], Sink] = Sink.open,
        prewarm: Callable[[], Awaitable[None]] | None = None,
        close_network: Callable[[], Awaitable[None]] | None = None,
        licence_for: Callable[[Account], str] | None = None,
        max_jobs: int = 3,
        version: str = "",
    ) -> None:
        """Take the parts; nothing is opened before `start`.

        Args:
            ledger_path: SQLite file in the user's data folder; made when absent.
            network_for: The door to the network for an account and its token.
            source_for: The source of an account.
            limits: The limiters behind those doors.
            clock: Time and chance.
            open_sink: Opens a destination for an attempt name.
            prewarm: Awaited in the background after the start (imports, TLS context).
            close_network: Awaited last, when nothing is in flight any more.
            licence_for: Licence text of an account's source, for the receipt.
            max_jobs: Jobs that run at once, apart from those that were started by hand.
            version: Of the program, for the receipt.
        """

    async def start(self, resume: bool) -> None:
        """Open the ledger and get ready; with `resume`, unfinished jobs of earlier runs go on once their account is known.

        Raises:
            FailedError: DISK, when the ledger cannot be opened or is newer than this program.
        """

    def submit(self, command: Command) -> None:
        """Take an order; returns at once. Orders are carried out one after the other."""

    async def call(self, query: Query) -> Any:
        """Answer a question. Raise FailedError."""

    def drain(self) -> Batch:
        """Take all news."""

    async def stop(self) -> None:
        """Let go within three seconds: no new request, what is in flight gets 1.5 s, all that is complete is committed.

        `EngineStopped` is the last fact. May be called twice.
        """
