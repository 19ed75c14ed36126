"""Follows one job from its order to its end, for programs."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from app.engine.host import Host
from app.model.commands import AddJob, PauseJob
from app.model.events import (
    EngineTrouble,
    Fact,
    HoldBegan,
    ItemsPlanned,
    JobAdded,
    JobFinished,
    JobMoved,
    JobPlanned,
    TasksSettled,
)
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import JobCounts, JobState
from app.model.queries import ListFailures
from app.model.task import FailureGroup

SECONDS_BETWEEN_DRAINS = 0.05


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is.

    Attributes:
        counts: Items; `counts.listed` grows until everything is planned.
        bytes_done, bytes_total: Of what has to be fetched; 0 while only facts are asked for.
    """

    counts: JobCounts
    bytes_done: int = 0
    bytes_total: int = 0


Listener: TypeAlias = Callable[[Progress], object]


def tell_nobody(progress: Progress) -> None:
    """Stand in for a listener."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What came of a download or a harvest.

    Attributes:
        folder: Where it lies.
        counts: Items; done + already_here + skipped + failed = listed. Of a harvest, `tiles_failed` counts coverage
            tiles that could not be read: their images are missing.
        bytes_done: Bytes that were fetched.
        seconds: Working time.
        problems: Why items failed or were skipped, grouped by cause; empty when all is well.
        job_id: Number of the job in the queue.
    """

    folder: Path
    counts: JobCounts
    bytes_done: int
    seconds: float
    problems: tuple[FailureGroup, ...]
    job_id: int = 0


def whole(to: str | Path) -> Path:
    """Return a destination as an absolute path."""
    return Path(to).expanduser().absolute()


async def carry_out(host: Host, order: AddJob, on_progress: Listener) -> Downloaded:
    """Give an order and return what came of it. Cancelling pauses the job; the same order again goes on.

    Raises:
        FailedError: It stopped, or waits for something that only a person can do.
    """
    finished = await Watch(host, order, on_progress).run()
    problems: tuple[FailureGroup, ...] = ()
    if finished.counts.failed or finished.counts.skipped:
        problems = await host.call(ListFailures(finished.job_id))
    folder = Path(order.destination)
    return Downloaded(folder, finished.counts, finished.bytes_done, finished.seconds, problems, finished.job_id)


class Watch:
    """Follows one job to its end."""

    def __init__(self, host: Host, order: AddJob, on_progress: Listener) -> None:
        self._host = host
        self._order = order
        self._on_progress = on_progress
        self._job_id: int | None = None
        self._progress = Progress(JobCounts())
        self._news = asyncio.Event()

    async def run(self) -> JobFinished:
        """Give the order and return its end. Raise FailedError."""
        self._host.on_news = self._news.set
        self._host.submit(self._order)
        try:
            while True:
                for fact in self._host.drain().facts:
                    finished = self._take(fact)
                    if finished is not None:
                        return finished
                await self._news.wait()
                self._news.clear()
                await asyncio.sleep(SECONDS_BETWEEN_DRAINS)
        except (asyncio.CancelledError, FailedError):
            if self._job_id is not None:
                self._host.submit(PauseJob(self._job_id))
            raise

    def _take(self, fact: Fact) -> JobFinished | None:
        if isinstance(fact, JobAdded) and fact.job.ticket == self._order.ticket:
            self._job_id = fact.job.id
        if isinstance(fact, EngineTrouble) and self._job_id is None:
            raise FailedError(Failure(FailureKind.REFUSED, fact.title, fact.hint))
        if isinstance(fact, JobMoved) and fact.job.id == self._job_id:
            self._refuse_end(fact)
        elif getattr(fact, "job_id", None) == self._job_id and self._job_id is not None:
            match fact:
                case JobFinished():
                    return fact
                case HoldBegan(hold=hold) if hold.until is None:
                    raise FailedError(Failure(FailureKind.REFUSED, hold.title, hold.hint))
                case ItemsPlanned(counts=counts, bytes_total=total) | JobPlanned(counts=counts, bytes_total=total):
                    self._tell(Progress(counts, self._progress.bytes_done, total))
                case TasksSettled(counts=counts, bytes_done=done):
                    self._tell(Progress(counts, done, self._progress.bytes_total))
                case _:
                    pass
        return None

    def _refuse_end(self, moved: JobMoved) -> None:
        """Raise FailedError when the job stopped without coming to its end."""
        job = moved.job
        if job.state is JobState.FAILED and job.failure is not None:
            raise FailedError(job.failure)
        if job.state in {JobState.PAUSED, JobState.CANCELLED} and moved.before is not job.state:
            title = f"The job was {job.state.value}."
            raise FailedError(Failure(FailureKind.CANCELLED, title, "The same call again goes on."))

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        self._on_progress(progress)
