"""The three doors to an engine: submit an order, call a question, drain the news.

`InProcessHost` has the engine in this very loop (command line, Python API, tests). `ChildHost` has it in a child
process (the window). Both are used from the one thread that runs their event loop.
"""

from collections.abc import Callable
from typing import Any, Protocol

from app.engine.child import ChildHost
from app.engine.engine import Engine
from app.model.commands import Command
from app.model.events import Batch
from app.model.queries import Query

__all__ = ["ChildHost", "Host", "InProcessHost"]


class Host(Protocol):
    """An engine, wherever it lives.

    Attributes:
        on_news: Called in the thread of the loop, without arguments, when `drain` has something after it had
            nothing. Set it before `start`. It must be quick: note it and drain later.
    """

    on_news: Callable[[], None]

    async def start(self) -> None:
        """Get the engine going; returns when orders and questions are taken."""
        ...

    def submit(self, command: Command) -> None:
        """Give an order. Returns at once; what became of it arrives as facts."""
        ...

    async def call(self, query: Query) -> Any:
        """Ask a question; the answer is of the type that its query names. Raise FailedError."""
        ...

    def drain(self) -> Batch:
        """Take all news: facts in order, then the newest sample of each key. Possibly empty."""
        ...

    async def stop(self) -> None:
        """End the engine within three seconds; what is on disk and in the ledger stays true. May be called twice."""
        ...


class InProcessHost:
    """An engine in this process and this event loop."""

    def __init__(self, engine: Engine, *, resume: bool = True) -> None:
        """Stand in front of an engine that was not started yet.

        Args:
            engine: The engine; this host starts and stops it.
            resume: Let unfinished jobs of earlier runs go on.
        """
        self._engine = engine
        self._resume = resume
        self.on_news: Callable[[], None] = _no_one_listens

    async def start(self) -> None:
        """Start the engine in the running loop."""
        self._engine.on_news = self._tell
        await self._engine.start(self._resume)

    def submit(self, command: Command) -> None:
        """Hand an order to the engine."""
        self._engine.submit(command)

    async def call(self, query: Query) -> Any:
        """Ask the engine."""
        return await self._engine.call(query)

    def drain(self) -> Batch:
        """Take all news of the engine."""
        return self._engine.drain()

    async def stop(self) -> None:
        """Stop the engine; `drain` still gives the last facts."""
        await self._engine.stop()

    def _tell(self) -> None:
        self.on_news()


def _no_one_listens() -> None:
    """Stand in until somebody sets `on_news`."""
