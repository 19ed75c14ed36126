"""The right side of the Projects workspace: numbers, form, folder, and the buttons that act."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.commands import AddJob
from app.model.events import Batch, EngineStarted, JobFinished
from app.model.spec import SuperviselySpec
from ui.desk import Desk
from ui.plan.choice import Choice, Order, default_leaf, jobs, sample, selected_text
from ui.plan.command_text import command_lines
from ui.plan.counting import Counting
from ui.plan.estimate import Estimate, Verdict, counting, estimate, is_empty, nothing_chosen, nothing_wanted, unknown
from ui.plan.folder_field import FolderField
from ui.plan.frame import PlanFrame
from ui.plan.kept_way import kept_way
from ui.plan.pace import Pace
from ui.plan.plan_card import DOWNLOAD_LINES, PlanNumbers
from ui.plan.spec_form import DOWNLOAD_FORM, SpecForm
from ui.plan.starting import Starting


class Inspector(QWidget):
    """The plan of what is chosen.

    Signals:
        ready(bool): Whether the plan can be started now.
    """

    ready = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._choices: tuple[Choice, ...] = ()
        self._account = ""
        self._estimate: Estimate = nothing_chosen()
        self.setObjectName("inspector.projects")
        settings = desk.backend.settings()
        self._reserve = settings.reserve_mib * 1024**2
        self.counting = Counting(desk.ask, self)
        self.starting = Starting(desk.backend.host, desk.bridge, self)
        self.pace = Pace(desk.state, desk.bridge, self)
        self.frame = PlanFrame(desk.theme, "Download plan", self)
        self.primary = self.frame.primary
        self.numbers = PlanNumbers(desk.theme, DOWNLOAD_LINES, "Download plan", self)
        self.folder = FolderField(desk.theme, Path(settings.downloads or desk.backend.default_folder), self)
        self.form = SpecForm(desk.theme, DOWNLOAD_FORM, self)
        self._change = self.frame.add_fix("plan.change-folder", "Change folder…", self.folder.choose)
        self._labels_only = self.frame.add_fix("plan.labels-only", "Annotations only", self._only_labels)
        self._again = self.frame.add_fix("plan.again", "Count again", self.counting.again)
        self.frame.fill(self.numbers, self.frame.fixes, self.folder, self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self._connect()
        self._show()

    # What is chosen.

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """Plan another choice."""
        self._choices = choices
        account = choices[0].account if choices else self._account
        if account != self._account:
            before, self._account = self._account, account
            way = kept_way(self._desk.state, account)
            # A way that a person chose in the form stays when there is nothing to put in its place.
            if way is not None or (before and kept_way(self._desk.state, before) is not None):
                self.form.use_way(way)
        projects = tuple(choice.project_id for choice in choices)
        self.folder.propose(projects or None, default_leaf(choices) if choices else "")
        self._recount()

    def use_settings(self) -> None:
        """Take a new default folder and reserve from the settings."""
        settings = self._desk.backend.settings()
        self._reserve = settings.reserve_mib * 1024**2
        self.folder.use_root(Path(settings.downloads or self._desk.backend.default_folder))
        self._show()

    def order(self) -> Order:
        """Return what form and folder say."""
        what = self.form.fill(SuperviselySpec())
        return Order(what, self.folder.folder(), self.form.workers, self.form.rate_limit)

    @property
    def can_start(self) -> bool:
        """Return whether the plan can be started now."""
        return self._estimate.verdict is Verdict.READY and not self.starting.can_undo

    # What can be done.

    def press(self) -> None:
        """Start the plan, or take it back within three seconds."""
        if self.starting.can_undo:
            self.starting.undo()
        elif self.can_start:
            self.starting.start(self._jobs())

    def press_sample(self) -> None:
        """Start the same plan for the first few images, in a folder of its own."""
        if self.can_sample:
            self.starting.start(jobs(self._choices, sample(self.order(), len(self._choices))))

    @property
    def can_sample(self) -> bool:
        """Return whether a sample can be started now; it needs much less room than the whole."""
        possible = (Verdict.READY, Verdict.NO_SPACE)
        return self._estimate.verdict in possible and not self.starting.can_undo

    def add_rule(self, rule: str) -> None:
        """Let the plan choose by one rule more; the field opens so that it is seen."""
        rules = self.order().what.where
        if rule not in rules:
            self.form.set_field("where", (*rules, rule))
        self.edit_rules()

    def edit_rules(self) -> None:
        """Show the rules of the plan, ready to be written."""
        self.frame.reveal(self.form.edit_field("where"))

    def copy_command(self) -> None:
        """Put the command line that does the same on the clipboard."""
        if self._choices:
            self.frame.put_on_clipboard(command_lines(self._choices, self.order()))

    def _jobs(self) -> tuple[AddJob, ...]:
        return jobs(self._choices, self.order())

    def _only_labels(self) -> None:
        self.form.set_field("save_images", False)

    # What is known.

    def _connect(self) -> None:
        desk = self._desk
        self.frame.pressed.connect(self.press)
        self.frame.sample_pressed.connect(self.press_sample)
        self.frame.copy_pressed.connect(self.copy_command)
        self.form.edited.connect(self._recount)
        self.folder.edited.connect(self._recount)
        for part in (self.counting, self.starting, self.pace):
            part.changed.connect(self._show)
        desk.bridge.batch.connect(self._on_batch)
        desk.theme.changed.connect(self._show)

    def _recount(self) -> None:
        self.counting.count(self._jobs(), self.folder.folder())
        self._show()

    def _current(self) -> Estimate:
        if not self._choices:
            return nothing_chosen()
        if is_empty(self.order().what):
            return nothing_wanted()
        if self.counting.failure is not None:
            return unknown(self.counting.failure.sentence())
        surveys = self.counting.surveys
        if surveys is None:
            return counting()
        return estimate(surveys, self.counting.disk, self.pace.rate, self._reserve)

    def _show(self) -> None:
        self._estimate = self._current()
        verdict = self._estimate.verdict
        self.numbers.show_plan(selected_text(self._choices), self._estimate)
        disk = self.counting.disk
        self.folder.say(disk.reason if verdict is Verdict.REFUSED and disk is not None else "")
        can_press = verdict is Verdict.READY
        self.frame.show_button(self._estimate.button, is_added=self.starting.can_undo, can_press=can_press)
        self.frame.sample.setEnabled(self.can_sample)
        self.frame.copy.setEnabled(bool(self._choices))
        self._change.setVisible(verdict in (Verdict.NO_SPACE, Verdict.REFUSED))
        self._labels_only.setVisible(verdict is Verdict.NO_SPACE and self.order().what.save_images)
        self._again.setVisible(verdict is Verdict.UNKNOWN)
        self.frame.show_fixes()
        self.ready.emit(self.can_start)

    def _on_batch(self, batch: Batch) -> None:
        # What was fetched is here now: the numbers of the plan are others. The questions of the plan ended with the
        # engine before.
        if any(isinstance(fact, JobFinished | EngineStarted) for fact in batch.facts):
            self.counting.again()
