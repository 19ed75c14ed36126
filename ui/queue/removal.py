"""Taking jobs off the list with a way back: out of sight at once, really gone ten seconds later.

The command is given only when nobody wants it back, so that undo restores the job as it was, with its history.
A job that moves is paused meanwhile. When the program ends in between, the job is simply still there.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.model.commands import Command, PauseJob, RemoveJob, ResumeJob
from app.model.job import Job
from ui.queue.orders import Order, takes
from ui.text import plural

UNDO_MS = 10_000

Offer = Callable[[str, Callable[[], None]], None]


class Removals(QObject):
    """The jobs that are about to leave.

    Args:
        submit: Takes commands for the engine.
        on_hidden: Told which jobs are out of sight, after each change.
        offer: Takes a sentence and the function that undoes it.
    """

    def __init__(
        self,
        submit: Callable[[Command], None],
        on_hidden: Callable[[frozenset[int]], None],
        offer: Offer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._submit = submit
        self._on_hidden = on_hidden
        self._offer = offer
        self._leaving: dict[int, tuple[Job, ...]] = {}
        self._gone: frozenset[int] = frozenset()
        self._next = 0

    @property
    def hidden(self) -> frozenset[int]:
        """Return the ids that are out of sight: those that may come back, and those on their way out."""
        return self._gone | {job.id for jobs in self._leaving.values() for job in jobs}

    def remove(self, jobs: Sequence[Job]) -> None:
        """Take jobs out of sight and offer the way back."""
        ticket = self._next
        self._next += 1
        self._leaving[ticket] = tuple(jobs)
        for job in jobs:
            if takes(job, Order.PAUSE):
                self._submit(PauseJob(job.id))
        self._on_hidden(self.hidden)
        QTimer.singleShot(UNDO_MS, self, partial(self._finish, ticket))
        name = f"“{jobs[0].title}”" if len(jobs) == 1 else plural(len(jobs), "job")
        self._offer(f"Removed {name} from the list. The files stay.", partial(self._undo, ticket))

    def flush(self) -> None:
        """Make every removal final now, for instance before the window closes."""
        for ticket in list(self._leaving):
            self._finish(ticket)

    def forget(self, job_ids: Iterable[int]) -> None:
        """Drop jobs that the engine has removed."""
        self._gone = self._gone.difference(job_ids)

    def _undo(self, ticket: int) -> None:
        jobs = self._leaving.pop(ticket, ())
        for job in jobs:
            if takes(job, Order.PAUSE):
                self._submit(ResumeJob(job.id))
        self._on_hidden(self.hidden)

    def _finish(self, ticket: int) -> None:
        # The rows leave with the engine's word; until then they stay out of sight, and undo comes too late.
        for job in self._leaving.pop(ticket, ()):
            self._gone |= {job.id}
            self._submit(RemoveJob(job.id))
