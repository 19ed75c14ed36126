"""The engine: owns the jobs, takes orders, answers questions, publishes facts.

It receives everything it needs and imports no service: sources come in as protocols, the network as a door per
account, the limiter as a protocol, the disk as a sink factory.
"""

import asyncio
import dataclasses
import datetime
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from app.engine.archive_lists import ArchiveLists
from app.engine.basemap import Basemap
from app.engine.book import JobBook
from app.engine.exporting import Exporting
from app.engine.finishing import Finisher
from app.engine.foreman import Foreman
from app.engine.leases import Leases
from app.engine.ledger_thread import LedgerThread
from app.engine.lines import Service
from app.engine.orders import Orders
from app.engine.outbox import Outbox
from app.engine.parts import EngineParts, Limits
from app.engine.queries import Queries
from app.engine.reporting import Reporter
from app.engine.run_parts import RunParts
from app.engine.shelf import Shelf
from app.model.account import Account
from app.model.call import Network
from app.model.clock import Clock
from app.model.commands import Command
from app.model.events import Batch, EngineStarted, EngineStopped, EngineTrouble
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Job
from app.model.queries import Query
from app.model.region import Region
from app.model.spec import spec_text
from app.store.disk import boot_id
from app.store.receipt import Receipt
from app.store.sink import Sink

__all__ = ["Engine", "Limits", "Service"]

log = logging.getLogger(__name__)

GATE_SECONDS = 5.0

_STOPPED = Failure(FailureKind.CANCELLED, "Windrow is closing.", "")
_OWN_TROUBLE = EngineTrouble("Something of Windrow’s own went wrong.", "The log says what; downloads go on.")


class Engine:
    """One engine over one ledger file. Lives in one event loop; `start` first, `stop` last.

    Attributes:
        on_news: Called when `drain` has something after it had nothing.
    """

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
        finisher: Finisher | None = None,
        basemap: Basemap | None = None,
        read_regions: Callable[[Path], Sequence[Region]] | None = None,
        exporting: Exporting | None = None,
        archive_lists: ArchiveLists | None = None,
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
            version: Name and version of the program, for the receipt.
            finisher: Makes what belongs to a whole folder at the end of a job.
            basemap: Brings pictures for the map.
            read_regions: Reads the areas in a file; blocking.
            exporting: Carries out exports.
            archive_lists: Reads and writes lists of images in archives.
        """
        self.on_news: Callable[[], None] = _no_one_listens
        self._parts = EngineParts(
            ledger_path=ledger_path,
            network_for=network_for,
            source_for=source_for,
            limits=limits,
            clock=clock,
            open_sink=open_sink,
            prewarm=prewarm,
            close_network=close_network,
            licence_for=licence_for,
            version=version,
            finisher=finisher,
            basemap=basemap,
            read_regions=read_regions,
            exporting=exporting,
            archive_lists=archive_lists,
        )
        self._max_jobs = max_jobs
        self._outbox = Outbox(self._tell)
        self._ledger = LedgerThread()
        self._leases = Leases(ledger_path.parent / "leases")
        self._root: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._stop = asyncio.Event()
        self._orders: deque[Command] = deque()
        self._has_orders = asyncio.Event()
        self._given = 0
        self._obeyed = 0
        self._has_obeyed = asyncio.Condition()
        self._queries: Queries | None = None
        self._foreman: Foreman | None = None
        self._start_failure: Failure | None = None

    async def start(self, resume: bool) -> None:
        """Open the ledger and get ready.

        Args:
            resume: Unfinished jobs of earlier runs go on once their account is known.

        Raises:
            FailedError: DISK, when the ledger cannot be opened or is newer than this program.
        """
        # The one task without an owner: it is the owner of all others, from here to `stop`.
        self._root = asyncio.get_running_loop().create_task(self._run(resume), name="engine")
        await self._ready.wait()
        if self._start_failure is not None:
            await self._root
            raise FailedError(self._start_failure)

    def submit(self, command: Command) -> None:
        """Take an order; returns at once. Orders are carried out one after the other."""
        if not self._stop.is_set():
            self._orders.append(command)
            self._given += 1
            self._has_orders.set()

    async def call(self, query: Query) -> Any:
        """Answer a question as things stand after every order that was given before it. Raise FailedError."""
        given = self._given
        async with self._has_obeyed:
            await self._has_obeyed.wait_for(lambda: self._obeyed >= given or self._stop.is_set())
        if self._queries is None or self._stop.is_set():
            raise FailedError(_STOPPED)
        return await self._queries.answer(query)

    def drain(self) -> Batch:
        """Take all news."""
        return self._outbox.drain()

    async def stop(self) -> None:
        """Let go within three seconds: no new request, what is in flight gets 1.5 s, all that is complete is committed.

        `EngineStopped` is the last fact. May be called twice.
        """
        self._stop.set()
        async with self._has_obeyed:
            self._has_obeyed.notify_all()
        if self._root is not None:
            await asyncio.wait({self._root})

    def _tell(self) -> None:
        self.on_news()

    async def _run(self, resume: bool) -> None:
        writers = ThreadPoolExecutor(2, thread_name_prefix="windrow-writer")
        lookers = ThreadPoolExecutor(2, thread_name_prefix="windrow-looker")
        try:
            was_unclean, has_restarted = await self._open()
        except FailedError as error:
            self._start_failure = error.failure
            self._leases.end()
            self._ready.set()
            return
        try:
            async with asyncio.TaskGroup() as group:
                clock, ledger = self._parts.clock, self._ledger
                book = JobBook(ledger, self._outbox, clock)
                shelf = Shelf(self._parts.open_sink, ledger, lookers, clock)
                run_parts = RunParts(
                    book,
                    self._outbox,
                    ledger,
                    shelf,
                    clock,
                    writers,
                    lookers,
                    has_restarted,
                    self._make_receipt,
                    self._parts.finisher,
                    self._parts.exporting,
                    self._parts.archive_lists,
                )
                foreman = self._foreman = Foreman(
                    self._parts, run_parts, self._leases, group.create_task, self._max_jobs
                )
                orders = Orders(self._parts, run_parts, foreman)
                self._queries = Queries(self._parts, run_parts, foreman)
                reporter = Reporter(self._parts, run_parts, foreman)
                resumed = await foreman.load(resume)
                self._outbox.fact(EngineStarted(resumed, was_unclean))
                self._ready.set()
                helpers = [
                    group.create_task(self._obey(orders)),
                    group.create_task(reporter.run()),
                    group.create_task(self._keep_gates()),
                ]
                if self._parts.prewarm is not None:
                    helpers.append(group.create_task(self._warm(self._parts.prewarm)))
                foreman.begin()
                await self._stop.wait()
                await foreman.end()
                for helper in (*helpers, *foreman.background):
                    helper.cancel()
        except* Exception as trouble:
            log.exception("the engine stopped by its own fault", exc_info=trouble)
            self._outbox.fact(_OWN_TROUBLE)
        finally:
            self._stop.set()
            await self._close(writers, lookers)

    async def _open(self) -> tuple[bool, bool]:
        try:
            was_unclean, has_restarted = self._leases.begin(boot_id())
        except OSError as error:
            raise FailedError(
                Failure(
                    FailureKind.DISK,
                    f"Cannot save progress in {self._parts.ledger_path.parent}.",
                    "Check that the folder is writable and the disk is well.",
                    detail=str(error),
                )
            ) from error
        await self._ledger.open(self._parts.ledger_path, check=was_unclean)
        now = self._parts.clock.utc()
        self._parts.limits.restore(await self._ledger.run(self._ledger.rows.notes.gates, now))
        return was_unclean, has_restarted

    def _make_receipt(self, job: Job, renamed: Sequence[tuple[str, str]]) -> Receipt:
        line = None if self._foreman is None else self._foreman.lines.get(job.account)
        account = None if line is None else line.account
        licence = "" if account is None or self._parts.licence_for is None else self._parts.licence_for(account)
        counts = {field.name: getattr(job.counts, field.name) for field in dataclasses.fields(job.counts)}
        return Receipt(
            program=self._parts.version,
            finished_at=datetime.datetime.fromtimestamp(self._parts.clock.utc(), datetime.UTC).isoformat(),
            account="" if account is None else account.address,
            spec=spec_text(job.spec),
            title=job.title,
            licence=licence,
            counts=counts,
            size_bytes=job.bytes_done,
            renamed=renamed,
        )

    async def _close(self, *threads: ThreadPoolExecutor) -> None:
        self._ready.set()
        for pool in threads:
            pool.shutdown(wait=False)
        try:
            await self._ledger.run(self._ledger.rows.notes.keep_gates, self._parts.limits.gates())
        except FailedError as error:
            log.warning("gates were not kept: %s", error)
        await self._ledger.close()
        if self._parts.close_network is not None:
            await self._parts.close_network()
        self._leases.end()
        self._outbox.fact(EngineStopped())

    async def _obey(self, orders: Orders) -> None:
        while True:
            while self._orders:
                command = self._orders.popleft()
                try:
                    await orders.obey(command)
                except FailedError as error:
                    self._outbox.fact(EngineTrouble(error.failure.title, error.failure.hint))
                except Exception:
                    log.exception("the order %s was not carried out", type(command).__name__)
                    self._outbox.fact(_OWN_TROUBLE)
                self._obeyed += 1
                async with self._has_obeyed:
                    self._has_obeyed.notify_all()
            self._has_orders.clear()
            await self._has_orders.wait()

    async def _keep_gates(self) -> None:
        known: dict[str, float] = {}
        while True:
            await self._parts.clock.sleep(GATE_SECONDS)
            gates = dict(self._parts.limits.gates())
            if gates != known:
                known = gates
                try:
                    await self._ledger.run(self._ledger.rows.notes.keep_gates, gates)
                except FailedError as error:
                    log.warning("gates were not kept: %s", error)

    @staticmethod
    async def _warm(prewarm: Callable[[], Awaitable[None]]) -> None:
        try:
            await prewarm()
        except Exception:
            log.exception("warming up failed")


def _no_one_listens() -> None:
    """Stand in until somebody sets `on_news`."""
