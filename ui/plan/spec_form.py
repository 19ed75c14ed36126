"""The form under a plan card: what nearly everybody looks at, and the rest folded away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.fields import Description, FieldKind
from app.model.measure import Way
from app.model.spec import MapillarySpec, Mode, Spec, SuperviselySpec
from ui.plan.field_editors import CountEditor
from ui.plan.field_group import FieldGroup
from ui.plan.fold import Fold
from ui.theme.theme import Theme

S = TypeVar("S", bound=Spec)


@dataclass(frozen=True, slots=True)
class FormShape:
    """Which fields of a spec a form shows.

    Attributes:
        usual: The spec as it comes.
        shown: Fields that everybody sees.
        folded: Fields behind the fold.
        about: What is behind the fold, in words.
    """

    usual: Spec
    shown: Sequence[str]
    folded: Sequence[str]
    about: str


# `with_children` belongs to the command line: the tree chooses datasets one by one.
DOWNLOAD_FORM = FormShape(
    SuperviselySpec(),
    ("annotations", "save_images", "labelled_only"),
    (
        "where",
        "then",
        "save_image_info",
        "save_image_meta",
        "limit",
        "trash_gone",
        "blobs",
        "mode",
        "batch_size",
        "cache",
    ),
    "rules, export, image data, number, requests, speed",
)
HARVEST_FORM = FormShape(
    MapillarySpec(),
    ("detections", "tables"),
    ("then", "has_map", "has_exif", "layout", "via", "fetch_workers", "batch_size"),
    "export, map to share, position in the pictures, folder, requests, speed",
)
WORKERS = Description(
    FieldKind.COUNT, "Requests at once", "Automatic finds what the server likes best.", minimum=1, maximum=256
)
RATE = Description(FieldKind.COUNT, "Speed limit", "For this job alone, in kilobytes per second.", minimum=1)


class SpecForm(QWidget):
    """What to fetch and how.

    Signals:
        edited(): Something is different now.
    """

    edited = Signal()

    def __init__(self, theme: Theme, shape: FormShape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._shown = FieldGroup(theme, shape.usual, shape.shown, self)
        self._folded = FieldGroup(theme, shape.usual, shape.folded, self)
        self.fold = Fold(theme, "plan.more", "More options", shape.about, self)
        self._workers = CountEditor(theme, "workers", WORKERS, self, nothing="Automatic")
        self._rate = CountEditor(theme, "rate_limit", RATE, self, suffix=" kB/s")
        for part in (self._folded, self._workers, self._rate):
            self.fold.column.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._shown)
        column.addWidget(self.fold)
        for editor in (self._shown, self._folded, self._workers, self._rate):
            editor.edited.connect(self._on_edit)

    def fill(self, spec: S) -> S:
        """Return a spec with what the form says."""
        return self._folded.fill(self._shown.fill(spec))

    @property
    def workers(self) -> int | None:
        """Return the requests at once; None lets Windrow learn."""
        return self._workers.value()

    @property
    def rate_limit(self) -> int | None:
        """Return bytes per second for the job; None is unlimited."""
        rate = self._rate.value()
        return rate * 1000 if rate is not None else None

    def show_spec(self, spec: Spec) -> None:
        """Show the values of a spec."""
        for group in (self._shown, self._folded):
            group.show_spec(spec)
        self._on_edit()

    def set_field(self, name: str, value: object) -> None:
        """Show another value in one field."""
        group = self._shown if name in self._shown.names else self._folded
        group.set_field(name, value)

    def use_way(self, way: Way | None) -> None:
        """Begin with a way of fetching that was measured; None goes back to the automatic one."""
        self.set_field("mode", Mode.AUTO if way is None else way.mode)
        self.set_field("batch_size", way.batch_size if way is not None and way.batch_size > 1 else None)
        self._workers.set_value(way.workers if way is not None and way.workers > 1 else None)

    def edit_field(self, name: str) -> QWidget:
        """Open what hides a field, give it the keyboard, and return it."""
        if name in self._folded.names:
            self.fold.open()
        group = self._shown if name in self._shown.names else self._folded
        return group.focus_field(name)

    def _on_edit(self) -> None:
        set_ = (self._workers.value() is not None, self._rate.value() is not None)
        self.fold.say(self._folded.changed_count + sum(set_))
        self.edited.emit()
