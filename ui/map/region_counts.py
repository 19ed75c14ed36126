"""How many images each region holds: at once from cached tiles while it is drawn, exactly once it rests.

While a region moves, the newest shape wins and only one question is under way; nothing is asked of the service.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.failure import Failure
from app.model.harvest import MapillarySpec
from app.model.queries import MakeSurvey
from app.model.region import Region
from app.model.survey import Survey
from ui.ask import Ask

SETTLE_MS = 200
# A giant box is estimated from so many tiles, so that looking at it does not spend the quota of a day.
MOST_REQUESTS = 100
AT_ONCE = 3
MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class RegionCount:
    """What is known of one region.

    Attributes:
        survey: The numbers; None before the first ones.
        is_final: Nothing better is on the way.
        failure: Why there are none.
    """

    survey: Survey | None = None
    is_final: bool = False
    failure: Failure | None = None

    @property
    def has_number(self) -> bool:
        """Return whether there is a number, rough or exact."""
        return self.survey is not None and (self.survey.tiles_read > 0 or self.survey.is_exact)


class RegionCounts(QObject):
    """Asks for counts of regions under one set of filters.

    Signals:
        changed(): A number came.
        failed(object): Counting failed (a `Failure`).
        answered(): The service answered.
    """

    changed = Signal()
    failed = Signal(object)
    answered = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._account = ""
        self._spec = MapillarySpec()
        self._known: dict[Region, RegionCount] = {}
        self._wanted: list[Region] = []
        self._asked: set[Region] = set()
        self._peeked: Region | None = None
        self._wish: Region | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._go_on)

    def use(self, account: str, spec: MapillarySpec) -> None:
        """Count for an account, under the filters of a spec; other ones make all numbers stale."""
        bare = replace(spec, regions=())
        if (account, bare) == (self._account, self._spec):
            return
        self._account, self._spec = account, bare
        self.again()

    def again(self) -> None:
        """Forget every number."""
        for region in (*self._asked, self._peeked):
            if region is not None:
                self._ask.forget(self, _name(region))
        self._ask.forget(self, "peek")
        self._known.clear()
        self._asked.clear()
        self._wanted.clear()
        self._peeked = self._wish = None
        self.changed.emit()

    def want(self, regions: tuple[Region, ...]) -> None:
        """Count these regions, the first ones first; those that are known are not asked for again."""
        self._wanted = [bare for bare in map(_bare, regions) if not self._is_final(bare)]
        if not self._account or not self._wanted:
            return
        self.peek(self._wanted[0])
        self._settle.start()

    def peek(self, region: Region) -> None:
        """Count a region that still moves, from what is cached."""
        bare = _bare(region)
        if not self._account or bare in self._known:
            return
        if self._peeked is not None:
            self._wish = bare
            return
        self._peeked = bare
        query = MakeSurvey(replace(self._spec, regions=(bare,)), self._account, "", most_requests=0)

        def on_survey(survey: Survey) -> None:
            if bare not in self._known:
                self._keep(bare, RegionCount(survey))
            self._peek_next()

        self._ask.ask(self, query, Survey, on_survey, lambda _: self._peek_next(), name="peek")

    def of(self, region: Region) -> RegionCount:
        """Return what is known of a region now."""
        return self._known.get(_bare(region), RegionCount())

    def _is_final(self, bare: Region) -> bool:
        known = self._known.get(bare)
        return known is not None and known.is_final

    def _peek_next(self) -> None:
        self._peeked = None
        wish, self._wish = self._wish, None
        if wish is not None:
            self.peek(wish)

    def _go_on(self) -> None:
        while self._wanted and len(self._asked) < AT_ONCE:
            bare = self._wanted.pop(0)
            if not self._is_final(bare) and bare not in self._asked:
                self._count(bare)

    def _count(self, bare: Region) -> None:
        self._asked.add(bare)
        query = MakeSurvey(replace(self._spec, regions=(bare,)), self._account, "", most_requests=MOST_REQUESTS)

        def on_survey(survey: Survey) -> None:
            self._asked.discard(bare)
            self._keep(bare, RegionCount(survey, is_final=True))
            self.answered.emit()
            self._go_on()

        def on_failure(failure: Failure) -> None:
            self._asked.discard(bare)
            before = self._known.get(bare)
            self._keep(bare, RegionCount(before.survey if before else None, is_final=True, failure=failure))
            self.failed.emit(failure)
            self._go_on()

        self._ask.ask(self, query, Survey, on_survey, on_failure, name=_name(bare))

    def _keep(self, bare: Region, count: RegionCount) -> None:
        self._known.pop(bare, None)
        self._known[bare] = count
        while len(self._known) > MOST_KEPT:
            del self._known[next(iter(self._known))]
        self.changed.emit()


def _bare(region: Region) -> Region:
    """Return the area alone: another name is no other count."""
    return replace(region, name="")


def _name(bare: Region) -> str:
    return f"count {bare.bbox_text} {hash(bare)}"
