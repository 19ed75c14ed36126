"""Pictures of a view that are made in a worker thread, and shown stretched until the next one is there.

A picture reaches over the edges of the widget, so that a small pan needs no new one. Only one is made at a time; of
the wishes meanwhile the last one wins.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QImage, QPainter
from shiboken6 import isValid

from ui.map.viewport import Viewport
from ui.tasks import TaskOwner

MARGIN_PX = 128


def place_of(part: Viewport, view: Viewport) -> QRectF:
    """Return the rectangle that one view covers in another, in pixels of the other."""
    scale = 2.0 ** (view.zoom - part.zoom)
    left, top = view.origin
    own_left, own_top = part.origin
    across = own_left - left
    # The repeat of the world whose middle is nearest to the middle of the widget.
    across -= round(across + (part.width * scale - view.width) / 2 / view.world_px)
    return QRectF(across * view.world_px, (own_top - top) * view.world_px, part.width * scale, part.height * scale)


def holds(part: Viewport, view: Viewport) -> bool:
    """Return whether all of the other view lies within the first one; half a pixel is let pass."""
    place = place_of(part, view)
    is_wide = place.left() <= 0.5 and place.right() >= view.width - 0.5
    return is_wide and place.top() <= 0.5 and place.bottom() >= view.height - 0.5


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a part of the world.

    Attributes:
        view: What it shows; wider than the widget by the margin on every side.
        image: With its device pixel ratio.
        key: What else it was made of; another key is another picture.
    """

    view: Viewport
    image: QImage
    key: object = None

    def covers(self, view: Viewport) -> bool:
        """Return whether the picture is exact for a view and reaches to its edges."""
        return self.view.zoom == view.zoom and holds(self.view, view)

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the picture where it belongs in a view."""
        place = place_of(self.view, view)
        if self.view.zoom == view.zoom:
            # Whole pixels of the device: half ones would blur everything.
            ratio = self.image.devicePixelRatio()
            painter.drawImage(QPointF(round(place.x() * ratio) / ratio, round(place.y() * ratio) / ratio), self.image)
        else:
            painter.drawImage(place, self.image, QRectF(self.image.rect()))


class PictureMaker(QObject):
    """Keeps the latest picture and has the next one made.

    Signals:
        made(): There is a new picture.
    """

    made = Signal()

    def __init__(
        self, tasks: TaskOwner, draw: Callable[[Viewport, float, object], QImage], parent: QObject | None = None
    ) -> None:
        """Draw with this function: view, device pixel ratio and key to image. It runs in a worker."""
        super().__init__(parent)
        self._tasks = tasks
        self._draw = draw
        self._wish: tuple[Viewport, float, object] | None = None
        self._is_busy = False
        self.picture: Picture | None = None

    def want(self, view: Viewport, ratio: float, key: object) -> None:
        """Have a picture of a view, unless the one that is there will do."""
        known = self.picture
        if known is not None and known.key == key and known.image.devicePixelRatio() == ratio and known.covers(view):
            self._wish = None
            return
        width, height = view.width + 2 * MARGIN_PX, view.height + 2 * MARGIN_PX
        # At low zooms the poles come into the margin: the middle stays where it is.
        self._wish = (replace(view, width=width, height=height), ratio, key)
        if self._is_busy:
            return
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._make_now()
            return
        self._is_busy = True
        self._tasks.run(self._make(), "draw the map")

    def drop(self) -> None:
        """Forget the picture: it would be wrong."""
        self.picture = None

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the latest picture, stretched where it is not the right one yet."""
        if self.picture is not None:
            self.picture.paint(painter, view)

    def _make_now(self) -> None:
        """Draw at once: no loop runs yet that could wait for a worker."""
        wish, self._wish = self._wish, None
        if wish is not None:
            self.picture = Picture(wish[0], self._draw(*wish), wish[2])
            self.made.emit()

    async def _make(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._wish is not None:
                wish, self._wish = self._wish, None
                image = await loop.run_in_executor(None, self._draw, *wish)
                if not isValid(self):
                    return
                self.picture = Picture(wish[0], image, wish[2])
                self.made.emit()
        finally:
            self._is_busy = False
