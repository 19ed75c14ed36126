"""The first look: a few images with their labels, before anything is downloaded."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.model.answers import Look
from app.model.failure import Failure
from app.model.gallery import Painted, PaintLook
from app.model.queries import FirstLook, LookAround
from ui.desk import Desk
from ui.preview.thumbs import image_of
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


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its labels, ready to be shown.

    Attributes:
        name: Of the image.
        image: Null when it cannot be shown.
        problem: Why; empty when it can.
        labels: So many belong to it.
    """

    name: str
    image: QImage
    problem: str
    labels: int


class LookTile(QWidget):
    """One picture, or grey with a word while it comes or when it is broken."""

    def __init__(self, theme: Theme, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: Drawn | None = None
        self.setMinimumWidth(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)
        theme.changed.connect(self.update)

    def show_drawn(self, drawn: Drawn | None) -> None:
        """Show a picture; None is one that is still coming."""
        self._drawn = drawn
        if drawn is not None:
            words = drawn.problem or plural(drawn.labels, "label")
            self.setToolTip(f"{drawn.name}\n{words}")
            self.setAccessibleName(f"{drawn.name}: {words}")
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
        painter.fillPath(frame, self._theme.color("border" if self._drawn is None else "alt"))
        if self._drawn is None or self._drawn.image.isNull():
            self._paint_word(painter)
            return
        painter.setClipPath(frame)
        image = self._drawn.image
        size = image.deviceIndependentSize().toSize()
        left = (self.width() - size.width()) // 2
        top = (self.height() - size.height()) // 2
        painter.drawImage(left, top, image)

    def _paint_word(self, painter: QPainter) -> None:
        if self._drawn is None:
            return
        icon = self._theme.icon("image-broken-variant", "muted")
        if self.height() < TILE_HEIGHT:
            icon.paint(painter, self.rect().adjusted(0, 8, 0, -8))
            return
        icon.paint(painter, self.rect().adjusted(0, 18, 0, -56))
        painter.setPen(self._theme.color("muted"))
        painter.setFont(self._theme.font(SMALL_PX))
        words = f"{self._drawn.name}\n{self._drawn.problem}"
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
        self._settle.timeout.connect(self._draw)

    def look_at(self, account: str, project_id: int, dataset_ids: tuple[int, ...] = ()) -> None:
        """Ask for pictures of a project."""
        self.look_with(FirstLook(account, project_id, dataset_ids, COUNT))

    def look_with(self, query: FirstLook | LookAround) -> None:
        """Ask for pictures."""
        self._show_looks(())
        self._say("")
        for tile in self._tiles:
            tile.show()
            tile.show_drawn(None)
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
        """Have the pictures drawn again in their new size, once it rests."""
        super().resizeEvent(event)
        if self._looks:
            self._settle.start()

    def _on_looks(self, looks: tuple[Look, ...]) -> None:
        self._show_looks(looks)
        for tile in self._tiles[len(looks) :]:
            tile.hide()
        if looks:
            self._draw()
        else:
            self._say(self._said.nothing)

    def _on_failure(self, failure: Failure) -> None:
        for tile in self._tiles:
            tile.hide()
        self._say(f"First look unavailable. {failure.title} {self._said.way_on}")

    def _show_looks(self, looks: tuple[Look, ...]) -> None:
        self._looks = looks
        for place in range(COUNT):
            self._desk.ask.forget(self, _name(place))

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def _draw(self) -> None:
        for place, look in enumerate(self._looks[:COUNT]):
            self._draw_one(place, look)

    def _draw_one(self, place: int, look: Look) -> None:
        tile, ratio = self._tiles[place], self.devicePixelRatioF()
        labels = len(look.annotation.labels)
        query = PaintLook(look, round(max(60, tile.width()) * ratio), round(self._height * ratio), ratio)

        def take(painted: Painted) -> None:
            tile.show_drawn(Drawn(look.name, image_of(painted, ratio), painted.problem, labels))

        def fail(failure: Failure) -> None:
            tile.show_drawn(Drawn(look.name, QImage(), failure.title, labels))

        self._desk.ask.ask(self, query, Painted, take, fail, _name(place))


def _name(place: int) -> str:
    return f"draw {place}"
