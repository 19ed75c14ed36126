"""What all dialogs have in common: a title, a column, a row of buttons, and being opened instead of executed."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.theme.theme import NUMBER_PX, SMALL_PX, Theme


class FormDialog(QDialog):
    """A dialog with a column of widgets and buttons at the foot. It deletes itself when it is closed."""

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        heading = QLabel(title, self)
        heading.setFont(theme.font(NUMBER_PX, semibold=True))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(8)
        self.column.addWidget(heading)

    def event(self, event: QEvent) -> bool:
        """Grow when words come in that need more lines."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.column.hasHeightForWidth():
            needed = self.column.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return is_done

    def add_words(self, words: str, look: str = "muted", name: str = "") -> QLabel:
        """Add a paragraph."""
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setProperty("look", look)
        label.setObjectName(name)
        label.setFont(self.theme.font(SMALL_PX if look == "muted" else 13))
        label.setVisible(bool(words))
        self.column.addWidget(label)
        return label

    def add_field(self, title: str, control: QWidget, name: str, help_: str = "") -> None:
        """Add a control with its name above and a sentence below."""
        label = QLabel(title, self)
        label.setBuddy(control)
        control.setObjectName(name)
        control.setAccessibleName(title)
        control.setAccessibleDescription(help_)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label)
        column.addWidget(control)
        self.column.addLayout(column)
        if help_:
            column.addWidget(self.add_words(help_))

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Add the foot: the first button is the usual one and stands on the right."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for number, button in enumerate(reversed(buttons)):
            button.setAutoDefault(False)
            is_usual = number == len(buttons) - 1
            button.setProperty("look", "primary" if is_usual else "quiet")
            button.setDefault(is_usual)
            row.addWidget(button)
        self.column.addSpacing(8)
        self.column.addLayout(row)


def say(label: QLabel, words: str, look: str) -> None:
    """Put words into a label, in the colour of what they mean."""
    label.setText(words)
    label.setVisible(bool(words))
    if label.property("look") != look:
        label.setProperty("look", look)
        label.style().unpolish(label)
        label.style().polish(label)
