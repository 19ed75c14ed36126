"""Sidebar, centre and inspector side by side; in a narrow window the inspector is a drawer over the centre."""

from PySide6.QtCore import QByteArray, QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ui.theme.theme import Theme

SIDEBAR = 284
INSPECTOR = 328
SIDEBAR_RANGE = (240, 480)
INSPECTOR_RANGE = (300, 440)


class Drawer(QFrame):
    """Lies over the right edge of the body and holds the inspector while the window is narrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def take(self, widget: QWidget) -> None:
        """Hold a widget."""
        self._column.addWidget(widget)
        widget.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class Body(QWidget):
    """The middle of the window. Sidebar and inspector are stacks: each workspace that has sides adds its own.

    Signals:
        narrowed(bool): The inspector became a drawer, whose handle lies over the right end of the centre; or no more.
    """

    narrowed = Signal(bool)

    def __init__(self, theme: Theme, centre: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sidebar = QStackedWidget(self)
        self.sidebar.setObjectName("sidebar")
        self.sidebar.setMinimumWidth(theme.px(SIDEBAR_RANGE[0]))
        self.sidebar.setMaximumWidth(theme.px(SIDEBAR_RANGE[1]))
        self.inspector = QStackedWidget(self)
        self.inspector.setObjectName("inspector")
        self.inspector.setMinimumWidth(theme.px(INSPECTOR_RANGE[0]))
        self.inspector.setMaximumWidth(theme.px(INSPECTOR_RANGE[1]))
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("splitter.body")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for widget in (self.sidebar, centre, self.inspector):
            self.splitter.addWidget(widget)
        for place, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(place, stretch)
        self.splitter.splitterMoved.connect(self._on_moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self._drawer = Drawer(self)
        self._drawer.hide()
        self._drawer.installEventFilter(self)
        self._handle = self._button("drawer.open", "Show the plan", self)
        self._handle.setText("Plan")
        self._handle.setProperty("look", "floating")  # it lies over what the centre shows
        self._handle.setToolTip("Show the plan (Alt+Enter)")
        self._handle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._handle.clicked.connect(self.toggle_inspector)
        self._close = self._button("drawer.close", "Hide the plan", self._drawer)
        self._close.clicked.connect(self._drawer.hide)
        self.is_narrow = False
        self._is_wanted = True
        self._has_sidebar = True
        self._is_useful = True
        self._needs_widths = True
        theme.changed.connect(self._tint)
        self._tint()

    def add_sides(self, sidebar: QWidget, inspector: QWidget) -> None:
        """Take the sides of one more workspace."""
        self.sidebar.addWidget(sidebar)
        self.inspector.addWidget(inspector)

    def turn_to(self, sidebar: QWidget, inspector: QWidget) -> None:
        """Show the sides of one workspace."""
        self.sidebar.setCurrentWidget(sidebar)
        self.inspector.setCurrentWidget(inspector)
        self._place()

    def show_sides(self, are_useful: bool) -> None:
        """Show sidebar and inspector, or neither where there is nothing in them."""
        self._is_useful = are_useful
        self._place()

    def set_narrow(self, is_narrow: bool) -> None:
        """Turn the inspector into a drawer, or back."""
        if is_narrow == self.is_narrow:
            return
        self.is_narrow = is_narrow
        if is_narrow:
            self._drawer.take(self.inspector)
            self._drawer.hide()
        else:
            self._drawer.hide()
            self.splitter.addWidget(self.inspector)
            self.splitter.setStretchFactor(2, 0)
        self._place()
        self.narrowed.emit(is_narrow)

    def toggle_sidebar(self) -> None:
        """Show or hide the sidebar."""
        self._has_sidebar = not self._has_sidebar
        self._place()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector, or its drawer."""
        if self.is_narrow:
            self.open_drawer() if self._drawer.isHidden() else self._drawer.hide()
        else:
            self._is_wanted = not self._is_wanted
            self._place()

    def open_drawer(self) -> None:
        """Show the drawer, if the inspector is one now."""
        if self.is_narrow and self._is_useful:
            self._drawer.show()
            self._drawer.raise_()
            self._place()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Show the handle while the drawer is closed."""
        if watched is self._drawer and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._handle.setVisible(self.is_narrow and self._is_useful and event.type() == QEvent.Type.Hide)
        return False

    def restore_widths(self, state: QByteArray) -> None:
        """Take widths from last time."""
        if not self.is_narrow and self.splitter.restoreState(state):
            self._needs_widths = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep drawer and handle at the right edge."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        sidebar, inspector = self._theme.px(SIDEBAR), self._theme.px(INSPECTOR)
        self.sidebar.setVisible(self._is_useful and self._has_sidebar)
        if self._needs_widths:
            # Until a person moves a divider, the sides have their usual widths and the centre takes the rest.
            self.splitter.setSizes([sidebar, max(1, self.width() - sidebar - inspector), inspector])
        if self.is_narrow:
            if not self._is_useful:
                self._drawer.hide()
            self._drawer.setGeometry(QRect(self.width() - inspector, 0, inspector, self.height()))
            self._close.adjustSize()
            self._close.move(inspector - self._close.width() - 6, 6)
            self._close.raise_()
            self._handle.adjustSize()
            self._handle.move(self.width() - self._handle.width() - 20, 8)  # beside a scroll bar
            self._handle.setVisible(self._is_useful and self._drawer.isHidden())
            self._handle.raise_()
        else:
            self._handle.hide()
            self.inspector.setVisible(self._is_useful and self._is_wanted)

    def _button(self, name: str, words: str, parent: QWidget) -> QToolButton:
        button = QToolButton(parent)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setProperty("look", "flat")
        if parent is self:
            button.hide()
        return button

    def _on_moved(self) -> None:
        self._needs_widths = False

    def _tint(self) -> None:
        self._handle.setIcon(self._theme.icon("chevron-left"))
        self._close.setIcon(self._theme.icon("close", "muted"))
