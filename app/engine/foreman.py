"""Keeps the runs going: which jobs run now, what their end means, and who holds which account."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.engine.export_run import ExportRun
from app.engine.leases import Leases
from app.engine.lines import Line
from app.engine.parts import EngineParts
from app.engine.run import OWN_FAULT, JobRun
from app.engine.run_parts import RunParts
from app.engine.running import Run
from app.engine.scheduler import hands, pick
from app.engine.then import exports_after
from app.engine.why import Why
from app.model.events import JobAdded, JobFinished, JobMoved
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import ACTIVE, FINISHED, Job, JobState, may_move

log = logging.getLogger(__name__)

GRACE_SECONDS = 3.0

_ELSEWHERE = Failure(
    FailureKind.REFUSED,
    "Another Windrow is working on this download.",
    "Give the order there: in its window, or with Ctrl-C in its terminal.",
)
_GONE = Failure(FailureKind.NOT_FOUND, "There is no such download.", "")


class Foreman:
    """Owns the runs and the lines.

    Attributes:
        runs: Runs under way by job.
        lines: Lines by account key.
        forced: Jobs that run whatever the queue says.
        at_once: Jobs that run side by side.
        background: Tasks that end with the engine.
    """

    def __init__(
        self,
        parts: EngineParts,
        run_parts: RunParts,
        leases: Leases,
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
        at_once: int,
    ) -> None:
        """Take the parts; `spawn` starts a task that the engine owns."""
        self._parts = parts
        self._run_parts = run_parts
        self._book = run_parts.book
        self._leases = leases
        self._spawn_task = spawn
        self.runs: dict[int, Run] = {}
        self.lines: dict[str, Line] = {}
        self.forced: set[int] = set()
        self.at_once = at_once
        self.background: set[asyncio.Task[None]] = set()
        self.after_run: dict[int, Callable[[], Coroutine[Any, Any, None]]] = {}
        self._has_grace = True
        self._is_ending = False
        self._carriers: set[asyncio.Task[None]] = set()

    async def load(self, resume: bool) -> int:
        """Take over the jobs of earlier runs that nobody else runs; return how many of them were unfinished."""
        if not resume:
            return 0
        rows = self._run_parts.ledger.rows
        unfinished = 0
        for job in await self._run_parts.ledger.run(rows.jobs.all):
            if job.state not in FINISHED and not self._leases.take(job.id):
                continue
            self._book.put(job)
            if job.state in ACTIVE:
                unfinished += 1
                await self._requeue(job.id)
            elif job.state is JobState.QUEUED:
                unfinished += 1
        return unfinished

    async def own(self, job_id: int) -> Job:
        """Return a job after making sure that this engine may change it. Raise FailedError."""
        if (known := self._book.get(job_id)) is not None and (job_id in self.runs or self._leases.take(job_id)):
            return known
        rows = self._run_parts.ledger.rows
        job = await self._run_parts.ledger.run(rows.jobs.get, job_id)
        if job is None:
            raise FailedError(_GONE)
        if not self._leases.take(job_id):
            raise FailedError(_ELSEWHERE)
        self._book.put(job)
        if job.state in ACTIVE:
            await self._requeue(job_id)
        return self._book[job_id]

    async def _requeue(self, job_id: int) -> None:
        """Bring a job that was under way when its engine ended back to the queue, quietly."""
        job = self._book[job_id]
        state = JobState.QUEUED
        await self._run_parts.ledger.run(self._run_parts.ledger.rows.jobs.change, job_id, state=state.value)
        self._book.put(replace(job, state=state))

    def disown_quietly(self, job_id: int) -> None:
        """Let go of a finished job that stays in the list: any Windrow may start it again."""
        self.forced.discard(job_id)
        self._leases.release(job_id)

    def disown(self, job_id: int) -> None:
        """Let go of a job that left the queue."""
        self.forced.discard(job_id)
        self._book.drop(job_id)
        self._leases.release(job_id)

    def line(self, key: str) -> Line:
        """Return the line of an account, known or not."""
        line = self.lines.get(key)
        if line is None:
            line = self.lines[key] = Line(key, self._parts.clock, self.spawn)
            if not self._has_grace:
                line.miss()
        return line

    def spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Start a task that ends with the engine."""
        task = self._spawn_task(work)
        self.background.add(task)
        task.add_done_callback(self.background.discard)
        return task

    def begin(self) -> None:
        """Start what may run; accounts get a moment to be told before their jobs ask for sign-in."""
        self.spawn(self._end_grace())
        self.spawn(self._sweep())
        self.schedule()

    async def _end_grace(self) -> None:
        await self._parts.clock.sleep(GRACE_SECONDS)
        self._has_grace = False
        for line in tuple(self.lines.values()):
            line.miss()
        self.schedule()

    def schedule(self) -> None:
        """Start the jobs whose turn it is, and share the hands."""
        if self._is_ending:
            return
        ready = [job for job in self._book if not self._has_grace or _is_export(job) or self.line(job.account).is_known]
        for job_id in pick(ready, self.runs, self.forced, self.at_once):
            job = self._book[job_id]
            if not self._leases.take(job_id):
                continue
            self.runs[job_id] = run = self._run_of(job)
            task = self._spawn_task(self._carry(run))
            self._carriers.add(task)
            task.add_done_callback(self._carriers.discard)
        self.share()

    def _run_of(self, job: Job) -> Run:
        if _is_export(job):
            return ExportRun(job, self._run_parts)
        return JobRun(job, self.line(job.account), self._run_parts, hands(job.workers or job.spec.most_at_once, 1))

    def share(self) -> None:
        """Give every download its share of the requests at once."""
        downloads = [job_id for job_id in self.runs if not _is_export(self._book[job_id])]
        for job_id in downloads:
            job = self._book[job_id]
            apart = getattr(job.spec, "fetch_workers", None) or 0 if job.workers is not None else 0
            self.runs[job_id].set_hands(hands(job.workers or job.spec.most_at_once, len(downloads)) + apart)
        fixed = [self._book[job_id].workers for job_id in downloads]
        known = [workers for workers in fixed if workers is not None]
        apart = self._apart()
        self._parts.limits.fix(max(known) if known and len(known) == len(fixed) else None, apart)

    def _apart(self) -> dict[str, int]:
        """Return how many requests for metadata each host gets at once where a person fixed that."""
        found: dict[str, int] = {}
        for job_id in self.runs:
            job = self._book[job_id]
            line = self.lines.get(job.account)
            account = None if line is None else line.account
            wanted = getattr(job.spec, "fetch_workers", None)  # None for exports, too
            if account is not None and wanted is not None:
                host = urlsplit(account.address).netloc
                found[host] = max(wanted, found.get(host, 0))
        return found

    async def _carry(self, run: Run) -> None:
        job_id = run.job_id
        try:
            try:
                await self._start(run)
                await run.run()
            finally:
                self.runs.pop(job_id, None)
            await self._finish(run)
        except FailedError as error:
            # The book cannot be written. The job stays unfinished there, so nothing is lost.
            log.warning("the end of job %d was not written down: %s", job_id, error)
            self._break_off(job_id, error.failure)
        except Exception:
            log.exception("job %d ended by our own fault", job_id)
            self._break_off(job_id, OWN_FAULT)
        after = self.after_run.pop(job_id, None)
        if after is not None:
            await after()
        self.schedule()

    def _break_off(self, job_id: int, failure: Failure) -> None:
        job = self._book.get(job_id)
        if job is not None and may_move(job.state, JobState.FAILED):
            self._book.show(job_id, JobState.FAILED, failure=failure)
            self._run_parts.outbox.fact(JobFinished(job_id, job.counts, job.bytes_done, 0.0))

    async def _start(self, run: Run) -> None:
        job = self._book[run.job_id]
        if job.state is not JobState.QUEUED:  # somebody changed their mind meanwhile
            run.stop(Why.PAUSE)
            return
        # An export begins anew each time.
        state = JobState.RUNNING if job.is_planned and not _is_export(job) else JobState.PLANNING
        changes: dict[str, Any] = {"failure": None, "finished_at": None}
        if job.started_at is None:
            changes["started_at"] = self._parts.clock.utc()
        await self._book.write(run.job_id, state, **changes)

    async def _finish(self, run: Run) -> None:
        job_id = run.job_id
        job = self._book[job_id]
        active = job.active_seconds + run.waking.seconds
        if run.why is Why.SHUTDOWN:
            await self._run_parts.ledger.run(self._run_parts.ledger.rows.jobs.change, job_id, active_seconds=active)
            return
        if run.why is Why.AGAIN:
            await self._book.write(job_id, JobState.QUEUED, active_seconds=active)
            return
        if run.why is Why.PAUSE:
            await self._book.write(job_id, job.state, active_seconds=active)
            return
        now = self._parts.clock.utc()
        state = JobState.CANCELLED if run.why is Why.CANCEL else run.end_state(job)
        if job.state is JobState.WAITING:
            self._book.show(job_id, JobState.RUNNING)
        failure = run.failure if state is JobState.FAILED else None
        if state is JobState.FAILED and failure is None:
            failure = Failure(FailureKind.INTERNAL, "Some items were left over.", "Start it again.")
        self.forced.discard(job_id)
        job = await self._book.write(job_id, state, failure=failure, finished_at=now, active_seconds=active)
        self._leases.release(job_id)
        # Before the end is told, so that whoever waits for it knows that there is more to come.
        await self._add_exports(job)
        self._run_parts.outbox.fact(JobFinished(job_id, job.counts, job.bytes_done, run.waking.seconds))

    async def _add_exports(self, job: Job) -> None:
        """Put the exports in line that were asked for together with a download; again when it ran again."""
        ledger, now = self._run_parts.ledger, self._parts.clock.utc()
        for order in exports_after(job):
            try:
                added = await ledger.run(
                    ledger.rows.jobs.add, order.spec, "", order.destination, order.title, now=now, ticket=order.ticket
                )
                known = await self.own(added.id)
                if known.state in FINISHED:
                    known = await self._book.write(known.id, JobState.QUEUED, failure=None)
            except FailedError as error:
                await self._book.note(job.id, f"The export was not put in line: {error}")
                continue
            self._run_parts.outbox.fact(JobAdded(known))
            self._run_parts.outbox.fact(JobMoved(known, known.state))

    async def _sweep(self) -> None:
        """Clear away what exports left that were killed together with an earlier engine."""
        exporting = self._run_parts.exporting
        for job in self._book:
            if exporting is not None and _is_export(job) and job.state not in FINISHED:
                try:
                    await exporting.sweep(Path(job.destination))
                except FailedError as error:
                    log.warning("leftovers of job %d stay: %s", job.id, error)

    async def end(self) -> None:
        """Stop every run in order."""
        self._is_ending = True
        for run in self.runs.values():
            run.stop(Why.SHUTDOWN)
        if self._carriers:
            await asyncio.wait(tuple(self._carriers))


def _is_export(job: Job) -> bool:
    return isinstance(job.spec, ExportSpec)
