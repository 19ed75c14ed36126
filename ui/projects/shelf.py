"""Project pages that were read once: tree, page and plan card look at the same answer."""

from PySide6.QtCore import QObject, Signal

from app.model.failure import Failure
from app.model.queries import ShowProject
from app.model.tree import ProjectPage
from ui.ask import Ask


class Shelf(QObject):
    """Asks for a project page at most once at a time.

    Signals:
        arrived(object): A `ProjectPage` is here.
        failed(int, object): The page of a project id cannot be had (a `Failure`).
    """

    arrived = Signal(object)
    failed = Signal(int, object)

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._account = ""
        self._pages: dict[int, ProjectPage] = {}
        self._asked: set[int] = set()

    def use(self, account: str) -> None:
        """Switch to another account; pages of the old one are dropped."""
        for project_id in self._asked:
            self._ask.forget(self, str(project_id))
        self._account = account
        self._pages.clear()
        self._asked.clear()

    def page(self, project_id: int) -> ProjectPage | None:
        """Return a page that is here."""
        return self._pages.get(project_id)

    def want(self, project_id: int, fresh: bool = False) -> None:
        """Ask for a page unless it is here or on its way; `arrived` follows in every good case."""
        page = self._pages.get(project_id)
        if page is not None and not fresh:
            self.arrived.emit(page)
            return
        if project_id in self._asked:
            return
        self._asked.add(project_id)

        def on_page(page: ProjectPage) -> None:
            self._asked.discard(project_id)
            self._pages[project_id] = page
            self.arrived.emit(page)

        def on_failure(failure: Failure) -> None:
            self._asked.discard(project_id)
            self.failed.emit(project_id, failure)

        self._ask.ask(
            self, ShowProject(self._account, project_id), ProjectPage, on_page, on_failure, name=str(project_id)
        )
