"""One editor for each kind of field that describes itself: choices, switches, numbers; words have their own file."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QSpinBox, QWidget

from app.model.fields import Description, FieldKind
from ui.plan.field_editor import FieldEditor
from ui.plan.rules_editor import RulesEditor
from ui.plan.text_editors import DayEditor, TextEditor, WordsEditor
from ui.theme.theme import Theme

MOST = 1_000_000_000
MOST_AMOUNT = 100_000.0


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
        # While a number is typed its beginnings are not meant.
        self._box.setKeyboardTracking(False)
        self._box.valueChanged.connect(self.edited)
        self.finish(self._box, description, QLabel(description.label, self), True)

    def value(self) -> int | None:
        """Return the number, or None for nothing."""
        return None if self._box.value() == self._box.minimum() else self._box.value()

    def set_value(self, value: object) -> None:
        """Show a number, or None for nothing."""
        self._box.setValue(value if isinstance(value, int) else self._box.minimum())


@dataclass(frozen=True, slots=True)
class AmountLook:
    """How a number with decimals is written.

    Attributes:
        nothing: Words for no number.
        before, after: Around the number.
        step: Of the arrows.
        decimals: Digits behind the point.
    """

    nothing: str = "Any"
    before: str = ""
    after: str = ""
    step: float = 1.0
    decimals: int = 1


AMOUNT_LOOKS = {
    "spacing": AmountLook("Every image", "1 image per ", " m", 5.0),
    "min_quality": AmountLook("Any", "≥ ", "", 0.1, 2),
}


class AmountEditor(FieldEditor):
    """A number with decimals, or nothing; the position below the least number stands for nothing."""

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, description, parent)
        look = AMOUNT_LOOKS.get(name, AmountLook())
        low = float(description.minimum or 0)
        self._box = QDoubleSpinBox(self)
        self._box.setDecimals(look.decimals)
        self._box.setSingleStep(look.step)
        # Zero metres thin nothing out and zero quality leaves nothing out: both are said as "nothing".
        self._box.setRange(low, float(description.maximum or MOST_AMOUNT))
        self._box.setSpecialValueText(look.nothing)
        self._box.setPrefix(look.before)
        self._box.setSuffix(look.after)
        self._box.setKeyboardTracking(False)
        self._box.valueChanged.connect(self.edited)
        self.finish(self._box, description, QLabel(description.label, self), True)

    def value(self) -> float | None:
        """Return the number, or None for nothing."""
        return None if self._box.value() <= self._box.minimum() else self._box.value()

    def set_value(self, value: object) -> None:
        """Show a number, or None for nothing."""
        self._box.setValue(float(value) if isinstance(value, int | float) else self._box.minimum())


def editor_for(theme: Theme, name: str, description: Description, parent: QWidget) -> FieldEditor | None:
    """Return the editor of a field; None for fields that are chosen elsewhere (tree, map, ids)."""
    match description.kind:
        case FieldKind.CHOICE:
            return ChoiceEditor(theme, name, description, parent)
        case FieldKind.SWITCH:
            return SwitchEditor(theme, name, description, parent)
        case FieldKind.COUNT:
            is_ours = name in ("batch_size", "workers", "fetch_workers")
            return CountEditor(theme, name, description, parent, "Automatic" if is_ours else "No limit")
        case FieldKind.DATE:
            return DayEditor(theme, name, description, parent)
        case FieldKind.TEXT:
            return TextEditor(theme, name, description, parent)
        case FieldKind.NUMBER:
            return AmountEditor(theme, name, description, parent)
        case FieldKind.RULES:
            return RulesEditor(theme, name, description, parent)
        case FieldKind.WORDS | FieldKind.NAMES:
            return WordsEditor(theme, name, description, parent) if description.choices else None
        case FieldKind.TREE | FieldKind.REGION | FieldKind.IDS | FieldKind.PAIRS:
            return None
