"""Editors of fields that hold words: a text, a day with its calendar, and several of a few words."""

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QDate, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.model.fields import Description
from ui.plan.days import day_text
from ui.plan.field_editor import FieldEditor
from ui.shell.flow import FlowLayout
from ui.theme.theme import SMALL_PX, Theme

# A name is asked for when the person rests, not at every letter.
REST_MS = 500
PLACEHOLDERS = {"creator": "Anyone", "organization": "Any", "basemap": "Off"}


class TextEditor(FieldEditor):
    """A line of text."""

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, description, parent)
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(PLACEHOLDERS.get(name, ""))
        self._told = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell)
        self._field.textEdited.connect(lambda _: self._rest.start())
        self._field.editingFinished.connect(self._tell)
        self.finish(self._field, description, QLabel(description.label, self), False)

    def value(self) -> str:
        """Return the text without blanks around it."""
        return self._field.text().strip()

    def set_value(self, value: object) -> None:
        """Show a text."""
        self._field.setText(str(value or ""))
        self._field.setCursorPosition(0)
        self._tell()

    def _tell(self) -> None:
        self._rest.stop()
        if self.value() != self._told:
            self._told = self.value()
            self.edited.emit()


class DayEditor(FieldEditor):
    """A day, typed or picked from a calendar; empty is open."""

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, description, parent)
        self._is_end = name.endswith("until")
        self._value = ""
        self._field = QLineEdit(self)
        self._field.setPlaceholderText("Today" if self._is_end else "Any day")
        self._field.setClearButtonEnabled(True)
        self._field.editingFinished.connect(self._take)
        self._open = QAction("Pick a day", self)
        self._open.triggered.connect(self.open_calendar)
        self._field.addAction(self._open, QLineEdit.ActionPosition.LeadingPosition)
        self._problem = QLabel(self)
        self._problem.setProperty("look", "error")
        self._problem.setWordWrap(True)
        self._problem.setFont(theme.font(SMALL_PX))
        self._problem.hide()
        self.finish(self._field, description, QLabel(description.label, self), False)
        self._column.addWidget(self._problem)
        theme.changed.connect(self._tint)
        self._tint()

    def value(self) -> str:
        """Return the day as "2023-06-15", or nothing; what is no day counts as nothing, and the form says so."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show a day."""
        self._field.setText(str(value or ""))
        self._take()

    def open_calendar(self) -> None:
        """Let the person pick a day."""
        month = QCalendarWidget(self)
        month.setObjectName(f"plan.{self.name}.calendar")
        month.setWindowFlag(Qt.WindowType.Popup)
        month.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        month.setMaximumDate(QDate.currentDate())
        if self._value:
            month.setSelectedDate(QDate.fromString(self._value, Qt.DateFormat.ISODate))
        month.activated.connect(self._pick)
        month.clicked.connect(self._pick)
        month.clicked.connect(month.close)
        month.activated.connect(month.close)
        month.move(self._field.mapToGlobal(QPoint(0, self._field.height())))
        month.show()
        month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _pick(self, day: QDate) -> None:
        self.set_value(day.toString(Qt.DateFormat.ISODate))

    def _take(self) -> None:
        problem = ""
        try:
            value = day_text(self._field.text(), is_end=self._is_end)
        except ValueError as error:
            value, problem = "", str(error)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if value and self._field.text() != value:
            self._field.setText(value)
        if value != self._value:
            self._value = value
            self.edited.emit()

    def _tint(self) -> None:
        self._open.setIcon(self._theme.icon("calendar-blank-outline", "muted"))


class WordsEditor(FieldEditor):
    """Any of a few words, each with its box."""

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, description, parent)
        self._boxes: dict[str, QCheckBox] = {}
        group = QWidget(self)
        flow = FlowLayout(group, 12)
        for key, words in description.choices:
            box = QCheckBox(words, group)
            box.setAccessibleName(f"{description.label}: {words}")
            box.setObjectName(f"plan.{name}.{key}")
            box.toggled.connect(self.edited)
            flow.addWidget(box)
            self._boxes[key] = box
        outer = QWidget(self)
        column = QVBoxLayout(outer)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(group)
        self.finish(outer, description, QLabel(description.label, self), False)

    def value(self) -> tuple[str, ...]:
        """Return the keys of the ticked words, in their order."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: object) -> None:
        """Tick words by key."""
        chosen = value if isinstance(value, Iterable) else ()
        keys = {one.value if isinstance(one, Enum) else str(one) for one in chosen}
        for key, box in self._boxes.items():
            box.setChecked(key in keys)
