"""A number that always is one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from app.model.fields import Description
from ui.plan.field_editor import FieldEditor
from ui.plan.field_editors import MOST
from ui.theme.theme import Theme

NUMBER_WIDTH = 132


class NumberEditor(FieldEditor):
    """A number within its bounds."""

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, description, parent)
        self._box = QSpinBox(self)
        low, high = description.minimum, description.maximum
        self._box.setRange(0 if low is None else low, MOST if high is None else high)
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.setFixedWidth(theme.px(NUMBER_WIDTH))
        self._box.valueChanged.connect(self.edited)
        self.finish(self._box, description, QLabel(description.label, self), True)

    def value(self) -> int:
        """Return the number."""
        return self._box.value()

    def set_value(self, value: object) -> None:
        """Show a number."""
        if isinstance(value, int):
            self._box.setValue(value)
