"""Mouse, wheel, fingers, keys and drops of the map: events of Qt become calls of `Hand` and `Keyboard`."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.model.coverage import TileState
from ui.map.canvas import Canvas
from ui.map.dropping import read_drop
from ui.map.keyboard import Keyboard
from ui.map.scale_bar import place_text
from ui.map.sheet import Sheet, Tool
from ui.map.standing_layer import state_words
from ui.map.tools import Hand

# Half a zoom for each notch of a wheel, which is 120.
ANGLE_PER_ZOOM = 240.0


class Inputs(QObject):
    """Watches the widget of the map.

    Signals:
        text_dropped(str): Text was dropped or pasted.
        files_dropped(object): Files were dropped: tuple[str, ...] of paths.
        point_picked(str, float, float): An image was clicked: id, longitude, latitude.
        tile_activated(int, str): A tile with a problem was clicked: job, "z/x/y".
    """

    text_dropped = Signal(str)
    files_dropped = Signal(object)
    point_picked = Signal(str, float, float)
    tile_activated = Signal(int, str)

    def __init__(self, widget: QWidget, sheet: Sheet, canvas: Canvas, hand: Hand, keyboard: Keyboard) -> None:
        super().__init__(widget)
        self._widget = widget
        self._sheet = sheet
        self._canvas = canvas
        self._hand = hand
        self._keyboard = keyboard
        hand.clicked.connect(self._on_click)
        widget.setMouseTracking(True)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is for the map; everything else goes on to the widget."""
        del watched
        match event:
            case QMouseEvent():
                return self._on_mouse(event)
            case QWheelEvent():
                return self._on_wheel(event)
            case QKeyEvent():
                return self._on_key(event)
            case QDropEvent():
                return self._on_drop(event)
            case QHelpEvent() if event.type() == QEvent.Type.ToolTip:
                return self._on_tip(event)
            case QNativeGestureEvent() if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(event.value(), event.position())
                return True
        if event.type() == QEvent.Type.Leave:
            self._canvas.pointer, self._canvas.hovered = "", None
            self._widget.update()
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._widget.update()
        return False

    def _on_mouse(self, event: QMouseEvent) -> bool:
        x, y = event.position().x(), event.position().y()
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._on_press(event, x, y)
            case QEvent.Type.MouseButtonDblClick:
                return self._hand.double_click(x, y) or self._on_press(event, x, y)
            case QEvent.Type.MouseMove:
                self._hand.move(x, y)
                self._look_at(x, y)
                return True
            case QEvent.Type.MouseButtonRelease:
                self._hand.release(x, y)
                self._look_at(x, y)
                return True
            case _:
                return False

    def _on_press(self, event: QMouseEvent, x: float, y: float) -> bool:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return False
        self._widget.setFocus(Qt.FocusReason.MouseFocusReason)
        is_pan = event.button() == Qt.MouseButton.MiddleButton
        self._hand.press(x, y, is_shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier), is_pan=is_pan)
        self._widget.setCursor(self._hand.cursor(x, y))
        return True

    def _look_at(self, x: float, y: float) -> None:
        """Show what is under the pointer: cursor, place, image."""
        view = self._sheet.view
        self._widget.setCursor(self._hand.cursor(x, y))
        self._canvas.pointer = place_text(view, *view.place_at(x, y))
        can_pick = self._sheet.tool is Tool.PAN and not self._hand.is_dragging and self._hand.handle_at(x, y) is None
        self._canvas.hovered = self._canvas.coverage.pick(view, x, y) if can_pick else None
        self._widget.update()

    def _on_click(self, x: float, y: float) -> None:
        """A tile that asks for help comes before the image on it, an image before the region below."""
        view = self._sheet.view
        standing = self._canvas.standings.at(view, x, y)
        if standing is not None and standing.state is TileState.PROBLEM:
            self.tile_activated.emit(standing.job_id, standing.key)
            return
        point = self._canvas.coverage.pick(view, x, y)
        if point is not None:
            self.point_picked.emit(point.id, point.lon, point.lat)
            return
        self._sheet.select_at(*view.place_at(x, y))

    def _on_wheel(self, event: QWheelEvent) -> bool:
        self._zoom(event.angleDelta().y() / ANGLE_PER_ZOOM, event.position())
        event.accept()
        return True

    def _zoom(self, steps: float, at: QPointF) -> None:
        if steps:
            self._sheet.look(self._sheet.view.zoomed(steps, at.x(), at.y()), by_person=True)

    def _on_key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        is_paste = event.matches(QKeySequence.StandardKey.Paste)
        if event.type() == QEvent.Type.ShortcutOverride:
            # While the map has the focus, its keys are not those of the window.
            if is_paste or self._keyboard.means(key, modifiers):
                event.accept()
                return True
            return False
        if event.type() != QEvent.Type.KeyPress or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            # Tab comes by way of the focus: it leaves the map unless a region is selected.
            return False
        if is_paste:
            text = QGuiApplication.clipboard().text().strip()
            if text:
                self.text_dropped.emit(text)
            return True
        return self._keyboard.press(key, modifiers)

    def _on_drop(self, event: QDropEvent) -> bool:
        dropped = read_drop(event.mimeData())
        if not dropped.files and not dropped.text:
            event.ignore()
            return True
        event.acceptProposedAction()
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            return True
        if dropped.files:
            self.files_dropped.emit(dropped.files)
        else:
            self.text_dropped.emit(dropped.text)
        return True

    def _on_tip(self, event: QHelpEvent) -> bool:
        standing = self._canvas.standings.at(self._sheet.view, event.pos().x(), event.pos().y())
        hovered = self._canvas.hovered
        words = hovered.words() if hovered is not None else state_words(standing) if standing is not None else ""
        if words:
            QToolTip.showText(event.globalPos(), words, self._widget)
        else:
            QToolTip.hideText()
        return True
