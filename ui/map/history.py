"""The list of regions with one history of its edits. Pure.

A step of the history is the list as it was. How a region looks (colour, ticks, name) is no edit: undoing an edit
leaves it.
"""

from dataclasses import dataclass, replace

from app.model.region import Region
from ui.map.shapes import ShownRegion

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A region in the list; the number stays with it through all edits."""

    number: int
    shown: ShownRegion


@dataclass(frozen=True, slots=True)
class Step:
    """The list and what was selected in it (-1 is nothing), at one time."""

    entries: tuple[Entry, ...] = ()
    selected: int = -1


class RegionHistory:
    """Regions, selection, undo and redo."""

    def __init__(self) -> None:
        self._now = Step()
        self._past: list[Step] = []
        self._future: list[Step] = []
        self._before: Step | None = None
        self._merge = ""
        self._next = 0

    @property
    def shown(self) -> tuple[ShownRegion, ...]:
        """Return the regions in order."""
        return tuple(entry.shown for entry in self._now.entries)

    @property
    def selected(self) -> int:
        """Return the number in the list of the selected region, -1 for none."""
        return self._now.selected

    @property
    def can_undo(self) -> bool:
        """Return whether there is an edit to undo."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Return whether there is an edit to do again."""
        return bool(self._future)

    def load(self, shown: tuple[ShownRegion, ...], selected: int) -> None:
        """Begin with other regions; the history is forgotten."""
        self._now = Step(tuple(self._entry(one) for one in shown), selected if 0 <= selected < len(shown) else -1)
        self._past.clear()
        self._future.clear()
        self._before, self._merge = None, ""

    def select(self, index: int) -> None:
        """Select a region; a selection is no edit."""
        self._merge = ""
        self._now = replace(self._now, selected=index if 0 <= index < len(self._now.entries) else -1)

    def add(self, shown: ShownRegion) -> int:
        """Add a region at the end, select it, and return its number in the list."""
        self._keep("")
        self._now = Step((*self._now.entries, self._entry(shown)), len(self._now.entries))
        return self._now.selected

    def remove(self, index: int) -> None:
        """Take a region out; what was selected stays so unless it is the one."""
        self._keep("")
        selected = self._now.selected
        selected = -1 if selected == index else selected - (selected > index)
        entries = self._now.entries
        self._now = Step((*entries[:index], *entries[index + 1 :]), selected)

    def change(self, index: int, region: Region, *, is_final: bool, merge: str = "") -> None:
        """Give a region another area.

        Args:
            index: In the list.
            region: The area.
            is_final: False while it is dragged; all until the final one are one edit.
            merge: Edits that follow each other under the same word are one.
        """
        if self._before is None:
            self._before = self._now
        self._put(index, replace(self._now.entries[index].shown, region=region))
        if is_final:
            before, self._before = self._before, None
            if before.entries != self._now.entries:
                self._keep(merge, before)

    def number(self, index: int) -> int:
        """Return the number that stays with a region while its place in the list changes."""
        return self._now.entries[index].number

    def cancel(self) -> bool:
        """Take back what was not final; return whether there was anything."""
        if self._before is None:
            return False
        self._now, self._before = self._before, None
        return True

    def show_as(self, index: int, shown: ShownRegion) -> None:
        """Change how a region looks; its area stays."""
        self._put(index, replace(shown, region=self._now.entries[index].shown.region))

    def undo(self) -> None:
        """Go one edit back."""
        if self._past:
            self._future.append(self._now)
            self._go_to(self._past.pop())

    def redo(self) -> None:
        """Go one edit forward again."""
        if self._future:
            self._past.append(self._now)
            self._go_to(self._future.pop())

    def _go_to(self, step: Step) -> None:
        looks = {entry.number: entry.shown for entry in self._now.entries}
        entries = tuple(
            Entry(entry.number, replace(looks.get(entry.number, entry.shown), region=entry.shown.region))
            for entry in step.entries
        )
        self._now = replace(step, entries=entries)
        self._before, self._merge = None, ""

    def _keep(self, merge: str, before: Step | None = None) -> None:
        self._future.clear()
        if not merge or merge != self._merge:
            self._past.append(self._now if before is None else before)
            del self._past[:-MOST_STEPS]
        self._merge = merge

    def _put(self, index: int, shown: ShownRegion) -> None:
        entries = self._now.entries
        entry = replace(entries[index], shown=shown)
        self._now = replace(self._now, entries=(*entries[:index], entry, *entries[index + 1 :]))

    def _entry(self, shown: ShownRegion) -> Entry:
        self._next += 1
        return Entry(self._next, shown)
