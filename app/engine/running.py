"""What every run of a job can do: a download and an export alike."""

from typing import Protocol

from app.engine.pace import JobPace
from app.engine.pipeline import Pipeline
from app.engine.waking import Waking
from app.engine.why import Why
from app.model.failure import Failure
from app.model.job import Job, JobState


class Run(Protocol):
    """Carries one job as far as it can.

    Attributes:
        job_id: The job.
        why: Why it was asked to stop; None when it was not.
        failure: Why the job itself failed; None when it did not.
        pace: Bytes received.
        pipeline: What travels; None when nothing does.
        waking: The time it worked, without waits.
    """

    job_id: int
    why: Why | None
    failure: Failure | None
    pace: JobPace
    pipeline: Pipeline | None
    waking: Waking

    @property
    def disk_bytes(self) -> int:
        """Return the bytes that reached the disk in this run."""
        ...

    def stop(self, why: Why) -> None:
        """Ask it to stop. The last order wins."""
        ...

    def retry_now(self) -> None:
        """End a hold that a person may end."""
        ...

    def set_hands(self, hands: int) -> None:
        """Allow so many requests at once."""
        ...

    async def run(self) -> None:
        """Work until nothing is left, the job fails, or somebody asks to stop. Raise nothing but cancellation."""
        ...

    def end_state(self, job: Job) -> JobState:
        """Return how a run that nobody stopped came out."""
        ...
