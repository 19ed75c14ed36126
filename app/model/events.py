"""Every fact and sample that the engine publishes. Pure.

One download, and when each fires:

    AddJob           -> JobAdded, JobMoved(queued)
    a slot is free   -> JobMoved(planning); ItemsPlanned per ledger write; JobPlanned at the end
    first task       -> JobMoved(running); JobRate and HostPace several times a second
    a batch is safe  -> TasksSettled (after the ledger commit, never before)
    server says wait -> HoldBegan, JobMoved(waiting); later HoldEnded, JobMoved(running)
    nothing is left  -> JobMoved(done | problems), JobFinished
    stop             -> EngineStopped is the last fact

Facts keep their order and are never dropped. Samples are latest-wins by their key.
Invariant: counts in facts only grow within a run, and never run ahead of the ledger.
"""

from dataclasses import dataclass
from typing import TypeAlias

from app.model.account import Account
from app.model.coverage import TileStanding
from app.model.failure import Failure
from app.model.job import Hold, Job, JobCounts, JobState
from app.model.task import Task


@dataclass(frozen=True, slots=True)
class EngineStarted:
    """The engine is ready; `resumed_jobs` were unfinished, `was_unclean` if the last run did not end in order."""

    resumed_jobs: int
    was_unclean: bool


@dataclass(frozen=True, slots=True)
class EngineStopped:
    """The last fact of an engine."""


@dataclass(frozen=True, slots=True)
class JobAdded:
    """A job entered the queue."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobMoved:
    """A job changed its state; `job` is the whole new snapshot."""

    job: Job
    before: JobState


@dataclass(frozen=True, slots=True)
class JobRemoved:
    """A job left the queue; its files stay."""

    job_id: int


@dataclass(frozen=True, slots=True)
class QueueReordered:
    """Jobs have new places: (job id, position)."""

    positions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ItemsPlanned:
    """Items were written down; totals so far."""

    job_id: int
    counts: JobCounts
    bytes_total: int


@dataclass(frozen=True, slots=True)
class JobPlanned:
    """All items of a job are written down; totals are exact now."""

    job_id: int
    counts: JobCounts
    bytes_total: int
    names_changed: int


@dataclass(frozen=True, slots=True)
class TasksSettled:
    """Tasks reached their end in the ledger. `tasks` holds at most 200 of them; `counts` is complete."""

    job_id: int
    counts: JobCounts
    bytes_done: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class HoldBegan:
    """A job waits."""

    job_id: int
    hold: Hold


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """A job goes on."""

    job_id: int


@dataclass(frozen=True, slots=True)
class JobFinished:
    """A job came to its end. Comes once per run."""

    job_id: int
    counts: JobCounts
    bytes_done: int
    seconds: float


@dataclass(frozen=True, slots=True)
class JobNoted:
    """A line for the log of a job: one decision, in words. `matters`: a person wants to hear it even without a log."""

    job_id: int
    at: float
    text: str
    matters: bool = False


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """An account was added, renamed, refused or accepted again; `failure` says why it is refused."""

    account: Account
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class EngineTrouble:
    """Something of our own went wrong; transfers that can go on do."""

    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class JobRate:
    """How fast a job goes; key is the job.

    Attributes:
        bytes_per_second, items_per_second: Over the last seconds.
        average, peak: Bytes per second over the active time of the job.
        disk_bytes_per_second: What reached the disk.
        seconds_left: None while it cannot be told honestly.
        seconds_left_high: Upper end of the range, early in a job; equal later.
        in_flight: Tasks under way.
        bytes_done: Bytes of images that have arrived, settled or not; runs ahead of the ledger, for the bar only.
        items_settled: Items at their end.
    """

    job_id: int
    bytes_per_second: float
    items_per_second: float
    average: float
    peak: float
    disk_bytes_per_second: float
    seconds_left: float | None
    seconds_left_high: float | None
    in_flight: int
    bytes_done: int
    items_settled: int


@dataclass(frozen=True, slots=True)
class EngineRate:
    """How fast everything goes together; one key.

    Attributes:
        limited_by: "nothing", "network", "server", "quota", "disk", "cpu" or "own-limit".
        limit_evidence: The number behind it, in words.
        disk_free: Bytes free where the last active job writes; None when nothing is active.
    """

    at: float
    bytes_per_second: float
    items_per_second: float
    disk_bytes_per_second: float
    average: float
    peak: float
    limited_by: str
    limit_evidence: str
    disk_free: int | None


@dataclass(frozen=True, slots=True)
class HostPace:
    """What the limiter of one host allows now; key is the host. `rejections` counts 429 and 503 since the start."""

    host: str
    limit: int
    in_flight: int
    gate_seconds: float
    round_trip: float
    rejections: int = 0


Fact: TypeAlias = (
    EngineStarted
    | EngineStopped
    | JobAdded
    | JobMoved
    | JobRemoved
    | QueueReordered
    | ItemsPlanned
    | JobPlanned
    | TasksSettled
    | HoldBegan
    | HoldEnded
    | JobFinished
    | JobNoted
    | AccountChanged
    | EngineTrouble
)
Sample: TypeAlias = JobRate | EngineRate | HostPace | TileStanding
Event: TypeAlias = Fact | Sample


@dataclass(frozen=True, slots=True)
class Batch:
    """What one drain hands over: facts in order, then the newest sample of each key."""

    facts: tuple[Fact, ...]
    samples: tuple[Sample, ...]
