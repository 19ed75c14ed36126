"""The ledger in a thread of its own: one thread, one connection, awaited from the loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from app.store.ledger import Ledger

P = ParamSpec("P")
T = TypeVar("T")


class LedgerThread:
    """Runs functions of the ledger one after the other, in the order in which they were asked for."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="windrow-ledger")
        self._ledger: Ledger | None = None

    async def open(self, path: Path, *, check: bool = False) -> None:
        """Open the file. Raise FailedError (DISK)."""
        self._ledger = await self.run(Ledger.open, path, check=check)

    @property
    def rows(self) -> Ledger:
        """Return the ledger; its methods may only be handed to `run`."""
        if self._ledger is None:
            raise RuntimeError("The ledger is not open.")
        return self._ledger

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the ledger's thread. Once begun it ends, even when the caller is cancelled."""
        future = self._thread.submit(function, *args, **kwargs)
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        """Finish what was asked for and close the file."""
        if self._ledger is not None:
            await self.run(self._ledger.close)
            self._ledger = None
        self._thread.shutdown(wait=False)
