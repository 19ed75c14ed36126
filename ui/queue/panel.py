"""The queue that never leaves the bottom: chips, filter, table, and what may be done with jobs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.model.commands import ChangeDestination, Command
from app.model.events import Batch, EngineStarted, JobRemoved
from app.model.failure import Failure
from app.model.job import FINISHED, Job, JobState
from app.model.queries import ListJobs
from ui.desk import Desk
from ui.queue.chips import Chip
from ui.queue.copying import copy
from ui.queue.job_filter import JobFilter
from ui.queue.job_model import JobModel
from ui.queue.menu import SHORTCUTS, JobMenu
from ui.queue.orders import (
    COPIES,
    MOVES,
    Order,
    commands,
    dragged,
    moves,
    offered,
    set_rate_limit,
    set_workers,
)
from ui.queue.projection import queue_key
from ui.queue.removal import Removals
from ui.queue.table import JobTable
from ui.text import count_text, plural

EMPTY = "Nothing queued. Downloads and harvests appear here."


class QueuePanel(QWidget):
    """Chips, filter and table of jobs.

    Signals:
        job_opened(int, str): A job shall be shown in detail (job id, name of the page: "items", "log", …).
        preview_wanted(object): The pictures of a job shall be shown (`Job`).
        map_wanted(object): A harvest shall be shown on the map (`Job`).
        undo_offered(str, object): Something can be undone for ten seconds (sentence, function without arguments).
        counted(): The numbers on the chips changed.
    """

    job_opened = Signal(int, str)
    preview_wanted = Signal(object)
    map_wanted = Signal(object)
    undo_offered = Signal(str, object)
    counted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.open_folder: Callable[[str], object] = _open_folder
        self.jobs = JobModel(desk.clock.utc, self)
        self._filter = JobFilter(self.jobs, self)
        self._removals = Removals(self._submit, self._hide, self.undo_offered.emit, self)
        self.table = JobTable(desk.theme, self._filter, self)
        self.table.empty_text = EMPTY
        self._chips: dict[Chip, QToolButton] = {}
        self._search = QLineEdit()
        self._lay_out()
        self._listen()
        self._count()
        self.setTabOrder(self._search, self.table)

    def load(self) -> None:
        """Ask the engine for all jobs and show them."""
        self._desk.ask.ask(self, ListJobs(), tuple, self.jobs.reset, self._on_no_jobs)

    def chosen(self) -> list[Job]:
        """Return the selected jobs, in the order shown."""
        rows = (self.jobs.row_of(job_id) for job_id in self.table.chosen())
        return [row.job for row in rows if row is not None]

    def counts(self) -> dict[Chip, int]:
        """Return how many jobs stand under each chip."""
        counts = self._filter.counts()
        return {chip: counts[chip] for chip in Chip}

    def select(self, job_id: int) -> None:
        """Select a job and bring it into view."""
        place = self.jobs.place_of(job_id)
        if place is None:
            return
        index = self._filter.mapFromSource(self.jobs.index(place, 0))
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    def offered(self) -> frozenset[Order]:
        """Return what may be done with the selected jobs, for the Queue menu."""
        return offered(self.chosen())

    def carry_out(self, order: Order) -> None:
        """Do something with the selected jobs."""
        jobs = self.chosen()
        if not jobs or order not in offered(jobs):
            return
        if order in MOVES:
            line = sorted((r for r in self.jobs.rows() if r.job.state not in FINISHED), key=queue_key)
            self._submit(*moves(order, [row.job.id for row in line], {job.id for job in jobs}))
        elif order in COPIES:
            copy(order, jobs, self._desk)
        elif order is Order.REMOVE:
            self._removals.remove(jobs)
        elif order is Order.TRASH:
            self._ask_trash(jobs)
        elif order is Order.CHANGE_FOLDER:
            self._ask_folder(jobs[0])
        elif order is Order.OPEN_FOLDER:
            for folder in dict.fromkeys(job.destination for job in jobs):
                self.open_folder(folder)
        elif order is Order.SHOW_PREVIEW:
            self.preview_wanted.emit(jobs[0])
        elif order is Order.SHOW_MAP:
            self.map_wanted.emit(jobs[0])
        elif order in {Order.SHOW_ITEMS, Order.SHOW_LOG}:
            self.job_opened.emit(jobs[0].id, "log" if order is Order.SHOW_LOG else "items")
        else:
            self._submit(*commands(order, jobs))

    def finished(self) -> list[Job]:
        """Return the jobs in the list that are done and need nothing more; those with problems stay."""
        rows = (row.job for row in self.jobs.rows() if row.job.id not in self._removals.hidden)
        return [job for job in rows if job.state in {JobState.DONE, JobState.CANCELLED}]

    def clear_finished(self) -> None:
        """Take finished jobs off the list, with a way back; their files stay."""
        jobs = self.finished()
        if jobs:
            self._removals.remove(jobs)

    def flush_removals(self) -> None:
        """Make removals final that could still be undone; called before the window closes."""
        self._removals.flush()

    def save_state(self) -> str:
        """Return columns and sorting as text."""
        return self.table.header.save_columns()

    def restore_state(self, text: str) -> None:
        """Set what `save_state` returned."""
        self.table.header.restore_columns(text)

    def menu(self) -> JobMenu:
        """Return the context menu for the selected jobs."""
        jobs = self.chosen()
        return JobMenu(
            self._desk.theme,
            jobs,
            self.carry_out,
            lambda limit: self._submit(*set_rate_limit(jobs, limit)),
            lambda workers: self._submit(*set_workers(jobs, workers)),
            self,
        )

    def _lay_out(self) -> None:
        chips = QWidget()
        chips.setObjectName("queue.chips")
        chips.setAccessibleName("Which jobs are shown")
        row = QHBoxLayout(chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        for chip in Chip:
            button = QToolButton()
            button.setObjectName(f"queue.chip.{chip.name.lower()}")
            button.setProperty("look", "chip")
            button.setCheckable(True)
            button.setChecked(chip is Chip.ALL)
            button.clicked.connect(lambda _=False, chip=chip: self._choose(chip))
            group.addButton(button)
            row.addWidget(button)
            self._chips[chip] = button
        self._search.setObjectName("queue.filter")
        self._search.setPlaceholderText("Filter jobs")
        self._search.setAccessibleName("Filter jobs")
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(self._desk.theme.px(160))
        top = QHBoxLayout()
        top.setContentsMargins(12, 4, 8, 4)
        top.addWidget(chips)
        top.addStretch(1)
        top.addWidget(self._search)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(self.table, 1)

    def _listen(self) -> None:
        self._desk.bridge.batch.connect(self._on_batch)
        self.jobs.counted.connect(self._count)
        self.jobs.move_wanted.connect(lambda ids, before: self._submit(*dragged(ids, before)))
        self._search.textChanged.connect(self._on_search)
        self.table.opened.connect(lambda job_id: self.job_opened.emit(job_id, "items"))
        self.table.toggled.connect(self._toggle)
        self.table.customContextMenuRequested.connect(self._open_menu)
        for order, keys in SHORTCUTS.items():
            if order is Order.SHOW_ITEMS:
                continue  # Enter is the table's own key.
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda order=order: self.carry_out(order))

    def _on_batch(self, batch: Batch) -> None:
        self.jobs.apply(batch)
        gone = [fact.job_id for fact in batch.facts if isinstance(fact, JobRemoved)]
        if gone:
            self._removals.forget(gone)
            self._hide(self._removals.hidden)
        if any(isinstance(fact, EngineStarted) for fact in batch.facts):
            self.load()

    def _on_no_jobs(self, failure: Failure) -> None:
        # The engine is on its way up again: it says EngineStarted when it is there, and the list is asked for anew.
        self.table.empty_text = f"{failure.title} The queue appears when the engine answers again."
        self.table.viewport().update()

    def _on_search(self, text: str) -> None:
        self._filter.search(text)
        self._say_empty()

    def _choose(self, chip: Chip) -> None:
        self._filter.choose(chip)
        self._say_empty()

    def _say_empty(self) -> None:
        has_jobs = self.jobs.rowCount() > 0
        self.table.empty_text = "No job matches the filter." if has_jobs and self._filter.is_narrowed else EMPTY
        self.table.viewport().update()

    def _hide(self, job_ids: frozenset[int]) -> None:
        self._filter.hide(job_ids)
        self._count()

    def _count(self) -> None:
        for chip, count in self.counts().items():
            self._chips[chip].setText(f"{chip} {count_text(count)}")
            self._chips[chip].setAccessibleName(f"{chip}: {plural(count, 'job')}")
        self._say_empty()
        self.counted.emit()

    def _toggle(self) -> None:
        """Pause what moves; when nothing does, let what rests go on."""
        self.carry_out(Order.PAUSE if Order.PAUSE in self.offered() else Order.RESUME)

    def _open_menu(self, where: QPoint) -> None:
        if not self.chosen():
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(where))

    def _ask_trash(self, jobs: Sequence[Job]) -> None:
        name = f"“{jobs[0].title}”" if len(jobs) == 1 else plural(len(jobs), "job")
        box = QMessageBox(self)
        box.setObjectName("queue.trash")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle("Move files to trash")
        box.setText(f"Remove {name} and move the downloaded files to the trash folder?")
        box.setInformativeText("Only files that Windrow wrote are moved. Files of others stay where they are.")
        verb = box.addButton("Move files to trash", QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        verb.clicked.connect(lambda: self._submit(*commands(Order.TRASH, jobs)))
        box.open()

    def _ask_folder(self, job: Job) -> None:
        dialog = QFileDialog(self, "Choose another folder", job.destination)
        dialog.setObjectName("queue.folder")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self._submit(ChangeDestination(job.id, folder)))
        dialog.open()

    def _submit(self, *orders: Command) -> None:
        for order in orders:
            self._desk.backend.host.submit(order)


def _open_folder(folder: str) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
