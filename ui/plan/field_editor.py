"""What every editor of a field has: its name, its label, its control, one sentence of help."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.model.fields import Description
from ui.theme.theme import SMALL_PX, Theme

CONTROL_PX = 25


class FieldEditor(QWidget):
    """Edits one field.

    Signals:
        edited(): The value is another one.
    """

    edited = Signal()

    def __init__(self, theme: Theme, name: str, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._theme = theme
        self._label: QLabel | None = None
        self._control: QWidget | None = None
        self._row: QHBoxLayout | None = None
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

    def focus(self) -> None:
        """Take the keyboard."""
        if self._control is not None:
            self._control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self, control: QWidget, description: Description, label: QLabel | None, is_beside: bool) -> None:
        """Put label, control and help in their places."""
        control.setObjectName(f"plan.{self.name}")
        control.setAccessibleName(description.label)
        control.setAccessibleDescription(description.help)
        self._label, self._control = label, control
        if label is not None:
            label.setBuddy(control)
            label.setWordWrap(is_beside)
        if is_beside and label is not None:
            self._row = QHBoxLayout()
            self._row.addWidget(label, 1)
            self._row.addWidget(control)
            self._column.addLayout(self._row)
        else:
            if label is not None:
                self._column.addWidget(label)
            self._column.addWidget(control)
        self._column.addWidget(self._help)

    def be_brief(self) -> None:
        """Show no sentence of help; it becomes a tool tip."""
        self._help.hide()
        for widget in (self._label, self._control):
            if widget is not None:
                widget.setToolTip(self._help.text())

    def be_line(self, label_px: int) -> None:
        """Stand in one line of a narrow form: the label, so wide, then the control; the help becomes a tool tip."""
        self._help.hide()
        label, control = self._label, self._control
        if label is None or control is None:
            self.setToolTip(self._help.text())
            return
        if self._row is None:
            self._column.removeWidget(label)
            self._column.removeWidget(control)
            self._row = QHBoxLayout()
            self._row.addWidget(label)
            self._row.addWidget(control)
            self._column.insertLayout(0, self._row)
        self._row.setStretch(0, 0)
        self._row.setStretch(1, 1)
        self._row.setSpacing(8)
        label.setFixedWidth(label_px)
        label.setProperty("look", "muted")
        label.setFont(self._theme.font(SMALL_PX))
        # A narrow form decides how wide its controls are, not the longest word in one of them.
        control.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        control.setMinimumWidth(0)
        control.setFixedHeight(self._theme.px(CONTROL_PX))
        for widget in (label, control):
            widget.setToolTip(self._help.text())
