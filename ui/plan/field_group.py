"""Some fields of a spec as a column of editors, drawn from what the fields say about themselves."""

from collections.abc import Sequence
from typing import TypeVar, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.fields import descriptions
from app.model.spec import Spec, spec_from_builtins, spec_to_builtins
from ui.plan.field_editor import FieldEditor
from ui.plan.field_editors import editor_for
from ui.theme.theme import Theme

S = TypeVar("S", bound=Spec)


class FieldGroup(QWidget):
    """Editors of named fields.

    Signals:
        edited(): Something is different now.
    """

    edited = Signal()

    def __init__(
        self, theme: Theme, usual: Spec, names: Sequence[str], parent: QWidget | None = None, label_px: int = 0
    ) -> None:
        """Make the editors.

        Args:
            theme: Fonts and colours.
            usual: The spec as it comes; its values are shown first.
            names: Fields in order; those that are chosen elsewhere are left out.
            parent: Owner.
            label_px: Width of labels that stand beside their control; 0 puts them above, with a sentence of help.
        """
        super().__init__(parent)
        self._usual = usual
        self._quiet = True
        self._editors: dict[str, FieldEditor] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        described = descriptions(usual)
        for name in names:
            editor = editor_for(theme, name, described[name], self)
            if editor is None:
                continue
            if label_px:
                editor.be_line(label_px)
            self._editors[name] = editor
            self.column.addWidget(editor)
            editor.edited.connect(self._on_edit)
        self.show_spec(usual)

    def fill(self, spec: S) -> S:
        """Return a spec with the values of these editors."""
        values = {name: editor.value() for name, editor in self._editors.items()}
        return cast(S, spec_from_builtins(spec_to_builtins(spec) | values))

    def show_spec(self, spec: Spec) -> None:
        """Show the values of a spec; nothing is told."""
        self._quiet = True
        for name, editor in self._editors.items():
            editor.set_value(getattr(spec, name))
        self._quiet = False

    def set_field(self, name: str, value: object) -> None:
        """Show another value in one field."""
        self._editors[name].set_value(value)

    def focus_field(self, name: str) -> QWidget:
        """Give one field the keyboard, and return its editor."""
        self._editors[name].focus()
        return self._editors[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the fields that have an editor, in order."""
        return tuple(self._editors)

    @property
    def changed_count(self) -> int:
        """Return how many fields are not as they come."""
        usual = spec_to_builtins(self._usual)
        mine = spec_to_builtins(self.fill(self._usual))
        return sum(usual[name] != mine[name] for name in self._editors)

    def _on_edit(self) -> None:
        if not self._quiet:
            self.edited.emit()
