"""Which jobs run now, and how many hands each gets. Pure."""

from collections.abc import Collection, Sequence

from app.model.job import Job, JobState

MOST_HANDS = 128
LEAST_HANDS = 8


def pick(jobs: Sequence[Job], running: Collection[int], forced: Collection[int], at_once: int) -> list[int]:
    """Return the queued jobs to start now, in order.

    Args:
        jobs: All jobs.
        running: Jobs that have a run, also those that wait for a server or a disk.
        forced: Jobs that a person wants to run whatever the queue says.
        at_once: How many may run side by side; forced ones come on top.
    """
    queued = sorted(
        (job for job in jobs if job.state is JobState.QUEUED and job.id not in running),
        key=lambda job: (job.position, job.id),
    )
    free = at_once - sum(job_id not in forced for job_id in running)
    chosen = []
    for job in queued:
        if job.id in forced:
            chosen.append(job.id)
        elif free > 0:
            chosen.append(job.id)
            free -= 1
    return chosen


def hands(workers: int | None, running: int) -> int:
    """Return how many requests of one job may be under way: fixed by a person, or a fair share of all there are."""
    if workers is not None:
        return max(1, workers)
    return max(LEAST_HANDS, MOST_HANDS // max(1, running))
