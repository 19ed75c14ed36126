"""The status bar: who we are connected to, how many jobs do what, how fast, and how much disk is left."""

from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget

from app.model.account import Account
from app.model.events import (
    AccountChanged,
    Batch,
    EngineRate,
    HoldBegan,
    HoldEnded,
    JobAdded,
    JobMoved,
    JobRemoved,
)
from app.model.job import Job, JobState
from ui.shell.standing import Pill, Standing, standing_of
from ui.text import bytes_text, count_text, items_rate_text, rate_text
from ui.theme.theme import SMALL_PX, Theme

DOTS = {Standing.READY: "ok", Standing.SLOW: "warn", Standing.OFFLINE: "warn", Standing.REFUSED: "err"}


class StatusBar(QStatusBar):
    """One line of words, each part under its own name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs: dict[int, Job] = {}
        self._pills: dict[str, Pill] = {}
        self._labels: dict[str, QLabel] = {}
        self._is_moving = False
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self.setFixedHeight(theme.px(26))
        self.accounts = self._label("accounts")
        self.jobs = self._label("jobs")
        self.addWidget(self.accounts)
        # Where there is little room the list of states gives way, not the numbers.
        self.jobs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.addWidget(self.jobs, 1)
        for name in ("rate", "items", "limit", "disk"):
            self.addPermanentWidget(self._label(name))
        edge = QWidget()
        edge.setFixedWidth(theme.px(8))  # the last number keeps away from the edge of the window
        self.addPermanentWidget(edge)
        self.show_limit(None)
        self._labels["rate"].setText("↓ 0 B/s")
        self._labels["disk"].hide()
        theme.changed.connect(self._show_accounts)
        self._show_jobs()

    # What is shown.

    def show_sparkline(self, line: QWidget) -> None:
        """Take a picture of the rate in, left of its number."""
        self.insertPermanentWidget(len((self.accounts, self.jobs)), line)

    def be_narrow(self, is_narrow: bool) -> None:
        """Leave out what the queue shows as well, where there is little room."""
        self._labels["items"].setVisible(not is_narrow)

    def show_accounts(self, accounts: list[Account]) -> None:
        """Show one pill for each account."""
        self._pills = {account.key: self._pills.get(account.key, Pill(account)) for account in accounts}
        self._show_accounts()

    def show_standing(self, key: str, standing: Standing, round_trip: float | None = None) -> None:
        """Show how an account stands."""
        if key in self._pills:
            self._pills[key] = Pill(self._pills[key].account, standing, round_trip)
            self._show_accounts()

    def show_jobs(self, jobs: tuple[Job, ...]) -> None:
        """Start from a list of all jobs."""
        self._jobs = {job.id: job for job in jobs}
        self._show_jobs()

    def show_limit(self, bytes_per_second: int | None) -> None:
        """Show the common speed limit."""
        self._labels["limit"].setText(
            "Limit off" if bytes_per_second is None else f"Limit {rate_text(bytes_per_second)}"
        )

    def take(self, batch: Batch) -> None:
        """Take news of the engine."""
        for fact in batch.facts:
            match fact:
                case JobAdded(job=job) | JobMoved(job=job):
                    self._jobs[job.id] = job
                case JobRemoved(job_id=job_id):
                    self._jobs.pop(job_id, None)
                case AccountChanged(account=account, failure=failure):
                    self.show_standing(account.key, standing_of(failure))
                case HoldBegan() | HoldEnded():
                    # The state of the job follows in its own fact.
                    pass
                case _:
                    pass
        for sample in batch.samples:
            if isinstance(sample, EngineRate):
                self._show_rate(sample)
        # Last: without a job under way there is no rate, whatever the newest sample remembers.
        self._show_jobs()

    @property
    def active_count(self) -> int:
        """Return how many jobs are under way."""
        return sum(job.state in (JobState.PLANNING, JobState.RUNNING) for job in self._jobs.values())

    @property
    def unfinished(self) -> tuple[Job, ...]:
        """Return the jobs that pausing or resuming all would touch."""
        return tuple(job for job in self._jobs.values() if job.state not in _ENDED)

    @property
    def rate(self) -> str:
        """Return the rate as it is shown."""
        return self._labels["rate"].text()

    def _show_rate(self, sample: EngineRate) -> None:
        self._labels["rate"].setText(f"↓ {rate_text(sample.bytes_per_second).replace('—', '0 B/s')}")
        self._labels["items"].setText(f"{items_rate_text(sample.items_per_second).replace('—', '0')} items/s")
        free = "" if sample.disk_free is None else f"{bytes_text(sample.disk_free)} free"
        self._labels["disk"].setText(free)
        self._labels["disk"].setVisible(bool(free))

    def _show_jobs(self) -> None:
        states = [job.state for job in self._jobs.values()]
        words = []
        for count, word in (
            (self.active_count, "active"),
            (states.count(JobState.WAITING), "waiting"),
            (states.count(JobState.PAUSED), "paused"),
            (states.count(JobState.QUEUED), "queued"),
            (states.count(JobState.PROBLEMS) + states.count(JobState.FAILED), "with problems"),
        ):
            if count:
                words.append(f"{count_text(count)} {word}")
        self.jobs.setText(" · ".join(words) or "No transfers")
        self.jobs.setToolTip(self.jobs.text())
        if not self.active_count:
            self._labels["rate"].setText("↓ 0 B/s")
            self._labels["items"].setText("0 items/s")

    def _show_accounts(self) -> None:
        parts = []
        for pill in self._pills.values():
            dot = self._theme.color(DOTS.get(pill.standing, "muted")).name()
            parts.append(f'<span style="color:{dot}">●</span> {pill.words()}')
        self.accounts.setText("&nbsp;&nbsp;&nbsp;".join(parts) or "Not connected")
        self.accounts.setAccessibleName(", ".join(pill.words() for pill in self._pills.values()) or "Not connected")

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"status.{name}")
        label.setFont(self._theme.font(SMALL_PX))
        label.setContentsMargins(8, 0, 8, 0)
        self._labels[name] = label
        return label


_ENDED = frozenset({JobState.DONE, JobState.PROBLEMS, JobState.FAILED, JobState.CANCELLED})
