"""The first look: a few images with their labels, before anything is downloaded."""

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.model.answers import Look
from app.model.failure import Failure
from app.model.queries import FirstLook, LookAround
from ui.desk import Desk
from ui.preview.overlay import Composed, compose
from ui.text import plural
from ui.theme.theme import SMALL_PX, Theme

COUNT = 4
TILE_HEIGHT = 118
SETTLE_MS = 150


@dataclass(frozen=True, slots=True)
class LookWords:
    """What is said instead of pictures.

    Attributes:
        way_on: What can be done although there are none.
        nothing: There are none.
    """

    way_on: str = "Download may still work."
    nothing: str = "There are no images in it."


PROJECT = LookWords()
NAMES = (FirstLook.__name__, LookAround.__name__)


class LookTile(QWidget):
    """One picture, or grey with a word while it comes or when it is broken."""

    def __init__(self, theme: Theme, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._composed: Composed | None = None
        self.setMinimumWidth(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)
        theme.changed.connect(self.update)

    def show_composed(self, composed: Composed | None) -> None:
        """Show a picture; None is one that is still coming."""
        self._composed = composed
        if composed is not None:
            words = composed.problem or plural(composed.label_count, "label")
            self.setToolTip(f"{composed.name}\n{words}")
            self.setAccessibleName(f"{composed.name}: {words}")
        else:
            self.setToolTip("")
            self.setAccessibleName("Picture is coming")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture in the middle of its ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.fillPath(frame, self._theme.color("border" if self._composed is None else "alt"))
        if self._composed is None or self._composed.image.isNull():
            self._paint_word(painter)
            return
        painter.setClipPath(frame)
        image = self._composed.image
        size = image.deviceIndependentSize().toSize()
        left = (self.width() - size.width()) // 2
        top = (self.height() - size.height()) // 2
        painter.drawImage(left, top, image)

    def _paint_word(self, painter: QPainter) -> None:
        if self._composed is None:
            return
        icon = self._theme.icon("image-broken-variant", "muted")
        if self.height() < TILE_HEIGHT:
            icon.paint(painter, self.rect().adjusted(0, 8, 0, -8))
            return
        icon.paint(painter, self.rect().adjusted(0, 18, 0, -56))
        painter.setPen(self._theme.color("muted"))
        painter.setFont(self._theme.font(SMALL_PX))
        words = f"{self._composed.name}\n{self._composed.problem}"
        box = self.rect().adjusted(6, 62, -6, -6)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, words)


class FirstLookStrip(QWidget):
    """Four tiles side by side."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, height: int = TILE_HEIGHT, said: LookWords = PROJECT
    ) -> None:
        """Draw pictures of this height; `said` stands there when there are none."""
        super().__init__(parent)
        self._desk = desk
        self._height = height
        self._said = said
        self._looks: tuple[Look, ...] = ()
        self._number = 0
        self.setObjectName("project.first-look")
        self.setAccessibleName("A first look")
        self._tiles = [LookTile(desk.theme, height, self) for _ in range(COUNT)]
        self._words = QLabel(self)
        self._words.setProperty("look", "muted")
        self._words.setWordWrap(True)
        self._words.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        for tile in self._tiles:
            row.addWidget(tile)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._words)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._compose)

    def look_at(self, account: str, project_id: int, dataset_ids: tuple[int, ...] = ()) -> None:
        """Ask for pictures of a project."""
        self.look_with(FirstLook(account, project_id, dataset_ids, COUNT))

    def look_with(self, query: FirstLook | LookAround) -> None:
        """Ask for pictures."""
        self._show_looks(())
        self._say("")
        for tile in self._tiles:
            tile.show()
            tile.show_composed(None)
        self._desk.ask.ask(self, query, tuple, self._on_looks, self._on_failure)

    def clear(self) -> None:
        """Show nothing and expect nothing."""
        for name in NAMES:
            self._desk.ask.forget(self, name)
        self._show_looks(())
        self._say("")
        for tile in self._tiles:
            tile.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the pictures again in their new size, once it rests."""
        super().resizeEvent(event)
        if self._looks:
            self._settle.start()

    def _on_looks(self, looks: tuple[Look, ...]) -> None:
        self._show_looks(looks)
        for tile in self._tiles[len(looks) :]:
            tile.hide()
        if looks:
            self._compose()
        else:
            self._say(self._said.nothing)

    def _on_failure(self, failure: Failure) -> None:
        for tile in self._tiles:
            tile.hide()
        self._say(f"First look unavailable. {failure.title} {self._said.way_on}")

    def _show_looks(self, looks: tuple[Look, ...]) -> None:
        self._looks = looks
        self._number += 1

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def _compose(self) -> None:
        self._desk.tasks.run(self._compose_all(self._number, self._looks), "draw first look")

    async def _compose_all(self, number: int, looks: tuple[Look, ...]) -> None:
        loop = asyncio.get_running_loop()
        ratio = self.devicePixelRatioF()
        size = QSize(max(60, self._tiles[0].width()), self._height)
        for tile, look in zip(self._tiles, looks, strict=False):
            composed = await loop.run_in_executor(None, compose, look, size, ratio)
            if not isValid(self) or number != self._number:
                return
            tile.show_composed(composed)
