"""The header of the queue: which columns, in which order, how wide; a chooser that stays open.

The state is kept by the names of the columns, so that a later version with more columns reads it too.
"""

import json

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from ui.queue.columns import COLUMNS, SHOWN, Column
from ui.theme.theme import ROW_PX, SMALL_PX, Theme

LEAST_PX = 36
PAD_PX = 4
MARK_PX = 8


class StayOpenMenu(QMenu):
    """A menu whose check marks are changed without closing it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Change a check mark and stay; anything else closes as usual."""
        action = self.actionAt(event.position().toPoint())
        if action in self.actions() and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space and Enter change a check mark and stay."""
        action = self.activeAction()
        keys = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() in keys and action in self.actions() and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


class JobHeader(QHeaderView):
    """Columns of the queue: moved by drag, resized, chosen by menu, sorted by click; the third restores queue order."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self._table = table
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorClearable(True)
        self.setMinimumSectionSize(LEAST_PX)
        self.setFont(theme.font(SMALL_PX, semibold=True))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_chooser)
        self.setAccessibleName("Columns of the queue")
        self.setFixedHeight(theme.px(ROW_PX))
        theme.changed.connect(self.viewport().update)

    def reset_columns(self) -> None:
        """Show the first columns in their first order and widths, in queue order."""
        for column, shown in COLUMNS.items():
            self.moveSection(self.visualIndex(column), column)
            self.setSectionHidden(column, not shown.is_shown)
            self.resizeSection(column, self._theme.px(shown.width))
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def chooser(self) -> QMenu:
        """Return the menu of columns; it stays open while check marks are set."""
        menu = StayOpenMenu(self)
        menu.setObjectName("queue.columns")
        for column, shown in COLUMNS.items():
            action = menu.addAction(shown.title)
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(column))
            # Without a name nobody knows which row is which.
            action.setEnabled(column is not Column.NAME)
            action.toggled.connect(lambda is_on, column=column: self._show(column, is_on))
        menu.addSeparator()
        fit = QAction("Fit to contents", menu)
        fit.triggered.connect(self._fit)
        reset = QAction("Reset", menu)
        reset.triggered.connect(self.reset_columns)
        menu.addActions([fit, reset])
        return menu

    def save_columns(self) -> str:
        """Return order, widths, choice and sorting as text."""
        order = [Column(self.logicalIndex(place)).name for place in range(self.count())]
        sorted_by = self.sortIndicatorSection()
        return json.dumps(
            {
                "order": order,
                "widths": {column.name: self._width(column) for column in COLUMNS},
                "shown": [column.name for column in COLUMNS if not self.isSectionHidden(column)],
                "sort": Column(sorted_by).name if sorted_by in COLUMNS else "",
                "descending": self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            }
        )

    def restore_columns(self, text: str) -> None:
        """Set what `save_columns` returned; a text that cannot be read changes nothing."""
        try:
            state = json.loads(text)
            shown = {str(name) for name in state["shown"]}
            widths = {str(name): int(width) for name, width in state["widths"].items()}
            order = [Column[name] for name in state["order"] if name in Column.__members__]
            sort, is_descending = str(state["sort"]), bool(state["descending"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        for column in COLUMNS:
            is_shown = column.name in shown if column.name in widths else column in SHOWN
            self.setSectionHidden(column, not (is_shown or column is Column.NAME))
            if widths.get(column.name, 0) >= LEAST_PX:
                self.resizeSection(column, widths[column.name])
        for place, column in enumerate(order):
            self.moveSection(self.visualIndex(column), place)
        direction = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.setSortIndicator(Column[sort] if sort in Column.__members__ else -1, direction)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's names
        """Draw title, sort mark in the colour of text, and the line below."""
        painter.save()
        painter.fillRect(rect, self._theme.color("window"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.color("border"))
        painter.fillRect(rect.right(), rect.top() + PAD_PX, 1, rect.height() - 2 * PAD_PX, self._theme.color("border"))
        inner = rect.adjusted(PAD_PX, 0, -PAD_PX, 0)
        column = COLUMNS[Column(logicalIndex)]
        if self.sortIndicatorSection() == logicalIndex:
            self._paint_mark(painter, inner, column.is_number)
            inner.adjust(MARK_PX + PAD_PX if column.is_number else 0, 0, 0 if column.is_number else -MARK_PX, 0)
        painter.setFont(self.font())
        painter.setPen(self._theme.color("muted"))
        side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
        title = painter.fontMetrics().elidedText(column.title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()

    def _paint_mark(self, painter: QPainter, rect: QRect, is_left: bool) -> None:
        x = rect.left() if is_left else rect.right() - MARK_PX
        y = rect.center().y()
        tip = -3 if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else 3
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("text"))
        middle = x + MARK_PX / 2
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - tip), QPointF(x + MARK_PX, y - tip), QPointF(middle, y + tip + 1)])
        )

    def _width(self, column: Column) -> int:
        # A hidden section says 0; it is shown later as wide as it was made.
        return self.sectionSize(column) or COLUMNS[column].width

    def _show(self, column: Column, is_on: bool) -> None:
        self.setSectionHidden(column, not is_on)
        if is_on and self.sectionSize(column) < LEAST_PX:
            self.resizeSection(column, self._theme.px(COLUMNS[column].width))

    def _fit(self) -> None:
        for column in COLUMNS:
            if not self.isSectionHidden(column):
                self._table.resizeColumnToContents(column)

    def _open_chooser(self, where: QPoint) -> None:
        menu = self.chooser()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(where))
