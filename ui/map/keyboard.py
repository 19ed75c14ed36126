"""The map by keys alone: pan, zoom, select, move and resize regions, draw one in the middle of the view.

Arrows move what is selected, else the map. Alt makes a step ten times as long, Ctrl moves an edge (of a polygon a
corner), Tab goes from edge to edge. Letters can be switched off.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from app.model.region import Region
from ui.map.shapes import (
    BoxHandle,
    Corner,
    Edge,
    contains,
    corner_place,
    corners,
    handles,
    moved,
    resized,
    with_corner,
)
from ui.map.sheet import Draft, Sheet, Tool
from ui.map.tools import Hand
from ui.map.words import corner_words, edge_words, middle_words

PAN_PX = 64.0
# A screen of panning keeps a strip in sight to hold on to.
KEPT_SHARE = 0.1
NUDGE_PX = 1.0
FASTER = 10.0
ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
AHEAD = {
    Qt.Key.Key_Left: Edge.WEST,
    Qt.Key.Key_Right: Edge.EAST,
    Qt.Key.Key_Up: Edge.NORTH,
    Qt.Key.Key_Down: Edge.SOUTH,
}
UPRIGHT = (Edge.EAST, Edge.WEST)
OPPOSITE = {
    Edge.EAST: Edge.WEST,
    Edge.WEST: Edge.EAST,
    Edge.NORTH: Edge.SOUTH,
    Edge.SOUTH: Edge.NORTH,
}
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyboard(QObject):
    """Turns keys into changes of the sheet.

    Signals:
        plan_requested(): Enter on a selected region.
        numbers_requested(): The edges are to be typed.
        coverage_requested(): Coverage is to be shown or hidden.
        grid_requested(): The tiles of the region are to be shown or hidden.
    """

    plan_requested = Signal()
    numbers_requested = Signal()
    coverage_requested = Signal()
    grid_requested = Signal()

    def __init__(self, sheet: Sheet, hand: Hand, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._hand = hand
        self.has_letters = True
        self._letters: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_V: lambda: self._take(Tool.PAN),
            Qt.Key.Key_R: lambda: self._take(Tool.RECTANGLE),
            Qt.Key.Key_P: lambda: self._take(Tool.POLYGON),
            Qt.Key.Key_E: self.numbers_requested.emit,
            Qt.Key.Key_C: self.coverage_requested.emit,
            Qt.Key.Key_G: self.grid_requested.emit,
            Qt.Key.Key_F: self._fit,
        }

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key means; return False when it means nothing here."""
        action = self._action(key, modifiers & ~Qt.KeyboardModifier.KeypadModifier)
        if action is None:
            return False
        action()
        return True

    def means(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Return whether `press` would do something."""
        return self._action(key, modifiers & ~Qt.KeyboardModifier.KeypadModifier) is not None

    def _action(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Callable[[], None] | None:
        if key in ARROWS:
            return self._arrow(key, modifiers)
        if modifiers == CTRL or modifiers == CTRL | SHIFT:
            return self._edit(key, modifiers)
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) and modifiers in (NONE, SHIFT):
            return lambda: self._zoom(1.0)
        if key == Qt.Key.Key_Minus and modifiers == NONE:
            return lambda: self._zoom(-1.0)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and modifiers in (NONE, SHIFT):
            if self._sheet.chosen is None:
                return None
            return lambda: self._cycle(-1 if key == Qt.Key.Key_Backtab or modifiers == SHIFT else 1)
        if modifiers != NONE:
            return None
        if key == Qt.Key.Key_Escape:
            return self._leave()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self._delete(key)
        if key in (*ENTER, Qt.Key.Key_Space):
            return self._enter(key)
        return self._letters.get(key) if self.has_letters else None

    def _edit(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Callable[[], None] | None:
        if key == Qt.Key.Key_Z:
            return self._sheet.redo if modifiers & SHIFT else self._sheet.undo
        return self._sheet.redo if key == Qt.Key.Key_Y and modifiers == CTRL else None

    def _arrow(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Callable[[], None] | None:
        across, down = ARROWS[key]
        view, region = self._sheet.view, self._sheet.chosen
        if modifiers == SHIFT:
            far = 1 - KEPT_SHARE
            return lambda: self._pan(across * view.width * far, down * view.height * far)
        far = NUDGE_PX * (FASTER if modifiers & ALT else 1.0)
        if modifiers & ~(CTRL | ALT):
            return None
        if region is None:
            return (lambda: self._pan(across * PAN_PX, down * PAN_PX)) if modifiers == NONE else None
        if modifiers & CTRL:
            return lambda: self._nudge_part(region, key, far)
        return lambda: self._nudge(region, across * far, down * far)

    def _pan(self, dx: float, dy: float) -> None:
        self._sheet.look(self._sheet.view.panned(-dx, -dy), by_person=True)

    def _zoom(self, steps: float) -> None:
        view = self._sheet.view
        self._sheet.look(view.zoomed(steps, view.width / 2, view.height / 2), by_person=True)

    def _nudge(self, region: Region, dx: float, dy: float) -> None:
        """Move the region by pixels, measured at its north-west."""
        lon, lat = self._pushed(region.west, region.north, dx, dy)
        changed = moved(region, lon - region.west, lat - region.north)
        self._sheet.change(self._sheet.history.selected, changed, merge="move")
        self._sheet.spoken.emit(middle_words(changed))

    def _nudge_part(self, region: Region, key: Qt.Key, far: float) -> None:
        """Move the active edge; an arrow that lies across it takes the edge on its own side first."""
        dx, dy = (part * far for part in ARROWS[key])
        if not region.is_box:
            self._nudge_corner(region, dx, dy)
            return
        edge = self._sheet.active
        if not isinstance(edge, Edge) or (edge in UPRIGHT) != (AHEAD[key] in UPRIGHT):
            edge = AHEAD[key]
        place = next((lon, lat) for one, lon, lat in handles(region) if one == BoxHandle((edge,)))
        try:
            changed = resized(region, (edge,), *self._pushed(*place, dx, dy))
        except ValueError as problem:
            self._sheet.spoken.emit(str(problem))
            return
        if _has_turned_over(region, changed, edge):
            edge = OPPOSITE[edge]
        self._sheet.active = edge
        self._sheet.change(self._sheet.history.selected, changed, merge=edge)
        self._sheet.spoken.emit(edge_words(changed, edge))

    def _nudge_corner(self, region: Region, dx: float, dy: float) -> None:
        every = corners(region)
        corner = self._sheet.active if self._sheet.active in every else every[0]
        assert isinstance(corner, Corner)
        try:
            changed = with_corner(region, corner, *self._pushed(*corner_place(region, corner), dx, dy))
        except ValueError as problem:
            self._sheet.spoken.emit(str(problem))
            return
        self._sheet.active = corner
        self._sheet.change(self._sheet.history.selected, changed, merge=repr(corner))
        self._sheet.spoken.emit(corner_words(changed, corner))

    def _pushed(self, lon: float, lat: float, dx: float, dy: float) -> tuple[float, float]:
        x, y = self._sheet.view.point_of(lon, lat)
        return self._sheet.view.place_at(x + dx, y + dy)

    def _cycle(self, step: int) -> None:
        region = self._sheet.chosen
        if region is None:
            return
        parts: tuple[Edge | Corner, ...] = tuple(Edge) if region.is_box else corners(region)
        active = self._sheet.active
        first = 0 if step > 0 else -1
        part = parts[(parts.index(active) + step) % len(parts)] if active in parts else parts[first]
        self._sheet.activate(part)
        self._sheet.spoken.emit(edge_words(region, part) if isinstance(part, Edge) else corner_words(region, part))

    def _leave(self) -> Callable[[], None] | None:
        sheet = self._sheet
        if sheet.draft is None and not self._hand.is_dragging and sheet.chosen is None and sheet.tool is Tool.PAN:
            return None

        def leave() -> None:
            if self._hand.cancel():
                return
            if sheet.tool is not Tool.PAN:
                self._take(Tool.PAN)
            else:
                sheet.select(-1)
                sheet.spoken.emit("No region selected")

        return leave

    def _delete(self, key: Qt.Key) -> Callable[[], None] | None:
        if self._sheet.draft is not None and key == Qt.Key.Key_Backspace:
            return self._hand.drop_corner
        if self._sheet.chosen is None:
            return None

        def delete() -> None:
            if not self._hand.delete_corner():
                self._sheet.remove(self._sheet.history.selected)

        return delete

    def _enter(self, key: Qt.Key) -> Callable[[], None] | None:
        sheet = self._sheet
        if sheet.draft is not None:
            return self._hand.close_polygon if not sheet.draft.is_box else None
        if sheet.tool is Tool.RECTANGLE:
            return self._draw_in_the_middle
        if key == Qt.Key.Key_Space:
            return None
        if sheet.chosen is not None:
            return self.plan_requested.emit
        return self._select_one if any(shown.is_visible for shown in sheet.regions) else None

    def _draw_in_the_middle(self) -> None:
        view = self._sheet.view
        corners_px = ((view.width / 4, view.height / 4), (view.width * 3 / 4, view.height * 3 / 4))
        first, second = (view.place_at(*corner) for corner in corners_px)
        self._sheet.draw(Draft((first,), second, is_box=True))
        self._sheet.finish_draft()
        if self._sheet.chosen is not None:
            self._sheet.spoken.emit(f"{self._sheet.chosen.name} drawn, {middle_words(self._sheet.chosen).lower()}")

    def _select_one(self) -> None:
        """Select the region in the middle of the view, else the last one."""
        place = self._sheet.view.lon, self._sheet.view.lat
        seen = [index for index, shown in enumerate(self._sheet.regions) if shown.is_visible]
        here = [index for index in seen if contains(self._sheet.regions[index].region, *place)]
        index = (here or seen)[-1]
        self._sheet.select(index)
        self._sheet.spoken.emit(f"{self._sheet.regions[index].title} selected")

    def _take(self, tool: Tool) -> None:
        self._sheet.take(tool)
        words = {
            Tool.PAN: "Pan",
            Tool.RECTANGLE: "Rectangle. Enter draws one in the middle of the view.",
            Tool.POLYGON: "Polygon",
        }
        self._sheet.spoken.emit(words[tool])

    def _fit(self) -> None:
        if self._sheet.chosen is not None:
            self._sheet.fit(self._sheet.chosen)


def _has_turned_over(before: Region, after: Region, edge: Edge) -> bool:
    """Return whether an edge was moved over the opposite one, which then has taken its place."""
    match edge:
        case Edge.EAST:
            return after.west != before.west
        case Edge.WEST:
            return after.east != before.east
        case Edge.NORTH:
            return after.south != before.south
        case Edge.SOUTH:
            return after.north != before.north
