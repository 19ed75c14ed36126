"""The queue as an item model: rows in the order that is shown, fed by batches.

A batch becomes one `dataChanged` per contiguous run of rows, over the columns that changed; when over half of the
rows changed, one for all. The model sorts itself (one key per row), because a proxy would ask for every
comparison; while values move, a sorted list is put in order again once a second, so that rows do not dance.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.model.events import Batch
from app.model.job import FINISHED, Job
from ui.queue.chips import Chip, chips_of
from ui.queue.columns import COLUMNS, Column, cell_text, changed_columns
from ui.queue.projection import Delta, QueueProjection, queue_key
from ui.queue.row import JobRow, changed_fields
from ui.queue.states import counts_down, look
from ui.queue.tips import cell_tip

JOBS_MIME = "application/x-windrow-jobs"
TICK_MS = 1000
# Taking out scattered rows costs a renumbering each; beyond this a fresh start is cheaper.
MANY_ROWS = 200

Index = QModelIndex | QPersistentModelIndex


class JobRole(IntEnum):
    """What delegates and the panel ask a cell for, beside Qt's own roles."""

    ID = Qt.ItemDataRole.UserRole + 1
    PERCENT = Qt.ItemDataRole.UserRole + 2
    ICON = Qt.ItemDataRole.UserRole + 3
    TOKEN = Qt.ItemDataRole.UserRole + 4


class JobModel(QAbstractTableModel):
    """Rows of the queue.

    Signals:
        counted(): The numbers on the chips changed.
        move_wanted(object, object): Rows were dragged: job ids, and the id of the job they go before or None.
    """

    counted = Signal()
    move_wanted = Signal(object, object)

    def __init__(self, now: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._projection = QueueProjection()
        self._rows: list[JobRow] = []
        self._places: dict[int, int] = {}
        self._sort_column: Column | None = None
        self._descending = False
        self._is_order_stale = False
        self._waiting: set[int] = set()
        self.counts: Counter[Chip] = Counter()
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self.tick)

    def reset(self, jobs: Iterable[Job]) -> None:
        """Show a snapshot instead of what is shown now."""
        self._projection.reset(jobs)
        self.beginResetModel()
        self._rows = self._ordered(self._projection.rows.values())
        self._number()
        self.endResetModel()
        self.counts = Counter(chip for row in self._rows for chip in chips_of(row.job))
        self._waiting = {row.job.id for row in self._rows if counts_down(row)}
        self.counted.emit()
        self._mind_the_ticker()

    def apply(self, batch: Batch) -> None:
        """Take in a batch of events."""
        delta = self._projection.apply(batch)
        before = self.counts.copy()
        if delta.removed:
            self._drop(delta.removed)
        if delta.changed:
            self._refresh(delta)
        if delta.added:
            self._append([self._projection.rows[job_id] for job_id in delta.added])
        if delta.is_reordered or delta.added:
            self._put_in_order()
        if self.counts != before:
            self.counted.emit()
        self._mind_the_ticker()

    def tick(self) -> None:
        """Once a second: count down, and put moving values in order again."""
        for first, last in runs(sorted(self._places[job_id] for job_id in self._waiting)):
            self.dataChanged.emit(self.index(first, Column.STATUS), self.index(last, Column.STATUS))
        if self._is_order_stale:
            self._put_in_order()
        self._mind_the_ticker()

    @property
    def is_ticking(self) -> bool:
        """Return whether something changes with time alone."""
        return self._ticker.isActive()

    @property
    def is_queue_order(self) -> bool:
        """Return whether rows stand in the order in which they start."""
        return self._sort_column is None

    def rows(self) -> Sequence[JobRow]:
        """Return the rows in the order shown."""
        return self._rows

    def row_of(self, job_id: int) -> JobRow | None:
        """Return what is known of a job."""
        place = self._places.get(job_id)
        return None if place is None else self._rows[place]

    def place_of(self, job_id: int) -> int | None:
        """Return the row number of a job."""
        return self._places.get(job_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of jobs."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns, hidden ones too."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return title and alignment of a column."""
        if orientation is not Qt.Orientation.Horizontal or section not in COLUMNS:
            return None
        column = COLUMNS[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.is_number)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return one aspect of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, column, self._now())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(COLUMNS[column].is_number)
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell_tip(row, column, self._now())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[column].title}: {cell_text(row, column, self._now())}"
        return self._own_role(row, column, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what may be done with a cell; rows are dragged only in queue order."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self.is_queue_order else Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if self.is_queue_order and self._rows[index.row()].job.state not in FINISHED:
            return plain | Qt.ItemFlag.ItemIsDragEnabled
        return plain

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 returns to queue order."""
        self._sort_column = Column(column) if column in COLUMNS else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._put_in_order()

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move; they are never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one type that this list takes: its own rows."""
        return [JOBS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the ids of dragged rows, in the order shown."""
        places = sorted({index.row() for index in indexes})
        mime = QMimeData()
        mime.setData(JOBS_MIME, ",".join(str(self._rows[place].job.id) for place in places).encode())
        return mime

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for a move. The rows stay until the engine says that they moved, so nothing is taken away here."""
        if not self.is_queue_order or not data.hasFormat(JOBS_MIME):
            return False
        ids = [int(part) for part in bytes(data.data(JOBS_MIME).data()).decode().split(",") if part]
        target = parent.row() if parent.isValid() else row
        while 0 <= target < len(self._rows) and self._rows[target].job.id in ids:
            target += 1
        before = self._rows[target].job.id if 0 <= target < len(self._rows) else None
        self.move_wanted.emit(ids, before)
        return False

    def _own_role(self, row: JobRow, column: Column, role: int) -> object:
        if role == JobRole.ID:
            return row.job.id
        if role == JobRole.PERCENT:
            return row.percent
        if role == JobRole.ICON and column is Column.STATUS:
            return look(row, self._now()).icon
        if role == JobRole.ICON and column is Column.NAME:
            return "map-search-outline" if row.job.source == "mapillary" else "database-outline"
        if role == JobRole.TOKEN and column is Column.STATUS:
            return look(row, self._now()).token
        return None

    def _drop(self, removed: frozenset[int]) -> None:
        places = sorted(self._places[job_id] for job_id in removed)
        if len(places) > MANY_ROWS:
            self.reset([row.job for row in self._rows if row.job.id not in removed])
            return
        for first, last in reversed(list(runs(places))):
            for row in self._rows[first : last + 1]:
                self._tally(row, None)
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self._number()
            self.endRemoveRows()

    def _append(self, rows: list[JobRow]) -> None:
        first = len(self._rows)
        for row in rows:
            self._tally(None, row)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows.extend(rows)
        self._number(first)
        self.endInsertRows()

    def _refresh(self, delta: Delta) -> None:
        columns: dict[int, frozenset[Column]] = {}
        for job_id in delta.changed:
            place = self._places[job_id]
            new = self._projection.rows[job_id]
            touched = changed_columns(changed_fields(self._rows[place], new))
            self._tally(self._rows[place], new)
            self._rows[place] = new
            if touched:
                columns[place] = touched
        if 2 * len(columns) > len(self._rows):
            self._emit(0, len(self._rows) - 1, frozenset().union(*columns.values()))
        else:
            for first, last in runs(sorted(columns)):
                run = (columns[place] for place in range(first, last + 1))
                self._emit(first, last, frozenset().union(*run))
        if self._sort_column is not None and any(self._sort_column in touched for touched in columns.values()):
            self._is_order_stale = True

    def _emit(self, first: int, last: int, columns: frozenset[Column]) -> None:
        self.dataChanged.emit(self.index(first, min(columns)), self.index(last, max(columns)))

    def _ordered(self, rows: Iterable[JobRow]) -> list[JobRow]:
        ordered = sorted(rows, key=queue_key)
        if self._sort_column is not None:
            ordered.sort(key=COLUMNS[self._sort_column].key, reverse=self._descending)
        return ordered

    def _put_in_order(self) -> None:
        self._is_order_stale = False
        ordered = self._ordered(self._rows)
        if all(new is old for new, old in zip(ordered, self._rows, strict=True)):
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        ids = [self._rows[index.row()].job.id for index in kept]
        self._rows = ordered
        self._number()
        moved = [self.index(self._places[job_id], index.column()) for job_id, index in zip(ids, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _number(self, first: int = 0) -> None:
        if first == 0:
            self._places = {}
        for place in range(first, len(self._rows)):
            self._places[self._rows[place].job.id] = place

    def _tally(self, old: JobRow | None, new: JobRow | None) -> None:
        if old is not None:
            self.counts.subtract(chips_of(old.job))
            self._waiting.discard(old.job.id)
        if new is not None:
            self.counts.update(chips_of(new.job))
            if counts_down(new):
                self._waiting.add(new.job.id)

    def _mind_the_ticker(self) -> None:
        is_needed = self._is_order_stale or bool(self._waiting)
        if is_needed and not self._ticker.isActive():
            self._ticker.start()
        elif not is_needed:
            self._ticker.stop()


def runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of every contiguous run in sorted row numbers."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[end - 1] + 1:
            yield places[start], places[end - 1]
            start = end


def _alignment(is_number: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
