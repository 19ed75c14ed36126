"""The items of one job as an item model that holds only pages near the view, however many items there are.

A row that is not here yet says so and asks for its page; pages long out of sight are dropped. What settles is put
into the pages that are here. When the number of rows may have changed, it is asked for again, at most once a second.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.model.answers import TaskPage
from app.model.failure import Failure
from app.model.queries import ListTasks
from app.model.task import Task, TaskState
from ui.ask import Ask
from ui.queue.job_model import JobRole, runs
from ui.queue.tips import plain_tip
from ui.text import bytes_text

PAGE = 200
KEPT_PAGES = 40
PAGES_AT_ONCE = 4
REFRESH_MS = 1000
LOADING = "…"

Index = QModelIndex | QPersistentModelIndex


class TaskColumn(IntEnum):
    """Columns of the items table."""

    STATE = 0
    NAME = 1
    SIZE = 2
    TRIES = 3
    REASON = 4


TITLES = {
    TaskColumn.STATE: "State",
    TaskColumn.NAME: "Name",
    TaskColumn.SIZE: "Size",
    TaskColumn.TRIES: "Tries",
    TaskColumn.REASON: "Reason",
}
LOOKS: dict[TaskState, tuple[str, str, str]] = {
    TaskState.PENDING: ("clock-outline", "muted", "To come"),
    TaskState.DONE: ("check-circle-outline", "ok", "Done"),
    TaskState.HERE: ("check-circle-outline", "muted", "Already here"),
    TaskState.SKIPPED: ("minus-circle-outline", "muted", "Skipped"),
    TaskState.FAILED: ("alert-circle-outline", "err", "Failed"),
}
_NUMBERS = frozenset({TaskColumn.SIZE, TaskColumn.TRIES})


def task_text(task: Task, column: TaskColumn) -> str:
    """Return the words of one cell."""
    match column:
        case TaskColumn.STATE:
            return LOOKS[task.state][2]
        case TaskColumn.NAME:
            return task.path
        case TaskColumn.SIZE:
            return bytes_text(task.size)
        case TaskColumn.TRIES:
            return str(task.tries)
        case _:
            return "" if task.failure is None else task.failure.sentence()


class TaskModel(QAbstractTableModel):
    """Items of a job, page by page.

    Signals:
        counted(int): So many items pass the filter.
        failed(object): The items could not be read (Failure).
    """

    counted = Signal(int)
    failed = Signal(object)

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._job_id = 0
        self._states: tuple[TaskState, ...] = ()
        self._text = ""
        self._total = 0
        self._turn = 0
        self._pages: OrderedDict[int, list[Task]] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asking = _single_shot(self, 0, self._ask_wanted)
        self._refreshing = _single_shot(self, REFRESH_MS, self.refresh)

    def show(self, job_id: int, states: tuple[TaskState, ...] = (), text: str = "") -> None:
        """Show the items of a job that are in one of these states (any when empty) and have the text in their path."""
        self._turn += 1
        self.beginResetModel()
        self._job_id, self._states, self._text = job_id, states, text
        self._total = 0
        self._pages.clear()
        self._asked.clear()
        self._wanted.clear()
        self.endResetModel()
        if job_id:
            self._ask_page(0)

    def settle(self, tasks: Iterable[Task]) -> None:
        """Put settled tasks into the pages that are here."""
        fresh = {task.seq: task for task in tasks if task.job_id == self._job_id}
        rows: list[int] = []
        for number, page in self._pages.items() if fresh else ():
            for place, task in enumerate(page):
                if task.seq in fresh:
                    page[place] = fresh[task.seq]
                    rows.append(number * PAGE + place)
        for first, last in runs(sorted(rows)):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(TaskColumn) - 1))
        if fresh and self._states:
            self.refresh_soon()

    def refresh_soon(self) -> None:
        """Ask again for what is shown, at most once a second."""
        if not self._refreshing.isActive():
            self._refreshing.start()

    def refresh(self) -> None:
        """Ask again for the pages that were looked at last."""
        if not self._job_id:
            return
        for number in list(self._pages)[-PAGES_AT_ONCE:] or [0]:
            self._ask_page(number)

    def task_at(self, row: int) -> Task | None:
        """Return what is known of a row; None while its page is on the way."""
        page = self._pages.get(row // PAGE)
        return page[row % PAGE] if page is not None and row % PAGE < len(page) else None

    @property
    def page_count(self) -> int:
        """Return how many pages are held."""
        return len(self._pages)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many items pass the filter."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(TaskColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return title and alignment of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(TaskColumn):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[TaskColumn(section)]
        return _alignment(TaskColumn(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return one aspect of a cell; a row that is not here asks for its page."""
        if not index.isValid():
            return None
        column = TaskColumn(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        task = self._look_up(index.row())
        if task is None:
            return LOADING if role == Qt.ItemDataRole.DisplayRole and column is TaskColumn.NAME else None
        if role == Qt.ItemDataRole.DisplayRole:
            return task_text(task, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(task_text(task, column))
        if column is TaskColumn.STATE and role == JobRole.ICON:
            return LOOKS[task.state][0]
        if column is TaskColumn.STATE and role == JobRole.TOKEN:
            return LOOKS[task.state][1]
        return None

    def _look_up(self, row: int) -> Task | None:
        number = row // PAGE
        if number in self._pages:
            self._pages.move_to_end(number)
        elif number not in self._asked:
            self._wanted[number] = None
            self._wanted.move_to_end(number)
            self._asking.start()
        return self.task_at(row)

    def _ask_wanted(self) -> None:
        # A fast scroll runs past many pages: only those seen last are worth asking for.
        numbers = list(self._wanted)[-PAGES_AT_ONCE:]
        self._wanted.clear()
        for number in numbers:
            self._ask_page(number)

    def _ask_page(self, number: int) -> None:
        turn = self._turn
        self._asked.add(number)
        query = ListTasks(self._job_id, self._states, self._text, number * PAGE, PAGE)

        def on_page(page: TaskPage) -> None:
            if turn == self._turn:
                self._take(number, page)

        def on_failure(failure: Failure) -> None:
            if turn == self._turn:
                self._asked.discard(number)
                self.failed.emit(failure)

        self._ask.ask(self, query, TaskPage, on_page, on_failure, name=f"tasks {number}")

    def _take(self, number: int, page: TaskPage) -> None:
        self._asked.discard(number)
        self._set_total(page.total)
        self._pages[number] = list(page.tasks)
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        last = min(number * PAGE + PAGE, self._total) - 1
        if last >= number * PAGE:
            self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, len(TaskColumn) - 1))

    def _set_total(self, total: int) -> None:
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            self.endRemoveRows()
        self.counted.emit(total)


def _alignment(column: TaskColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _single_shot(owner: TaskModel, delay_ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(delay_ms)
    timer.timeout.connect(act)
    return timer
