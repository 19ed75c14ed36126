"""The log of a job: one line for each decision, newest at the end."""

from datetime import datetime

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.model.events import Batch, JobNoted
from app.model.failure import Failure
from app.model.queries import JobLog
from ui.desk import Desk

LINES = 2000


def log_line(note: JobNoted) -> str:
    """Return one line: local time and words."""
    return f"{datetime.fromtimestamp(note.at).astimezone():%Y-%m-%d %H:%M:%S}  {note.text}"


class LogPage(QWidget):
    """Log of one job."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job_id = 0
        self._early: list[JobNoted] = []
        self._is_read = False
        self.text = QPlainTextEdit()
        self.text.setObjectName("job.log")
        self.text.setAccessibleName("Log of the job")
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(LINES)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(desk.theme.fixed_font())
        self.text.setPlaceholderText("Nothing noted yet.")
        copy = QPushButton("Copy log")
        copy.setObjectName("job.log.copy")
        copy.setProperty("look", "quiet")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(copy)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 12, 12, 12)
        page.setSpacing(8)
        page.addWidget(self.text, 1)
        page.addLayout(foot)

    def show_job(self, job_id: int) -> None:
        """Show the log of another job; 0 shows nothing."""
        self._job_id = job_id
        self._is_read = False
        self._early = []
        self.text.clear()
        if job_id:
            self._desk.ask.ask(self, JobLog(job_id), tuple, self._take, self._on_failure)

    def on_batch(self, batch: Batch) -> None:
        """Append what was noted."""
        for fact in batch.facts:
            if isinstance(fact, JobNoted) and fact.job_id == self._job_id:
                if self._is_read:
                    self.text.appendPlainText(log_line(fact))
                else:
                    self._early.append(fact)

    def _take(self, notes: tuple[JobNoted, ...]) -> None:
        # What came while the answer was on its way may be in it already.
        newer = [note for note in self._early if note not in notes]
        self._is_read = True
        for note in (*notes, *newer):
            self.text.appendPlainText(log_line(note))

    def _on_failure(self, failure: Failure) -> None:
        self._is_read = True
        self.text.appendPlainText(failure.sentence())
