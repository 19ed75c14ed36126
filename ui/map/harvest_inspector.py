"""The right side of the Map workspace: what a harvest would bring, how, where to, and the button that starts it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.account import Account
from app.model.commands import AddJob
from app.model.events import Batch, EngineStarted, JobFinished
from app.model.failure import FailureKind
from app.model.harvest import MapillarySpec
from app.model.harvest_title import harvest_title
from app.model.region import Region, as_written
from app.model.survey import Survey
from ui.desk import Desk
from ui.map.region_counts import MOST_REQUESTS
from ui.map.sample_strip import SampleStrip
from ui.map.shrinking import Shrinking
from ui.plan.counting import Counting
from ui.plan.estimate import (
    Estimate,
    Verdict,
    counting,
    estimate,
    lack_of_space,
    nothing_chosen,
    signed_out,
    total,
    unknown,
)
from ui.plan.field_group import FieldGroup
from ui.plan.folder_field import FolderField
from ui.plan.frame import PlanFrame
from ui.plan.harvest_choice import (
    harvest_leaf,
    harvest_sample,
    has_filters,
    is_many,
)
from ui.plan.harvest_command import harvest_command
from ui.plan.pace import Pace
from ui.plan.plan_card import HARVEST_LINES, PlanNumbers
from ui.plan.plan_words import HARVEST
from ui.plan.regions_file import keep_regions
from ui.plan.spec_form import HARVEST_FORM, SpecForm
from ui.plan.starting import Starting
from ui.shell.messages import Message

FILTERED = replace(HARVEST, empty="the filters leave nothing")
UNTICKED = replace(HARVEST, choose="tick a region")


class HarvestInspector(QWidget):
    """The plan of the ticked regions.

    Signals:
        ready(bool): Whether the plan can be started now.
        account_wanted(): There is no account, or its token is refused.
        suggested(object): A suggestion shall be followed (`Suggestion`).
        counted(): The numbers of the plan are others.
    """

    ready = Signal(bool)
    account_wanted = Signal()
    suggested = Signal(object)
    counted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._account: Account | None = None
        self._regions: tuple[Region, ...] = ()
        self._has_regions = False
        self._filters = MapillarySpec()
        self._rough: Survey | None = None
        self._plan_number = 0
        self._started: set[str] = set()
        self._estimate: Estimate = nothing_chosen(HARVEST)
        self.setObjectName("inspector.map")
        settings = desk.backend.settings()
        self._reserve = settings.reserve_mib * 1024**2
        self.counting = Counting(desk.ask, self, MOST_REQUESTS)
        self.starting = Starting(desk.backend.host, desk.bridge, self)
        self.pace = Pace(desk.state, desk.bridge, self)
        self.frame = PlanFrame(desk.theme, "Harvest plan", self)
        self.primary = self.frame.primary
        self.numbers = PlanNumbers(desk.theme, HARVEST_LINES, "Harvest plan", self)
        self.folder = FolderField(desk.theme, Path(settings.downloads or desk.backend.default_folder), self)
        self.form = SpecForm(desk.theme, HARVEST_FORM, self)
        self.sample = SampleStrip(desk, self)
        self.shrinking = Shrinking(desk.ask, self)
        self._change = self.frame.add_fix("plan.change-folder", "Change folder…", self.folder.choose)
        self._again = self.frame.add_fix("plan.again", "Count again", self.counting.again)
        self._token = self.frame.add_fix("plan.token", "Paste new token", self.account_wanted.emit)
        self.resolution = FieldGroup(desk.theme, MapillarySpec(), ("size",), self)
        upper = (self.numbers, self.shrinking, self.frame.fixes, self.resolution)
        self.frame.fill(*upper, self.folder, self.sample, self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self._connect()
        self._show()

    # What is chosen.

    def show_plan(
        self, account: Account | None, regions: tuple[Region, ...], filters: MapillarySpec, has_regions: bool
    ) -> None:
        """Plan other regions.

        Args:
            account: Who asks; None while there is no account.
            regions: The ticked ones.
            filters: A spec with the filters.
            has_regions: There are regions, ticked or not.
        """
        before = self._regions
        self._account, self._regions, self._filters, self._has_regions = account, regions, filters, has_regions
        if regions != before:
            self._rough = None
        if regions:
            self._propose_folder(before)
        self._recount()

    def show_rough(self, survey: Survey | None) -> None:
        """Show a first number until the plan is counted."""
        self._rough = survey
        self._show()

    def use_settings(self) -> None:
        """Take a new default folder and reserve from the settings."""
        settings = self._desk.backend.settings()
        self._reserve = settings.reserve_mib * 1024**2
        self.folder.use_root(Path(settings.downloads or self._desk.backend.default_folder))
        self._show()

    @property
    def spec(self) -> MapillarySpec:
        """Return what is asked for now."""
        return replace(
            self.form.fill(self.resolution.fill(self._filters)), regions=tuple(map(as_written, self._regions))
        )

    @property
    def survey(self) -> Survey | None:
        """Return the numbers of the plan; None until they are here."""
        surveys = self.counting.surveys if self._regions and self._account is not None else None
        return total(surveys) if surveys else None

    @property
    def lacks_space(self) -> bool:
        """Return whether the harvest does not fit on the disk."""
        return self.survey is not None and bool(lack_of_space(self.survey, self.counting.disk, self._reserve))

    @property
    def can_start(self) -> bool:
        """Return whether the plan can be started now."""
        return self._estimate.verdict is Verdict.READY and not self.starting.can_undo

    @property
    def can_press(self) -> bool:
        """Return whether the button does something new now: it starts the plan or leads to the missing account."""
        return self.can_start or self._estimate.verdict is Verdict.SIGN_IN

    @property
    def can_sample(self) -> bool:
        """Return whether a sample can be started now; it needs much less room than the whole."""
        possible = (Verdict.READY, Verdict.NO_SPACE)
        return self._estimate.verdict in possible and not self.starting.can_undo

    # What can be done.

    def press(self) -> None:
        """Start the plan, take it back within three seconds, or go to the account that is missing."""
        if self.starting.can_undo:
            self.starting.undo()
        elif self._estimate.verdict is Verdict.SIGN_IN:
            self.account_wanted.emit()
        elif self.can_start:
            self._start(self._job())

    def press_sample(self) -> None:
        """Start a harvest of a few images from everywhere in the regions, in a folder of its own."""
        if self.can_sample:
            self._start(harvest_sample(self._job()))

    def copy_command(self) -> None:
        """Put the command line that does the same on the clipboard."""
        if not self._regions or self._account is None:
            return
        try:
            path = keep_regions(self._regions, self._desk.backend.state_file.parent)
        except OSError:
            hint = "Make room on the disk and try again."
            self._desk.messages.post(Message("copy", "err", "The regions cannot be written to a file.", hint))
            return
        job = self._job()
        self.frame.put_on_clipboard(
            harvest_command(self.spec, job.account, job.destination, path, job.workers, job.rate_limit)
        )

    def _job(self) -> AddJob:
        assert self._account is not None
        spec = self.spec
        return AddJob(
            spec=spec,
            account=self._account.key,
            destination=self.folder.folder(),
            title=harvest_title(spec),
            workers=self.form.workers,
            rate_limit=self.form.rate_limit,
        )

    def _start(self, job: AddJob) -> None:
        self._started.add(self.folder.folder())
        self.starting.start((job,))

    def _propose_folder(self, before: tuple[Region, ...]) -> None:
        """Propose a folder for another plan.

        Where something was harvested or a person typed, the folder stays as long as the plan goes on: regions that
        overlap then meet what is here already.
        """
        is_ours = not self._plan_number or (self.folder.is_proposal and self.folder.folder() not in self._started)
        if is_ours or not _goes_on(before, self._regions):
            self._plan_number += 1
        self.folder.propose(self._plan_number, harvest_leaf(self._regions))

    # What is known.

    def _connect(self) -> None:
        desk = self._desk
        self.frame.pressed.connect(self.press)
        self.frame.sample_pressed.connect(self.press_sample)
        self.frame.copy_pressed.connect(self.copy_command)
        for form in (self.form, self.resolution):
            form.edited.connect(self._recount)
        self.folder.edited.connect(self._recount)
        self.sample.asked.connect(self._show_sample)
        self.shrinking.picked.connect(self.suggested)
        self.shrinking.changed.connect(self.counted)
        for part in (self.counting, self.starting, self.pace):
            part.changed.connect(self._show)
        self.counting.changed.connect(self._on_counted)
        desk.bridge.batch.connect(self._on_batch)
        desk.theme.changed.connect(self._show)

    def _recount(self) -> None:
        can_count = self._account is not None and bool(self._regions)
        self.counting.count((self._job(),) if can_count else (), self.folder.folder())
        self._show()

    def _on_counted(self) -> None:
        survey, account = self.survey, self._account
        if survey is not None and account is not None:
            if account.is_demo and survey.items:
                self._show_sample()
            job = self._job()
            is_many_ = is_many(survey, self.lacks_space)
            self.shrinking.offer(job.account, self.spec, survey if is_many_ else None)
        else:
            self.sample.forget()
            self.shrinking.clear()
        self.counted.emit()

    def _show_sample(self) -> None:
        if self._account is not None and self._regions:
            self.sample.show_sample(self._account.key, self.spec)

    def _current(self) -> Estimate:
        if not self._regions:
            return nothing_chosen(UNTICKED if self._has_regions else HARVEST)
        if self._account is None:
            return signed_out(HARVEST, "Mapillary")
        if self.counting.failure is not None:
            return unknown(self.counting.failure.sentence(), HARVEST)
        words = FILTERED if has_filters(self._filters) else HARVEST
        if self.survey is not None:
            found = estimate((self.survey,), self.counting.disk, self.pace.rate, self._reserve, words)
            return _credited(found)
        if self._rough is not None and self._rough.items:
            rough = estimate((self._rough,), None, self.pace.rate, self._reserve, words)
            return _credited(replace(rough, verdict=Verdict.COUNTING, button=counting(HARVEST).button))
        return counting(HARVEST)

    def _show(self) -> None:
        self._estimate = self._current()
        verdict, disk, failure = self._estimate.verdict, self.counting.disk, self.counting.failure
        self.numbers.show_plan("", self._estimate)
        self.folder.say(disk.reason if verdict is Verdict.REFUSED and disk is not None else "")
        self.frame.show_button(
            self._estimate.button,
            is_added=self.starting.can_undo,
            can_press=verdict in (Verdict.READY, Verdict.SIGN_IN),
            icon="shield-key-outline" if verdict is Verdict.SIGN_IN else "download-outline",
        )
        self.frame.sample.setEnabled(self.can_sample)
        self.frame.copy.setEnabled(bool(self._regions) and self._account is not None)
        is_refused = failure is not None and failure.kind is FailureKind.AUTH and verdict is Verdict.UNKNOWN
        self._change.setVisible(verdict in (Verdict.NO_SPACE, Verdict.REFUSED))
        self._again.setVisible(verdict is Verdict.UNKNOWN and not is_refused)
        self._token.setVisible(is_refused)
        self.frame.show_fixes()
        self.sample.setVisible(verdict in (Verdict.READY, Verdict.NO_SPACE, Verdict.REFUSED))
        self.ready.emit(self.can_start)

    def _on_batch(self, batch: Batch) -> None:
        if any(isinstance(fact, JobFinished | EngineStarted) for fact in batch.facts):
            self.counting.again()


def _goes_on(before: tuple[Region, ...], after: tuple[Region, ...]) -> bool:
    """Return whether two plans have a region in common, by name or by area."""
    names = {region.name for region in before} & {region.name for region in after}
    areas = {replace(region, name="") for region in before} & {replace(region, name="") for region in after}
    return bool(names or areas)


def _credited(found: Estimate) -> Estimate:
    return replace(found, licence=f"{found.licence}, credits written") if found.licence else found
