"""What is done to the regions on the map by other means than drawing: numbers, files, bookmarks, the list."""

from dataclasses import replace

from PySide6.QtCore import QObject

from app.model.region import Region, bare_area
from app.model.region_text import ParsedRegions
from ui.desk import Desk
from ui.map.map_view import MapView
from ui.map.region_memory import RegionMemory
from ui.map.shapes import free_name
from ui.shell.messages import Message


class RegionEdits(QObject):
    """Edits the regions of a map; every edit of an area can be undone there."""

    def __init__(self, desk: Desk, view: MapView, memory: RegionMemory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = view
        self._memory = memory

    def add(self, regions: tuple[Region, ...]) -> None:
        """Add regions that came from elsewhere, each with a name, and show them."""
        for region in regions:
            name = region.name or free_name(tuple(shown.title for shown in self._view.regions))
            self._view.add_region(replace(region, name=name))
        if len(regions) > 1:
            self._view.select_region(-1)
        self._view.fit_region()

    def add_view(self) -> None:
        """Make a region of what is seen."""
        try:
            region = self._view.view_as_region()
        except ValueError as error:
            self._desk.messages.post(Message("regions", "warn", str(error)))
            return
        self._view.add_region(region)

    def have(self, regions: tuple[Region, ...]) -> None:
        """Show these areas; those that are not on the map come without a tick, so that the plan stays as it is."""
        here = {bare_area(shown.region) for shown in self._view.regions}
        for region in regions:
            if bare_area(region) not in here:
                self.change(self._view.add_region(region), is_checked=False)

    def take_numbers(self, parsed: ParsedRegions) -> None:
        """Give the selected region the area that was typed; without one, or for several areas, add them."""
        index = self._view.selected
        if len(parsed.regions) > 1 or index < 0:
            self.add(parsed.regions)
            return
        name = self._view.regions[index].region.name
        self._view.replace_region(index, replace(parsed.regions[0], name=name))
        self._view.fit_region()

    def change(self, row: int, **changes: object) -> None:
        """Change name, colour, or ticks of a region."""
        shown = replace(self._view.regions[row], **changes)  # type: ignore[arg-type]  # fields of its own
        self._view.show_region_as(row, shown)

    def fit(self, row: int) -> None:
        """Select a region and show the whole of it."""
        self._view.select_region(row)
        self._view.fit_region()

    def bookmark(self, row: int) -> None:
        """Keep a region under its name."""
        shown = self._view.regions[row]
        self._memory.add_bookmark(replace(shown.region, name=shown.title))
        self._desk.messages.post(Message("bookmark", "ok", f"“{shown.title}” is a bookmark now."))
