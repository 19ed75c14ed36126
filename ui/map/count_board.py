"""Says on the map and in the list how many images each region holds, and offers what makes a large one smaller."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.model.harvest import MapillarySpec
from app.model.region import Region
from ui.map.chip import ChipLook
from ui.map.count_words import chip_text
from ui.map.harvest_inspector import HarvestInspector
from ui.map.map_view import MapView
from ui.map.region_counts import RegionCount, RegionCounts
from ui.plan.harvest_choice import Suggestion, is_many, suggestions

DRAFT = -1


class CountBoard(QObject):
    """Joins the map, the counts and the plan.

    Args:
        view: The map.
        counts: Counts of regions.
        plan: The plan of the ticked ones.
        filters: Returns a spec with the filters of now.

    Signals:
        suggested(object): A suggestion in the chip was chosen (`Suggestion`).
    """

    suggested = Signal(object)

    def __init__(
        self,
        view: MapView,
        counts: RegionCounts,
        plan: HarvestInspector,
        filters: Callable[[], MapillarySpec],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._counts = counts
        self._plan = plan
        self._filters = filters
        self._draft: Region | None = None
        counts.changed.connect(self.show)
        plan.counted.connect(self.show)
        view.draft_changed.connect(self._on_draft)
        view.suggestion_picked.connect(self._on_picked)

    def want(self) -> None:
        """Count the regions of now, the selected one first."""
        regions = [shown.region for shown in self._view.regions]
        if self._view.selected >= 0:
            regions.insert(0, regions.pop(self._view.selected))
        self._counts.want(tuple(regions))
        self.show()

    def show(self) -> None:
        """Say what is known."""
        for index, shown in enumerate(self._view.regions):
            self._say(index, shown.region)
        if self._draft is not None:
            self._say(DRAFT, self._draft)
        ticked = [shown.region for shown in self._view.regions if shown.is_checked]
        self._plan.show_rough(self._counts.of(ticked[0]).survey if len(ticked) == 1 else None)

    def _say(self, index: int, region: Region) -> None:
        count = self._counts.of(region)
        words, look = chip_text(count, self._plan.pace.rate, self._plan.lacks_space)
        if look is not ChipLook.MUTED:
            links = tuple(one.words for one in self._offers(index, count)) if look is ChipLook.WARN else ()
            self._view.set_count_text(index, words, look, links)

    def _offers(self, index: int, count: RegionCount) -> tuple[Suggestion, ...]:
        if count.survey is None or not is_many(count.survey, self._plan.lacks_space):
            return ()
        ticked = [number for number, shown in enumerate(self._view.regions) if shown.is_checked]
        if ticked == [index] and self._plan.shrinking.offers:
            return self._plan.shrinking.offers
        return suggestions(self._filters(), count.survey, None)

    def _on_draft(self, region: Region | None) -> None:
        self._draft = region
        if region is not None:
            self._counts.peek(region)
            self._say(DRAFT, region)

    def _on_picked(self, index: int, number: int) -> None:
        region = self._draft if index == DRAFT else self._view.regions[index].region
        offers = self._offers(index, self._counts.of(region)) if region is not None else ()
        if number < len(offers):
            self.suggested.emit(offers[number])
