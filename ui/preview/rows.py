"""The pictures that the search finds, by position: pages are asked for when they are wanted and kept for a while."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

from app.model.failure import Failure
from app.model.folder_card import FolderCounts
from app.model.gallery import ListPictures, PicturePage, PictureRow
from ui.desk import Desk
from ui.preview.folder import OpenedFolder

PAGE = 200
MOST_PAGES = 40


class Rows(QObject):
    """Rows by position.

    Signals:
        changed(): Rows came, or there are others.
        reset(): Another folder or search: positions mean other pictures.
    """

    changed = Signal()
    reset = Signal()

    def __init__(self, desk: Desk, folder: OpenedFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder = folder
        self._pages: OrderedDict[int, PicturePage] = OrderedDict()
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._revision = -1
        self.total = 0
        folder.opened.connect(lambda _: self._forget())
        folder.searched.connect(lambda _: self._forget())
        folder.counted.connect(self._on_counts)

    def row(self, position: int) -> PictureRow | None:
        """Return the picture at a position; None until it is known, which is then asked for."""
        number, within = divmod(position, PAGE)
        page = self._pages.get(number)
        if page is None or number in self._stale:
            self._want(number)
        if page is None or within >= len(page.rows):
            return None
        self._pages.move_to_end(number)
        return page.rows[within]

    def _forget(self) -> None:
        for number in self._asked:
            self._desk.ask.forget(self, f"page {number}")
        self._pages.clear()
        self._asked.clear()
        self._stale.clear()
        self._revision = -1
        self.total = 0
        self.reset.emit()

    def _on_counts(self, counts: FolderCounts) -> None:
        if counts.revision != self._revision:
            self._revision = counts.revision
            # What is shown stays until the new page is here: nothing flickers while a folder is read.
            self._stale = set(self._pages)
        self.total = counts.shown
        self.changed.emit()

    def _want(self, number: int) -> None:
        if number in self._asked or not self._folder.path:
            return
        self._asked.add(number)
        query = ListPictures(self._folder.path, self._folder.search, number * PAGE, PAGE)

        def take(page: PicturePage) -> None:
            self._asked.discard(number)
            self._stale.discard(number)
            self._pages[number] = page
            self._pages.move_to_end(number)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
            self.changed.emit()

        def fail(failure: Failure) -> None:
            del failure  # the next look at this page asks again
            self._asked.discard(number)

        self._desk.ask.ask(self, query, PicturePage, take, fail, f"page {number}")
