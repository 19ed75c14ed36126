"""The chips above the queue: which jobs each of them shows. Pure.

A job may stand under several: one that ended with problems is done and has problems. A job that stands in line is
neither active nor waiting for anything but its turn: it is under All.
"""

from enum import StrEnum

from app.model.job import Job, JobState


class Chip(StrEnum):
    """A choice of jobs; the value is the word on the chip."""

    ALL = "All"
    ACTIVE = "Active"
    WAITING = "Waiting"
    PAUSED = "Paused"
    DONE = "Done"
    PROBLEMS = "Problems"


_CHIPS: dict[JobState, frozenset[Chip]] = {
    JobState.QUEUED: frozenset({Chip.ALL}),
    JobState.PLANNING: frozenset({Chip.ALL, Chip.ACTIVE}),
    JobState.RUNNING: frozenset({Chip.ALL, Chip.ACTIVE}),
    JobState.WAITING: frozenset({Chip.ALL, Chip.WAITING}),
    JobState.PAUSED: frozenset({Chip.ALL, Chip.PAUSED}),
    JobState.DONE: frozenset({Chip.ALL, Chip.DONE}),
    JobState.PROBLEMS: frozenset({Chip.ALL, Chip.DONE, Chip.PROBLEMS}),
    JobState.FAILED: frozenset({Chip.ALL, Chip.PROBLEMS}),
    JobState.CANCELLED: frozenset({Chip.ALL}),
}


def chips_of(job: Job) -> frozenset[Chip]:
    """Return every chip under which a job stands."""
    chips = _CHIPS[job.state]
    return chips | {Chip.PROBLEMS} if job.counts.failed else chips
