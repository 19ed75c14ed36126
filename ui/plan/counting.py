"""Asks the engine what a plan would cost, a moment after the last change."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.answers import DestinationCheck
from app.model.commands import AddJob
from app.model.failure import Failure
from app.model.queries import CheckDestination, MakeSurvey
from app.model.survey import Survey
from ui.ask import Ask

SETTLE_MS = 200


class Counting(QObject):
    """Keeps surveys and the state of the disk for one plan: the jobs that would follow from it.

    Signals:
        changed(): Something arrived, or counting began anew.
    """

    changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None, most_requests: int | None = None) -> None:
        """Ask through this; a survey may ask its service `most_requests` times, beyond that it estimates."""
        super().__init__(parent)
        self._ask = ask
        self._most = most_requests
        self._jobs: tuple[AddJob, ...] = ()
        self._folder = ""
        self._asked: list[str] = []
        self._surveys: dict[int, Survey] = {}
        self.disk: DestinationCheck | None = None
        self.failure: Failure | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._start)

    def count(self, jobs: tuple[AddJob, ...], folder: str) -> None:
        """Count for a plan whose jobs write below a folder; the same plan again asks nothing."""
        if jobs == self._jobs and folder == self._folder:
            return
        self._jobs, self._folder = jobs, folder
        self.again()

    def again(self) -> None:
        """Forget what is known and ask anew."""
        for name in self._asked:
            self._ask.forget(self, name)
        self._asked.clear()
        self._surveys.clear()
        self.failure = None
        if self._jobs:
            self._timer.start()
        else:
            self._timer.stop()
        self.changed.emit()

    @property
    def surveys(self) -> tuple[Survey, ...] | None:
        """Return all surveys in the order of the jobs; None until every one is here."""
        if len(self._surveys) < len(self._jobs):
            return None
        return tuple(self._surveys[number] for number in range(len(self._jobs)))

    def _start(self) -> None:
        for number, job in enumerate(self._jobs):
            self._survey(number, MakeSurvey(job.spec, job.account, job.destination, self._most))
        self._asked.append(CheckDestination.__name__)
        self._ask.ask(self, CheckDestination(self._folder), DestinationCheck, self._on_disk, self._on_failure)

    def _survey(self, number: int, query: MakeSurvey) -> None:
        def on_survey(survey: Survey) -> None:
            self._surveys[number] = survey
            self.changed.emit()

        name = f"survey {number}"
        self._asked.append(name)
        self._ask.ask(self, query, Survey, on_survey, self._on_failure, name=name)

    def _on_disk(self, disk: DestinationCheck) -> None:
        self.disk = disk
        self.changed.emit()

    def _on_failure(self, failure: Failure) -> None:
        self.failure = failure
        self.changed.emit()
