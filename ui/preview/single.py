"""One picture with its labels: zoom to the pointer, pan, hover names a label, a click selects it.

Pixels are drawn elsewhere for just the part that is seen; until a new part is here, the old one is moved and scaled.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.model.failure import Failure
from app.model.gallery import LabelAt, LabelCard, Painted, PictureCard, ShowPicture, ShowView
from ui.desk import Desk
from ui.preview.folder import OpenedFolder
from ui.preview.looking import Looking
from ui.preview.thumbs import image_of
from ui.preview.viewing import Viewing
from ui.text import UNKNOWN, number_text

ZOOM_STEP = 1.25
# Further than this a press is a drag and no click.
CLICK_PX = 4
HOVER_MS = 60
REACH_PX = 5
BOX_PX = 8


class SingleView(QWidget):
    """Shows one picture.

    Signals:
        shown(object): A picture is here with all that is known of it (`PictureCard`).
        selected(object): Another label is selected (its place), or none (None).
        menu_wanted(object): A menu for the picture, at a global point (QPoint).
        zoomed(float): Another scale; 1 is a physical pixel for each of the picture.
        stepped(int): The next picture (1) or the one before (-1) is wanted.
    """

    shown = Signal(object)
    selected = Signal(object)
    menu_wanted = Signal(object)
    zoomed = Signal(float)
    stepped = Signal(int)

    def __init__(self, desk: Desk, folder: OpenedFolder, looking: Looking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder = folder
        self._looking = looking
        self.number = -1
        self.card: PictureCard | None = None
        self.label: int | None = None
        self._viewing = Viewing(100, 100)
        self._frame = QImage()
        self._frame_at = self._viewing
        self._problem = ""
        self._is_asked = False
        self._is_wanted = False
        self._grip: QPointF | None = None
        self._pressed = QPointF()
        self._hover: int | None = None
        self.setObjectName("preview.single")
        self.setAccessibleName("Picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER_MS)
        self._rest.timeout.connect(self._ask_hover)
        looking.changed.connect(self._want)
        folder.opened.connect(lambda _: self.clear())
        desk.theme.changed.connect(self.update)

    # What is shown.

    def show_picture(self, number: int, label: int | None = None) -> None:
        """Show another picture, with a label selected."""
        is_other = number != self.number
        self.number, self.label = number, label
        if is_other:
            self.card, self._frame, self._problem, self._hover = None, QImage(), "", None
            self.setAccessibleDescription("")
        self._desk.ask.ask(self, ShowPicture(self._folder.path, number), PictureCard, self._on_card, self._on_failure)
        self.selected.emit(label)

    def clear(self) -> None:
        """Show nothing."""
        self.number, self.card, self.label = -1, None, None
        self._frame, self._problem = QImage(), ""
        self.update()

    def select(self, label: int | None, *, bring: bool = False) -> None:
        """Select a label; with `bring` it is made to be seen."""
        if label != self.label:
            self.label = label
            self.selected.emit(label)
        card = self.label_card(label)
        if bring and card is not None and card.bounds is not None and self._needs_bringing(card.bounds):
            self._view(self._viewing.bring(card.bounds))
        self._want()

    def label_card(self, label: int | None) -> LabelCard | None:
        """Return what is known of a label."""
        if self.card is None or label is None:
            return None
        return next((one for one in self.card.labels if one.place == label), None)

    @property
    def scale(self) -> float:
        """Return physical pixels per picture pixel."""
        return self._viewing.scale

    def fit(self) -> None:
        """Show the whole picture."""
        self._view(self._viewing.fit())

    def actual_size(self) -> None:
        """Show a physical pixel for each of the picture."""
        self._view(self._viewing.at_scale(1.0))

    def zoom(self, factor: float) -> None:
        """Show the middle larger or smaller."""
        self._view(self._viewing.zoom(factor, self._viewing.width / 2, self._viewing.height / 2))

    def _needs_bringing(self, box: tuple[float, float, float, float]) -> bool:
        side = max(box[2] - box[0], box[3] - box[1]) * self._viewing.scale
        return side < BOX_PX or not self._viewing.sees(box)

    def _on_card(self, card: PictureCard) -> None:
        if card.number != self.number:
            return
        self.card = card
        self._view(self._viewing.show(card.width, card.height))
        if self.label is not None:
            self.select(self.label, bring=True)
        self.setAccessibleDescription(f"{card.name}, {len(card.labels)} labels, {len(card.problems)} problems")
        self.shown.emit(card)

    def _on_failure(self, failure: Failure) -> None:
        self._problem = failure.sentence()
        self.update()

    # Pixels.

    def _view(self, viewing: Viewing) -> None:
        self._viewing = viewing
        self.zoomed.emit(viewing.scale)
        self._want()
        self.update()

    def _want(self) -> None:
        """Ask for what is to be seen; one question at a time, the newest wins."""
        if self.card is None or not self.isVisible():
            return
        if self._is_asked:
            self._is_wanted = True
            return
        self._is_asked, self._is_wanted = True, False
        at = self._viewing
        paint = self._looking.paint
        if self.label is not None:
            paint = replace(paint, selected=self.label)
        query = ShowView(
            self._folder.path,
            self.number,
            at.left,
            at.top,
            at.scale,
            at.width,
            at.height,
            self.devicePixelRatioF(),
            paint,
        )
        number = self.number

        def take(painted: Painted) -> None:
            self._is_asked = False
            if number == self.number:
                self._frame, self._frame_at = image_of(painted), at
                self._problem = painted.problem
                self.update()
            if self._is_wanted or number != self.number:
                self._want()

        def fail(failure: Failure) -> None:
            self._is_asked = False
            self._on_failure(failure)

        self._desk.ask.ask(self, query, Painted, take, fail)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the newest pixels where they belong now."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._desk.theme.color("alt"))
        if self._problem:
            self._paint_problem(painter)
            return
        if self._frame.isNull():
            return
        now, then, ratio = self._viewing, self._frame_at, self.devicePixelRatioF()
        factor = now.scale / then.scale
        left, top = (then.left - now.left) * now.scale / ratio, (then.top - now.top) * now.scale / ratio
        size = self._frame.size()
        target = QRectF(left, top, size.width() * factor / ratio, size.height() * factor / ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, factor < 1)
        painter.drawImage(target, self._frame)

    def _paint_problem(self, painter: QPainter) -> None:
        theme = self._desk.theme
        middle = self.rect().center()
        theme.icon("image-broken-variant", "muted").paint(painter, middle.x() - 24, middle.y() - 60, 48, 48)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font())
        box = self.rect().adjusted(24, 0, -24, 0)
        box.setTop(middle.y())
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.drawText(box, flags, self._problem)

    # Hands.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See more or less of the picture."""
        super().resizeEvent(event)
        ratio = self.devicePixelRatioF()
        self._view(self._viewing.resize(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))))

    def showEvent(self, event: QEvent) -> None:
        """Ask for the pixels that nobody wanted while this was hidden."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt hands a QShowEvent
        self._want()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer."""
        turns = event.angleDelta().y() / 120
        where = self._physical(event.position())
        if turns:
            self._view(self._viewing.zoom(ZOOM_STEP**turns, where.x(), where.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._grip = self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture, or see what is under the pointer."""
        if self._grip is None:
            self._rest.start()
            return
        if (event.position() - self._pressed).manhattanLength() < CLICK_PX and self._grip == self._pressed:
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        moved = (event.position() - self._grip) * self.devicePixelRatioF()
        self._grip = event.position()
        self._view(self._viewing.pan(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; without a move it was a click, which selects."""
        was_click = self._grip is not None and self._grip == self._pressed
        self._grip = None
        self.unsetCursor()
        if was_click and event.button() is Qt.MouseButton.LeftButton:
            self._ask_label(event.position(), self._on_click, "click")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit, or show at full size there."""
        where = self._physical(event.position())
        viewing = self._viewing
        self._view(viewing.zoom_to(1.0, where.x(), where.y()) if viewing.is_fitted else viewing.fit())

    def leaveEvent(self, event: QEvent) -> None:
        """Name nothing any more."""
        super().leaveEvent(event)
        self._rest.stop()
        QToolTip.hideText()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu."""
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, pan and zoom."""
        key, has_shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        pans = {Qt.Key.Key_Left: (60, 0), Qt.Key.Key_Right: (-60, 0), Qt.Key.Key_Up: (0, 60), Qt.Key.Key_Down: (0, -60)}
        has_more = bool(event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier))
        if has_more:
            super().keyPressEvent(event)
        elif key in pans and (has_shift or key in (Qt.Key.Key_Up, Qt.Key.Key_Down)):
            self._view(self._viewing.pan(*pans[key]))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_A, Qt.Key.Key_PageUp):
            self.stepped.emit(-1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_D, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            self.stepped.emit(1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP)
        elif key is Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM_STEP)
        else:
            super().keyPressEvent(event)

    def _physical(self, point: QPointF) -> QPointF:
        return point * self.devicePixelRatioF()

    def _ask_label(self, point: QPointF, take: Callable[[object], None], name: str) -> None:
        if self.card is None:
            return
        where = self._physical(point)
        x, y = self._viewing.point(where.x(), where.y())
        reach = REACH_PX * self.devicePixelRatioF() / self._viewing.scale
        query = LabelAt(self._folder.path, self.number, x, y, reach, self._looking.paint)
        self._desk.ask.ask(self, query, object, take, lambda _: None, name)

    def _ask_hover(self) -> None:
        point = QPointF(self.mapFromGlobal(self.cursor().pos()))
        self._ask_label(point, self._on_hover, "hover")

    def _on_click(self, place: object) -> None:
        self.select(place if isinstance(place, int) else None)

    def _on_hover(self, place: object) -> None:
        label = self.label_card(place if isinstance(place, int) else None)
        self._hover = label.place if label is not None else None
        if label is None:
            QToolTip.hideText()
            return
        QToolTip.showText(self.cursor().pos() + QPoint(12, 12), label_words(label), self)


def label_words(label: LabelCard) -> str:
    """Return what a tool tip says of a label."""
    lines = [label.class_name, label.shape]
    if label.bounds is not None:
        left, top, right, bottom = label.bounds
        lines.append(f"{number_text(f'{right - left:,.0f}')} × {number_text(f'{bottom - top:,.0f}')} px")
    lines += [f"{name}: {value}" if value else name for name, value in label.tags]
    lines += [problem.sentence for problem in label.problems]
    return "\n".join(lines)


def scale_text(scale: float) -> str:
    """Return a scale as "100 %"."""
    return f"{number_text(f'{scale * 100:,.0f}')} %" if scale > 0 else UNKNOWN
