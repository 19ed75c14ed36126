"""What each order does. One after the other; an order that cannot be carried out raises FailedError."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, assert_never

from app.engine.foreman import Foreman
from app.engine.parts import EngineParts
from app.engine.removal import move_export_to_trash, move_to_trash
from app.engine.run_parts import RunParts
from app.engine.scheduler import hands
from app.engine.why import Why
from app.model import commands
from app.model.commands import Command
from app.model.events import AccountChanged, JobAdded, JobMoved, JobRemoved, QueueReordered
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import FINISHED, Job, JobState
from app.store.ledger_tasks import Totals

_NOT_ABSOLUTE = Failure(FailureKind.REFUSED, "The folder is not a whole path.", "Choose the folder again.")
_RESUMABLE = FINISHED | {JobState.PAUSED}


class Orders:
    """Carries out orders."""

    def __init__(self, parts: EngineParts, run_parts: RunParts, foreman: Foreman) -> None:
        """Take the parts."""
        self._parts = parts
        self._run_parts = run_parts
        self._book = run_parts.book
        self._outbox = run_parts.outbox
        self._ledger = run_parts.ledger
        self._foreman = foreman

    async def obey(self, command: Command) -> None:
        """Carry out an order. Raise FailedError."""
        match command:
            case commands.UseAccount() | commands.ForgetAccount():
                self._account(command)
            case commands.AddJob():
                await self._add(command)
            case commands.RemoveJob(job_id, with_files):
                await self._remove(job_id, with_files)
            case commands.MoveJob(job_id, before_id):
                await self._move(job_id, before_id)
            case commands.PauseAll():
                await self._pause_all()
            case commands.ResumeAll():
                await self._resume_all()
            case commands.SetRateLimit(bytes_per_second):
                self._parts.limits.set_rate_limit(bytes_per_second)
            case commands.SetBasemap(address):
                if self._parts.basemap is not None:
                    self._parts.basemap.address = address
            case commands.SetJobsAtOnce(count):
                self._foreman.at_once = max(1, count)
                self._foreman.schedule()
            case _:
                await self._job(command)

    async def _job(
        self,
        command: commands.PauseJob
        | commands.ResumeJob
        | commands.StartJobNow
        | commands.CancelJob
        | commands.RetryJob
        | commands.RetryTile
        | commands.AcceptProblems
        | commands.SetJobLimits
        | commands.ChangeDestination
        | commands.RetryHold,
    ) -> None:
        match command:
            case commands.PauseJob(job_id):
                await self._pause(job_id)
            case commands.ResumeJob(job_id):
                await self._resume(job_id)
            case commands.StartJobNow(job_id):
                self._foreman.forced.add(job_id)
                await self._resume(job_id)
            case commands.CancelJob(job_id):
                await self._cancel(job_id)
            case commands.RetryJob(job_id, kinds):
                await self._retry(job_id, kinds)
            case commands.RetryTile(job_id, tile):
                await self._retry_tile(job_id, tile)
            case commands.AcceptProblems(job_id):
                await self._accept(job_id)
            case commands.SetJobLimits(job_id, workers, rate_limit):
                await self._limit(job_id, workers, rate_limit)
            case commands.ChangeDestination(job_id, destination):
                await self._change_destination(job_id, destination)
            case commands.RetryHold(job_id):
                if (run := self._foreman.runs.get(job_id)) is not None:
                    run.retry_now()
            case _:
                assert_never(command)

    def _account(self, command: commands.UseAccount | commands.ForgetAccount) -> None:
        if isinstance(command, commands.ForgetAccount):
            self._foreman.line(command.account).forget()
            return
        account = command.account
        line = self._foreman.line(account.key)
        line.use(account, self._parts.network_for(account, command.token), self._parts.source_for(account))
        self._outbox.fact(AccountChanged(account, None))
        self._foreman.schedule()

    async def _add(self, command: commands.AddJob) -> None:
        destination = Path(command.destination)
        if not destination.is_absolute():
            raise FailedError(_NOT_ABSOLUTE)
        jobs = self._ledger.rows.jobs
        same = await self._ledger.run(jobs.find, command.spec, command.account, str(destination))
        unfinished = [job for job in same if job.state not in FINISHED]
        if unfinished:
            job = await self._foreman.own(unfinished[0].id)
            if command.spec != job.spec:  # the same download, to be followed by other exports or fetched otherwise
                job = await self._book.write(job.id, job.state, spec=command.spec)
            if command.workers != job.workers or command.rate_limit != job.rate_limit:
                await self._limit(job.id, command.workers, command.rate_limit)
            self._outbox.fact(JobAdded(replace(self._book[job.id], ticket=command.ticket)))
            await self._resume(job.id)
            return
        job = await self._ledger.run(
            jobs.add,
            command.spec,
            command.account,
            str(destination),
            command.title,
            now=self._parts.clock.utc(),
            workers=command.workers,
            rate_limit=command.rate_limit,
            ticket=command.ticket,
        )
        if job.id in self._book:
            return
        job = await self._foreman.own(job.id)
        self._outbox.fact(JobAdded(job))
        self._outbox.fact(JobMoved(job, job.state))
        self._foreman.schedule()

    async def _pause(self, job_id: int) -> None:
        if (known := self._book.get(job_id)) is not None and known.state in _RESUMABLE:
            return
        job = await self._foreman.own(job_id)
        if job.state in _RESUMABLE:
            return
        run = self._foreman.runs.get(job_id)
        if run is not None:
            run.stop(Why.PAUSE)
        self._foreman.forced.discard(job_id)
        await self._book.write(job_id, JobState.PAUSED)

    async def _pause_all(self) -> None:
        for job in self._book:
            await self._pause(job.id)

    async def _resume_all(self) -> None:
        for job in self._book:
            if job.state is JobState.PAUSED:
                await self._resume(job.id)

    async def _resume(self, job_id: int) -> None:
        job = await self._foreman.own(job_id)
        if job.state in _RESUMABLE:
            await self._book.write(job_id, JobState.QUEUED, failure=None)
        self._foreman.schedule()

    async def _cancel(self, job_id: int) -> None:
        job = await self._foreman.own(job_id)
        run = self._foreman.runs.get(job_id)
        if run is not None:
            run.stop(Why.CANCEL)
        elif job.state not in FINISHED or job.state is JobState.FAILED:
            await self._book.write(job_id, JobState.CANCELLED, finished_at=self._parts.clock.utc())
            self._foreman.disown_quietly(job_id)

    async def _retry(self, job_id: int, kinds: tuple[str, ...]) -> None:
        job = await self._foreman.own(job_id)
        if isinstance(job.spec, ExportSpec):
            await self._resume(job_id)  # all of it: nothing of an earlier run is left
            return
        tiles = 0 if kinds else await self._ledger.run(self._ledger.rows.tiles.reopen, job_id)
        totals = await self._ledger.run(self._ledger.rows.tasks.reopen, job_id, kinds=kinds)
        await self._again(job, totals, has_tiles=tiles > 0)

    async def _retry_tile(self, job_id: int, tile: str) -> None:
        job = await self._foreman.own(job_id)
        tiles = await self._ledger.run(self._ledger.rows.tiles.reopen, job_id, tile)
        totals = await self._ledger.run(self._ledger.rows.tasks.reopen, job_id, kinds=(), tile=tile)
        if tiles or totals.counts.failed != job.counts.failed:
            await self._again(job, totals, has_tiles=tiles > 0)

    async def _again(self, job: Job, totals: Totals, *, has_tiles: bool) -> None:
        """Run a job once more over what was made pending; with tiles to be read it is planned again first."""
        job_id = job.id
        job = self._book.count(job_id, totals)
        if has_tiles:
            self._book.put(replace(job, is_planned=False))
        run = self._foreman.runs.get(job_id)
        if run is not None:
            run.stop(Why.AGAIN)
        elif job.state in _RESUMABLE:
            await self._book.write(job_id, JobState.QUEUED, failure=None)
        self._foreman.schedule()

    async def _accept(self, job_id: int) -> None:
        job = await self._foreman.own(job_id)
        if job.state is not JobState.PROBLEMS:
            return
        if not isinstance(job.spec, ExportSpec):
            await self._ledger.run(self._ledger.rows.tiles.accept, job_id)
            self._book.count(job_id, await self._ledger.run(self._ledger.rows.tasks.accept, job_id))
        await self._book.write(job_id, JobState.DONE)
        self._foreman.disown_quietly(job_id)

    async def _limit(self, job_id: int, workers: int | None, rate_limit: int | None) -> None:
        job = await self._foreman.own(job_id)
        job = await self._book.write(job_id, job.state, workers=workers, rate_limit=rate_limit)
        run = self._foreman.runs.get(job_id)
        if run is not None:
            run.pace.change(rate_limit)
            run.set_hands(hands(workers or job.spec.most_at_once, len(self._foreman.runs)))
            self._foreman.share()

    async def _change_destination(self, job_id: int, destination: str) -> None:
        if not Path(destination).is_absolute():
            raise FailedError(_NOT_ABSOLUTE)
        await self._foreman.own(job_id)

        async def change() -> None:
            totals = await self._ledger.run(self._ledger.rows.tasks.clear, job_id)
            self._book.count(job_id, totals)
            job = self._book[job_id]
            state = JobState.QUEUED if job.state in FINISHED else job.state
            await self._book.write(job_id, state, destination=str(Path(destination)), is_planned=False, failure=None)

        await self._when_still(job_id, Why.AGAIN, change)
        self._foreman.schedule()

    async def _remove(self, job_id: int, with_files: bool) -> None:
        await self._foreman.own(job_id)

        async def remove() -> None:
            job = self._book[job_id]
            if with_files and isinstance(job.spec, ExportSpec):
                await move_export_to_trash(job, self._run_parts)
            elif with_files:
                await move_to_trash(job, self._run_parts)
            await self._ledger.run(self._ledger.rows.jobs.remove, job_id)
            self._foreman.disown(job_id)
            self._outbox.fact(JobRemoved(job_id))

        await self._when_still(job_id, Why.CANCEL, remove)

    async def _when_still(self, job_id: int, why: Why, action: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something to a job that must not run meanwhile: now, or as soon as its run has ended."""
        run = self._foreman.runs.get(job_id)
        if run is None:
            await action()
        else:
            self._foreman.after_run[job_id] = action
            run.stop(why)

    async def _move(self, job_id: int, before_id: int | None) -> None:
        await self._foreman.own(job_id)
        order = [job.id for job in await self._ledger.run(self._ledger.rows.jobs.all) if job.id != job_id]
        order.insert(order.index(before_id) if before_id in order else len(order), job_id)
        positions = tuple((known, place) for place, known in enumerate(order, 1))
        await self._ledger.run(self._ledger.rows.jobs.reorder, positions)
        for known, place in positions:
            if (job := self._book.get(known)) is not None:
                self._book.put(replace(job, position=place))
        self._outbox.fact(QueueReordered(positions))
        self._foreman.schedule()
