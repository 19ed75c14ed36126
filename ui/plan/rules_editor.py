"""The editor of rules that choose images: one a line."""

from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from app.model.fields import Description
from app.model.rule import parse_rule
from ui.plan.field_editor import FieldEditor
from ui.theme.theme import SMALL_PX, Theme

REST_MS = 500
LINES = 3


class RulesEditor(FieldEditor):
    """Rules, one a line.

    A line that is no rule stays part of the value: the engine then refuses to count rather than fetch everything.
    """

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, description, parent)
        self._field = QPlainTextEdit(self)
        self._field.setTabChangesFocus(True)
        self._field.setPlaceholderText("class:car\ntag:weather=rain")
        self._field.setFixedHeight(self._field.fontMetrics().lineSpacing() * LINES + 14)
        self._told: tuple[str, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell)
        self._field.textChanged.connect(lambda: self._rest.start())
        self._problem = QLabel(self)
        self._problem.setObjectName(f"plan.{name}.problem")
        self._problem.setProperty("look", "error")
        self._problem.setWordWrap(True)
        self._problem.setFont(theme.font(SMALL_PX))
        self._problem.hide()
        self.finish(self._field, description, QLabel(description.label, self), False)
        self._column.addWidget(self._problem)

    def value(self) -> tuple[str, ...]:
        """Return the lines that hold something, each once."""
        lines = (line.strip() for line in self._field.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def set_value(self, value: object) -> None:
        """Show rules."""
        chosen = value if isinstance(value, Iterable) else ()
        self._field.setPlainText("\n".join(str(one) for one in chosen))
        self._tell()

    def _tell(self) -> None:
        self._rest.stop()
        problem = _problem(self.value())
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if self.value() != self._told:
            self._told = self.value()
            self.edited.emit()


def _problem(lines: Iterable[str]) -> str:
    """Return the sentence about the first line that is no rule."""
    for line in lines:
        try:
            parse_rule(line)
        except ValueError as error:
            return f"{error}."
    return ""
