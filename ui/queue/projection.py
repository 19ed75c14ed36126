"""Facts and samples in, rows out: the queue as the events of the engine draw it. Pure.

It can be thrown away and rebuilt from a snapshot at any time. Facts that are older than the snapshot do no harm:
the newer ones that follow them say the truth again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from app.model.coverage import TileStanding
from app.model.events import (
    AccountChanged,
    Batch,
    EngineRate,
    EngineStarted,
    EngineStopped,
    EngineTrouble,
    Event,
    HoldBegan,
    HoldEnded,
    HostPace,
    ItemsPlanned,
    JobAdded,
    JobFinished,
    JobMoved,
    JobNoted,
    JobPlanned,
    JobRate,
    JobRemoved,
    QueueReordered,
    TasksSettled,
)
from app.model.job import Job, JobState
from ui.queue.row import JobRow


@dataclass(frozen=True, slots=True)
class Delta:
    """What a batch did to the queue.

    Attributes:
        removed: Ids that are gone.
        added: Ids that are new, in queue order.
        changed: Ids whose row is another one now; neither new nor gone.
        is_reordered: Positions changed.
    """

    removed: frozenset[int] = frozenset()
    added: tuple[int, ...] = ()
    changed: frozenset[int] = frozenset()
    is_reordered: bool = False


def queue_key(row: JobRow) -> tuple[int, int]:
    """Return what puts rows into queue order."""
    return (row.job.position, row.job.id)


JobFact = ItemsPlanned | JobPlanned | TasksSettled | HoldBegan | HoldEnded | JobFinished


def advanced(job: Job, fact: JobFact) -> Job:
    """Return a job as one fact about it leaves it."""
    match fact:
        case ItemsPlanned(counts=counts, bytes_total=bytes_total):
            return replace(job, counts=counts, bytes_total=bytes_total)
        case JobPlanned(counts=counts, bytes_total=bytes_total, names_changed=names_changed):
            return replace(job, counts=counts, bytes_total=bytes_total, names_changed=names_changed, is_planned=True)
        case TasksSettled(counts=counts, bytes_done=bytes_done) | JobFinished(counts=counts, bytes_done=bytes_done):
            return replace(job, counts=counts, bytes_done=bytes_done)
        case HoldBegan(hold=hold):
            return replace(job, hold=hold)
        case HoldEnded():
            return replace(job, hold=None)
        case _:
            assert_never(fact)


class QueueProjection:
    """The rows of the queue by job id."""

    def __init__(self) -> None:
        self.rows: dict[int, JobRow] = {}
        self._touched: set[int] = set()
        self._is_line_stale = False
        self._is_reordered = False

    def reset(self, jobs: Iterable[Job]) -> None:
        """Start again from a snapshot. Samples of jobs that are still there stay."""
        rates = {job_id: row.rate for job_id, row in self.rows.items()}
        self.rows = {job.id: JobRow(job, rates.get(job.id)) for job in jobs}
        self._number_line()

    def apply(self, batch: Batch) -> Delta:
        """Take in a batch and return its net effect."""
        before = dict(self.rows)
        self._touched = set()
        self._is_line_stale = self._is_reordered = False
        for fact in batch.facts:
            self._take(fact)
        for sample in batch.samples:
            self._take(sample)
        if self._is_line_stale:
            self._number_line()
        touched = self._touched
        added = [job_id for job_id in touched if job_id in self.rows and job_id not in before]
        return Delta(
            removed=frozenset(job_id for job_id in touched if job_id in before and job_id not in self.rows),
            added=tuple(sorted(added, key=lambda job_id: queue_key(self.rows[job_id]))),
            changed=frozenset(
                job_id
                for job_id in touched
                if job_id in before and job_id in self.rows and before[job_id] is not self.rows[job_id]
            ),
            is_reordered=self._is_reordered,
        )

    def _take(self, event: Event) -> None:
        match event:
            case JobAdded(job=job) | JobMoved(job=job):
                self._put(job)
            case JobRemoved(job_id=job_id):
                if self.rows.pop(job_id, None) is not None:
                    self._touched.add(job_id)
                    self._is_line_stale = True
            case QueueReordered(positions=positions):
                for job_id, position in positions:
                    row = self.rows.get(job_id)
                    if row is not None:
                        self._replace(replace(row, job=replace(row.job, position=position)))
                self._is_reordered = self._is_line_stale = True
            case ItemsPlanned() | JobPlanned() | TasksSettled() | HoldBegan() | HoldEnded() | JobFinished():
                row = self.rows.get(event.job_id)
                if row is not None:
                    self._replace(replace(row, job=advanced(row.job, event)))
            case JobRate(job_id=job_id):
                row = self.rows.get(job_id)
                if row is not None:
                    self._replace(replace(row, rate=event))
            case (
                EngineStarted()
                | EngineStopped()
                | JobNoted()
                | AccountChanged()
                | EngineTrouble()
                | EngineRate()
                | HostPace()
                | TileStanding()
            ):
                pass
            case _:
                assert_never(event)

    def _put(self, job: Job) -> None:
        row = self.rows.get(job.id)
        # A new run begins with a clean sheet: the average of the last one is not its average.
        is_new_run = row is not None and row.job.started_at != job.started_at
        rate = None if row is None or is_new_run else row.rate
        if row is None or (row.job.state, row.job.position) != (job.state, job.position):
            self._is_line_stale = True
        if row is not None and row.job.position != job.position:
            self._is_reordered = True
        self.rows[job.id] = JobRow(job, rate, None if row is None else row.rank)
        self._touched.add(job.id)

    def _replace(self, row: JobRow) -> None:
        self.rows[row.job.id] = row
        self._touched.add(row.job.id)

    def _number_line(self) -> None:
        """Count the queued jobs: the first of them starts next."""
        line = sorted((row for row in self.rows.values() if row.job.state is JobState.QUEUED), key=queue_key)
        ranks = {row.job.id: place for place, row in enumerate(line, start=1)}
        for job_id, row in self.rows.items():
            rank = ranks.get(job_id)
            if row.rank != rank:
                self.rows[job_id] = replace(row, rank=rank)
                self._touched.add(job_id)
