"""Add from link: the link or the number of a project, read from the clipboard when it holds one."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui.dialogs.form import FormDialog, say
from ui.dialogs.paste import Pasted, read_project
from ui.theme.theme import Theme


class LinkDialog(FormDialog):
    """Asks for a project.

    Signals:
        named(object): A project was named (`Pasted`).
    """

    named = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "link", "Add from link", parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("https://app.supervisely.com/projects/…")
        self.add_field("Link or number of a project", self.field, "link.field")
        self._reason = self.add_words("", "muted", "link.reason")
        self.open_ = QPushButton("Open project", self)
        self.open_.setObjectName("link.open")
        cancel = QPushButton("Cancel", self)
        cancel.setObjectName("link.cancel")
        self.add_buttons(self.open_, cancel)
        cancel.clicked.connect(self.reject)
        self.open_.clicked.connect(self._on_open)
        self.field.textChanged.connect(self._on_edit)
        clipboard = QGuiApplication.clipboard().text().strip()
        if read_project(clipboard).project_id is not None:
            self.field.setText(clipboard)
            self.field.selectAll()
        self._on_edit()

    def _pasted(self) -> Pasted:
        return read_project(self.field.text())

    def _on_edit(self) -> None:
        has_project = self._pasted().project_id is not None
        self.open_.setEnabled(has_project)
        empty = not self.field.text().strip()
        words = "" if has_project else "Paste a link." if empty else "No project number is in this text."
        say(self._reason, words, "muted" if empty else "error")

    def _on_open(self) -> None:
        self.named.emit(self._pasted())
        self.accept()
