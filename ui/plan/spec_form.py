"""The form under the plan card, drawn from what the fields of the spec say about themselves."""

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.model.fields import Description, FieldKind, descriptions
from app.model.spec import Annotations, SuperviselySpec
from ui.plan.choice import Order
from ui.plan.field_editors import CountEditor, FieldEditor, editor_for
from ui.theme.theme import Theme

# `with_children` belongs to the command line: the tree chooses datasets one by one.
HIDDEN = frozenset({"with_children"})
# What nearly everybody looks at; the rest is folded, so that the card fits without scrolling.
USUAL = ("annotations", "save_images")
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

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._editors: dict[str, FieldEditor] = {}
        self._quiet = False
        self._more = QWidget(self)
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(8)
        self._fold = QToolButton(self)
        self._fold.setObjectName("plan.more")
        self._fold.setProperty("look", "fold")
        self._fold.setCheckable(True)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.toggled.connect(self._on_fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for name, description in descriptions(SuperviselySpec).items():
            editor = None if name in HIDDEN else editor_for(theme, name, description, self)
            if editor is not None:
                self._editors[name] = editor
                (column if name in USUAL else more).addWidget(editor)
        self._workers = CountEditor(theme, "workers", WORKERS, self, nothing="Automatic")
        self._rate = CountEditor(theme, "rate_limit", RATE, self, suffix=" kB/s")
        more.addWidget(self._workers)
        more.addWidget(self._rate)
        column.addWidget(self._fold)
        column.addWidget(self._more)
        for editor in (*self._editors.values(), self._workers, self._rate):
            editor.edited.connect(self._on_edit)
        theme.changed.connect(self._tint)
        self._on_fold(False)
        self.show_spec(SuperviselySpec())

    def order(self, folder: str) -> Order:
        """Return what the form says, for a folder."""
        values = {name: editor.value() for name, editor in self._editors.items()}
        values["annotations"] = Annotations(str(values["annotations"]))
        what = dataclasses.replace(SuperviselySpec(), **values)  # type: ignore[arg-type]  # editors fit their fields
        rate = self._rate.value()
        return Order(what, folder, self._workers.value(), rate * 1000 if rate is not None else None)

    def show_spec(self, spec: SuperviselySpec) -> None:
        """Show the values of a spec."""
        self._quiet = True
        for name, editor in self._editors.items():
            editor.set_value(getattr(spec, name))
        self._quiet = False
        self._on_edit()

    def set_field(self, name: str, value: object) -> None:
        """Show another value in one field."""
        self._editors[name].set_value(value)

    def _on_edit(self) -> None:
        changed = self._changed()
        self._fold.setText(f"More options ({changed} set)" if changed else "More options")
        self._fold.setAccessibleName(f"{self._fold.text()}: image data, number, requests, speed")
        if not self._quiet:
            self.edited.emit()

    def _changed(self) -> int:
        """Return how many of the folded fields are not as they come."""
        default = SuperviselySpec()
        folded = [name for name in self._editors if name not in USUAL]
        set_ = [self._editors[name].value() != getattr(default, name) for name in folded]
        return sum((*set_, self._workers.value() is not None, self._rate.value() is not None))

    def _on_fold(self, is_open: bool) -> None:
        self._more.setVisible(is_open)
        self._tint()

    def _tint(self) -> None:
        name = "chevron-down" if self._fold.isChecked() else "chevron-right"
        self._fold.setIcon(self._theme.icon(name, "muted"))
