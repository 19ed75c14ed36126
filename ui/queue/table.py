"""The table of the queue: rows of jobs, keys, dragging, and a word when there is nothing."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui.queue.columns import Column
from ui.queue.delegates import CellDelegate, ProgressDelegate
from ui.queue.header import JobHeader
from ui.queue.job_filter import JobFilter
from ui.queue.job_model import JobRole
from ui.theme.theme import ROW_PX, Theme


class JobTable(QTableView):
    """Rows of the queue.

    Signals:
        opened(int): A job shall be shown in detail (job id).
        toggled(): The chosen jobs shall pause or go on.
    """

    opened = Signal(int)
    toggled = Signal()

    def __init__(self, theme: Theme, rows: JobFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self.empty_text = ""
        self.setObjectName("queue.table")
        self.setAccessibleName("Queue")
        self.setModel(rows)
        self.header = JobHeader(theme, self)
        self.setHorizontalHeader(self.header)
        self.header.reset_columns()
        self._cells = CellDelegate(theme, self)
        self._bars = ProgressDelegate(theme, self)
        self.setItemDelegate(self._cells)
        self.setItemDelegateForColumn(Column.PROGRESS, self._bars)
        self._dress()
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(JobRole.ID)))
        theme.changed.connect(self.viewport().update)

    def chosen(self) -> list[int]:
        """Return the ids of the selected jobs, in the order shown."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._rows.index(place, 0).data(JobRole.ID) for place in places]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space pauses or goes on, Enter opens; the rest is the table's."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.toggled.emit()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().siblingAtColumn(0).data(JobRole.ID))
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the rows to be moved to where they were dropped: before a row, or last.

        Qt's own way would move or remove rows here; they move when the engine says so.
        """
        where = event.position().toPoint()
        index = self.indexAt(where)
        row = index.row() if index.isValid() else self._rows.rowCount()
        if index.isValid() and where.y() > self.visualRect(index).center().y():
            row += 1
        self._rows.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, row, 0, QModelIndex())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or the word for an empty list."""
        super().paintEvent(event)
        if self._rows.rowCount() == 0 and self.empty_text:
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.color("muted"))
            painter.drawText(
                self.viewport().rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text
            )
            painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        """Draw the focus ring anew when the focus comes or goes."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.viewport().update()
        return super().viewportEvent(event)

    def _dress(self) -> None:
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.header.setStretchLastSection(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(self._theme.px(ROW_PX))
        rows.setMinimumSectionSize(self._theme.px(ROW_PX))
        rows.hide()
