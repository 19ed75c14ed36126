"""The jobs as this engine knows them: snapshots, their states, and the facts that tell of changes."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, assert_never

from app.engine.ledger_thread import LedgerThread
from app.engine.outbox import Outbox
from app.model.clock import Clock
from app.model.events import HoldBegan, HoldEnded, JobMoved, JobNoted
from app.model.export_spec import ExportSpec
from app.model.export_title import format_title
from app.model.failure import FailedError
from app.model.job import Hold, Job, JobState, may_move
from app.store.ledger_tasks import Totals

log = logging.getLogger(__name__)


class JobBook:
    """Snapshots of the jobs that this engine owns.

    Waiting is not written down: after a crash such a job goes on like one that ran.
    """

    def __init__(self, ledger: LedgerThread, outbox: Outbox, clock: Clock) -> None:
        """Begin empty."""
        self._ledger = ledger
        self._outbox = outbox
        self._clock = clock
        self._jobs: dict[int, Job] = {}

    def __contains__(self, job_id: int) -> bool:
        return job_id in self._jobs

    def __iter__(self) -> Iterator[Job]:
        return iter(tuple(self._jobs.values()))

    def __getitem__(self, job_id: int) -> Job:
        return self._jobs[job_id]

    def get(self, job_id: int) -> Job | None:
        """Return a job of ours."""
        return self._jobs.get(job_id)

    def put(self, job: Job) -> None:
        """Know a job, without a fact."""
        self._jobs[job.id] = job

    def drop(self, job_id: int) -> None:
        """Know a job no longer, without a fact."""
        self._jobs.pop(job_id, None)

    def count(self, job_id: int, totals: Totals) -> Job:
        """Take new counters from the ledger, without a fact."""
        job = replace(
            self._jobs[job_id],
            counts=totals.counts,
            bytes_done=totals.bytes_done,
            bytes_total=totals.bytes_total,
            names_changed=totals.names_changed,
        )
        self._jobs[job_id] = job
        return job

    def show(self, job_id: int, state: JobState, **changes: Any) -> Job:
        """Change a job for those who watch; the ledger does not hear of it.

        Raises:
            ValueError: A job may not go from its state to this one.
        """
        before = self._jobs[job_id]
        if before.state is not state and not may_move(before.state, state):
            raise ValueError(f"Job {job_id} cannot go from {before.state} to {state}.")
        if state is not JobState.WAITING:
            changes["hold"] = None
        after = replace(before, state=state, **changes)
        self._jobs[job_id] = after
        if before.hold is not None and after.hold is None:
            self._outbox.fact(HoldEnded(job_id))
        if after.hold is not None and after.hold != before.hold:
            self._outbox.fact(HoldBegan(job_id, after.hold))
        if after != before:
            self._outbox.fact(JobMoved(after, before.state))
        return after

    def hold(self, job_id: int, hold: Hold) -> None:
        """Let a job wait."""
        self.show(job_id, JobState.WAITING, hold=hold)

    async def write(self, job_id: int, state: JobState, **changes: Any) -> Job:
        """Change a job for those who watch, then in the ledger. Raise FailedError (DISK) when that cannot be written.

        The change is made before anything is awaited, so what was checked just before still holds; the ledger gets
        changes in the order in which they were made.
        """
        before = self._jobs[job_id].state
        after = self.show(job_id, state, **changes)
        await self._ledger.run(self._ledger.rows.jobs.change, job_id, state=state.value, **changes)
        if before is not state:
            await self.note(job_id, _words(after))
        return after

    async def note(self, job_id: int, text: str, *, matters: bool = False) -> None:
        """Add a line to the log of a job; one that `matters` is also told where no log is shown."""
        at = self._clock.utc()
        log.info("job %d: %s", job_id, text)
        try:
            await self._ledger.run(self._ledger.rows.notes.note, job_id, at, text)
        except FailedError as error:
            log.warning("the log of job %d was not written: %s", job_id, error)
        self._outbox.fact(JobNoted(job_id, at, text, matters))


def _words(job: Job) -> str:
    """Return what a new state means for the log of a job."""
    if isinstance(job.spec, ExportSpec):
        return _export_words(job, job.spec)
    counts = job.counts
    fetched = f"{counts.done:,} fetched, {counts.already_here:,} were here already"
    match job.state:
        case JobState.QUEUED:
            return "Waits in line."
        case JobState.PLANNING:
            return "Counts what there is."
        case JobState.RUNNING:
            return "Downloads."
        case JobState.WAITING:
            return "Waits."
        case JobState.PAUSED:
            return f"Paused: {fetched}."
        case JobState.DONE:
            return f"Done: {fetched}."
        case JobState.PROBLEMS:
            return f"Done with problems: {fetched}, {counts.failed:,} failed."
        case JobState.FAILED:
            return f"Stopped: {job.failure.sentence()}" if job.failure is not None else "Stopped."
        case JobState.CANCELLED:
            return f"Cancelled: {fetched}."
        case _:
            assert_never(job.state)


def _export_words(job: Job, spec: ExportSpec) -> str:
    """Return what a new state of an export means for its log."""
    counts = job.counts
    match job.state:
        case JobState.QUEUED:
            return "Waits in line."
        case JobState.PLANNING:
            return "Looks at images and labels."
        case JobState.RUNNING:
            return f"Writes {format_title(spec.format)}."
        case JobState.WAITING:
            return "Waits."
        case JobState.PAUSED:
            return "Paused: nothing of it is written; it begins anew."
        case JobState.DONE:
            return f"Done: {counts.done:,} images, {counts.skipped:,} left out."
        case JobState.PROBLEMS:
            return f"Done with problems: {counts.done:,} images, {counts.failed:,} could not be exported."
        case JobState.FAILED:
            return f"Stopped: {job.failure.sentence()}" if job.failure is not None else "Stopped."
        case JobState.CANCELLED:
            return "Cancelled: nothing of it is left."
        case _:
            assert_never(job.state)
