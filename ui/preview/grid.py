"""The grid of small pictures: paints what is seen, asks for what is missing, moves by keys."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.model.export_spec import image_key
from app.model.gallery import PictureRow
from ui.preview.decisions import Decisions
from ui.preview.layout import LEAST_TILE, MOST_TILE, GridLayout
from ui.preview.rows import Rows
from ui.preview.thumbs import Thumb, Thumbs
from ui.text import plural
from ui.theme.theme import SMALL_PX, Theme

TILE = 168
ROUND = 4
# Fetch pictures only once scrolling rests for a moment: those that fly by are not worth it.
REST_MS = 25
BADGE = 18


class Grid(QAbstractScrollArea):
    """Shows the rows.

    Signals:
        opened(int): The picture at a position shall be shown alone.
        moved(int): Another position is current; -1 is none.
        menu_wanted(int, object): A menu for the picture at a position, at a global point (QPoint).
    """

    opened = Signal(int)
    moved = Signal(int)
    menu_wanted = Signal(int, object)

    def __init__(
        self, theme: Theme, rows: Rows, thumbs: Thumbs, decisions: Decisions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self._thumbs = thumbs
        self._decisions = decisions
        self._tile = TILE
        self.position = -1
        # The first picture that is seen: by the time of a resize the layout is another one already.
        self._first = 0
        self.setObjectName("preview.grid")
        self.setAccessibleName("Pictures")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        rows.changed.connect(self._on_rows)
        rows.reset.connect(self._on_reset)
        thumbs.arrived.connect(self._on_thumb)
        decisions.changed.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    # Place.

    @property
    def layout_(self) -> GridLayout:
        """Return where the tiles lie."""
        return GridLayout(self.viewport().width(), self._theme.px(self._tile), self._rows.total)

    @property
    def tile(self) -> int:
        """Return the wished width of tiles."""
        return self._tile

    def set_tile(self, width: int) -> None:
        """Show larger or smaller tiles; the current picture, else the first seen one, stays in view."""
        anchor = self.position if self.position >= 0 else next(iter(self._seen()), 0)
        self._tile = min(MOST_TILE, max(LEAST_TILE, width))
        self._fit()
        self.show_position(anchor)

    def go_to(self, position: int) -> None:
        """Make a picture current and bring it into view."""
        position = min(self._rows.total - 1, position)
        if position != self.position:
            self.position = position
            self._say()
            self.moved.emit(position)
        if position >= 0:
            self.show_position(position)
        self.viewport().update()

    def show_position(self, position: int) -> None:
        """Scroll until a picture is seen whole."""
        layout, bar = self.layout_, self.verticalScrollBar()
        top = layout.place(position)[1]
        if top < bar.value():
            bar.setValue(top - 8)
        elif top + layout.tile_height > bar.value() + self.viewport().height():
            bar.setValue(top + layout.tile_height + 8 - self.viewport().height())

    def _seen(self) -> range:
        return self.layout_.seen(self.verticalScrollBar().value(), self.viewport().height())

    def _rect(self, layout: GridLayout, position: int) -> QRect:
        left, top = layout.place(position)
        return QRect(left, top - self.verticalScrollBar().value(), layout.tile_width, layout.tile_height)

    def _fit(self) -> None:
        layout, bar = self.layout_, self.verticalScrollBar()
        bar.setRange(0, max(0, layout.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(max(1, layout.step // 3))
        self._thumbs.use_size(QSize(layout.tile_width, layout.tile_height), self.devicePixelRatioF())
        self._rest.start()
        self.viewport().update()

    # News.

    def _on_rows(self) -> None:
        self._fit()
        if self.position >= self._rows.total:
            self.go_to(self._rows.total - 1)
        self._say()

    def _on_reset(self) -> None:
        self.position = -1
        self.verticalScrollBar().setValue(0)
        self._on_rows()
        self.moved.emit(-1)

    def _on_thumb(self, number: int) -> None:
        if number < 0:
            self._rest.start()
        self.viewport().update()

    def _ask(self) -> None:
        rows = [self._rows.row(position) for position in self._seen()]
        self._thumbs.want([row.number for row in rows if row is not None])

    def _say(self) -> None:
        row = self._rows.row(self.position) if self.position >= 0 else None
        words = plural(self._rows.total, "picture")
        if row is not None:
            is_out = self._decisions.is_excluded(image_key(row.dataset, row.name))
            words = f"{row.name}, {self._about(row)}{', excluded' if is_out else ''}. {words}"
        self.setAccessibleDescription(words)

    @staticmethod
    def _about(row: PictureRow) -> str:
        words = plural(row.labels, "label")
        return f"{words}, {plural(row.problems, 'problem')}" if row.problems else words

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles that are seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        layout = self.layout_
        top = self.verticalScrollBar().value() + event.rect().top()
        for position in layout.seen(top, event.rect().height()):
            self._paint_tile(painter, self._rect(layout, position), position)

    def _paint_tile(self, painter: QPainter, box: QRect, position: int) -> None:
        row = self._rows.row(position)
        thumb = self._thumbs.get(row.number) if row is not None else None
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(box), ROUND, ROUND)
        painter.fillPath(frame, self._theme.color("alt" if thumb is not None else "border"))
        if row is not None and thumb is not None and not thumb.image.isNull():
            self._paint_image(painter, frame, box, thumb)
        elif row is not None:
            self._paint_words(painter, box, row, thumb)
        if row is not None:
            self._paint_marks(painter, frame, box, row)
        if position == self.position:
            token = "accent" if self.hasFocus() else "control"
            painter.setPen(QPen(self._theme.color(token), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(-2, -2, 2, 2), ROUND + 2, ROUND + 2)

    @staticmethod
    def _paint_image(painter: QPainter, frame: QPainterPath, box: QRect, thumb: Thumb) -> None:
        size = thumb.image.deviceIndependentSize()
        if thumb.is_stale and (size.width() > box.width() + 1 or size.height() > box.height() + 1):
            size.scale(QRectF(box).size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(QRectF(box).center())
        # On whole pixels, or everything is blurred.
        target.moveTopLeft(target.topLeft().toPoint().toPointF())
        painter.save()
        painter.setClipPath(frame)
        painter.drawImage(target, thumb.image)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, row: PictureRow, thumb: Thumb | None) -> None:
        painter.setFont(self._theme.font(SMALL_PX))
        painter.setPen(self._theme.color("muted"))
        inner = box.adjusted(6, 6, -6, -6)
        words = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideMiddle, inner.width())
        if thumb is None:
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, words)
            return
        icon = QRect(0, 0, 28, 28)
        icon.moveCenter(QPoint(box.center().x(), box.top() + box.height() // 4))
        self._theme.icon("image-broken-variant", "muted").paint(painter, icon)
        lower = inner.adjusted(0, box.height() * 2 // 5, 0, 0)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.drawText(lower, flags, f"{words}\n{thumb.problem}")

    def _paint_marks(self, painter: QPainter, frame: QPainterPath, box: QRect, row: PictureRow) -> None:
        if self._decisions.is_excluded(image_key(row.dataset, row.name)):
            veil = self._theme.color("window")
            veil.setAlphaF(0.72)
            painter.fillPath(frame, veil)
            self._paint_badge(painter, box, "Excluded", "close-circle-outline", "text")
        elif row.problems:
            self._paint_badge(painter, box, "", "alert-circle-outline", "err")

    def _paint_badge(self, painter: QPainter, box: QRect, words: str, icon: str, token: str) -> None:
        font = self._theme.font(SMALL_PX, semibold=True)
        painter.setFont(font)
        width = BADGE + 4 + (painter.fontMetrics().horizontalAdvance(words) + 6 if words else 0)
        plate = QRect(box.right() - width - 3, box.bottom() - BADGE - 7, width, BADGE + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("base"))
        painter.drawRoundedRect(plate, 4, 4)
        self._theme.icon(icon, token).paint(painter, QRect(plate.left() + 2, plate.top() + 2, BADGE, BADGE))
        if words:
            painter.setPen(self._theme.color("text"))
            painter.drawText(plate.adjusted(BADGE + 4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, words)

    # Hands.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew; what was seen stays seen."""
        first, was_moved = self._first, self.verticalScrollBar().value() > 0
        super().resizeEvent(event)
        self._fit()
        if was_moved:
            self.verticalScrollBar().setValue(max(0, self.layout_.place(first)[1] - 8))
            self._first = first

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        """Follow the scroll bar."""
        del dx, dy
        self._first = next(iter(self._seen()), 0)
        self._rest.start()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change the size of the tiles."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_tile(self._tile + (16 if event.angleDelta().y() > 0 else -16))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the picture under the pointer current."""
        position = self._at(event.position().toPoint())
        if position is not None:
            self.go_to(position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click here: it is not meant for what lies below."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show a picture alone."""
        position = self._at(event.position().toPoint())
        if position is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(position)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu; by the keyboard for the current picture."""
        is_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        position = self._at(event.pos()) if is_mouse else self.position
        if position is not None and position >= 0:
            where = event.globalPos() if is_mouse else self._middle(position)
            self.go_to(position)
            self.menu_wanted.emit(position, where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or open."""
        layout = self.layout_
        page = max(1, self.viewport().height() // layout.step) * layout.columns
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -layout.columns,
            Qt.Key.Key_Down: layout.columns,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        key = Qt.Key(event.key())
        if not self._rows.total or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            wanted = self.position + steps[key] if self.position >= 0 else 0
            is_off = not 0 <= wanted < self._rows.total
            is_row = key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            self.go_to(self.position if is_off and is_row else min(self._rows.total - 1, max(0, wanted)))
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(self._rows.total - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.position >= 0:
            self.opened.emit(self.position)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what a picture is when the pointer rests on it."""
        if isinstance(event, QHelpEvent):
            position = self._at(event.pos())
            row = self._rows.row(position) if position is not None else None
            if row is None:
                QToolTip.hideText()
            else:
                key = image_key(row.dataset, row.name)
                out = "\nExcluded from the export" if self._decisions.is_excluded(key) else ""
                QToolTip.showText(event.globalPos(), f"{key}\n{self._about(row)}{out}", self.viewport())
            return True
        return super().viewportEvent(event)

    def _at(self, point: QPoint) -> int | None:
        return self.layout_.at(point.x(), point.y() + self.verticalScrollBar().value())

    def _middle(self, position: int) -> QPoint:
        return self.viewport().mapToGlobal(self._rect(self.layout_, position).center())
