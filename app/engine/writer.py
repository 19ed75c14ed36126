"""The last stretch: complete flights become files, then ledger rows, then facts. In batches.

A batch is up to 64 items or 8 MB, or what there is after two seconds. Two threads write, so the loop goes on
parsing; the ledger learns of a batch only after its files and its receipt lines are safe.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor
from typing import Any, Protocol

from app.engine.flight import Flight
from app.engine.hold import DISK_SECONDS
from app.engine.ledger_thread import LedgerThread
from app.model.clock import Clock
from app.model.failure import FailedError, Failure, FailureKind
from app.model.task import Task, TaskState
from app.store.item_cache import ItemCache
from app.store.ledger_tasks import Settled, Totals
from app.store.parts import Part
from app.store.sink import Sink
from app.store.sink_records import Committed, Incoming, Level, Rejected, Written

log = logging.getLogger(__name__)

BATCH_ITEMS = 64
BATCH_BYTES = 8 * 1024 * 1024
BATCH_SECONDS = 2.0
MOST_BATCHES = 3  # two threads, and one in line so that none of them waits for the loop


class WriterOwner(Protocol):
    """Who hears what became of the flights."""

    def settled(self, totals: Totals, tasks: tuple[Task, ...], flights: Sequence[Flight]) -> None:
        """These tasks have their end in the ledger."""
        ...

    def rejected(self, flight: Flight, failure: Failure) -> None:
        """What arrived did not pass; nothing of it is left."""
        ...

    def disk_fails(self, failure: Failure) -> None:
        """Nothing can be written now. Called again each time that this is still so."""
        ...

    def disk_works(self) -> None:
        """Writing works again."""
        ...


class Writer:
    """Writes the flights of one run of one job.

    Attributes:
        disk_bytes: Bytes that reached the disk so far.
        busy_batches: Batches under way.
        is_blocked: The disk takes nothing; what is complete waits here.
    """

    def __init__(
        self,
        *,
        job_id: int,
        sink: Sink,
        ledger: LedgerThread,
        threads: Executor,
        clock: Clock,
        wanted: str,
        owner: WriterOwner,
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
        cache: ItemCache | None = None,
    ) -> None:
        """Take the parts; `spawn` starts a task that the run owns."""
        self._job_id = job_id
        self._sink = sink
        self._cache = cache
        self._ledger = ledger
        self._threads = threads
        self._clock = clock
        self._wanted = wanted
        self._owner = owner
        self._spawn = spawn
        self._ready: list[Flight] = []
        self._ready_bytes = 0
        self._ends: list[tuple[Flight, Settled]] = []
        self._oldest = 0.0
        self._is_overdue = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self.disk_bytes = 0
        self.busy_batches = 0
        self.is_blocked = False

    def add(self, flight: Flight) -> None:
        """Take a complete flight."""
        if not self._ready and not self._ends:
            self._oldest = self._clock.monotonic()
        self._ready.append(flight)
        if isinstance(flight.body, bytes):
            self._ready_bytes += len(flight.body)
        if len(self._ready) >= BATCH_ITEMS or self._ready_bytes >= BATCH_BYTES:
            self._launch()

    def end(self, flight: Flight, settled: Settled) -> None:
        """Take a flight that ends without a file."""
        if not self._ready and not self._ends:
            self._oldest = self._clock.monotonic()
        self._ends.append((flight, settled))
        if len(self._ends) >= BATCH_ITEMS:
            self._launch()

    def flush(self) -> None:
        """Write what there is, however little; what finds all threads busy follows as soon as one is free."""
        if self._ready or self._ends:
            self._launch()
        self._is_overdue = bool(self._ready or self._ends)

    def disk_failed(self, failure: Failure) -> None:
        """Hold all writing until the disk takes something again."""
        if not self.is_blocked:
            self.is_blocked = True
            self._owner.disk_fails(failure)
            self._begin(self._wait_for_disk())

    async def keep_time(self) -> None:
        """Write every batch that has waited for two seconds; runs until it is cancelled."""
        while True:
            await self._clock.sleep(BATCH_SECONDS / 4)
            if (self._ready or self._ends) and self._clock.monotonic() - self._oldest >= BATCH_SECONDS:
                self.flush()

    async def close(self) -> None:
        """Write what is complete and wait for every batch; on a disk that fails, leave it."""
        while True:
            if not self.is_blocked:
                self.flush()
            await self._idle.wait()
            if self.is_blocked or (not self._ready and not self._ends):
                return

    def leave(self) -> None:
        """Stop all waiting, at the end of a run; batches in the threads still end there."""
        for task in tuple(self._tasks):
            task.cancel()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._spawn(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _launch(self) -> None:
        while (self._ready or self._ends) and not self.is_blocked and self.busy_batches < MOST_BATCHES:
            batch, ends = self._take()
            self.busy_batches += 1
            self._idle.clear()
            self._begin(self._carry(batch, ends))
            if len(self._ready) < BATCH_ITEMS:
                return

    def _take(self) -> tuple[list[Flight], list[tuple[Flight, Settled]]]:
        batch, size, count = [], 0, 0
        for flight in self._ready[:BATCH_ITEMS]:
            batch.append(flight)
            count += 1
            size += len(flight.body) if isinstance(flight.body, bytes) else 0
            if size >= BATCH_BYTES:
                break
        del self._ready[:count]
        self._ready_bytes -= size
        ends, self._ends = self._ends, []
        self._oldest = self._clock.monotonic()
        return batch, ends

    async def _carry(self, batch: list[Flight], ends: list[tuple[Flight, Settled]]) -> None:
        try:
            results = await self._write(batch)
            closed = list(ends)
            blocked: Failure | None = None
            for flight, result in zip(batch, results, strict=True):
                if isinstance(result, Committed):
                    size = result.size
                    self.disk_bytes += size
                    is_open = result.level is Level.UNVERIFIED or result.level is Level.STRUCTURE
                    closed.append(
                        (
                            flight,
                            Settled(
                                flight.seq,
                                TaskState.DONE,
                                size,
                                flight.tries + 1,
                                is_unverified=is_open,
                                likely=flight.likely,
                            ),
                        )
                    )
                elif result.failure.kind is FailureKind.DISK:
                    blocked = result.failure
                    self._hold_back(flight)
                else:
                    self._owner.rejected(flight, result.failure)
            if blocked is not None:
                self.disk_failed(blocked)
            if closed:
                await self._settle(closed)
        finally:
            self.busy_batches -= 1
            if self.busy_batches == 0:
                self._idle.set()
        if self._is_overdue:
            self.flush()
        elif len(self._ready) >= BATCH_ITEMS or self._ready_bytes >= BATCH_BYTES:
            self._launch()

    def _hold_back(self, flight: Flight) -> None:
        if isinstance(flight.body, Part):  # its file is gone with the refusal
            self._owner.rejected(flight, Failure(FailureKind.CANCELLED, "The disk could not take it."))
            return
        self._ready.append(flight)
        self._ready_bytes += len(flight.body) if flight.body is not None else 0

    async def _write(self, batch: list[Flight]) -> list[Committed | Rejected]:
        if not batch:
            return []
        incoming = [flight.incoming(self._wanted) for flight in batch]
        future = self._threads.submit(write_and_commit, self._sink, incoming, self._cache)
        return await asyncio.wrap_future(future)

    async def _settle(self, closed: list[tuple[Flight, Settled]]) -> None:
        ends = [end for _, end in closed]
        while True:
            try:
                totals = await self._ledger.run(self._ledger.rows.tasks.settle, self._job_id, ends)
                break
            except FailedError as error:
                # The files are safe; only the book cannot be written. Nothing else may run ahead of it.
                self.is_blocked = True
                self._owner.disk_fails(error.failure)
                await self._clock.sleep(DISK_SECONDS)
                self.is_blocked = False
                self._owner.disk_works()
        tasks = tuple(
            Task(
                self._job_id,
                end.seq,
                flight.listed.key,
                flight.path,
                end.state,
                flight.size if end.size is None else end.size,
                end.tries,
                end.failure,
            )
            for flight, end in closed
        )
        self._owner.settled(totals, tasks, [flight for flight, _ in closed])

    async def _wait_for_disk(self) -> None:
        """Look every two seconds whether the disk takes a batch again."""
        while True:
            await self._clock.sleep(DISK_SECONDS)
            try:
                free = await asyncio.wrap_future(self._threads.submit(self._sink.free))
            except FailedError as error:
                self._owner.disk_fails(error.failure)
                continue
            if free > max(self._ready_bytes, 1):
                break
        self.is_blocked = False
        self._owner.disk_works()
        self.flush()


def write_and_commit(
    sink: Sink, incoming: Sequence[Incoming], cache: ItemCache | None = None
) -> list[Committed | Rejected]:
    """Write a batch and put it in place; answers in the order of the items. Runs in a writer thread.

    Images that were checked by their hash go to the cache as well.
    """
    written = sink.write(incoming)
    committed = iter(sink.commit([item for item in written if isinstance(item, Written)]))
    answers = [next(committed) if isinstance(item, Written) else item for item in written]
    if cache is not None:
        for item, answer in zip(incoming, answers, strict=True):
            is_whole = isinstance(answer, Committed) and answer.level is Level.HASH and item.finish is None
            if is_whole and item.body is not None and item.sha256:
                cache.keep(item.sha256, sink.destination / answer.path)
    return answers
