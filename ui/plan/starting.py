"""Puts a plan into the queue, and takes it out again when the person thinks better of it."""

import uuid
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.commands import AddJob, RemoveJob
from app.model.events import Batch, JobAdded
from ui.backend import Host
from ui.bridge import Bridge

UNDO_MS = 3000


class Starting(QObject):
    """Submits jobs and knows for three seconds which ones they were.

    Attributes:
        started: All jobs that were started here, by their numbers.

    Signals:
        changed(): The three seconds began or are over.
    """

    changed = Signal()

    def __init__(self, host: Host, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._added: list[AddJob] = []
        self._doomed: list[AddJob] = []
        self._ids: list[int] = []
        self.started: dict[int, AddJob] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_MS)
        self._timer.timeout.connect(self.settle)
        bridge.batch.connect(self._on_batch)

    @property
    def can_undo(self) -> bool:
        """Return whether the last press can still be taken back."""
        return self._timer.isActive()

    def start(self, jobs: tuple[AddJob, ...]) -> None:
        """Put the jobs of a plan into the queue, each with a ticket of its own."""
        ticket = uuid.uuid4().hex
        self._added = [replace(job, ticket=f"{ticket}-{number}") for number, job in enumerate(jobs)]
        self._ids = []
        for job in self._added:
            self._host.submit(job)
        self._timer.start()
        self.changed.emit()

    def undo(self) -> None:
        """Take the last plan out of the queue; files that arrived meanwhile stay."""
        if not self.can_undo:
            return
        for job_id in self._ids:
            self._host.submit(RemoveJob(job_id))
        # The engine may not have said yet which number the job got: it goes as soon as that is known.
        self._doomed += self._added
        self.settle()

    def settle(self) -> None:
        """Let the three seconds be over."""
        self._timer.stop()
        self._added = []
        self.changed.emit()

    def _on_batch(self, batch: Batch) -> None:
        for fact in batch.facts:
            if not isinstance(fact, JobAdded):
                continue
            wanted = (fact.job.spec, fact.job.account, fact.job.destination)
            for order in list(self._doomed):
                if (order.spec, order.account, order.destination) == wanted:
                    self._doomed.remove(order)
                    self._host.submit(RemoveJob(fact.job.id))
                    break
            else:
                self._remember(fact.job.id, wanted)

    def _remember(self, job_id: int, wanted: tuple[object, str, str]) -> None:
        for order in list(self._added):
            if (order.spec, order.account, order.destination) == wanted:
                self._added.remove(order)
                self._ids.append(job_id)
                self.started[job_id] = order
                return
