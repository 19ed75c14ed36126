"""The search field of the tool bar: finds projects, jobs and actions, and goes there with Enter."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.shell.finding import Offer, best
from ui.theme.theme import ROW_PX, Theme

OFFER = Qt.ItemDataRole.UserRole
WIDTH = 380


class PaletteField(QLineEdit):
    """A field with a list of offers below it while it has the keyboard."""

    def __init__(self, theme: Theme, offers: Callable[[], list[Offer]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offers = offers
        self.setObjectName("palette.field")
        self.setAccessibleName("Search projects, jobs, actions")
        self.setPlaceholderText("Search projects, jobs, actions  (Ctrl+K)")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(WIDTH)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._frame: QFrame | None = None
        self._list: QListWidget | None = None
        self.textEdited.connect(self._fill)
        theme.changed.connect(self._tint)
        self._tint()

    def open(self) -> None:
        """Take the keyboard and show what can be found."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._fill(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, take its current row, or leave."""
        key = event.key()
        rows = self._list
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if rows is None:
                self._fill(self.text())
            elif rows.count():
                step = 1 if key == Qt.Key.Key_Down else -1
                rows.setCurrentRow((rows.currentRow() + step) % rows.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and rows is not None:
            self._take(rows.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.close_list()
            self.clear()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the list away with the keyboard."""
        super().focusOutEvent(event)
        self.close_list()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the list along with the window."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.WindowDeactivate):
            self.close_list()
        return super().eventFilter(watched, event)

    def close_list(self) -> None:
        """Take the list away."""
        if self._frame is not None:
            self.window().removeEventFilter(self)
            self._frame.deleteLater()
            self._frame = None
            self._list = None

    def _fill(self, text: str) -> None:
        rows = self._list if self._list is not None else self._make_list()
        rows.clear()
        for offer in best(self._offers(), text):
            words = f"{offer.words}   {offer.keys}" if offer.keys else offer.words
            item = QListWidgetItem(self._theme.icon(offer.icon, "muted"), words)
            item.setData(OFFER, offer)
            item.setToolTip(offer.kind)
            rows.addItem(item)
        if not rows.count():
            nothing = QListWidgetItem("Nothing found")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            rows.addItem(nothing)
        rows.setCurrentRow(0)
        if self._frame is not None:
            height = min(12, rows.count()) * self._theme.px(ROW_PX) + 8
            self._frame.setGeometry(self._place().x(), self._place().y(), self.width(), height)

    def _make_list(self) -> QListWidget:
        frame = QFrame(self.window())
        frame.setObjectName("palette")
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        frame.setAutoFillBackground(True)
        rows = QListWidget(frame)
        rows.setObjectName("palette.list")
        rows.setAccessibleName("Found")
        rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        rows.setFrameShape(QFrame.Shape.NoFrame)
        rows.setUniformItemSizes(True)
        rows.itemClicked.connect(self._take)
        column = QVBoxLayout(frame)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(rows)
        frame.show()
        frame.raise_()
        self.window().installEventFilter(self)
        self._frame, self._list = frame, rows
        return rows

    def _place(self) -> QPoint:
        return self.mapTo(self.window(), QPoint(0, self.height() + 2))

    def _take(self, item: QListWidgetItem | None) -> None:
        offer = item.data(OFFER) if item is not None else None
        self.close_list()
        self.clear()
        self.clearFocus()
        if isinstance(offer, Offer):
            offer.act()

    def _tint(self) -> None:
        self._glass.setIcon(self._theme.icon("magnify", "muted"))
