"""A short list with counts: problems, classes. One model and one table; what the rows mean is for others to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QIcon, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from ui.text import count_text
from ui.theme.theme import ROW_PX, Theme

Index = QModelIndex | QPersistentModelIndex
SWATCH = 14
COUNT_PX = 64
MOST_ROWS = 8


class CountColumn(IntEnum):
    """Columns."""

    NAME = 0
    COUNT = 1


@dataclass(frozen=True, slots=True)
class CountRow:
    """One row.

    Attributes:
        key: What the row stands for.
        words: Its name.
        count: Shown at the right.
        color: "#RRGGBB" of a swatch; empty for none.
        icon, token: Of an icon instead.
        is_checked: Of its check box; None for none.
        is_faint: It does not count now.
        tip: More about it.
    """

    key: str
    words: str
    count: int
    color: str = ""
    icon: str = ""
    token: str = "text"
    is_checked: bool | None = None
    is_faint: bool = False
    tip: str = ""


class CountModel(QAbstractTableModel):
    """The rows.

    Signals:
        ticked(str, bool): The check box of a row (its key) was clicked.
    """

    ticked = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: tuple[CountRow, ...] = ()
        theme.changed.connect(self._on_theme)

    def show(self, rows: Sequence[CountRow]) -> None:
        """Show other rows; the same keys in the same order keep selection and place."""
        new = tuple(rows)
        if new == self.rows:
            return
        if [row.key for row in new] == [row.key for row in self.rows]:
            self.rows = new
            self._on_theme()
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def place_of(self, key: str) -> int:
        """Return the row of a key, or -1."""
        return next((place for place, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(CountColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what can be done with a cell."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and index.column() == CountColumn.NAME and self.rows[index.row()].is_checked is not None:
            return base | Qt.ItemFlag.ItemIsUserCheckable
        return base if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, colours and marks."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        is_name = index.column() == CountColumn.NAME
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.words if is_name else count_text(row.count)
            case Qt.ItemDataRole.ToolTipRole:
                return row.tip or row.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.words}, {count_text(row.count)}" if is_name else count_text(row.count)
            case Qt.ItemDataRole.TextAlignmentRole if not is_name:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ForegroundRole if row.is_faint:
                return self._theme.color("muted")
            case Qt.ItemDataRole.CheckStateRole if is_name and row.is_checked is not None:
                return Qt.CheckState.Checked if row.is_checked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.DecorationRole if is_name:
                return self._mark(row)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hear of a click on a check box; whoever shows the rows changes them."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        is_on = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        self.ticked.emit(self.rows[index.row()].key, is_on)
        return True

    def _mark(self, row: CountRow) -> QIcon | None:
        if row.icon:
            return self._theme.icon(row.icon, row.token)
        return swatch(row.color, self._theme.color("control")) if row.color else None

    def _on_theme(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(CountColumn) - 1))


def swatch(color: str, edge: QColor) -> QIcon:
    """Return a small square of a colour."""
    pixmap = QPixmap(SWATCH, SWATCH)
    pixmap.fill(edge)
    painter = QPainter(pixmap)
    painter.fillRect(1, 1, SWATCH - 2, SWATCH - 2, QColor(color))
    painter.end()
    return QIcon(pixmap)


class CountTable(QTableView):
    """Shows the rows.

    Signals:
        picked(str): A row (its key) was clicked, or chosen with Enter.
        menu_wanted(str, object): A menu for a row, at a global point (QPoint).
        reset_wanted(): Escape was pressed.
    """

    picked = Signal(str)
    menu_wanted = Signal(str, object)
    reset_wanted = Signal()

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = CountModel(theme, self)
        self.setModel(self.rows)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(SWATCH, SWATCH))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX - 3))
        header = self.horizontalHeader()
        header.hide()
        header.setSectionResizeMode(CountColumn.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CountColumn.COUNT, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(CountColumn.COUNT, theme.px(COUNT_PX))
        self.rows.modelReset.connect(self._fit)
        self._fit()

    def select(self, key: str) -> None:
        """Show which row is in force; an unknown one shows none."""
        place = self.rows.place_of(key)
        if place < 0:
            self.clearSelection()
        else:
            self.selectRow(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the row under the pointer, unless its check box was meant."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        row = self.rows.rows[index.row()]
        is_box = row.is_checked is not None and index.column() == CountColumn.NAME and event.position().x() < 24
        if not is_box:
            self.picked.emit(row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick with Enter, tick with Space, reset with Escape."""
        key, place = Qt.Key(event.key()), self.currentIndex().row()
        row = self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None
        if key is Qt.Key.Key_Escape:
            self.reset_wanted.emit()
        elif row is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit(row.key)
        elif row is not None and key is Qt.Key.Key_Space and row.is_checked is not None:
            self.rows.ticked.emit(row.key, not row.is_checked)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu."""
        is_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_mouse else self.currentIndex()
        if index.isValid():
            where = event.globalPos() if is_mouse else self._below(index)
            self.menu_wanted.emit(self.rows.rows[index.row()].key, where)

    def _below(self, index: QModelIndex) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())

    def _fit(self) -> None:
        """Be as high as the rows, up to a bound."""
        row = self.verticalHeader().defaultSectionSize()
        seen = min(MOST_ROWS, max(1, len(self.rows.rows)))
        self.setMinimumHeight(row * min(seen, 3) + 4)
        self.setMaximumHeight(row * seen + 4)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the wished size: all rows up to a bound."""
        return QSize(super().sizeHint().width(), self.maximumHeight())
