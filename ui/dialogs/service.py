"""Which service to connect: a button for each, and one for each set of credentials that lies ready."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from app.model.account import FoundCredentials
from ui.desk import Desk
from ui.dialogs.form import FormDialog


class ServiceDialog(FormDialog):
    """Asks once.

    Signals:
        supervisely_wanted(), street_wanted(): Type or paste credentials of this service.
        found_wanted(), found_street_wanted(): Use what lies ready.
    """

    supervisely_wanted = Signal()
    street_wanted = Signal()
    found_wanted = Signal()
    found_street_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, "service", "Add account", parent)
        found, street = desk.backend.found(), desk.backend.found_street()
        self._add("service.supervisely", "Supervisely", "Projects with labels, by address and token.",
                  self.supervisely_wanted)  # fmt: skip
        if found is not None:
            self._add_found("service.found", found, self.found_wanted)
        self._add("service.mapillary", "Mapillary", "Street images of an area on the map, by token.",
                  self.street_wanted)  # fmt: skip
        if street is not None:
            self._add_found("service.found-street", street, self.found_street_wanted)
        cancel = QPushButton("Cancel", self)
        cancel.setObjectName("service.cancel")
        cancel.clicked.connect(self.reject)
        cancel.setProperty("look", "quiet")
        cancel.setAutoDefault(False)
        self.column.addSpacing(8)
        self.column.addWidget(cancel)

    def _add_found(self, name: str, found: FoundCredentials, signal: SignalInstance) -> None:
        words = f"{found.account.label}, token {found.masked}"
        self._add(name, f"Connect as found in {found.origin}", words, signal)

    def _add(self, name: str, words: str, line: str, signal: SignalInstance) -> None:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleDescription(line)
        button.setProperty("look", "quiet")
        button.setAutoDefault(False)
        button.clicked.connect(self.accept)
        button.clicked.connect(signal)
        self.column.addWidget(button)
        self.add_words(line)
