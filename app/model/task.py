"""A task: one item within one job, as the ledger remembers it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.model.failure import Failure


class TaskState(StrEnum):
    """Where a task stands. PENDING covers everything not settled; what is in flight is known to the engine alone."""

    PENDING = "pending"
    DONE = "done"
    HERE = "here"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the items table of a job.

    Attributes:
        job_id: The job.
        seq: Place in listing order, from 0.
        key: Id of the item in its source.
        path: Relative path of the image in the destination, with forward slashes.
        state: Where it stands.
        size: Bytes on disk when done, else as listed; None when unknown.
        tries: Transfers that were counted against it.
        failure: Why it was skipped, failed or is tried again.
    """

    job_id: int
    seq: int
    key: str
    path: str
    state: TaskState
    size: int | None
    tries: int
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failures of a job with one cause.

    Attributes:
        title: What happened, as in `Failure.title`.
        hint: What to do.
        kind: Value of the failure kind.
        count: Items with this cause.
        can_retry: Trying again may help.
        examples: Up to three relative paths.
    """

    title: str
    hint: str
    kind: str
    count: int
    can_retry: bool
    examples: tuple[str, ...]
