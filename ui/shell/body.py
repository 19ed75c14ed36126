"""Sidebar, centre and inspector side by side; in a narrow window the inspector is a drawer over the centre."""

from PySide6.QtCore import QByteArray, QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ui.plan.inspector import Inspector
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
    """The middle of the window."""

    def __init__(
        self, theme: Theme, sidebar: QWidget, centre: QWidget, inspector: Inspector, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sidebar = QStackedWidget(self)
        self.sidebar.addWidget(sidebar)
        self.sidebar.setMinimumWidth(theme.px(SIDEBAR_RANGE[0]))
        self.sidebar.setMaximumWidth(theme.px(SIDEBAR_RANGE[1]))
        self.inspector = inspector
        inspector.setMinimumWidth(theme.px(INSPECTOR_RANGE[0]))
        inspector.setMaximumWidth(theme.px(INSPECTOR_RANGE[1]))
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("splitter.body")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for widget in (self.sidebar, centre, inspector):
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
        self._handle = QToolButton(self)
        self._handle.setObjectName("drawer.open")
        self._handle.setText("Plan")
        self._handle.setToolTip("Show the download plan (Alt+Enter)")
        self._handle.setAccessibleName("Show the download plan")
        self._handle.setProperty("look", "flat")
        self._handle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._handle.clicked.connect(self.toggle_inspector)
        self._handle.hide()
        self._close = QToolButton(inspector)
        self._close.setObjectName("drawer.close")
        self._close.setAccessibleName("Hide the download plan")
        self._close.setProperty("look", "flat")
        self._close.clicked.connect(self._drawer.hide)
        self._close.hide()
        inspector.head.addWidget(self._close)
        self.is_narrow = False
        self._is_wanted = True
        self._has_sidebar = True
        self._is_useful = True
        self._needs_widths = True
        theme.changed.connect(self._tint)
        self._tint()

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
        self._close.setVisible(is_narrow)
        self._place()

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
            self._handle.adjustSize()
            self._handle.move(self.width() - self._handle.width() - 8, 8)
            self._handle.setVisible(self._is_useful and self._drawer.isHidden())
            self._handle.raise_()
        else:
            self._handle.hide()
            self.inspector.setVisible(self._is_useful and self._is_wanted)

    def _on_moved(self) -> None:
        self._needs_widths = False

    def _tint(self) -> None:
        self._handle.setIcon(self._theme.icon("chevron-left"))
        self._close.setIcon(self._theme.icon("close", "muted"))
