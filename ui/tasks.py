"""The owner of everything that the window awaits. No task is loose: each has a name, a reference and a reporter.

asyncio keeps only weak references to tasks: one that nobody holds can vanish in the middle.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class TaskOwner(QObject):
    """Runs coroutines in the loop of the window.

    Signals:
        broke(object): A task ended with an exception that nobody expected (the exception).
    """

    broke = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def run(self, work: Coroutine[Any, Any, None], name: str) -> Callable[[], None]:
        """Start a coroutine; return a function that cancels it.

        After `close`, or when the event loop has ended, nothing starts any more.
        """
        try:
            loop = None if self._is_closed else asyncio.get_running_loop()
        except RuntimeError:
            loop = None  # a widget may still be painted, and ask for something, when the last loop is over
        if loop is None:
            work.close()
            return lambda: None
        task = loop.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return lambda: _cancel(task)

    async def close(self) -> None:
        """Cancel what still runs and wait for it. The calling task is left alone."""
        self._is_closed = True
        rest = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        if rest:
            await asyncio.wait(rest)

    @property
    def count(self) -> int:
        """Return how many coroutines run now."""
        return len(self._tasks)

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error("Task %s broke", task.get_name(), exc_info=error)
            self.broke.emit(error)


def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
