"""Ctrl-C and SIGTERM: the first lets the command end in order, the second ends it at once."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from app.cli.desk import Exit


class Interrupt:
    """Counts the requests to stop. Until somebody listens, the first one cancels the whole command.

    Attributes:
        listener: Called at the first request instead of cancelling; None cancels.
        last_words: Called right before the process is ended at the second request; it must be quick.
    """

    def __init__(self, cancel: Callable[[], object], leave: Callable[[int], object] = os._exit) -> None:
        """Take what cancels the command and what ends the process."""
        self.listener: Callable[[], object] | None = None
        self.last_words: Callable[[], object] | None = None
        self._cancel = cancel
        self._leave = leave
        self._count = 0

    @property
    def was_hit(self) -> bool:
        """Return whether somebody asked to stop."""
        return self._count > 0

    def hit(self) -> None:
        """Take one request to stop."""
        self._count += 1
        if self._count == 1:
            (self.listener or self._cancel)()
            return
        # Whatever is under way lies under temporary names: ending here leaves nothing half-written.
        if self.last_words is not None:
            self.last_words()
        self._leave(Exit.INTERRUPTED)


Work = Callable[[Interrupt], Awaitable[int]]


def run_async(work: Work) -> int:
    """Run a command in an event loop of its own; return its exit code, 130 when it was cancelled by a signal."""
    from app.bootstrap.engines import use_fast_loop

    with asyncio.Runner(loop_factory=use_fast_loop) as runner:
        return runner.run(_guarded(work))


async def _guarded(work: Work) -> int:
    task = asyncio.current_task()
    assert task is not None
    interrupt = Interrupt(task.cancel)
    with _signals(interrupt):
        try:
            return await work(interrupt)
        except asyncio.CancelledError:
            if not interrupt.was_hit:
                raise
            # A cancelled task must not fail the runner: this end was asked for.
            task.uncancel()
            return Exit.INTERRUPTED


@contextmanager
def _signals(interrupt: Interrupt) -> Iterator[None]:
    """Send the two signals to the interrupt while the block runs."""
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":
        before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(interrupt.hit))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
        return
    # The runner has its own handler for Ctrl-C and puts the one before it back afterwards.
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupt.hit)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
