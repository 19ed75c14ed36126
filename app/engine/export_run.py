"""One run of one export: started, followed, stopped in order. The work itself is done elsewhere."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from app.engine.pace import JobPace
from app.engine.pipeline import Pipeline
from app.engine.run import OWN_FAULT
from app.engine.run_parts import RunParts
from app.engine.waking import Waking
from app.engine.why import Why
from app.model.events import ItemsPlanned, JobPlanned, TasksSettled
from app.model.export_progress import Exported, Phase, Progress
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Job, JobCounts, JobState

log = logging.getLogger(__name__)

_CANNOT = Failure(FailureKind.REFUSED, "Exports cannot be made here.", "")


class ExportRun:
    """Carries one export as far as it can; it begins anew each time.

    Counters run ahead of the ledger while it goes: nothing of an export counts before all of it is there.

    Attributes:
        job_id, why, failure, pace, pipeline, waking: See `app.engine.running.Run`; nothing is received.
        exported: What came of it; None until then.
    """

    def __init__(self, job: Job, parts: RunParts) -> None:
        """Take the parts; `run` begins."""
        self.job_id = job.id
        self._job = job
        self._parts = parts
        self._stopped = asyncio.Event()
        self._disk_bytes = 0
        self.why: Why | None = None
        self.failure: Failure | None = None
        self.pace = JobPace(parts.clock, None)
        self.pipeline: Pipeline | None = None
        self.waking = Waking(parts.clock)
        self.exported: Exported | None = None

    @property
    def disk_bytes(self) -> int:
        """Return the bytes that reached the disk in this run."""
        return self._disk_bytes

    def stop(self, why: Why) -> None:
        """Ask it to stop. The last order wins."""
        self.why = why
        self._stopped.set()

    def retry_now(self) -> None:
        """Do nothing: an export never waits."""

    def set_hands(self, hands: int) -> None:
        """Do nothing: an export asks nobody."""

    def end_state(self, job: Job) -> JobState:
        """Return how a run that nobody stopped came out."""
        if self.failure is not None or self.exported is None:
            return JobState.FAILED
        return JobState.PROBLEMS if self.exported.has_problems else JobState.DONE

    async def run(self) -> None:
        """Export, until it is done, fails, or somebody asks to stop. Raise nothing but cancellation."""
        await self._count(JobCounts(), 0, 0, is_planned=False)
        self.waking.work()
        try:
            async with asyncio.TaskGroup() as group:
                work = group.create_task(self._export())
                stop = group.create_task(_until(self._stopped))
                await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
                work.cancel()
                stop.cancel()
        except* Exception as trouble:
            log.exception("export %d stopped by our own fault", self.job_id, exc_info=trouble)
            self.failure = OWN_FAULT
        finally:
            self.waking.rest()

    async def _export(self) -> None:
        spec, exporting = self._job.spec, self._parts.exporting
        if not isinstance(spec, ExportSpec) or exporting is None:
            self.failure = _CANNOT
            return
        try:
            exported = await exporting.run(spec, Path(self._job.destination), self._tell)
        except FailedError as error:
            log.info("export %d: %s", self.job_id, error.failure.detail or error.failure.title)
            self.failure = error.failure
            return
        self.exported = exported
        counts = JobCounts(
            listed=exported.listed,
            done=exported.listed - exported.skipped - exported.failed,
            skipped=exported.skipped,
            failed=exported.failed,
        )
        size = exported.report.size_bytes
        await self._count(counts, size, size, is_planned=True)
        self._parts.outbox.fact(TasksSettled(self.job_id, counts, size, ()))
        for line in _lines(exported):
            await self._parts.book.note(self.job_id, line)

    def _tell(self, progress: Progress) -> None:
        """Show how far it is; what was stopped shows nothing any more."""
        book, outbox = self._parts.book, self._parts.outbox
        if self._stopped.is_set():
            return
        job = book[self.job_id]
        counts = JobCounts(progress.listed, 0, 0, progress.excluded, progress.failed)
        if progress.phase is Phase.READING:
            book.put(replace(job, counts=counts))
            outbox.fact(ItemsPlanned(self.job_id, counts, 0))
            return
        if not job.is_planned:
            book.put(replace(job, counts=counts, bytes_total=progress.total_bytes))
            book.show(self.job_id, JobState.RUNNING, is_planned=True)
            outbox.fact(JobPlanned(self.job_id, counts, progress.total_bytes, 0))
        is_written = progress.phase is not Phase.WRITING
        here = progress.listed - progress.excluded - progress.failed
        counts = replace(counts, done=here if is_written else progress.done)
        self._disk_bytes = progress.size_bytes
        book.put(replace(book[self.job_id], counts=counts, bytes_done=progress.size_bytes))
        outbox.fact(TasksSettled(self.job_id, counts, progress.size_bytes, ()))

    async def _count(self, counts: JobCounts, done: int, total: int, *, is_planned: bool) -> None:
        book, ledger = self._parts.book, self._parts.ledger
        job = book[self.job_id]
        book.put(replace(job, counts=counts, bytes_done=done, bytes_total=total, is_planned=is_planned))
        await ledger.run(ledger.rows.jobs.count, self.job_id, counts, done, total)
        await ledger.run(ledger.rows.jobs.change, self.job_id, is_planned=int(is_planned))


def _lines(exported: Exported) -> list[str]:
    """Return what came of an export, for its log."""
    report = exported.report
    lines = [f"Labels: {report.kept:,} kept, {report.changed:,} changed, {report.lost:,} lost."]
    if report.verified is not None:
        found = report.verified
        lines.append(f"Verified: {found.images:,} images, {found.shapes:,} shapes, {found.differences:,} differences.")
        lines.extend(found.first)
    lines.extend(f"{count:,} × {reason}." for reason, count in report.excluded_why)
    lines.extend(report.notes)
    return lines


async def _until(event: asyncio.Event) -> None:
    await event.wait()
