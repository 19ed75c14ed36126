"""What a job was asked to do, where it writes, and the two things that may change on the way: workers and limit."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.model.commands import SetJobLimits
from app.model.job import FINISHED, Job
from ui.desk import Desk
from ui.queue.columns import source_title
from ui.queue.copying import copy_command
from ui.queue.job_command import job_command
from ui.queue.spec_lines import spec_lines
from ui.text import UNKNOWN

MOST_WORKERS = 256
MOST_MB = 10_000.0
MB = 1_000_000


class SettingsPage(QWidget):
    """Settings of one job.

    Args:
        job_of: Returns the snapshot of a job.
    """

    def __init__(self, desk: Desk, job_of: Callable[[int], Job | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job_of = job_of
        self._job_id = 0
        self._account = _value("job.settings.account", "Account")
        self._destination = _value("job.settings.destination", "Destination")
        self._spec = _value("job.settings.spec", "What was asked")
        self._command = QLineEdit()
        self._workers = QSpinBox()
        self._limit = QDoubleSpinBox()
        self._lay_out()

    def show_job(self, job_id: int) -> None:
        """Show the settings of another job; 0 shows nothing."""
        self._job_id = job_id
        self.refresh()

    def refresh(self) -> None:
        """Show what is set now, unless a person is typing."""
        job = self._job_of(self._job_id)
        if job is None:
            return
        self._account.setText(f"{source_title(job.source)} · {job.account}" if job.account else UNKNOWN)
        self._destination.setText(job.destination)
        self._spec.setText("\n".join(spec_lines(job.spec)))
        self._command.setText(job_command(job, self._desk.backend.state_file.parent))
        self._command.setCursorPosition(0)
        for box, value in ((self._workers, job.workers or 0), (self._limit, (job.rate_limit or 0) / MB)):
            box.setEnabled(job.state not in FINISHED)
            if not box.hasFocus():
                box.blockSignals(True)
                box.setValue(value)  # type: ignore[arg-type]  # workers are whole
                box.blockSignals(False)

    def _lay_out(self) -> None:
        self._workers.setObjectName("job.settings.workers")
        self._workers.setAccessibleName("Requests at once")
        self._workers.setRange(0, MOST_WORKERS)
        self._workers.setSpecialValueText("Automatic")
        self._limit.setObjectName("job.settings.limit")
        self._limit.setAccessibleName("Speed limit in megabytes per second")
        self._limit.setRange(0.0, MOST_MB)
        self._limit.setDecimals(1)
        self._limit.setSuffix(" MB/s")
        self._limit.setSpecialValueText("Off")
        for box in (self._workers, self._limit):
            box.setKeyboardTracking(False)
            box.setMaximumWidth(160)
        self._workers.valueChanged.connect(lambda _: self._submit())
        self._limit.valueChanged.connect(lambda _: self._submit())
        self._command.setObjectName("job.settings.command")
        self._command.setAccessibleName("The same as a command")
        self._command.setReadOnly(True)
        self._command.setFont(self._desk.theme.fixed_font())
        copy = QPushButton("Copy as command")
        copy.setObjectName("job.settings.copy")
        copy.setProperty("look", "quiet")
        copy.clicked.connect(self._copy)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._command, 1)
        line.addWidget(copy)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow("Account", self._account)
        form.addRow("Destination", self._destination)
        form.addRow("What was asked", self._spec)
        form.addRow("Workers", self._workers)
        form.addRow("Limit", self._limit)
        form.addRow("Command", line)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 12, 12, 12)
        page.addLayout(form)
        page.addStretch(1)

    def _copy(self) -> None:
        job = self._job_of(self._job_id)
        if job is not None:
            copy_command(job, desk=self._desk)

    def _submit(self) -> None:
        workers = self._workers.value() or None
        limit = round(self._limit.value() * MB) or None
        self._desk.backend.host.submit(SetJobLimits(self._job_id, workers, limit))


def _value(name: str, words: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setAccessibleName(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
