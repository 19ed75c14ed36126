"""The items of a job: a table that may be a million rows long, a choice of states, a text filter."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.model.events import Batch, ItemsPlanned, JobPlanned, TasksSettled
from app.model.failure import Failure
from app.model.harvest_record import PAGE_URL
from app.model.job import Job
from app.model.task import TaskState
from ui.desk import Desk
from ui.queue.delegates import CellDelegate
from ui.queue.task_model import TaskColumn, TaskModel
from ui.text import plural
from ui.theme.theme import ROW_PX

SEARCH_MS = 250
STREET = "mapillary"
CHOICES: tuple[tuple[str, tuple[TaskState, ...]], ...] = (
    ("All items", ()),
    ("To come", (TaskState.PENDING,)),
    ("Done", (TaskState.DONE,)),
    ("Already here", (TaskState.HERE,)),
    ("Failed", (TaskState.FAILED,)),
    ("Skipped", (TaskState.SKIPPED,)),
)
WIDTHS = {TaskColumn.STATE: 130, TaskColumn.NAME: 320, TaskColumn.SIZE: 90, TaskColumn.TRIES: 60}


class ItemsPage(QWidget):
    """Items of one job.

    Args:
        desk: Tools of the window.
        job_of: Returns the snapshot of a job.
    """

    def __init__(self, desk: Desk, job_of: Callable[[int], Job | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job_of = job_of
        self._job_id = 0
        self.open_page: Callable[[str], object] = _open_page
        self.items = TaskModel(desk.ask, self)
        self.table = QTableView()
        self._states = QComboBox()
        self._search = QLineEdit()
        self._found = QLabel()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(SEARCH_MS)
        self._typing.timeout.connect(self._look)
        self._row = desk.theme.px(ROW_PX)
        self._delegate = CellDelegate(desk.theme, self.table)
        self._lay_out()
        self._states.currentIndexChanged.connect(lambda _: self._look())
        self._search.textChanged.connect(lambda _: self._typing.start())
        self._search.returnPressed.connect(self._look)
        self.items.counted.connect(lambda count: self._found.setText(plural(count, "item")))
        self.items.failed.connect(self._on_failure)
        desk.theme.changed.connect(self.table.viewport().update)

    def show_job(self, job_id: int) -> None:
        """Show the items of another job; 0 shows nothing."""
        self._job_id = job_id
        self._look()

    def choose(self, states: tuple[TaskState, ...]) -> None:
        """Show only items in these states."""
        places = [place for place, (_, offered) in enumerate(CHOICES) if offered == states]
        self._states.setCurrentIndex(places[0] if places else 0)

    def on_batch(self, batch: Batch) -> None:
        """Take in what concerns the job."""
        for fact in batch.facts:
            match fact:
                case TasksSettled(job_id=self._job_id, tasks=tasks):
                    self.items.settle(tasks)
                case ItemsPlanned(job_id=self._job_id) | JobPlanned(job_id=self._job_id):
                    self.items.refresh_soon()
                case _:
                    pass

    def _lay_out(self) -> None:
        self._states.setObjectName("job.items.states")
        self._states.setAccessibleName("Items in this state")
        for words, _ in CHOICES:
            self._states.addItem(words)
        self._search.setObjectName("job.items.filter")
        self._search.setAccessibleName("Filter items")
        self._search.setPlaceholderText("Filter by name or folder")
        self._search.setClearButtonEnabled(True)
        self._found.setObjectName("job.items.count")
        self._found.setProperty("look", "muted")
        self._found.setTextFormat(Qt.TextFormat.PlainText)
        table = self.table
        table.setObjectName("job.items")
        table.setAccessibleName("Items of the job")
        table.setModel(self.items)
        table.setItemDelegate(self._delegate)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setAlternatingRowColors(True)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.verticalHeader().setDefaultSectionSize(self._row)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        top = QHBoxLayout()
        top.addWidget(self._states)
        top.addWidget(self._search, 1)
        top.addWidget(self._found)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 12, 12, 12)
        page.setSpacing(8)
        page.addLayout(top)
        page.addWidget(table, 1)

    def menu(self, row: int) -> QMenu | None:
        """Return what may be done with an item; None while it is not known."""
        task, job = self.items.task_at(row), self._job_of(self._job_id)
        if task is None or job is None:
            return None
        menu = QMenu(self)
        menu.setObjectName("job.items.menu")
        if job.source == STREET and not self._is_demo(job):
            page = PAGE_URL.format(id=task.key)
            menu.addAction("Open in &Mapillary").triggered.connect(lambda _on=False: self.open_page(page))
            menu.addSeparator()
        words = [("Copy &name", task.path)]
        if task.failure is not None:
            words.append(("Copy &reason", task.failure.sentence()))
        for title, text in words:
            menu.addAction(title).triggered.connect(
                lambda _on=False, text=text: QGuiApplication.clipboard().setText(text)
            )
        return menu

    def _is_demo(self, job: Job) -> bool:
        return any(account.is_demo for account in self._desk.backend.accounts() if account.key == job.account)

    def _open_menu(self, where: QPoint) -> None:
        menu = self.menu(self.table.indexAt(where).row())
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.table.viewport().mapToGlobal(where))

    def _look(self) -> None:
        self._typing.stop()
        self.items.show(self._job_id, CHOICES[self._states.currentIndex()][1], self._search.text().strip())

    def _on_failure(self, failure: Failure) -> None:
        self._found.setText(failure.sentence())


def _open_page(address: str) -> bool:
    return QDesktopServices.openUrl(QUrl(address))
