"""What the mouse does on the map: pan, draw, move, resize. Positions are pixels of the widget.

A press begins a gesture, a release ends it. A press that does not move is a click; with the rectangle in the hand it
sets the first corner, and the next click the second.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from app.model.region import LonLat, Region
from ui.map.shapes import (
    BoxHandle,
    Corner,
    Edge,
    Handle,
    Middle,
    contains,
    handles,
    moved,
    resized,
    with_corner,
    with_new_corner,
    without_corner,
)
from ui.map.sheet import Draft, Sheet, Tool
from ui.map.viewport import Viewport

CLICK_PX = 4.0
HANDLE_PX = 9.0
CLOSE_PX = 10.0
_DIAGONAL = Qt.CursorShape.SizeFDiagCursor, Qt.CursorShape.SizeBDiagCursor


@dataclass(frozen=True, slots=True)
class Gesture:
    """A press that may become a drag.

    Attributes:
        x, y: Where it began.
        drag: Called with the way from there, in pixels, and whether it is the last time.
    """

    x: float
    y: float
    drag: Callable[[float, float, bool], None]


class Hand(QObject):
    """Turns presses, moves and releases into changes of the sheet.

    Signals:
        clicked(float, float): A click with the pan tool that hit no handle (pixels).
    """

    clicked = Signal(float, float)

    def __init__(self, sheet: Sheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._gesture: Gesture | None = None
        self._has_moved = False

    @property
    def is_dragging(self) -> bool:
        """Return whether something follows the pointer now."""
        return self._gesture is not None and self._has_moved

    def press(self, x: float, y: float, *, is_shift: bool = False, is_pan: bool = False) -> None:
        """Begin: shift draws a box whatever the tool, `is_pan` moves the map (the middle button)."""
        sheet = self._sheet
        self._has_moved = False
        if is_pan:
            self._gesture = Gesture(x, y, self._panning())
        elif sheet.tool is Tool.POLYGON and not is_shift:
            self._set_corner(x, y)
        elif sheet.draft is not None and sheet.draft.is_box:
            # The second of two clicks.
            self._point(x, y)
            sheet.finish_draft()
        elif is_shift:
            self._gesture = Gesture(x, y, self._drawing(x, y))
        else:
            self._gesture = Gesture(x, y, self._drag_for(x, y))

    def move(self, x: float, y: float) -> None:
        """Follow the pointer, pressed or not."""
        gesture = self._gesture
        if gesture is None:
            self._hover(x, y)
            return
        dx, dy = x - gesture.x, y - gesture.y
        if self._has_moved or max(abs(dx), abs(dy)) >= CLICK_PX:
            self._has_moved = True
            gesture.drag(dx, dy, False)

    def release(self, x: float, y: float) -> None:
        """End: a drag becomes final, anything else was a click."""
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return
        if self._has_moved:
            gesture.drag(x - gesture.x, y - gesture.y, True)
        elif self._sheet.tool is Tool.RECTANGLE:
            self._sheet.draw(Draft((self._place(x, y),), self._place(x, y), is_box=True))
        elif self.handle_at(x, y) is None:
            self.clicked.emit(x, y)

    def double_click(self, x: float, y: float) -> bool:
        """Close the polygon; return whether there was one to close."""
        if self._sheet.tool is not Tool.POLYGON or self._sheet.draft is None:
            return False
        self.close_polygon()
        return True

    def close_polygon(self) -> None:
        """Make a region of the corners that are set; with fewer than three nothing happens."""
        draft = self._sheet.draft
        if draft is not None and not draft.is_box and len(draft.points) >= 3:
            self._sheet.draft = replace(draft, pointer=None)
            self._sheet.finish_draft()

    def drop_corner(self) -> None:
        """Take back the last corner of the polygon that is being drawn."""
        draft = self._sheet.draft
        if draft is not None and not draft.is_box:
            self._sheet.draw(replace(draft, points=draft.points[:-1]) if len(draft.points) > 1 else None)

    def delete_corner(self) -> bool:
        """Take the active corner out of the selected polygon; return whether there is an active one."""
        sheet = self._sheet
        if sheet.chosen is None or not isinstance(sheet.active, Corner):
            return False
        try:
            left = without_corner(sheet.chosen, sheet.active)
        except ValueError:
            # What is left would lie on one line.
            left = None
        if left is None:
            sheet.spoken.emit("A polygon needs three corners.")
            return True
        sheet.active = None
        sheet.change(sheet.history.selected, left)
        sheet.spoken.emit("Corner removed")
        return True

    def cancel(self) -> bool:
        """Take back what is under way; return whether anything was."""
        gesture, self._gesture = self._gesture, None
        sheet = self._sheet
        if sheet.draft is not None:
            sheet.draw(None)
            return True
        if gesture is not None and self._has_moved:
            sheet.cancel_change()
            return True
        return False

    def handle_at(self, x: float, y: float) -> Handle | None:
        """Return the handle of the selected region within reach of a pixel."""
        region = self._sheet.chosen
        if region is None or not self._sheet.regions[self._sheet.history.selected].is_visible:
            return None
        view = self._sheet.view
        best: tuple[float, Handle] | None = None
        for handle, lon, lat in handles(region):
            for turn in view.turns(lon, lon):
                at = view.point_of(lon + turn, lat)
                apart = max(abs(at[0] - x), abs(at[1] - y))
                if apart <= HANDLE_PX and (best is None or apart < best[0]):
                    best = (apart, handle)
        return None if best is None else best[1]

    def cursor(self, x: float, y: float) -> Qt.CursorShape:
        """Return how the pointer looks over a pixel."""
        if self._sheet.tool is not Tool.PAN:
            return Qt.CursorShape.CrossCursor
        if self.is_dragging and self._sheet.hovered is None:
            return Qt.CursorShape.ClosedHandCursor
        handle = self.handle_at(x, y)
        if isinstance(handle, BoxHandle):
            return _box_cursor(handle)
        if handle is not None:
            return Qt.CursorShape.PointingHandCursor
        region = self._sheet.chosen
        if region is not None and contains(region, *self._place(x, y)):
            return Qt.CursorShape.SizeAllCursor
        return Qt.CursorShape.OpenHandCursor

    def _place(self, x: float, y: float) -> LonLat:
        return self._sheet.view.place_at(x, y)

    def _hover(self, x: float, y: float) -> None:
        if self._sheet.draft is not None:
            self._point(x, y)
        handle = self.handle_at(x, y)
        if handle != self._sheet.hovered:
            self._sheet.hovered = handle
            self._sheet.touched.emit()

    def _point(self, x: float, y: float) -> None:
        if self._sheet.draft is not None:
            self._sheet.draw(replace(self._sheet.draft, pointer=self._place(x, y)))

    def _set_corner(self, x: float, y: float) -> None:
        draft = self._sheet.draft
        place = self._place(x, y)
        if draft is None:
            self._sheet.draw(Draft((place,), place, is_box=False))
            return
        first = self._sheet.view.point_of(*draft.points[0])
        if len(draft.points) >= 3 and max(abs(first[0] - x), abs(first[1] - y)) <= CLOSE_PX:
            self.close_polygon()
        elif place != draft.points[-1]:
            self._sheet.draw(replace(draft, points=(*draft.points, place), pointer=place))

    def _drag_for(self, x: float, y: float) -> Callable[[float, float, bool], None]:
        """Return what a drag that begins at a pixel does."""
        sheet = self._sheet
        handle = self.handle_at(x, y)
        sheet.hovered = handle
        if sheet.chosen is not None and handle is not None:
            return self._pulling(sheet.chosen, handle)
        if sheet.tool is Tool.RECTANGLE:
            return self._drawing(x, y)
        index = sheet.history.selected
        if sheet.chosen is not None and sheet.regions[index].is_visible and contains(sheet.chosen, *self._place(x, y)):
            return self._moving(sheet.chosen, self._place(x, y), (x, y))
        return self._panning()

    def _panning(self) -> Callable[[float, float, bool], None]:
        start = self._sheet.view

        def drag(dx: float, dy: float, _is_last: bool) -> None:
            self._sheet.look(start.panned(dx, dy), by_person=True)

        return drag

    def _drawing(self, x: float, y: float) -> Callable[[float, float, bool], None]:
        anchor = self._place(x, y)

        def drag(dx: float, dy: float, is_last: bool) -> None:
            self._sheet.draw(Draft((anchor,), self._place(x + dx, y + dy), is_box=True))
            if is_last:
                self._sheet.finish_draft()

        return drag

    def _moving(self, region: Region, start: LonLat, at: LonLat) -> Callable[[float, float, bool], None]:
        index = self._sheet.history.selected

        def drag(dx: float, dy: float, is_last: bool) -> None:
            lon, lat = self._place(at[0] + dx, at[1] + dy)
            self._sheet.change(index, moved(region, lon - start[0], lat - start[1]), is_final=is_last)

        return drag

    def _pulling(self, region: Region, handle: Handle) -> Callable[[float, float, bool], None]:
        sheet, index = self._sheet, self._sheet.history.selected
        if isinstance(handle, Middle):
            place = next((lon, lat) for one, lon, lat in handles(region) if one == handle)
            at = _pixel(sheet.view, *place)

            def insert(dx: float, dy: float, is_last: bool) -> None:
                changed, corner = with_new_corner(region, handle, *self._place(at[0] + dx, at[1] + dy))
                sheet.active = corner
                sheet.change(index, changed, is_final=is_last)

            return insert
        place = next((lon, lat) for one, lon, lat in handles(region) if one == handle)
        at = _pixel(sheet.view, *place)
        sheet.activate(handle if isinstance(handle, Corner) else handle.edges[0] if len(handle.edges) == 1 else None)

        def drag(dx: float, dy: float, is_last: bool) -> None:
            to = self._place(at[0] + dx, at[1] + dy)
            try:
                if isinstance(handle, Corner):
                    changed = with_corner(region, handle, *to)
                else:
                    changed = resized(region, handle.edges, *to)
            except ValueError:
                # Pulled exactly onto the opposite edge or around the globe: the last good shape stays.
                changed = sheet.chosen or region
            sheet.change(index, changed, is_final=is_last)

        return drag


def _pixel(view: Viewport, lon: float, lat: float) -> tuple[float, float]:
    return view.point_of(view.near(lon), lat)


def _box_cursor(handle: BoxHandle) -> Qt.CursorShape:
    if len(handle.edges) == 1:
        is_across = handle.edges[0] in (Edge.EAST, Edge.WEST)
        return Qt.CursorShape.SizeHorCursor if is_across else Qt.CursorShape.SizeVerCursor
    return _DIAGONAL[0] if handle.edges in ((Edge.NORTH, Edge.WEST), (Edge.SOUTH, Edge.EAST)) else _DIAGONAL[1]
