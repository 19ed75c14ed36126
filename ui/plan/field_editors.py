"""One editor for each kind of field that describes itself: a label, the control, one sentence of help."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from app.model.fields import Description, FieldKind
from ui.theme.theme import SMALL_PX, Theme

MOST = 1_000_000_000


class FieldEditor(QWidget):
    """Edits one field.

    Signals:
        edited(): The value is another one.
    """

    edited = Signal()

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._help = QLabel(description.help, self)
        self._help.setWordWrap(True)
        self._help.setProperty("look", "muted")
        self._help.setFont(theme.font(SMALL_PX))

    def value(self) -> object:
        """Return the value as the record wants it."""
        raise TypeError(f"{type(self).__name__} edits nothing")

    def set_value(self, value: object) -> None:
        """Show a value."""
        raise TypeError(f"{type(self).__name__} edits nothing")

    def finish(self, control: QWidget, description: Description, label: QLabel | None, is_beside: bool) -> None:
        """Put label, control and help in their places."""
        control.setObjectName(f"plan.{self.name}")
        control.setAccessibleName(description.label)
        control.setAccessibleDescription(description.help)
        if label is not None:
            label.setBuddy(control)
        if is_beside and label is not None:
            row = QHBoxLayout()
            row.addWidget(label, 1)
            row.addWidget(control)
            self._column.addLayout(row)
        else:
            if label is not None:
                self._column.addWidget(label)
            self._column.addWidget(control)
        self._column.addWidget(self._help)


class ChoiceEditor(FieldEditor):
    """One of several words."""

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, description, parent)
        self._box = QComboBox(self)
        for key, words in description.choices:
            self._box.addItem(words, key)
        self._box.currentIndexChanged.connect(self.edited)
        self.finish(self._box, description, QLabel(description.label, self), False)

    def value(self) -> str:
        """Return the key of the chosen word."""
        return str(self._box.currentData())

    def set_value(self, value: object) -> None:
        """Choose by key."""
        key = value.value if isinstance(value, Enum) else value
        self._box.setCurrentIndex(max(0, self._box.findData(key)))


class SwitchEditor(FieldEditor):
    """Yes or no."""

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, description, parent)
        self._box = QCheckBox(description.label, self)
        self._box.toggled.connect(self.edited)
        self._help.setIndent(20)
        self.finish(self._box, description, None, False)

    def value(self) -> bool:
        """Return whether it is on."""
        return self._box.isChecked()

    def set_value(self, value: object) -> None:
        """Switch it."""
        self._box.setChecked(bool(value))


class CountEditor(FieldEditor):
    """A number, or nothing: the lowest position stands for nothing and says so in words."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        description: Description,
        parent: QWidget | None = None,
        nothing: str = "No limit",
        suffix: str = "",
    ) -> None:
        super().__init__(theme, name, description, parent)
        self._box = QSpinBox(self)
        self._box.setRange((description.minimum or 1) - 1, description.maximum or MOST)
        self._box.setSpecialValueText(nothing)
        self._box.setSuffix(suffix)
        self._box.setGroupSeparatorShown(True)
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.setMinimumWidth(124)
        self._box.valueChanged.connect(self.edited)
        self.finish(self._box, description, QLabel(description.label, self), True)

    def value(self) -> int | None:
        """Return the number, or None for nothing."""
        return None if self._box.value() == self._box.minimum() else self._box.value()

    def set_value(self, value: object) -> None:
        """Show a number, or None for nothing."""
        self._box.setValue(value if isinstance(value, int) else self._box.minimum())


def editor_for(theme: Theme, name: str, description: Description, parent: QWidget) -> FieldEditor | None:
    """Return the editor of a field; None for fields that are chosen elsewhere (tree, map, ids)."""
    match description.kind:
        case FieldKind.CHOICE:
            return ChoiceEditor(theme, name, description, parent)
        case FieldKind.SWITCH:
            return SwitchEditor(theme, name, description, parent)
        case FieldKind.COUNT:
            nothing = "Automatic" if name in ("batch_size", "workers") else "No limit"
            return CountEditor(theme, name, description, parent, nothing)
        case FieldKind.TREE | FieldKind.REGION | FieldKind.IDS | FieldKind.WORDS:
            return None
        case FieldKind.DATE | FieldKind.TEXT | FieldKind.NUMBER:
            return None
