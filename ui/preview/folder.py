"""The folder that is looked at: opened, counted again and again while it is read, and searched."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.failure import Failure
from app.model.folder_card import FolderCard, FolderCounts
from app.model.gallery import CloseFolder, CountFolder, OpenFolder
from ui.desk import Desk

READING_MS = 300
# A folder into which a download writes is looked at again so often.
GROWING_MS = 1500
TYPING_MS = 150


class OpenedFolder(QObject):
    """One folder at a time.

    Signals:
        opened(object): Another folder is open (`FolderCard`).
        failed(object): It cannot be opened (`Failure`).
        counted(object): What it holds and what the search finds (`FolderCounts`).
        searched(str): Another search is in force.
    """

    opened = Signal(object)
    failed = Signal(object)
    counted = Signal(object)
    searched = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.path = ""
        self.search = ""
        self.card: FolderCard | None = None
        self.counts: FolderCounts | None = None
        self._excluded: tuple[str, ...] = ()
        self._is_growing = False
        self._again = _timer(self, READING_MS, self._count)
        self._typing = _timer(self, TYPING_MS, self._search)
        self._look = _timer(self, GROWING_MS, self.look_again)
        self._wanted = ""

    def open(self, path: str) -> None:
        """Look at another folder."""
        if self.path and self.path != path:
            self._desk.ask.ask(self, CloseFolder(self.path), object, lambda _: None, lambda _: None)
        self.path, self.card, self.counts = path, None, None
        self._again.stop()
        self._set_search("")
        self._desk.ask.ask(self, OpenFolder(path), FolderCard, self._on_card, self._on_failure)

    def close(self) -> None:
        """Look at nothing."""
        if self.path:
            self._desk.ask.ask(self, CloseFolder(self.path), object, lambda _: None, lambda _: None)
        self.path, self.card, self.counts = "", None, None
        for timer in (self._again, self._look, self._typing):
            timer.stop()

    def be_growing(self, is_growing: bool) -> None:
        """Know that a download writes into the folder, or that it has ended."""
        had = self._is_growing
        self._is_growing = is_growing
        if self.path and (is_growing or had):
            self._look.start()

    def look_again(self) -> None:
        """Take in what is new in the folder."""
        if self.path:
            self._desk.ask.ask(self, OpenFolder(self.path), FolderCard, self._on_card, self._on_lost)

    def find(self, text: str, *, at_once: bool = False) -> None:
        """Search for something else, once typing rests."""
        self._wanted = text
        if at_once:
            self._typing.stop()
            self._search()
        else:
            self._typing.start()

    def leave_out(self, excluded: tuple[str, ...]) -> None:
        """Count these images as left out."""
        self._excluded = excluded
        self._count()

    def count_again(self) -> None:
        """Count anew."""
        self._count()

    def _search(self) -> None:
        self._set_search(self._wanted)
        self._count()

    def _set_search(self, text: str) -> None:
        self._wanted = text
        if text != self.search:
            self.search = text
            self.searched.emit(text)

    def _on_card(self, card: FolderCard) -> None:
        if card.path != self.path:
            return
        is_new = self.card is None
        self.card = card
        if is_new:
            self.opened.emit(card)
        if self._is_growing:
            self._look.start()
        self._count()

    def _on_failure(self, failure: Failure) -> None:
        self.path = ""
        self.failed.emit(failure)

    def _on_lost(self, failure: Failure) -> None:
        del failure  # what is shown stays; the next look may succeed
        if self._is_growing:
            self._look.start()

    def _count(self) -> None:
        if self.card is None:
            return
        query = CountFolder(self.path, self.search, self._excluded)
        self._desk.ask.ask(self, query, FolderCounts, self._on_counts, lambda _: self._again.start())

    def _on_counts(self, counts: FolderCounts) -> None:
        self.counts = counts
        if not counts.is_complete:
            self._again.start()
        self.counted.emit(counts)


def _timer(parent: QObject, ms: int, act: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(ms)
    assert callable(act)
    timer.timeout.connect(act)
    return timer
