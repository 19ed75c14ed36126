"""The orders for the chosen jobs at the top of the Queue menu, made anew each time the menu opens."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.queue.menu import JobMenu

NOTHING = "No job is chosen in the queue"


class ChosenJobsMenu(QObject):
    """Puts what the context menu of the queue holds in front of what a menu holds already.

    The keys are only shown here: the table of the queue listens to them itself.
    """

    def __init__(self, menu: QMenu, make: Callable[[], JobMenu], parent: QObject | None = None) -> None:
        """Watch a menu.

        Args:
            menu: The Queue menu of the menu bar, with its own entries.
            make: Returns a context menu for the jobs that are chosen now; it is empty when none is.
            parent: Owner.
        """
        super().__init__(parent)
        self._menu = menu
        self._make = make
        self._first = menu.actions()[0] if menu.actions() else None
        self._shown: list[QAction] = []
        self._source: JobMenu | None = None
        menu.aboutToShow.connect(self.fill)
        # Some systems do not open an empty menu at all; this one is never empty.
        self.fill()

    def fill(self) -> None:
        """Show the orders of the jobs that are chosen now."""
        for action in self._shown:
            self._menu.removeAction(action)
        if self._source is not None:
            self._source.deleteLater()
        self._source = self._make()
        self._shown = self._source.actions()
        if all(action.isSeparator() for action in self._shown):
            nothing = QAction(NOTHING, self._source)
            nothing.setEnabled(False)
            self._shown = [nothing]
        line = QAction(self._source)
        line.setSeparator(True)
        self._shown.append(line)
        for action in self._shown:
            if self._first is None:
                self._menu.addAction(action)
            else:
                self._menu.insertAction(self._first, action)
