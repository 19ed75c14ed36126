"""Tells in words what happened to jobs and accounts: from facts of the engine to messages."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.model.events import (
    AccountChanged,
    Batch,
    EngineStarted,
    EngineTrouble,
    Fact,
    HoldBegan,
    HoldEnded,
    JobAdded,
    JobFinished,
    JobMoved,
)
from app.model.export_spec import ExportSpec
from app.model.failure import FailureKind
from app.model.job import FINISHED, Hold, HoldKind, Job, JobCounts, JobState
from ui.dialogs.connect_street import TOKEN_PAGE
from ui.shell.messages import Button, Message, Messages
from ui.text import count_text, duration_text, plural

STREET = "mapillary"
_ENDS = frozenset({JobState.DONE, JobState.PROBLEMS})


class Narrator(QObject):
    """Posts messages.

    Signals:
        fix_wanted(str): The token of an account (its key) shall be replaced.
        job_wanted(int, str): A job shall be shown (its id, name of the page).
        preview_wanted(object): The pictures of a job shall be shown (`Job`).
        finished(): A job came to its end.
    """

    fix_wanted = Signal(str)
    job_wanted = Signal(int, str)
    preview_wanted = Signal(object)
    finished = Signal()

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._jobs: dict[int, Job] = {}
        self._has_started = False

    def know(self, jobs: tuple[Job, ...]) -> None:
        """Learn how all jobs stand; of those that came to their end unheard, say so."""
        for job in jobs:
            before = self._jobs.get(job.id)
            self._jobs[job.id] = job
            if before is not None and before.state not in FINISHED and job.state in _ENDS:
                self._say_end(JobFinished(job.id, job.counts, job.bytes_done, job.active_seconds))

    def take(self, batch: Batch) -> None:
        """Say what a batch of news means."""
        for fact in batch.facts:
            self._tell(fact)

    def _tell(self, fact: Fact) -> None:
        match fact:
            case EngineStarted():
                self._say_start(fact)
            case EngineTrouble(title=title, hint=hint):
                self._messages.post(Message(f"trouble {title}", "err", title, hint))
            case JobAdded(job=job):
                self._jobs[job.id] = job
            case JobMoved(job=job):
                self._jobs[job.id] = job
                self._say_stop(job)
            case HoldBegan(job_id=job_id, hold=hold):
                self._say_hold(job_id, hold)
            case HoldEnded(job_id=job_id):
                self._messages.close(f"hold {job_id}")
            case JobFinished():
                self._say_end(fact)
            case AccountChanged():
                self._say_account(fact)
            case _:
                # Everything else is shown where it belongs: in the queue, the graph, the status bar.
                pass

    def _say_start(self, fact: EngineStarted) -> None:
        is_again, self._has_started = self._has_started, True
        jobs = plural(fact.resumed_jobs, "job")
        if is_again:
            hint = (
                f"{jobs} went on where {'it' if fact.resumed_jobs == 1 else 'they'} stopped."
                if fact.resumed_jobs
                else "Nothing was under way."
            )
            self._messages.post(Message("start", "info", "The engine was started again.", hint))
        elif fact.was_unclean and fact.resumed_jobs:
            hint = (
                f"{jobs} picked up where it stopped."
                if fact.resumed_jobs == 1
                else f"{jobs} picked up where they stopped."
            )
            self._messages.post(Message("start", "info", "Last session ended unexpectedly.", hint))
        elif fact.resumed_jobs:
            hint = "It goes on where it stopped." if fact.resumed_jobs == 1 else "They go on where they stopped."
            self._messages.post(Message("start", "info", f"{jobs} of last time.", hint))

    def _say_end(self, fact: JobFinished) -> None:
        job = self._jobs.get(fact.job_id)
        if job is None:
            return
        counts = fact.counts
        self.finished.emit()
        if counts.failed or counts.tiles_failed:
            show = Button("Show", self._show(job.id, "failures"))
            text = f"“{job.title}” is done with {plural(counts.failed + counts.tiles_failed, 'problem')}."
            hint = ""
            if counts.tiles_failed:
                tiles = plural(counts.tiles_failed, "tile")
                hint = f"{tiles} could not be read, so pictures may be missing."
            self._messages.post(Message(f"end {job.id}", "warn", text, hint, (show,)))
            return
        if isinstance(job.spec, ExportSpec):
            self._say_export(job, counts)
            return
        what = "image" if job.source == STREET else "item"
        if job.source == STREET and not counts.listed:
            text = f"“{job.title}” is done: Mapillary has no pictures there, or the filters leave none."
            self._messages.post(Message(f"end {job.id}", "info", text))
            return
        fetched = f"{plural(counts.done, what)} in {duration_text(fact.seconds)}"
        here = f", {count_text(counts.already_here)} were here already" if counts.already_here else ""
        text = f"“{job.title}” is done: {fetched}{here}."
        shown = counts.done + counts.already_here
        look = Button(f"Preview {plural(shown, 'image')}", lambda: self.preview_wanted.emit(job))
        buttons = (look, Button("Open folder", _folder(job))) if shown else (Button("Open folder", _folder(job)),)
        self._messages.post(Message(f"end {job.id}", "ok", text, buttons=buttons))

    def _say_export(self, job: Job, counts: JobCounts) -> None:
        """Tell the end of an export; its last move is known before its end."""
        if job.state is JobState.PROBLEMS:
            show = Button("Show", self._show(job.id, "log"))
            text = f"“{job.title}” is done, but reading it back found differences."
            self._messages.post(Message(f"end {job.id}", "warn", text, "", (show,)))
            return
        is_verified = isinstance(job.spec, ExportSpec) and job.spec.is_verified
        text = f"“{job.title}” is done: {plural(counts.done, 'image')}{', verified' if is_verified else ''}."
        self._messages.post(Message(f"end {job.id}", "ok", text, buttons=(Button("Open folder", _folder(job)),)))

    def _say_stop(self, job: Job) -> None:
        if job.state is JobState.FAILED and job.failure is not None:
            show = Button("Show", self._show(job.id, "log"))
            text = f"“{job.title}” stopped. {job.failure.title}"
            self._messages.post(Message(f"end {job.id}", "err", text, job.failure.hint, (show,)))

    def _say_hold(self, job_id: int, hold: Hold) -> None:
        job = self._jobs.get(job_id)
        if job is None:
            return
        if hold.kind is HoldKind.SIGN_IN:
            self._messages.post(self._sign_in(job.account, job.source, hold.title, hold.hint))
        elif hold.kind is HoldKind.DISK:
            text = f"Disk nearly full: “{job.title}” paused before anything broke."
            free = Button("Free space…", _folder(job), keeps=True)
            self._messages.post(Message(f"hold {job_id}", "warn", text, hold.hint, (free,)))

    def _say_account(self, fact: AccountChanged) -> None:
        key = f"account {fact.account.key}"
        if fact.failure is None:
            self._messages.close(key)
        elif fact.failure.kind is FailureKind.AUTH:
            account = fact.account
            self._messages.post(self._sign_in(account.key, account.source, fact.failure.title, fact.failure.hint))

    def _sign_in(self, account: str, source: str, text: str, hint: str) -> Message:
        def fix() -> None:
            self.fix_wanted.emit(account)

        key = f"account {account}"
        if source != STREET:
            return Message(key, "err", text, hint, (Button("Fix account…", fix),))
        get = Button("Get one", lambda: _open(QUrl(TOKEN_PAGE)), keeps=True)
        return Message(key, "err", text, hint, (Button("Paste new token", fix), get))

    def _show(self, job_id: int, page: str) -> Callable[[], None]:
        return lambda: self.job_wanted.emit(job_id, page)


def _open(page: QUrl) -> None:
    QDesktopServices.openUrl(page)


def _folder(job: Job) -> Callable[[], None]:
    def open_folder() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(job.destination))

    return open_folder
