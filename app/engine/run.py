"""One run of one job: open the destination, plan and transfer side by side, end well or stop in order."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from app.engine.couriers import Couriers
from app.engine.ending import check_after_power_cut, finish_folder, open_cache, write_receipt
from app.engine.flight import Flight
from app.engine.here import look
from app.engine.hold import make_hold
from app.engine.lines import Line
from app.engine.pace import JobPace
from app.engine.pipeline import Pipeline
from app.engine.planner import Planner
from app.engine.run_parts import RunParts
from app.engine.shelf import Opened
from app.engine.tile_board import TileBoard
from app.engine.waking import Waking
from app.engine.why import Why
from app.engine.writer import Writer
from app.model.events import ItemsPlanned, JobPlanned, TasksSettled
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Hold, HoldKind, Job, JobState
from app.model.spec import wanted_text
from app.model.task import Task, TaskState
from app.store.ledger_tasks import Totals

log = logging.getLogger(__name__)

WINDOW = 1_000
UNANSWERED_SECONDS = 0.25
IN_FLIGHT_SECONDS = 1.5
CLOSING_SECONDS = 1.2

_MISMATCH = Failure(
    FailureKind.DATA,
    "None of the first pictures is what the server listed.",
    "Something between here and the server changes them; nothing wrong was kept.",
)
OWN_FAULT = Failure(
    FailureKind.INTERNAL, "A fault of Windrow’s own stopped this job.", "Try again; if it stays, send us the log."
)


class JobRun:
    """Carries one job as far as it can.

    Attributes:
        job_id: The job.
        why: Why it was asked to stop; None when it was not.
        failure: Why the job itself failed; None when it did not.
        pace: Bytes received, and the speed limit of the job.
        pipeline: None before the destination is open.
        opened: The destination, as long as it is open.
        waking: The time it worked, without waits.
    """

    def __init__(self, job: Job, line: Line, parts: RunParts, hands: int) -> None:
        """Take the parts; `run` begins."""
        self.job_id = job.id
        self._job = job
        self._line = line
        self._parts = parts
        self._hands = hands
        self._ended = asyncio.Event()
        self._more = asyncio.Event()
        self._is_planned = job.is_planned
        self._is_fed = False
        self._has_begun = False
        self._is_resumed = job.started_at is not None
        self._group: asyncio.TaskGroup | None = None
        self._helpers: list[asyncio.Task[None]] = []
        self._own_hold: Hold | None = None
        self._planning_hold: Hold | None = None
        self._planner: Planner | None = None
        self._is_disk_hold = False
        self._stopped = asyncio.Event()
        self._board = TileBoard(job.id, parts.outbox.sample)
        self.why: Why | None = None
        self.failure: Failure | None = None
        self.pace = JobPace(parts.clock, job.rate_limit)
        self.pipeline: Pipeline | None = None
        self.opened: Opened | None = None
        self.waking = Waking(parts.clock)

    @property
    def disk_bytes(self) -> int:
        """Return the bytes that reached the disk in this run."""
        return 0 if self.pipeline is None else self.pipeline.writer.disk_bytes

    # -- from the engine --------------------------------------------------------------------------------------------

    def stop(self, why: Why) -> None:
        """Ask it to stop; no new request from now on. The last order wins."""
        self.why = why
        if self.pipeline is not None:
            self.pipeline.is_open = False
        self._stopped.set()
        self._ended.set()

    def retry_now(self) -> None:
        """End a hold that a person may end."""
        if self.pipeline is not None:
            self.pipeline.streaks.forgive()
        if not self._is_disk_hold:
            self._own_hold = None
        if self._planner is not None:
            self._planner.network.poke.set()
        self._line.retry_now()
        self._look_at_holds()

    def set_hands(self, hands: int) -> None:
        """Allow so many requests at once."""
        self._hands = hands
        if self.pipeline is not None:
            self.pipeline.hands = hands
            self.pipeline.wake()

    def end_state(self, job: Job) -> JobState:
        """Return how a run that nobody stopped came out: done only when every listed item has its end."""
        if self.failure is not None or not job.is_planned or job.counts.pending:
            return JobState.FAILED
        return JobState.PROBLEMS if job.counts.problems else JobState.DONE

    async def run(self) -> None:
        """Work until nothing is left, the job fails, or somebody asks to stop. Raise nothing but cancellation."""
        parts = self._parts
        try:
            self.opened = await parts.shelf.take(self._job.destination)
        except FailedError as error:
            self.failure = error.failure
            return
        self._line.watchers.add(self._look_at_holds)
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                await self._work(group)
        except* Exception as trouble:
            log.exception("job %d stopped by our own fault", self.job_id, exc_info=trouble)
            self.failure = OWN_FAULT
        finally:
            self._line.watchers.discard(self._look_at_holds)
            self._group = None
            self.pipeline = None
            self.waking.rest()
            await parts.shelf.give_back(self._job.destination)

    async def _work(self, group: asyncio.TaskGroup) -> None:
        parts, opened = self._parts, self.opened
        if opened is None:
            raise RuntimeError("The destination is not open.")
        wanted = wanted_text(self._job.spec)
        if parts.has_restarted:
            await check_after_power_cut(self.job_id, opened, parts, wanted)
        cache = await open_cache(self.job_id, self._job.spec, parts)
        couriers = Couriers(self._job.spec, self._line, opened.sink, parts.writers, self.pace, cache)
        writer = Writer(
            job_id=self.job_id,
            sink=opened.sink,
            ledger=parts.ledger,
            threads=parts.writers,
            clock=parts.clock,
            wanted=wanted,
            owner=self,
            spawn=self._spawn,
            cache=cache,
        )
        self.pipeline = pipeline = Pipeline(
            spec=self._job.spec,
            line=self._line,
            writer=writer,
            couriers=couriers,
            clock=parts.clock,
            owner=self,
            spawn=self._spawn,
            hands=self._hands,
        )
        if self._ended.is_set():
            return
        if self._job.spec.way:
            await parts.book.note(self.job_id, self._job.spec.way)
        self.waking.work()
        self._look_at_holds()
        helpers = [writer.keep_time(), pipeline.keep_time(), self._guard(self._feed(pipeline, opened, wanted))]
        if self._is_planned:
            self._board.load(await parts.ledger.run(parts.ledger.rows.tiles.standings, self.job_id))
        else:
            self._planner = planner = Planner(
                job_id=self.job_id,
                spec=self._job.spec,
                wanted=wanted,
                line=self._line,
                sink=opened.sink,
                holdings=opened.holdings if opened.has_holdings else None,
                ledger=parts.ledger,
                threads=parts.lookers,
                clock=parts.clock,
                owner=self,
                board=self._board,
            )
            helpers.append(self._guard(self._plan(planner)))
        self._helpers = [group.create_task(helper) for helper in helpers]
        try:
            await self._ended.wait()
            await self._wind_down(pipeline, writer)
            if self.why is None and self.failure is None:
                await self._conclude(opened)
        finally:
            for task in (*self._helpers, *pipeline.crew):
                task.cancel()
            writer.leave()

    async def _conclude(self, opened: Opened) -> None:
        """Make what belongs to the whole folder, then the receipt; an order to stop breaks it off."""
        work = self._spawn(self._guard(self._finish(opened)))
        stop = self._spawn(_until(self._stopped))
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        for task in (work, stop):
            task.cancel()

    async def _finish(self, opened: Opened) -> None:
        spec = self._job.spec
        if self.pipeline is not None and spec.way and (words := self.pipeline.ways.words()):
            await self._parts.book.note(self.job_id, words)
        notes = await finish_folder(self.job_id, spec, opened, self._parts)
        await write_receipt(self.job_id, opened, self._parts, notes)

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        if self._group is None:
            raise RuntimeError("This run is over.")
        return self._group.create_task(coroutine)

    async def _guard(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except FailedError as error:
            if error.failure.kind is FailureKind.DISK and self.pipeline is not None:
                log.info("job %d: %s", self.job_id, error.failure.detail or error.failure.title)
            self.fail(error.failure)

    def fail(self, failure: Failure) -> None:
        """Stop the job as failed."""
        if self.failure is None:
            self.failure = failure
        self._ended.set()

    # -- planning and feeding ---------------------------------------------------------------------------------------

    async def _plan(self, planner: Planner) -> None:
        await planner.run()
        parts = self._parts
        await parts.ledger.run(parts.ledger.rows.jobs.change, self.job_id, is_planned=1)
        job = parts.book[self.job_id]
        job = parts.book.show(self.job_id, job.state, is_planned=True)
        parts.outbox.fact(JobPlanned(self.job_id, job.counts, job.bytes_total, job.names_changed))
        self._is_planned = True
        self._more.set()

    async def _feed(self, pipeline: Pipeline, opened: Opened, wanted: str) -> None:
        ledger = self._parts.ledger
        after = -1
        while True:
            is_planned = self._is_planned
            self._more.clear()
            rows = await ledger.run(ledger.rows.tasks.pending, self.job_id, after, WINDOW)
            if rows:
                after = rows[-1].seq
                likely = self._line.source.likely_size(self._job.spec) if self._line.is_known else None
                flights = [Flight(row, likely=likely) for row in rows if row.seq not in pipeline.in_hand]
                if opened.has_holdings:
                    lookup = self._parts.lookers.submit(look, opened.holdings, flights, wanted)
                    found = await asyncio.wrap_future(lookup)
                    flights = pipeline.settle_here(flights, found, self._is_resumed)
                await self._line.wait_clear()
                await pipeline.take(flights)
            elif is_planned:
                break
            else:
                await self._more.wait()
        self._is_fed = True
        self.all_landed()

    # -- the owner of planner, pipeline and writer ------------------------------------------------------------------

    def planned(self, totals: Totals) -> None:
        """More items are written down."""
        job = self._parts.book.count(self.job_id, totals)
        self._parts.outbox.fact(ItemsPlanned(self.job_id, job.counts, job.bytes_total))
        self._more.set()

    def planning_waits(self, hold: Hold | None) -> None:
        """Listing waits; the job is held only when nothing that is listed can travel meanwhile."""
        self._planning_hold = hold
        self._look_at_holds()

    def settled(self, totals: Totals, tasks: tuple[Task, ...], flights: Sequence[Flight]) -> None:
        """These tasks have their end in the ledger."""
        ends = zip(flights, tasks, strict=True)
        self._board.settled((flight.tile, task.state is TaskState.FAILED) for flight, task in ends)
        self._parts.book.count(self.job_id, totals)
        self._parts.outbox.fact(TasksSettled(self.job_id, totals.counts, totals.bytes_done, tasks))
        if self.pipeline is not None:
            if any(task.state is TaskState.DONE for task in tasks):
                self.pipeline.streaks.settled_well()
            self.pipeline.landed(flights)

    def rejected(self, flight: Flight, failure: Failure) -> None:
        """What arrived did not pass."""
        if self.pipeline is not None:
            self.pipeline.rejected(flight, failure)

    def first_request(self) -> None:
        """The first task is on its way."""
        self._has_begun = True
        self._look_at_holds()

    def all_landed(self) -> None:
        """Nothing is in hand; this may be the end."""
        if self._planning_hold is not None:
            self._look_at_holds()
        if self._is_fed and self.pipeline is not None and not self.pipeline.in_hand:
            self._ended.set()

    def job_in_trouble(self, failure: Failure) -> None:
        """Too many items failed alike."""
        if failure.kind is FailureKind.FORBIDDEN:
            self._own_hold = make_hold(HoldKind.SIGN_IN, failure, self._parts.clock.utc(), None)
            self._look_at_holds()
        else:
            self.fail(_MISMATCH if failure.kind is FailureKind.DATA else failure)

    def disk_fails(self, failure: Failure) -> None:
        """Nothing can be written now."""
        self._is_disk_hold = True
        if self._own_hold is None or self._own_hold.title != failure.title:
            self._own_hold = make_hold(HoldKind.DISK, failure, self._parts.clock.utc(), None)
        self._look_at_holds()

    def disk_works(self) -> None:
        """Writing works again."""
        self._is_disk_hold = False
        self._own_hold = None
        self._look_at_holds()

    def _look_at_holds(self) -> None:
        """Show why the job waits, or that it goes on."""
        pipeline, book = self.pipeline, self._parts.book
        if pipeline is None or self._ended.is_set():
            return
        hold = self._own_hold or self._line.hold or (None if pipeline.in_hand else self._planning_hold)
        self._board.wait(hold is not None)
        pipeline.is_open = self._own_hold is None
        if hold is not None:
            self.waking.rest()
            if book[self.job_id].hold != hold:
                book.hold(self.job_id, hold)
            if hold.kind is HoldKind.SIGN_IN:
                pipeline.call_off(at_once=True)
            return
        self.waking.work()
        state = JobState.RUNNING if self._has_begun or self._is_planned else JobState.PLANNING
        if book[self.job_id].state is not state:
            book.show(self.job_id, state)
        pipeline.wake()

    # -- the end ----------------------------------------------------------------------------------------------------

    async def _wind_down(self, pipeline: Pipeline, writer: Writer) -> None:
        """Send nothing new, give what is in flight a moment, write what is complete."""
        clock = self._parts.clock
        pipeline.is_open = False
        for task in self._helpers[2:]:
            task.cancel()
        waited = 0.0
        while pipeline.busy and waited < IN_FLIGHT_SECONDS:
            await clock.sleep(0.02)
            waited += 0.02
            if waited >= UNANSWERED_SECONDS:
                pipeline.call_off(at_once=False)
        pipeline.call_off(at_once=True)
        waited = 0.0
        closing = self._spawn(writer.close())
        while not closing.done() and waited < CLOSING_SECONDS:
            await clock.sleep(0.01)
            waited += 0.01
        closing.cancel()


async def _until(event: asyncio.Event) -> None:
    await event.wait()
