"""The middle of the Preview workspace: tools, the strip of problems, and below them the grid, one picture, or words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.preview.decisions import Decisions
from ui.preview.details import Details
from ui.preview.grid import Grid
from ui.preview.keys import HoldKey
from ui.preview.looking import Looking
from ui.preview.problem_strip import ProblemStrip
from ui.preview.single import SingleView
from ui.preview.tool_strip import PreviewStrip
from ui.shell.empty import EmptyState
from ui.theme.theme import Theme

NOTHING = ("Nothing to show yet", "Open a folder or pick a finished job. A project folder can also be dropped here.")
FOUND_NOTHING = ("No picture fits", "The search and the filters leave none.")


class PreviewCentre(QWidget):
    """Holds the parts.

    Signals:
        folder_dropped(str): A folder was dropped.
        open_wanted(): A folder shall be chosen.
        reset_wanted(): All pictures shall be shown again.
    """

    folder_dropped = Signal(str)
    open_wanted = Signal()
    reset_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        grid: Grid,
        single: SingleView,
        decisions: Decisions,
        looking: Looking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.grid, self.single = grid, single
        self.setObjectName("centre.preview")
        self.setAcceptDrops(True)
        self.strip = PreviewStrip(theme, looking, self)
        self.problems = ProblemStrip(theme, decisions, self)
        self.details = Details(theme, self)
        self._alone = QWidget(self)
        row = QHBoxLayout(self._alone)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(single, 1)
        row.addWidget(self.details)
        self.nothing = self._empty("preview.empty", *NOTHING, "Open folder…", self.open_wanted)
        self.found_nothing = self._empty("preview.no-match", *FOUND_NOTHING, "Show all", self.reset_wanted)
        self.pages = QStackedWidget(self)
        for page in (self.nothing, grid, self._alone, self.found_nothing):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.strip, self.problems):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        hold = HoldKey(Qt.Key.Key_H, looking.hide, self)
        grid.installEventFilter(hold)
        single.installEventFilter(hold)

    @property
    def is_single(self) -> bool:
        """Return whether one picture is shown alone."""
        return self.pages.currentWidget() is self._alone

    def show_single(self, is_single: bool) -> None:
        """Show one picture alone, or the grid."""
        self.pages.setCurrentWidget(self._alone if is_single else self.grid)
        self.strip.show_single(is_single)
        (self.single if is_single else self.grid).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, has_folder: bool, is_empty: bool) -> None:
        """Show words where there are no pictures."""
        if not has_folder:
            self.pages.setCurrentWidget(self.nothing)
        elif is_empty:
            self.pages.setCurrentWidget(self.found_nothing)
        elif not self.is_single:
            self.pages.setCurrentWidget(self.grid)
        if not self.is_single:
            self.strip.show_single(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take words away that have no room."""
        super().resizeEvent(event)
        self.strip.fit_words(self.width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the folder that was dropped."""
        self.folder_dropped.emit(event.mimeData().urls()[0].toLocalFile())
        event.acceptProposedAction()

    def _empty(self, name: str, title: str, line: str, words: str, act: object) -> QWidget:
        page = QWidget(self)
        state = EmptyState(self._theme, name, "image-multiple-outline", title, line, page)
        button = QPushButton(words, page)
        button.setObjectName(f"{name}.button")
        button.setProperty("look", "quiet")
        button.clicked.connect(act)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 24)
        column.addWidget(state, 1)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return page
