"""What the chip says: the size of the region, and the count that was told from outside. Pure.

A count belongs to the area it was counted for: when the area is another one, it is counted again.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.model.region import Region
from ui.map.chip import ChipLook, ChipText
from ui.map.sheet import Sheet, Tool
from ui.map.words import measure_text

COUNTING = "counting…"
HINTS = {
    Tool.RECTANGLE: "Drag to draw · or paste coordinates",
    Tool.PAN: "Shift+drag to draw · or paste coordinates",
    Tool.POLYGON: "Click corner by corner · double-click closes",
}
# The number in the list that stands for what is being drawn.
DRAFT = -1
measured = lru_cache(maxsize=64)(measure_text)


@dataclass(frozen=True, slots=True)
class Count:
    """What a region holds, in words.

    Attributes:
        region: The area that was counted.
        text: "8,214 images".
        look: How it is meant.
        links: Suggestions.
    """

    region: Region
    text: str
    look: ChipLook = ChipLook.PLAIN
    links: tuple[str, ...] = ()


class Counts:
    """Counts by the lasting number of a region."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._known: dict[int, Count] = {}
        self.are_expected = True

    def tell(self, index: int, text: str, look: ChipLook, links: tuple[str, ...]) -> None:
        """Take the count of a region as it is now; -1 is what is being drawn. A region that is gone is passed over."""
        region = self._region(index)
        if region is not None:
            self._known[self._number(index)] = Count(region, text, look, links)

    def of(self, index: int) -> Count | None:
        """Return the count of a region, or that it is being counted; None where nobody counts."""
        region = self._region(index)
        if region is None:
            return None
        known = self._known.get(self._number(index))
        if known is not None and known.region == region:
            return known
        return Count(region, COUNTING, ChipLook.MUTED) if self.are_expected else None

    def chip(self) -> ChipText | None:
        """Return what the chip says now; None when there is nothing to say."""
        sheet = self._sheet
        if sheet.draft is not None and not (sheet.draft.is_box or len(sheet.draft.points) > 1):
            return ChipText(HINTS[Tool.POLYGON])
        if sheet.draft is not None:
            try:
                return self._about(sheet.draft.region(), DRAFT)
            except ValueError as problem:
                is_flat = len(set(sheet.draft.outline)) < 3
                return None if is_flat else ChipText(str(problem), ChipLook.ERROR)
        if sheet.chosen is not None:
            return self._about(sheet.chosen, sheet.history.selected)
        return ChipText(HINTS[sheet.tool]) if not sheet.regions or sheet.tool is not Tool.PAN else None

    def draft(self) -> Region | None:
        """Return what would be drawn now; None when it would be nothing."""
        draft = self._sheet.draft
        if draft is None or len(set(draft.outline)) < 3:
            return None
        try:
            return draft.region()
        except ValueError:
            return None

    def _about(self, region: Region, index: int) -> ChipText:
        count = self.of(index)
        if count is None or not count.text:
            return ChipText(measured(region))
        look = ChipLook.PLAIN if count.look is ChipLook.MUTED else count.look
        return ChipText(f"{measured(region)} · {count.text}", look, count.links)

    def _region(self, index: int) -> Region | None:
        sheet = self._sheet
        if index == DRAFT:
            return self.draft()
        return sheet.regions[index].region if 0 <= index < len(sheet.regions) else None

    def _number(self, index: int) -> int:
        return DRAFT if index == DRAFT else self._sheet.history.number(index)
