"""The tree as people see it: names that elide on the right, counts on the right edge, every key at work."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from ui.theme.theme import Theme

INDENT = 14


class ProjectTree(QTreeView):
    """Shows the tree model.

    Signals:
        current(QModelIndex): Another row is current.
        retried(QModelIndex): Enter or a double click on a row; error rows are asked for again.
    """

    current = Signal(QModelIndex)
    retried = Signal(QModelIndex)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tree.projects")
        self.setAccessibleName("Projects and datasets")
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAllColumnsShowFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(theme.font())
        self.activated.connect(self.retried)

    def finish_setup(self) -> None:
        """Set the columns, once there is a model."""
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def take_focus(self) -> None:
        """Take the keyboard, on the row that was current or the first."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.currentIndex().isValid() or self.isIndexHidden(self.currentIndex()):
            self.setCurrentIndex(self.model().index(0, 0))

    def expand_loaded(self) -> None:
        """Open every row whose children are here; nothing is asked of the server."""
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            if self.model().rowCount(index):
                self.expandRecursively(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space check a row wherever the column is."""
        index = self.currentIndex().siblingAtColumn(0)
        state = index.data(Qt.ItemDataRole.CheckStateRole) if index.isValid() else None
        if event.key() == Qt.Key.Key_Space and state is not None:
            is_on = Qt.CheckState(state) == Qt.CheckState.Checked
            wanted = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
            self.model().setData(index, wanted, Qt.ItemDataRole.CheckStateRole)
            return
        super().keyPressEvent(event)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        self.current.emit(self.currentIndex())
