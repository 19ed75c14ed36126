"""Small pictures with their labels, drawn elsewhere, kept here as long as there is room."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from app.model.failure import Failure
from app.model.gallery import Painted, ShowThumb
from ui.desk import Desk
from ui.preview.folder import OpenedFolder
from ui.preview.looking import Looking

MOST = 400
# More questions at once would only make the newest wait.
AT_ONCE = 6


def image_of(painted: Painted, ratio: float = 1.0) -> QImage:
    """Return pixels as an image of its own; null when there are none."""
    if not painted.data:
        return QImage()
    stride = painted.width * 4
    image = QImage(
        painted.data, painted.width, painted.height, stride, QImage.Format.Format_ARGB32_Premultiplied
    ).copy()
    image.setDevicePixelRatio(ratio)
    return image


class Thumb:
    """One small picture.

    Attributes:
        image: Null when the picture cannot be shown.
        problem: Why; empty when it can.
        is_stale: The labels are drawn otherwise by now; a new one is on its way.
    """

    __slots__ = ("image", "is_stale", "problem")

    def __init__(self, image: QImage, problem: str) -> None:
        self.image = image
        self.problem = problem
        self.is_stale = False


class Thumbs(QObject):
    """Small pictures by number.

    Signals:
        arrived(int): A picture (its number) is here.
    """

    arrived = Signal(int)

    def __init__(self, desk: Desk, folder: OpenedFolder, looking: Looking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder = folder
        self._looking = looking
        self._kept: OrderedDict[int, Thumb] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._size = QSize(160, 120)
        self._ratio = 1.0
        folder.opened.connect(lambda _: self._clear())
        looking.changed.connect(self._on_look)

    def use_size(self, size: QSize, ratio: float) -> None:
        """Draw for tiles of another size in logical pixels."""
        if size != self._size or ratio != self._ratio:
            self._size, self._ratio = size, ratio
            self._on_look()

    def get(self, number: int) -> Thumb | None:
        """Return a picture if it is here, perhaps an older drawing of it."""
        thumb = self._kept.get(number)
        if thumb is not None:
            self._kept.move_to_end(number)
        return thumb

    def want(self, numbers: list[int]) -> None:
        """Ask for these pictures, first ones first; what was wanted before and is not any more is not asked for."""
        self._wanted = [n for n in numbers if (thumb := self._kept.get(n)) is None or thumb.is_stale]
        self._ask_next()

    def _ask_next(self) -> None:
        while self._wanted and len(self._asked) < AT_ONCE and self._folder.path:
            number = self._wanted.pop(0)
            if number not in self._asked:
                self._ask(number)

    def _ask(self, number: int) -> None:
        self._asked.add(number)
        paint, ratio, size = self._looking.paint, self._ratio, self._size
        query = ShowThumb(
            self._folder.path,
            number,
            max(1, round(size.width() * ratio)),
            max(1, round(size.height() * ratio)),
            ratio,
            paint,
        )

        def take(painted: Painted) -> None:
            thumb = Thumb(image_of(painted, ratio), painted.problem)
            thumb.is_stale = paint != self._looking.paint or size != self._size
            self._kept[number] = thumb
            self._kept.move_to_end(number)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
            self._end(number)

        def fail(failure: Failure) -> None:
            self._kept[number] = Thumb(QImage(), failure.title)
            self._end(number)

        self._desk.ask.ask(self, query, Painted, take, fail, f"thumb {number}")

    def _end(self, number: int) -> None:
        self._asked.discard(number)
        self.arrived.emit(number)
        self._ask_next()

    def _on_look(self) -> None:
        for thumb in self._kept.values():
            thumb.is_stale = True
        self.arrived.emit(-1)

    def _clear(self) -> None:
        for number in self._asked:
            self._desk.ask.forget(self, f"thumb {number}")
        self._kept.clear()
        self._asked.clear()
        self._wanted.clear()
