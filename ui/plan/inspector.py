"""The right side of the Projects workspace: numbers, form, folder, and the buttons that act."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.model.events import Batch, EngineRate, EngineStarted, JobFinished
from ui.desk import Desk
from ui.plan.choice import SAMPLE_COUNT, Choice, Order, sample
from ui.plan.command_text import command_lines
from ui.plan.counting import Counting
from ui.plan.estimate import Estimate, Verdict, counting, estimate, is_empty, nothing_chosen, nothing_wanted, unknown
from ui.plan.folder_field import FolderField
from ui.plan.plan_card import PlanNumbers
from ui.plan.spec_form import SpecForm
from ui.plan.starting import Starting
from ui.theme.theme import Theme

COPIED_MS = 2000
# A job smaller than this says nothing about how fast the line is.
TELLING_BYTES = 5_000_000
RATE_KEY = "plan/rate"
# The card is written anew when the rate differs by more than this factor.
STEADY = 1.2


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
        self._estimate: Estimate = nothing_chosen()
        self._had_focus = False
        self._seen_rate: float | None = None
        self.setObjectName("inspector")
        settings = desk.backend.settings()
        self.counting = Counting(desk.ask, self)
        self.starting = Starting(desk.backend.host, desk.bridge, self)
        self.numbers = PlanNumbers(desk.theme, self)
        self.form = SpecForm(desk.theme, self)
        self.folder = FolderField(desk.theme, Path(settings.downloads or desk.backend.default_folder), self)
        self._reserve = settings.reserve_mib * 1024**2
        self._build(desk.theme)
        self.form.edited.connect(self._recount)
        self.folder.edited.connect(self._recount)
        self.counting.changed.connect(self._show)
        self.starting.changed.connect(self._show)
        desk.bridge.batch.connect(self._on_batch)
        desk.theme.changed.connect(self._show)
        self._show()

    # What is chosen.

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """Plan another choice."""
        self._choices = choices
        self.folder.show_choices(choices)
        self._recount()

    def use_settings(self) -> None:
        """Take a new default folder and reserve from the settings."""
        settings = self._desk.backend.settings()
        self._reserve = settings.reserve_mib * 1024**2
        self.folder.use_root(Path(settings.downloads or self._desk.backend.default_folder))
        self._show()

    def order(self) -> Order:
        """Return what form and folder say."""
        return self.form.order(self.folder.folder())

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
            self.starting.start(self._choices, self.order())

    def press_sample(self) -> None:
        """Start the same plan for the first few images, in a folder of its own."""
        if self.can_sample:
            self.starting.start(self._choices, sample(self.order(), len(self._choices)))

    @property
    def can_sample(self) -> bool:
        """Return whether a sample can be started now; it needs much less room than the whole."""
        possible = (Verdict.READY, Verdict.NO_SPACE)
        return self._estimate.verdict in possible and not self.starting.can_undo

    def copy_command(self) -> None:
        """Put the command line that does the same on the clipboard."""
        if not self._choices:
            return
        QGuiApplication.clipboard().setText(command_lines(self._choices, self.order()))
        self._copy.setText("Copied ✓")
        self._copied.start()

    def _build(self, theme: Theme) -> None:
        self.title = QLabel("Download plan", self)
        self.title.setFont(theme.font(semibold=True))
        body = QWidget(self)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.setSpacing(10)
        inner.addWidget(self.numbers)
        inner.addLayout(self._build_fixes(body))
        inner.addWidget(self.folder)
        inner.addWidget(self.form)
        inner.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        self.primary = self._button("plan.primary", "primary", self.press)
        self.primary.setMinimumHeight(36)
        self._sample = self._button("plan.sample", "quiet", self.press_sample)
        self._sample.setText(f"Sample {SAMPLE_COUNT} first")
        self._copy = self._button("plan.copy", "quiet", self.copy_command)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._copied.timeout.connect(lambda: self._copy.setText("Copy as command"))
        self._copy.setText("Copy as command")
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self._sample, 1)
        pair.addWidget(self._copy, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.primary)
        foot.addLayout(pair)
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 0)
        head.addWidget(self.title, 1)
        self.head = head
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def _build_fixes(self, body: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._change = self._button("plan.change-folder", "quiet", self.folder.choose, body)
        self._change.setText("Change folder…")
        self._labels_only = self._button("plan.labels-only", "quiet", self._only_labels, body)
        self._labels_only.setText("Annotations only")
        self._again = self._button("plan.again", "quiet", self.counting.again, body)
        self._again.setText("Count again")
        for button in (self._change, self._labels_only, self._again):
            button.hide()
            row.addWidget(button)
        return row

    def _button(self, name: str, look: str, act: Callable[[], None], parent: QWidget | None = None) -> QPushButton:
        button = QPushButton(parent or self)
        button.setObjectName(name)
        button.setProperty("look", look)
        button.clicked.connect(lambda: act())
        return button

    def _only_labels(self) -> None:
        self.form.set_field("save_images", False)

    # What is known.

    def _recount(self) -> None:
        self.counting.count(self._choices, self.order())
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
        return estimate(surveys, self.counting.disk, self._rate(), self._reserve)

    def _rate(self) -> float | None:
        return self._known_rate() or self._seen_rate

    def _known_rate(self) -> float | None:
        try:
            return float(str(self._desk.state.value(RATE_KEY, 0.0))) or None
        except ValueError:
            return None

    def _show(self) -> None:
        self._estimate = self._current()
        verdict = self._estimate.verdict
        self.numbers.show_plan(self._choices, self._estimate)
        disk = self.counting.disk
        self.folder.say(disk.reason if verdict is Verdict.REFUSED and disk is not None else "")
        is_added = self.starting.can_undo
        self.primary.setText("Added to queue ✓ (Undo)" if is_added else self._estimate.button)
        self.primary.setAccessibleName(self.primary.text())
        self._enable_primary(is_added or verdict is Verdict.READY)
        icon = "check" if is_added else "download-outline"
        token = "on_accent" if self.primary.isEnabled() else "muted"
        self.primary.setIcon(self._desk.theme.icon(icon, token))
        self._sample.setEnabled(self.can_sample)
        self._copy.setEnabled(bool(self._choices))
        self._change.setVisible(verdict in (Verdict.NO_SPACE, Verdict.REFUSED))
        self._labels_only.setVisible(verdict is Verdict.NO_SPACE and self.order().what.save_images)
        self._again.setVisible(verdict is Verdict.UNKNOWN)
        self.ready.emit(self.can_start)

    def _enable_primary(self, is_on: bool) -> None:
        # A disabled button loses the keyboard to its neighbour: it gets it back with the next number.
        if not is_on and self.primary.hasFocus():
            self._had_focus = True
        self.primary.setEnabled(is_on)
        if is_on and self._had_focus:
            self._had_focus = False
            if self._sample.hasFocus() or self._copy.hasFocus() or self.focusWidget() is None:
                self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_batch(self, batch: Batch) -> None:
        for fact in batch.facts:
            if isinstance(fact, JobFinished):
                if fact.bytes_done > TELLING_BYTES and fact.seconds > 1:
                    self._desk.state.setValue(RATE_KEY, fact.bytes_done / fact.seconds)
                # What was fetched is here now: the numbers of the plan are others.
                self.counting.again()
            elif isinstance(fact, EngineStarted):
                # The questions of the plan ended with the engine before.
                self.counting.again()
        for sample_ in batch.samples:
            if isinstance(sample_, EngineRate) and sample_.average > 0 and self._known_rate() is None:
                self._follow(sample_.average)

    def _follow(self, rate: float) -> None:
        """Go by the rate of now while no finished job told a better one; its first seconds say little."""
        if self._seen_rate is None or not 1 / STEADY < rate / self._seen_rate < STEADY:
            self._seen_rate = rate
            self._show()
