"""A job: one spec being carried out. Its states and the moves that are allowed. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.failure import Failure
from app.model.spec import Spec


class JobState(StrEnum):
    """Where a job stands. WAITING carries a `Hold`; it is not a failure."""

    QUEUED = "queued"
    PLANNING = "planning"
    RUNNING = "running"
    WAITING = "waiting"
    PAUSED = "paused"
    DONE = "done"
    PROBLEMS = "problems"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED = frozenset({JobState.DONE, JobState.PROBLEMS, JobState.FAILED, JobState.CANCELLED})
ACTIVE = frozenset({JobState.PLANNING, JobState.RUNNING, JobState.WAITING})


class HoldKind(StrEnum):
    """What a waiting job waits for."""

    SERVER = "server"
    QUOTA = "quota"
    NETWORK = "network"
    DISK = "disk"
    SIGN_IN = "sign-in"


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason to wait, with the time of the next try.

    Attributes:
        kind: What is waited for.
        title: One sentence: "The server does not answer."
        hint: What the person can do; empty when it resolves by itself.
        until: UTC seconds of the next try; None when only a person can end it.
        since: UTC seconds when it began.
    """

    kind: HoldKind
    title: str
    hint: str
    until: float | None
    since: float


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How the items of a job stand. listed = done + already_here + skipped + failed when it is complete.

    Attributes:
        listed: Items written down so far; grows while planning.
        done: Fetched, verified and committed by this job.
        already_here: Right on disk before this job.
        skipped: Gone on the server or left out, with a reason.
        failed: Given up, with a reason.
        unverified: Of `done`, those for which the source gave neither hash nor length.
        tiles_failed: Tiles of a harvest that could not be read; their images are not listed, so the list is incomplete.
    """

    listed: int = 0
    done: int = 0
    already_here: int = 0
    skipped: int = 0
    failed: int = 0
    unverified: int = 0
    tiles_failed: int = 0

    @property
    def problems(self) -> int:
        """Return how many things did not go as asked."""
        return self.skipped + self.failed + self.tiles_failed

    @property
    def settled(self) -> int:
        """Return how many items need nothing more."""
        return self.done + self.already_here + self.skipped + self.failed

    @property
    def pending(self) -> int:
        """Return how many listed items are still to come."""
        return self.listed - self.settled


@dataclass(frozen=True, slots=True)
class Job:
    """A snapshot of one job, as the window and the command line show it.

    Attributes:
        id: Number in the ledger, never reused.
        title: Name for people.
        source: Registry key.
        account: Key of the account it uses.
        destination: Absolute folder.
        spec: What was asked.
        state: Where it stands.
        position: Place in the queue; smaller starts earlier.
        counts: Items.
        bytes_done: Bytes of the items that are done by this job.
        bytes_total: Bytes of all listed items that had to be fetched; an estimate until planned.
        is_planned: All items are written down; totals are exact.
        added_at, started_at, finished_at: UTC seconds; None until then.
        active_seconds: Time spent planning and running, without waits and pauses.
        hold: Why it waits, in state WAITING.
        failure: Why it stopped, in state FAILED.
        workers: Fixed number of requests at once; None lets the limiter learn.
        rate_limit: Bytes per second; None is unlimited.
        names_changed: How many names were adjusted for the disk.
        ticket: As in the order that added it.
    """

    id: int
    title: str
    source: str
    account: str
    destination: str
    spec: Spec
    state: JobState
    position: int
    counts: JobCounts = field(default_factory=JobCounts)
    bytes_done: int = 0
    bytes_total: int = 0
    is_planned: bool = False
    added_at: float = 0.0
    started_at: float | None = None
    finished_at: float | None = None
    active_seconds: float = 0.0
    hold: Hold | None = None
    failure: Failure | None = None
    workers: int | None = None
    rate_limit: int | None = None
    names_changed: int = 0
    ticket: str = ""


MOVES: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset(
        {JobState.PLANNING, JobState.RUNNING, JobState.PAUSED, JobState.CANCELLED, JobState.FAILED}
    ),
    JobState.PLANNING: frozenset(
        {
            JobState.RUNNING,
            JobState.WAITING,
            JobState.PAUSED,
            JobState.QUEUED,
            JobState.CANCELLED,
            JobState.FAILED,
            JobState.DONE,
            JobState.PROBLEMS,
        }
    ),
    JobState.RUNNING: frozenset(
        {
            JobState.WAITING,
            JobState.PAUSED,
            JobState.QUEUED,
            JobState.CANCELLED,
            JobState.FAILED,
            JobState.DONE,
            JobState.PROBLEMS,
        }
    ),
    JobState.WAITING: frozenset(
        {JobState.PLANNING, JobState.RUNNING, JobState.PAUSED, JobState.QUEUED, JobState.CANCELLED, JobState.FAILED}
    ),
    JobState.PAUSED: frozenset({JobState.QUEUED, JobState.CANCELLED}),
    JobState.DONE: frozenset({JobState.QUEUED}),
    JobState.PROBLEMS: frozenset({JobState.QUEUED, JobState.DONE}),
    JobState.FAILED: frozenset({JobState.QUEUED, JobState.CANCELLED}),
    JobState.CANCELLED: frozenset({JobState.QUEUED}),
}


def may_move(before: JobState, after: JobState) -> bool:
    """Return whether a job may go from one state to the other."""
    return after in MOVES[before]
