"""The right side of the Preview workspace: the plan of the export, and the button that carries the number."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from app.model.commands import AddJob
from app.model.events import Batch, JobFinished
from app.model.export_spec import FORMATS, CocoLayout, ExportSpec
from app.model.failure import Failure
from app.model.fields import descriptions
from app.model.folder_card import FolderCard, FolderCounts
from app.model.gallery import CheckExport
from app.model.loss import LossReport
from app.model.queries import ShowReport
from app.model.spec import spec_text
from ui.desk import Desk
from ui.export.command import export_command
from ui.export.loss_card import LossCard
from ui.export.split_field import SplitField
from ui.plan.field_editors import AmountEditor, ChoiceEditor, SwitchEditor
from ui.plan.fold import Fold
from ui.plan.folder_field import FolderField
from ui.plan.frame import PlanFrame
from ui.plan.starting import Starting
from ui.preview.decisions import Decisions
from ui.text import count_text, plural

SETTLE_MS = 350
OPEN_WORDS = "Export — open a folder"


class ExportInspector(QWidget):
    """The plan of an export of the open folder.

    Signals:
        ready(bool): Whether the export can be started now.
        search_wanted(str): Pictures behind a number of the report shall be shown.
    """

    ready = Signal(bool)
    search_wanted = Signal(str)

    def __init__(self, desk: Desk, decisions: Decisions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._decisions = decisions
        self._card: FolderCard | None = None
        self._counts: FolderCounts | None = None
        self._search = ""
        self._report: LossReport | None = None
        self._failure: Failure | None = None
        self._is_checking = False
        self.setObjectName("inspector.preview")
        self.frame = PlanFrame(desk.theme, "Export plan", self)
        self.starting = Starting(desk.backend.host, desk.bridge, self)
        fields = descriptions(ExportSpec)
        self.format = ChoiceEditor(desk.theme, "format", fields["format"], self)
        self.split = SplitField(desk.theme, self)
        self.images = ChoiceEditor(desk.theme, "images", fields["images"], self)
        self.folder = FolderField(desk.theme, Path(desk.backend.default_folder), self, "Write to")
        self.only = QCheckBox(self)
        self.only.setObjectName("export.only")
        self._what = QLabel("What this format does to your data", self)
        self.loss = LossCard(desk.theme, self)
        self.fold = Fold(desk.theme, "export.more", "More options", "files, least area, official SDK", self)
        self.layout_ = ChoiceEditor(desk.theme, "layout", fields["layout"], self)
        self.least = AmountEditor(desk.theme, "min_area", fields["min_area"], self)
        self.like_sdk = SwitchEditor(desk.theme, "like_sdk", fields["like_sdk"], self)
        for editor in (self.layout_, self.least, self.like_sdk):
            self.fold.column.addWidget(editor)
        for editor in (self.format, self.images):
            editor.be_brief()
        self.verify = QCheckBox("Verify after writing", self)
        self.verify.setObjectName("export.verify")
        self.verify.setChecked(True)
        self.verify.setToolTip(fields["is_verified"].help)
        self.frame.replace_sample(self.verify)
        self.frame.fill(self.format, self.split, self.images, self.folder, self.only, self._what, self.loss, self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._check)
        self._connect()
        self._show()

    # What is planned.

    def show_folder(self, card: FolderCard | None) -> None:
        """Plan the export of another folder."""
        self._card, self._counts, self._report, self._search = card, None, None, ""
        if card is not None:
            self.split.offer([tag.name for tag in card.tags], card.datasets, has_places=card.has_places)
            self.folder.use_root(Path(card.path).parent)
            self._propose()
        self._edited()

    def show_counts(self, counts: FolderCounts) -> None:
        """Know more of the folder; once it is read as a whole the plan is counted anew."""
        was = self._counts
        self._counts = counts
        if was is None or (was.is_complete, was.revision) != (counts.is_complete, counts.revision):
            self._edited()
        else:
            self._show()

    def show_search(self, text: str) -> None:
        """Offer to export only what a search finds."""
        self._search = text.strip()
        if self.only.isChecked():
            self._edited()
        self._show()

    def spec(self) -> ExportSpec:
        """Return what the plan says."""
        spec = ExportSpec(
            folder="" if self._card is None else self._card.path,
            format=self.format.value(),
            only=self._search if self.only.isChecked() else "",
            min_area=float(self.least.value() or 0.0),
            layout=CocoLayout(self.layout_.value()),
            like_sdk=self.like_sdk.value(),
            is_verified=self.verify.isChecked(),
        )
        spec = replace(spec, images=type(spec.images)(self.images.value()))
        return self._decisions.fill(self.split.fill(spec))

    @property
    def can_start(self) -> bool:
        """Return whether the export can be started now."""
        has_images = self._report is not None and self._report.written > 0
        return has_images and not self._is_checking and bool(self.folder.folder()) and not self.starting.can_undo

    def press(self) -> None:
        """Start the export, or take it back within three seconds."""
        if self.starting.can_undo:
            self.starting.undo()
        elif self.can_start and self._card is not None:
            spec = self.spec()
            self.starting.start((AddJob(spec, "", self.folder.folder(), export_title(self._card.title, spec.format)),))

    def choose_format(self, key: str) -> None:
        """Choose a format by its key."""
        self.format.set_value(key)

    def copy_command(self) -> None:
        """Put the command line that does the same on the clipboard."""
        if self._card is not None:
            self.frame.put_on_clipboard(export_command(self.spec(), self.folder.folder()))

    # What is known.

    def _connect(self) -> None:
        self.frame.pressed.connect(self.press)
        self.frame.copy_pressed.connect(self.copy_command)
        self.format.edited.connect(self._on_format)
        for part in (self.split, self.images, self.layout_, self.least, self.like_sdk):
            part.edited.connect(self._edited)
        self.folder.edited.connect(self._show)
        self.only.toggled.connect(self._edited)
        self.starting.changed.connect(self._show)
        self._decisions.changed.connect(self._edited)
        self.loss.search_wanted.connect(self.search_wanted)
        self._desk.bridge.batch.connect(self._on_batch)
        self._desk.theme.changed.connect(self._show)

    def _on_format(self) -> None:
        self._propose()
        self._edited()

    def _propose(self) -> None:
        if self._card is not None:
            key = self.format.value()
            self.folder.propose((self._card.path, key), f"{Path(self._card.path).name}-{key}")

    def _edited(self) -> None:
        self._failure = None
        self._is_checking = self._card is not None
        if self._card is not None and self._counts is not None and self._counts.is_complete:
            self._settle.start()
        self._show()

    def _check(self) -> None:
        if self._card is None:
            return
        spec = self.spec()
        query = CheckExport(spec_text(spec))

        def take(report: LossReport) -> None:
            self._know(spec, report, None)

        def fail(failure: Failure) -> None:
            self._know(spec, None, failure)

        self._desk.ask.ask(self, query, LossReport, take, fail)

    def _know(self, spec: ExportSpec, report: LossReport | None, failure: Failure | None) -> None:
        """Take an answer, unless the plan has become another one: then the next answer is on its way."""
        if spec == self.spec():
            self._report, self._failure, self._is_checking = report, failure, False
            self._show()

    def _on_batch(self, batch: Batch) -> None:
        for fact in batch.facts:
            order = self.starting.started.get(fact.job_id) if isinstance(fact, JobFinished) else None
            if isinstance(fact, JobFinished) and order is not None and isinstance(order.spec, ExportSpec):
                self._ask_report(fact.job_id, order.spec)

    def _ask_report(self, job_id: int, spec: ExportSpec) -> None:
        """Show what reading back found, as long as the plan is still the one of that export."""

        def take(report: LossReport) -> None:
            self._know(spec, report, None)

        self._desk.ask.ask(self, ShowReport(job_id), LossReport, take, lambda _: None, f"report {job_id}")

    # What is shown.

    def _show(self) -> None:
        card, report = self._card, self._report
        key = self.format.value()
        self.layout_.setVisible(key == "coco")
        self.like_sdk.setVisible(key in ("coco", "pascal-voc"))
        shown = 0 if self._counts is None else self._counts.shown
        self.only.setText(f"Only the {plural(shown, 'image')} that the search shows")
        self.only.setVisible(bool(self._search) or self.only.isChecked())
        if card is None:
            self.loss.clear("")
        elif self._failure is not None:
            self.loss.clear(self._failure.sentence())
        elif report is not None:
            self.loss.show_report(report)
        words = self._button_words()
        can_press = self.can_start
        self.frame.show_button(words, is_added=self.starting.can_undo, can_press=can_press, icon="export-variant")
        self.frame.copy.setEnabled(card is not None)
        self.ready.emit(can_press)

    def _button_words(self) -> str:
        images = 0 if self._counts is None else self._counts.images
        if self._card is None:
            return OPEN_WORDS
        if self._failure is not None:
            return "Export — it cannot be checked"
        if self._is_checking or self._report is None:
            return f"Checking {plural(images, 'image')} …"
        if not self._report.written:
            return "Export — nothing is left to write"
        if not self.folder.folder():
            return "Export — choose a folder"
        return f"Export {count_text(self._report.written)} {'image' if self._report.written == 1 else 'images'}"


def export_title(title: str, key: str) -> str:
    """Return how an export is called in the queue."""
    words = dict(FORMATS).get(key, key).split(" (")[0]
    return f"{title} → {words}"
