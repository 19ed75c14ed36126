"""Tries one way of fetching on a sample, for so many seconds at most. Nothing is written to the disk."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

from app.engine.lines import Service
from app.model.call import Network
from app.model.clock import Clock
from app.model.failure import FailedError, first_failure
from app.model.measure import Kind, Measured, Way
from app.model.readable import Read
from app.model.source import Listed


async def measure(
    kind: Kind, way: Way, items: Sequence[Listed], seconds: float, source: Service, network: Network, clock: Clock
) -> Measured:
    """Fetch a sample and return what came of it. No question is begun after the time is over.

    Raises:
        FailedError: Something that concerns more than one thing; nothing can be said of this way.
    """
    chosen = items[: way.items(len(items))]
    groups = iter([tuple(chosen[at : at + way.batch_size]) for at in range(0, len(chosen), way.batch_size)])
    tally = _Tally()
    began = clock.monotonic()

    async def ask(group: tuple[Listed, ...]) -> Sequence[Read]:
        is_shared = way.batch_size > 1
        if kind is Kind.IMAGES:
            return await source.read_images(group, network, is_shared=is_shared)
        return await source.read_annotations(group, network, is_shared=is_shared)

    try:
        async with asyncio.TaskGroup() as workers:
            for _ in range(way.workers):
                workers.create_task(_work(groups, ask, tally, lambda: clock.monotonic() - began >= seconds))
    except* FailedError as several:
        raise first_failure(several) from None
    return Measured(way, tally.items, tally.size, tally.requests, clock.monotonic() - began, tally.failed)


class _Tally:
    """Counts what arrived."""

    def __init__(self) -> None:
        self.items = self.size = self.requests = self.failed = 0


async def _work(
    groups: Iterator[tuple[Listed, ...]],
    ask: Callable[[tuple[Listed, ...]], Awaitable[Sequence[Read]]],
    tally: _Tally,
    is_over: Callable[[], bool],
) -> None:
    for group in groups:
        tally.requests += 1
        for read in await ask(group):
            if read.failure is None:
                tally.items += 1
                tally.size += len(read.body)
            else:
                tally.failed += 1
        if is_over():
            return
