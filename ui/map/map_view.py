"""The map: a widget that shows the world, lets people draw regions on it, and says what they did.

It holds the regions and their history; everything else it is told.
"""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.coverage import TileStanding
from app.model.region import Region, box
from ui.desk import Desk
from ui.map.canvas import Canvas
from ui.map.chip import Chip, ChipLook
from ui.map.corner_buttons import CornerButtons
from ui.map.counts import DRAFT, Counts
from ui.map.coverage_paint import ColorBy
from ui.map.inputs import Inputs
from ui.map.keyboard import SHIFT, Keyboard
from ui.map.margins import foot_px
from ui.map.narration import Narration
from ui.map.place_memory import PlaceMemory
from ui.map.shape_paint import region_path
from ui.map.shapes import ShownRegion, east_end
from ui.map.sheet import Sheet, Tool
from ui.map.tools import Hand
from ui.map.viewport import LEAST_ZOOM, MOST_ZOOM, Viewport

SAVE_MS = 500
EDGE_PX = 10
# Near enough to tell houses apart.
MARK_ZOOM = 17.0
NAME_PX = 18


class MapView(QWidget):
    """The map.

    Signals:
        region_drawn(object): A person drew a region (Region); it is the last of `regions` and selected.
        region_changed(int, object, bool): The area of a region changed (Region); True when the drag has ended.
        region_selected(int): Another region is selected; -1 is none.
        region_removed(int): A region left the list; the number it had.
        regions_changed(): `regions` differ in any way, also after undo; `can_undo` and `can_redo` may differ, too.
        draft_changed(object): What would be drawn if the mouse were let go now (Region), or None.
        tool_changed(object): Another tool is in the hand (Tool).
        point_picked(str, float, float): An image of the coverage was clicked: id, longitude, latitude.
        tile_activated(int, str): A tile with a problem was clicked: job, "z/x/y".
        plan_requested(): Enter was pressed on the selected region.
        numbers_requested(): The edges are to be typed (E).
        coverage_requested(): The coverage is to be shown or hidden (C).
        text_dropped(str): Text was dropped or pasted: coordinates, a link, WKT, GeoJSON.
        files_dropped(object): Files with areas were dropped: tuple[str, ...] of paths.
        suggestion_picked(int, int): A suggestion in the chip was chosen: region (-1 is the draft), its number.
    """

    region_drawn = Signal(object)
    region_changed = Signal(int, object, bool)
    region_selected = Signal(int)
    region_removed = Signal(int)
    regions_changed = Signal()
    draft_changed = Signal(object)
    tool_changed = Signal(object)
    point_picked = Signal(str, float, float)
    tile_activated = Signal(int, str)
    plan_requested = Signal()
    numbers_requested = Signal()
    coverage_requested = Signal()
    text_dropped = Signal(str)
    files_dropped = Signal(object)
    suggestion_picked = Signal(int, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet = Sheet(self)
        self._hand = Hand(self._sheet, self)
        self._keyboard = Keyboard(self._sheet, self._hand, self)
        self._canvas = Canvas(desk, self._sheet, self)
        self._counts = Counts(self._sheet)
        self._inputs = Inputs(self, self._sheet, self._canvas, self._hand, self._keyboard)
        self._places = PlaceMemory(desk.state)
        self._draft: Region | None = None
        self.setObjectName("map.view")
        self.setAccessibleName("Map")
        # East is on the right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._narration = Narration(self)
        self._chip = Chip(desk.theme, self)
        self._buttons = CornerButtons(desk.theme, self)
        self._save = QTimer(self)
        self._save.setSingleShot(True)
        self._save.setInterval(SAVE_MS)
        self._save.timeout.connect(lambda: self._places.keep(self.view))
        self._sheet.tool = Tool.RECTANGLE
        self._sheet.view = self._places.recall(self.view)
        self._connect()
        self._show_chip()

    def _connect(self) -> None:
        sheet, keyboard = self._sheet, self._keyboard
        sheet.viewed.connect(self._on_view)
        sheet.touched.connect(self._show_chip)
        sheet.changed.connect(self.region_changed)
        sheet.drawn.connect(self.region_drawn)
        sheet.selected.connect(self._on_selected)
        sheet.removed.connect(self.region_removed)
        sheet.listed.connect(self.regions_changed)
        sheet.tool_changed.connect(self._on_tool)
        sheet.spoken.connect(self._on_spoken)
        keyboard.plan_requested.connect(self.plan_requested)
        keyboard.numbers_requested.connect(self.numbers_requested)
        keyboard.coverage_requested.connect(self.coverage_requested)
        keyboard.grid_requested.connect(lambda: self.show_grid(not self._canvas.standings.is_grid_shown))
        self._inputs.text_dropped.connect(self.text_dropped)
        self._inputs.files_dropped.connect(self.files_dropped)
        self._inputs.point_picked.connect(self.point_picked)
        self._inputs.tile_activated.connect(self.tile_activated)
        self._canvas.stale.connect(self.update)
        self._buttons.zoomed.connect(self.zoom)
        self._buttons.fitted.connect(self.fit_region)
        self._chip.picked.connect(self._on_suggestion)

    # What is shown.

    @property
    def regions(self) -> tuple[ShownRegion, ...]:
        """Return the regions in order."""
        return self._sheet.regions

    @property
    def selected(self) -> int:
        """Return the number of the selected region, -1 for none."""
        return self._sheet.history.selected

    @property
    def tool(self) -> Tool:
        """Return the tool in the hand."""
        return self._sheet.tool

    @property
    def view(self) -> Viewport:
        """Return what is seen."""
        return self._sheet.view

    @property
    def can_undo(self) -> bool:
        """Return whether an edit of a region can be undone."""
        return self._sheet.history.can_undo

    @property
    def can_redo(self) -> bool:
        """Return whether an undone edit can be done again."""
        return self._sheet.history.can_redo

    # Regions.

    def set_regions(self, regions: tuple[ShownRegion, ...], selected: int = -1) -> None:
        """Show other regions; the history is forgotten. With none, the rectangle is in the hand."""
        self._sheet.load(regions, selected)
        self._sheet.take(Tool.PAN if regions else Tool.RECTANGLE)

    def add_region(self, region: Region, color: str = "") -> int:
        """Add a region that came from elsewhere (numbers, a file) and select it; can be undone. Return its number."""
        if self._sheet.tool is Tool.RECTANGLE:
            self._sheet.take(Tool.PAN)
        return self._sheet.add(region, color)

    def replace_region(self, index: int, region: Region) -> None:
        """Give a region another area, as typed; can be undone."""
        self._sheet.change(index, region)

    def show_region_as(self, index: int, shown: ShownRegion) -> None:
        """Change colour, name, or ticks of a region; its area stays, and this is no step of the history."""
        self._sheet.show_as(index, shown)

    def remove_region(self, index: int) -> None:
        """Take a region out of the list; can be undone."""
        self._sheet.remove(index)

    def select_region(self, index: int) -> None:
        """Select a region; -1 selects none."""
        self._sheet.select(index)

    def undo(self) -> None:
        """Undo the last edit of the regions."""
        self._sheet.undo()

    def redo(self) -> None:
        """Do the last undone edit again."""
        self._sheet.redo()

    def set_count_text(
        self, index: int, text: str, look: ChipLook = ChipLook.PLAIN, suggestions: tuple[str, ...] = ()
    ) -> None:
        """Say what a region holds, as it is now: "8,214 images"; -1 is what is being drawn.

        The text is forgotten when the area changes; "counting…" stands in its place until the next call.
        """
        self._counts.tell(index, text, look, suggestions)
        if index == self.selected:
            self._narration.count(self._count_words())
        self._show_chip()

    def expect_counts(self, are_expected: bool) -> None:
        """Say whether anybody counts: without an account the chip shows only the size."""
        self._counts.are_expected = are_expected
        self._show_chip()

    # The view.

    def show_region(self, region: Region) -> None:
        """Show the whole of a region, whether or not it is in the list."""
        self._sheet.fit(region)

    def fit_region(self) -> None:
        """Show the whole of the selected region, else of all visible ones."""
        if self._sheet.chosen is not None:
            self._sheet.fit(self._sheet.chosen)
            return
        seen = [shown.region for shown in self.regions if shown.is_visible]
        if seen:
            west, east = min(one.west for one in seen), max(east_end(one) for one in seen)
            south, north = min(one.south for one in seen), max(one.north for one in seen)
            self._sheet.look(self.view.fitted(west, south, east, north), by_person=True)

    def view_as_region(self) -> Region:
        """Return what is seen as a box. Raise ValueError when that is the whole globe."""
        west, south, east, north = self.view.bounds()
        return box(west, south, east, north, self._sheet.free_name())

    def go_to(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Show another place, in degrees."""
        self._sheet.look(self.view.moved_to(lon, lat, zoom), by_person=True)

    def mark(self, lon: float, lat: float) -> None:
        """Put a pin at a place in degrees and show it; there is one pin at most."""
        self._canvas.marked = (lon, lat)
        self.go_to(lon, lat, max(self.view.zoom, MARK_ZOOM))

    def show_places(self, places: tuple[tuple[float, float], ...]) -> None:
        """Dot places (longitude, latitude); none takes the dots away."""
        self._canvas.show_places(places)

    def zoom(self, steps: float) -> None:
        """Zoom in by steps around the middle; out when negative."""
        self._sheet.look(self.view.zoomed(steps, self.width() / 2, self.height() / 2), by_person=True)

    def set_tool(self, tool: Tool) -> None:
        """Take a tool."""
        self._sheet.take(tool)

    def set_letters(self, are_on: bool) -> None:
        """Let single letters act, or not."""
        self._keyboard.has_letters = are_on

    # Layers.

    def set_standings(self, standings: tuple[TileStanding, ...]) -> None:
        """Show how the tiles of harvests stand; empty shows none. Tiles are drawn within the visible regions."""
        self._canvas.standings.show(standings)
        self._canvas.touch()

    def set_coverage(self, account: str | None) -> None:
        """Show the coverage that an account may see; None shows none."""
        self._canvas.coverage.use(account)
        self._follow()

    def color_coverage_by(self, color_by: ColorBy) -> None:
        """Say what the colours of images mean."""
        self._canvas.coverage.color_by = color_by
        self._follow()

    def set_basemap(self, account: str | None) -> None:
        """Show the basemap: of the demo when its account is named, empty is the usual one, None is none."""
        self._canvas.basemap.use(account)
        self._follow()

    def refresh_layers(self) -> None:
        """Ask for basemap and coverage again: the address or the account changed."""
        self._canvas.basemap.start_anew()
        self._canvas.coverage.start_anew()
        self._follow()

    @property
    def is_grid_shown(self) -> bool:
        """Return whether the tiles that the selected region is made of are shown."""
        return self._canvas.standings.is_grid_shown

    def show_grid(self, is_shown: bool) -> None:
        """Show the tiles that the selected region is made of, or not."""
        self._canvas.standings.is_grid_shown = is_shown
        self._canvas.touch()

    # Qt.

    def sizeHint(self) -> QSize:
        """Return the size in the mock."""
        return QSize(728, 573)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which nothing can be drawn."""
        return QSize(240, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all layers."""
        del event
        painter = QPainter(self)
        self._canvas.paint(painter, self.hasFocus())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the same middle in the new size."""
        super().resizeEvent(event)
        self._sheet.look(self.view.resized(self.width(), self.height()))
        self._follow()
        self._buttons.move(self.width() - self._buttons.width() - EDGE_PX, EDGE_PX)
        self._show_chip()

    def showEvent(self, event: QShowEvent) -> None:
        """Have the layers drawn: nothing is asked for while nobody looks."""
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the place at once."""
        super().hideEvent(event)
        self._places.keep(self.view)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Go from edge to edge while a region is selected, else leave the map."""
        modifiers = Qt.KeyboardModifier.NoModifier if is_next else SHIFT
        if self.hasFocus() and self._keyboard.press(Qt.Key.Key_Tab, modifiers):
            return True
        return super().focusNextPrevChild(is_next)

    # What follows from what.

    def _follow(self, is_moved: bool = False) -> None:
        if self.isVisible():
            self._canvas.follow(self.devicePixelRatioF(), is_moved)

    def _on_view(self, is_moved: bool) -> None:
        self._follow(is_moved)
        self._save.start()

    def _on_selected(self, index: int) -> None:
        self._allow_buttons()
        self.region_selected.emit(index)
        if index >= 0:
            self._narration.tell(f"{self.regions[index].title} selected", self._count_words())

    def _on_tool(self, tool: Tool) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor if tool is Tool.PAN else Qt.CursorShape.CrossCursor)
        self.tool_changed.emit(tool)

    def _on_spoken(self, words: str) -> None:
        self._narration.tell(words, self._count_words())

    def _on_suggestion(self, number: int) -> None:
        self.suggestion_picked.emit(DRAFT if self._sheet.draft is not None else self.selected, number)

    def _count_words(self) -> str:
        count = self._counts.of(self.selected)
        return "" if count is None else count.text

    def _allow_buttons(self) -> None:
        can_fit = any(shown.is_visible for shown in self.regions)
        self._buttons.allow(nearer=self.view.zoom < MOST_ZOOM, farther=self.view.zoom > LEAST_ZOOM, fit=can_fit)

    def _show_chip(self) -> None:
        """Put the chip where it belongs and say what would be drawn now."""
        self._allow_buttons()
        draft = self._counts.draft()
        if draft != self._draft:
            self._draft = draft
            self.draft_changed.emit(draft)
        text = self._counts.chip()
        place = self._chip_place()
        self._chip.setVisible(text is not None and place is not None)
        if text is not None and place is not None:
            self._chip.say(text)
            room = (self.width(), round(self.height() - foot_px(self._canvas.margins())))
            # Above a region stands its name.
            self._chip.stand_at(place.center().x(), place.bottom(), place.top() - NAME_PX, room)

    def _chip_place(self) -> QRectF | None:
        """Return what the chip stands below: the draft, the selected region, or the foot; None when out of sight."""
        screen = QRectF(0, 0, self.width(), self.height())
        region = self._draft if self._sheet.draft is not None else self._sheet.chosen
        if region is None:
            return QRectF(screen.center().x(), screen.bottom() - foot_px(self._canvas.margins()), 0, 0)
        if self._sheet.draft is None and not self.regions[self.selected].is_visible:
            return None
        seen = region_path(region, self.view).boundingRect().intersected(screen)
        return None if seen.isEmpty() else seen
