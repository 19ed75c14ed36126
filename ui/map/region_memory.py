"""Regions as text for the state file: those of last time, and bookmarks by name."""

from typing import TypeVar

import msgspec
from PySide6.QtCore import QSettings

from app.model.region import Region
from ui.map.shapes import ShownRegion

SHOWN_KEY = "map/regions"
BOOKMARKS_KEY = "map/bookmarks"

R = TypeVar("R")


class RegionMemory:
    """Keeps regions across starts. What cannot be read is as good as not there."""

    def __init__(self, state: QSettings) -> None:
        """Keep them in this file."""
        self._state = state

    def shown(self) -> tuple[ShownRegion, ...]:
        """Return the regions of last time."""
        return _read(str(self._state.value(SHOWN_KEY, "")), tuple[ShownRegion, ...], ())

    def keep_shown(self, regions: tuple[ShownRegion, ...]) -> None:
        """Remember the regions on the map."""
        self._state.setValue(SHOWN_KEY, _text(regions))

    def bookmarks(self) -> tuple[Region, ...]:
        """Return the bookmarks, in the order of their names."""
        found = _read(str(self._state.value(BOOKMARKS_KEY, "")), tuple[Region, ...], ())
        return tuple(sorted(found, key=lambda region: region.name.casefold()))

    def add_bookmark(self, region: Region) -> None:
        """Keep a region under its name; another one of that name goes."""
        rest = tuple(other for other in self.bookmarks() if other.name != region.name)
        self._state.setValue(BOOKMARKS_KEY, _text((*rest, region)))

    def remove_bookmark(self, name: str) -> None:
        """Drop a bookmark."""
        self._state.setValue(BOOKMARKS_KEY, _text(tuple(one for one in self.bookmarks() if one.name != name)))


def _text(regions: tuple[ShownRegion, ...] | tuple[Region, ...]) -> str:
    return msgspec.json.encode(regions).decode()


def _read(text: str, kind: type[R], nothing: R) -> R:
    try:
        return msgspec.json.decode(text, type=kind) if text else nothing
    except msgspec.DecodeError:
        return nothing
