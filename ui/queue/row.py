"""One row of the queue: a job with its newest sample and its place in the line. Pure.

The job comes from facts and can be rebuilt from a snapshot. The sample is what is happening right now; it is
kept for its average and peak when the job rests, and shown as a rate only while the job moves.
"""

from dataclasses import dataclass, fields

from app.model.events import JobRate
from app.model.export_spec import ExportSpec
from app.model.harvest import MapillarySpec
from app.model.job import Job, JobState

MOVING = frozenset({JobState.PLANNING, JobState.RUNNING})
_JOB_FIELDS = tuple(field.name for field in fields(Job))


@dataclass(frozen=True, slots=True)
class JobRow:
    """What the queue knows of one job.

    Attributes:
        job: The snapshot that facts have led to.
        rate: The newest sample of this run; None before the first one.
        rank: Place among the queued jobs, from 1; None when it does not stand in line.
    """

    job: Job
    rate: JobRate | None = None
    rank: int | None = None

    @property
    def live(self) -> JobRate | None:
        """Return the sample while the job moves, else None: a rate of the past is no rate."""
        return self.rate if self.job.state in MOVING else None

    @property
    def bytes_done(self) -> int:
        """Return the bytes that arrived; a sample may be a little ahead of the ledger."""
        live = self.live
        return max(self.job.bytes_done, live.bytes_done) if live is not None else self.job.bytes_done

    @property
    def bytes_total(self) -> int:
        """Return the bytes to fetch, never less than those that are here."""
        return max(self.job.bytes_total, self.bytes_done)

    @property
    def has_guessed_sizes(self) -> bool:
        """Return whether the source tells no sizes: bytes to come are guessed, and progress goes by items."""
        return isinstance(self.job.spec, MapillarySpec | ExportSpec)

    @property
    def is_estimate(self) -> bool:
        """Return whether the totals may still change."""
        return not self.job.is_planned and self.job.state is not JobState.DONE

    @property
    def are_bytes_estimated(self) -> bool:
        """Return whether the bytes to fetch may still change."""
        is_over = self.job.state in (JobState.DONE, JobState.PROBLEMS)
        return self.is_estimate or (self.has_guessed_sizes and not is_over)

    @property
    def percent(self) -> int:
        """Return the progress from 0 to 100: by bytes, or by items when the bytes are not known.

        100 is said only when every item is settled; before that it ends at 99.
        """
        counts = self.job.counts
        if self.job.state is JobState.DONE:
            return 100
        settled = counts.settled - counts.failed
        is_complete = self.job.is_planned and settled >= counts.listed
        if isinstance(self.job.spec, ExportSpec) and self.job.state is JobState.RUNNING:
            is_complete = False  # it is read back, and put in its place
        if self.bytes_total > 0 and not self.has_guessed_sizes:
            part = self.bytes_done / self.bytes_total
        else:
            part = settled / counts.listed if counts.listed else 0.0
        return 100 if is_complete else min(99, int(100 * part))

    @property
    def average(self) -> float | None:
        """Return bytes per second over the active time; None when nothing moved yet."""
        if self.rate is not None and self.rate.average > 0:
            return self.rate.average
        if self.job.active_seconds > 0 and self.job.bytes_done > 0:
            return self.job.bytes_done / self.job.active_seconds
        return None


def changed_fields(old: JobRow, new: JobRow) -> frozenset[str]:
    """Return the names of what differs: fields of the job, and "rate" and "rank"."""
    names: set[str] = set()
    if old.job is not new.job:
        names.update(name for name in _JOB_FIELDS if getattr(old.job, name) != getattr(new.job, name))
    if old.rate != new.rate:
        names.add("rate")
    if old.rank != new.rank:
        names.add("rank")
    return frozenset(names)
