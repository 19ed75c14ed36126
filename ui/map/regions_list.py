"""The list of regions: tick, colour, name, count and a ring for the harvest; or how to begin while there are none."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.model.region_text import region_forms
from ui.map.region_model import RegionColumn, RegionModel, RegionRole
from ui.theme.theme import ROW_PX, SMALL_PX, Theme

COUNT_PX = 76
STATE_PX = 26
RING_PX = 14
MOST_ROWS = 6

Index = QModelIndex | QPersistentModelIndex


class RegionDelegate(QStyledItemDelegate):
    """Words with muted counts, and in the last column a ring or an icon."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """Set the colour of words."""
        super().initStyleOption(option, index)
        option.font = self._theme.font()
        option.decorationSize = QSize(RING_PX, RING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, and the state of the harvest."""
        super().paint(painter, option, index)
        if index.column() != RegionColumn.STATE:
            return
        icon, token, percent = (index.data(role) for role in (RegionRole.ICON, RegionRole.TOKEN, RegionRole.PERCENT))
        if not isinstance(icon, str) or not isinstance(token, str):
            return
        box = QRectF(0, 0, RING_PX, RING_PX)
        box.moveCenter(QRectF(option.rect).center())
        if isinstance(percent, int):
            self._paint_ring(painter, box.adjusted(1, 1, -1, -1), percent)
        else:
            self._theme.icon(icon, token).paint(painter, box.toRect().adjusted(-1, -1, 1, 1))

    def _paint_ring(self, painter: QPainter, box: QRectF, percent: int) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("border"), 2.5))
        painter.drawEllipse(box)
        painter.setPen(QPen(self._theme.color("accent"), 2.5))
        # Qt counts sixteenths of a degree, against the clock, from three o'clock.
        painter.drawArc(box, 90 * 16, -round(percent * 3.6 * 16))
        painter.restore()


class RegionTable(QTableView):
    """The rows.

    Signals:
        picked(int): Another region is current.
        fitted(int): A region shall be shown whole.
        removed(int): A region shall go.
    """

    picked = Signal(int)
    fitted = Signal(int)
    removed = Signal(int)

    def __init__(self, theme: Theme, model: RegionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setObjectName("map.regions")
        self.setAccessibleName("Regions")
        self.setModel(model)
        self.setItemDelegate(RegionDelegate(theme, self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        header = self.horizontalHeader()
        header.hide()
        header.setMinimumSectionSize(STATE_PX)
        header.setSectionResizeMode(RegionColumn.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((RegionColumn.COUNT, COUNT_PX), (RegionColumn.STATE, STATE_PX)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, theme.px(width))
        self.setMinimumHeight(theme.px(ROW_PX) * MOST_ROWS // 2 + 4)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(lambda index: self.fitted.emit(index.row()))

    def select(self, row: int) -> None:
        """Show which region is selected on the map; nothing is told."""
        self._quiet = True
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row != self.currentIndex().row() or not self.selectionModel().hasSelection():
            index = self.model().index(row, RegionColumn.NAME)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Delete."""
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Delete and row >= 0:
            self.removed.emit(row)
        else:
            super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.picked.emit(index.row())


class RegionsList(QStackedWidget):
    """The table, or how to begin.

    Signals:
        draw_wanted(): A region shall be drawn.
        import_wanted(): A file with regions shall be read.
        bookmark_wanted(int): A region shall be kept as a bookmark.
        demo_wanted(): A region over the demo town shall be made.
        hidden(int, bool): A region shall be hidden on the map, or shown again.
    """

    draw_wanted = Signal()
    import_wanted = Signal()
    bookmark_wanted = Signal(int)
    demo_wanted = Signal()
    hidden = Signal(int, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = RegionModel(self)
        self.table = RegionTable(theme, self.model, self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self._empty = self._build_empty()
        self.addWidget(self._empty)
        self.addWidget(self.table)
        self.model.rowsInserted.connect(self._turn)
        self.model.rowsRemoved.connect(self._turn)
        self._turn()

    def offer_demo(self, is_offered: bool) -> None:
        """Offer a region over the demo town, or not."""
        self._demo.setVisible(is_offered)

    def menu(self, row: int) -> QMenu:
        """Return what may be done with a region."""
        shown = self.model.rows[row].shown
        menu = QMenu(self)
        menu.setObjectName("map.region.menu")
        index = self.model.index(row, RegionColumn.NAME)
        self._entry(menu, "&Rename", "rename-box-outline", lambda: self.table.edit(index), "F2")
        self._entry(menu, "&Fit", "fit-to-screen-outline", lambda: self.table.fitted.emit(row))
        words = "&Hide on the map" if shown.is_visible else "&Show on the map"
        icon = "eye-off-outline" if shown.is_visible else "eye-outline"
        self._entry(menu, words, icon, lambda: self.hidden.emit(row, shown.is_visible))
        self._entry(menu, "&Bookmark", "bookmark-plus-outline", lambda: self.bookmark_wanted.emit(row))
        copies = menu.addMenu(self._theme.icon("content-copy"), "&Copy as")
        copies.setObjectName("map.region.copy")
        for label, text in region_forms(shown.region):
            copies.addAction(label).triggered.connect(
                lambda _on=False, text=text: QGuiApplication.clipboard().setText(text)
            )
        menu.addSeparator()
        self._entry(menu, "Re&move", "delete-outline", lambda: self.table.removed.emit(row), "Del")
        return menu

    def _entry(self, menu: QMenu, words: str, icon: str, act: object, keys: str = "") -> None:
        action = menu.addAction(self._theme.icon(icon), f"{words}\t{keys}" if keys else words)
        assert callable(act)
        action.triggered.connect(lambda _on=False: act())

    def _open_menu(self, where: QPoint) -> None:
        index = self.table.indexAt(where)
        row = index.row() if index.isValid() else self.table.currentIndex().row()
        if row >= 0:
            menu = self.menu(row)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.table.viewport().mapToGlobal(where))

    def _build_empty(self) -> QWidget:
        page = QWidget(self)
        page.setObjectName("map.regions.empty")
        title = QLabel("No regions yet", page)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = QLabel("Drag a box on the map, type coordinates, or bring a file.", page)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setWordWrap(True)
        line.setProperty("look", "muted")
        line.setFont(self._theme.font(SMALL_PX))
        row = QHBoxLayout()
        row.addStretch(1)
        for name, words, signal in (
            ("map.regions.draw", "Draw", self.draw_wanted),
            ("map.regions.import", "Import", self.import_wanted),
        ):
            button = QPushButton(words, page)
            button.setObjectName(name)
            button.setAccessibleName(f"{words} a region")
            button.setProperty("look", "quiet")
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        self._demo = QPushButton("Take the demo town", page)
        self._demo.setObjectName("map.regions.demo")
        self._demo.setProperty("look", "quiet")
        self._demo.clicked.connect(self.demo_wanted)
        self._demo.hide()
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 8, 8, 8)
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(line)
        column.addLayout(row)
        column.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def _turn(self) -> None:
        self.setCurrentIndex(1 if self.model.rowCount() else 0)
        for page in (self._empty, self.table):
            # What is not seen takes no room.
            is_seen = page is self.currentWidget()
            policy = QSizePolicy.Policy.Expanding if is_seen else QSizePolicy.Policy.Ignored
            page.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.updateGeometry()
