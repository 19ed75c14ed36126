"""What lies on the map now: view, regions, tool, draft. Mouse and keyboard act on it, painting reads it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.model.region import LonLat, Region, polygon_region
from ui.map.history import RegionHistory
from ui.map.shapes import (
    REGION_COLORS,
    Corner,
    Edge,
    Handle,
    ShownRegion,
    box_between,
    contains,
    east_end,
    free_name,
)
from ui.map.viewport import Viewport


class Tool(StrEnum):
    """What a press of the mouse does."""

    PAN = "pan"
    RECTANGLE = "rectangle"
    POLYGON = "polygon"


@dataclass(frozen=True, slots=True)
class Draft:
    """A shape that is being drawn.

    Attributes:
        points: Set corners; of a box the first one.
        pointer: Where the next one would be; None before the pointer came.
        is_box: A box, else a polygon.
    """

    points: tuple[LonLat, ...]
    pointer: LonLat | None
    is_box: bool

    @property
    def outline(self) -> tuple[LonLat, ...]:
        """Return the corners as they would be now."""
        if self.pointer is None:
            return self.points
        if not self.is_box:
            return (*self.points, self.pointer)
        (west, north), (east, south) = self.points[0], self.pointer
        return ((west, north), (east, north), (east, south), (west, south))

    def region(self, name: str = "") -> Region:
        """Return the region as it would be now. Raise ValueError with words for people when it would be none."""
        if self.is_box:
            return box_between(self.points[0], self.pointer or self.points[0], name)
        return polygon_region([[self.outline]], name)


class Sheet(QObject):
    """The state of the map.

    Signals:
        viewed(bool): The view is another one; True when a person moved it.
        touched(): Something is to be painted again.
        listed(): The list of regions or the look of one changed, for whatever reason.
        drawn(object): A person drew a region (Region); it is the last of the list and selected.
        changed(int, object, bool): The area of a region in the list changed (Region); True when it is final.
        selected(int): Another region is selected; -1 is none.
        removed(int): A region left the list.
        tool_changed(object): Another tool is in the hand (Tool).
        spoken(str): Something happened that is to be read aloud.
    """

    viewed = Signal(bool)
    touched = Signal()
    listed = Signal()
    drawn = Signal(object)
    changed = Signal(int, object, bool)
    selected = Signal(int)
    removed = Signal(int)
    tool_changed = Signal(object)
    spoken = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = Viewport()
        self.history = RegionHistory()
        self.tool = Tool.PAN
        self.draft: Draft | None = None
        self.active: Edge | Corner | None = None
        self.hovered: Handle | None = None

    @property
    def regions(self) -> tuple[ShownRegion, ...]:
        """Return the regions in order."""
        return self.history.shown

    @property
    def chosen(self) -> Region | None:
        """Return the selected region."""
        index = self.history.selected
        return self.regions[index].region if index >= 0 else None

    # The view.

    def look(self, view: Viewport, by_person: bool = False) -> None:
        """Show another part of the world."""
        if view == self.view:
            return
        turn = 360.0 * round((self.view.lon - view.lon) / 360.0)
        if turn and self.draft is not None:
            # The view went over the antimeridian and with it what is being drawn.
            points = tuple((lon - turn, lat) for lon, lat in self.draft.points)
            self.draft = replace(self.draft, points=points)
        self.view = view
        self.viewed.emit(by_person)
        self.touched.emit()

    def fit(self, region: Region) -> None:
        """Show the whole of a region."""
        self.look(self.view.fitted(region.west, region.south, east_end(region), region.north), by_person=True)

    # Tools and drafts.

    def take(self, tool: Tool) -> None:
        """Take a tool; what was being drawn is dropped."""
        self.draft = None
        self.touched.emit()
        if tool is not self.tool:
            self.tool = tool
            self.tool_changed.emit(tool)

    def draw(self, draft: Draft | None) -> None:
        """Show another state of what is being drawn."""
        self.draft = draft
        self.touched.emit()

    def finish_draft(self) -> None:
        """Make a region of what was drawn; what cannot be one is dropped, and the reason is said."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        try:
            region = draft.region(self.free_name())
        except ValueError as problem:
            self.spoken.emit(str(problem))
            self.touched.emit()
            return
        self.take(Tool.PAN)
        self.add(region)
        self.drawn.emit(region)

    # Regions.

    def free_name(self) -> str:
        """Return a name that no region has."""
        return free_name(tuple(shown.title for shown in self.regions))

    def load(self, shown: tuple[ShownRegion, ...], selected: int = -1) -> None:
        """Show other regions; there is nothing to undo then."""
        before = self.history.selected
        self.history.load(shown, selected)
        self.active, self.hovered = None, None
        self._tell(before)

    def add(self, region: Region, color: str = "") -> int:
        """Add a region, select it, and return its number in the list; this can be undone."""
        before = self.history.selected
        color = color or REGION_COLORS[len(self.regions) % len(REGION_COLORS)]
        self.history.add(ShownRegion(region, color, name=region.name))
        self.active = None
        self._tell(before)
        return self.history.selected

    def change(self, index: int, region: Region, *, is_final: bool = True, merge: str = "") -> None:
        """Give a region another area."""
        self.history.change(index, region, is_final=is_final, merge=merge)
        self.changed.emit(index, region, is_final)
        self.listed.emit()
        self.touched.emit()

    def cancel_change(self) -> None:
        """Take back a change that was not final."""
        index = self.history.selected
        if self.history.cancel() and self.chosen is not None:
            self.changed.emit(index, self.chosen, True)
            self.listed.emit()
        self.touched.emit()

    def show_as(self, index: int, shown: ShownRegion) -> None:
        """Change colour, name or ticks of a region."""
        self.history.show_as(index, shown)
        self.listed.emit()
        self.touched.emit()

    def remove(self, index: int) -> None:
        """Take a region out; this can be undone."""
        before = self.history.selected
        title = self.regions[index].title
        self.history.remove(index)
        self.active = None
        self.removed.emit(index)
        self._tell(before)
        self.spoken.emit(f"{title} removed")

    def select(self, index: int) -> None:
        """Select a region; -1 selects none."""
        before = self.history.selected
        if index == before:
            return
        self.history.select(index)
        self.active, self.hovered = None, None
        self.selected.emit(self.history.selected)
        self.touched.emit()

    def select_at(self, lon: float, lat: float) -> None:
        """Select the topmost region at a place, or none."""
        for index in reversed(range(len(self.regions))):
            shown = self.regions[index]
            if shown.is_visible and contains(shown.region, lon, lat):
                self.select(index)
                return
        self.select(-1)

    def undo(self) -> None:
        """Undo the last edit of a region."""
        self._travel(self.history.undo, "Undone")

    def redo(self) -> None:
        """Do the last undone edit again."""
        self._travel(self.history.redo, "Done again")

    def activate(self, part: Edge | Corner | None) -> None:
        """Make an edge or a corner the one that keys move."""
        self.active = part
        self.touched.emit()

    def _travel(self, go: Callable[[], None], words: str) -> None:
        before, shown = self.history.selected, self.regions
        go()
        if self.regions != shown:
            self.active, self.hovered = None, None
            self._tell(before)
            self.spoken.emit(words)

    def _tell(self, before: int) -> None:
        self.listed.emit()
        if self.history.selected != before:
            self.selected.emit(self.history.selected)
        self.touched.emit()
