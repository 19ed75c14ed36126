"""An engine in a child process, started again when it dies."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.model.commands import Command
from app.model.events import Batch
from app.model.queries import Query


class ChildHost:
    """A `Host` whose engine runs in a child process (`python -m app engine`). Works in any asyncio loop, qasync too.

    When the child dies, a new one starts at once, learns the accounts again (`UseAccount` orders are remembered in
    memory) and goes on from the ledger: `EngineStarted(was_unclean=True)` tells. Questions under way fail with
    FailedError. After five deaths within a minute it gives up with `EngineTrouble`.
    """

    on_news: Callable[[], None]

    def __init__(self, argv: Sequence[str], *, environment: Mapping[str, str] | None = None) -> None:
        """Remember how to start the child.

        Args:
            argv: Program and arguments; never a token.
            environment: The child's environment; None hands on ours.
        """

    @property
    def pid(self) -> int | None:
        """Return the process id of the child; None when there is none."""

    async def start(self) -> None:
        """Start the child; returns when it runs. Orders and questions may be given before it is ready."""

    def submit(self, command: Command) -> None:
        """Send an order."""

    async def call(self, query: Query) -> Any:
        """Ask; raise FailedError."""

    def drain(self) -> Batch:
        """Take all news that arrived."""

    async def stop(self) -> None:
        """End the child: ask it to stop, give it three seconds, then end it."""
