"""The datasets of a project as a table with check boxes; the same boxes as in the tree."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.model.tree import ProjectPage, TreeNode
from ui.text import bytes_text, count_text
from ui.theme.theme import ROW_PX, SMALL_PX, Theme

TITLES = ("Dataset", "In the plan", "Images", "Size")
NAME, PLAN, IMAGES, SIZE = range(4)
SHOWN_ROWS = 8
PAD = 4
# Two pixels of border and room above and below, focused or not.
EDGES = 6
WIDTHS = {PLAN: 120, IMAGES: 96, SIZE: 100}
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class DatasetModel(QAbstractTableModel):
    """All datasets of one project, parents before children.

    Signals:
        toggled(int, bool): The box of a dataset was switched.
    """

    toggled = Signal(int, bool)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._datasets: tuple[TreeNode, ...] = ()
        self._depths: dict[int, int] = {}
        self._chosen: frozenset[int] | None = frozenset()
        self._can_check = True

    def show_page(self, page: ProjectPage | None, can_check: bool = True) -> None:
        """Show the datasets of a project."""
        self.beginResetModel()
        self._datasets = page.datasets if page is not None else ()
        self._can_check = can_check
        self._depths = {}
        for dataset in self._datasets:
            self._depths[dataset.id] = self._depths.get(dataset.parent_id or -1, -1) + 1
        self.endResetModel()

    def show_chosen(self, chosen: frozenset[int] | None) -> None:
        """Show which datasets are in the plan; None means all of them."""
        if chosen == self._chosen:
            return
        self._chosen = chosen
        if self._datasets:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._datasets) - 1, SIZE))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of datasets."""
        return 0 if parent.isValid() else len(self._datasets)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(TITLES)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() == NAME and self._can_check:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        dataset = self._datasets[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(dataset, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(column))
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME and self._can_check:
            return Qt.CheckState.Checked if self._is_chosen(dataset) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ForegroundRole and column == PLAN and not self._is_chosen(dataset):
            return self._theme.color("muted")
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass a check mark on; the tree holds the truth."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or not self._can_check:
            return False
        self.toggled.emit(self._datasets[index.row()].id, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _is_chosen(self, dataset: TreeNode) -> bool:
        return self._can_check and (self._chosen is None or dataset.id in self._chosen)

    def _text(self, dataset: TreeNode, column: int) -> str:
        match column:
            case 0:
                return "    " * self._depths[dataset.id] + dataset.name
            case 1:
                return "Selected" if self._is_chosen(dataset) else "Not selected"
            case 2:
                return count_text(dataset.items_count)
            case _:
                return bytes_text(dataset.size)


class PlainHeader(QHeaderView):
    """Titles in muted words on the ground of the window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFont(theme.font(SMALL_PX, semibold=True))
        self.setFixedHeight(theme.px(ROW_PX))
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt's spelling
        """Draw one title."""
        painter.fillRect(rect, self._theme.color("window"))
        painter.setPen(self._theme.color("muted"))
        painter.setFont(self.font())
        painter.drawText(rect.adjusted(PAD, 0, -PAD, 0), _alignment(logical), TITLES[logical])
        painter.setPen(self._theme.color("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class DatasetTable(QTableView):
    """Shows the datasets; tall enough for eight, then it scrolls."""

    def __init__(self, theme: Theme, model: DatasetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = theme.px(ROW_PX)
        self.setObjectName("project.datasets")
        self.setAccessibleName("Datasets")
        self.setModel(model)
        self.setFont(theme.font())
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self._row)
        header = PlainHeader(theme, self)
        self.setHorizontalHeader(header)
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, theme.px(width))
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Take the height of the rows."""
        rows = min(max(1, self.model().rowCount()), SHOWN_ROWS)
        self.setFixedHeight((1 + rows) * self._row + EDGES)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (IMAGES, SIZE) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
