"""Settings: a form drawn from what the settings say about themselves, and the accounts."""

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.config.settings import Settings
from app.model.account import Account
from app.model.fields import FieldKind, descriptions
from ui.desk import Desk
from ui.dialogs.form import FormDialog, say
from ui.dialogs.number import NumberEditor
from ui.plan.field_editor import FieldEditor
from ui.plan.field_editors import ChoiceEditor, SwitchEditor
from ui.plan.text_editors import TextEditor

NO_BASEMAP = "Map pictures need an address with {z}, {x} and {y} in it. Leave it empty to switch them off."


class SettingsDialog(FormDialog):
    """Shows all settings; every change waits for "Save", but the theme is tried on at once.

    Signals:
        saved(object): New `Settings` are kept.
        forgotten(object): An `Account` shall be dropped.
    """

    saved = Signal(object)
    forgotten = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, "settings", "Settings", parent)
        self._desk = desk
        self._before = desk.backend.settings()
        self._editors: dict[str, FieldEditor] = {}
        self.folder = QLineEdit(self._before.downloads or str(desk.backend.default_folder), self)
        for name, description in descriptions(Settings).items():
            if description.kind is FieldKind.TREE:
                self.add_field(description.label, self._folder_row(), "settings.folder-row", description.help)
                continue
            kinds = {FieldKind.CHOICE: ChoiceEditor, FieldKind.SWITCH: SwitchEditor, FieldKind.TEXT: TextEditor}
            editor = kinds.get(description.kind, NumberEditor)(desk.theme, name, description, self)
            editor.set_value(getattr(self._before, name))
            self._editors[name] = editor
            self.column.addWidget(editor)
        self._editors["theme"].edited.connect(lambda: desk.theme.apply(str(self._editors["theme"].value())))
        self._accounts = QWidget(self)
        self._add_accounts()
        self.add_words(desk.backend.secrets_note)
        self._problem = self.add_words("", "error", "settings.problem")
        save = QPushButton("Save", self)
        save.setObjectName("settings.save")
        cancel = QPushButton("Cancel", self)
        cancel.setObjectName("settings.cancel")
        self.add_buttons(save, cancel)
        save.clicked.connect(self._on_save)
        cancel.clicked.connect(self.reject)
        self.rejected.connect(lambda: desk.theme.apply(self._before.theme))

    def values(self) -> Settings:
        """Return what the form says."""
        changes = {name: editor.value() for name, editor in self._editors.items()}
        folder = self.folder.text().strip()
        is_default = folder == str(self._desk.backend.default_folder) and not self._before.downloads
        changes["downloads"] = "" if is_default else folder
        return dataclasses.replace(self._before, **changes)  # type: ignore[arg-type]  # editors fit their fields

    def _on_save(self) -> None:
        if not is_basemap(str(self._editors["basemap"].value())):
            say(self._problem, NO_BASEMAP, "error")
            return
        self.saved.emit(self.values())
        self.accept()

    def _folder_row(self) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.folder.setObjectName("settings.folder")
        self.folder.setAccessibleName("Save to")
        choose = QPushButton("Choose…", row)
        choose.setObjectName("settings.choose-folder")
        choose.setProperty("look", "quiet")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        line.addWidget(self.folder, 1)
        line.addWidget(choose)
        return row

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Save new downloads in", self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _add_accounts(self) -> None:
        accounts = self._desk.backend.accounts()
        if not accounts:
            return
        title = QLabel("Accounts", self)
        title.setFont(self.theme.font(semibold=True))
        self.column.addWidget(title)
        for account in accounts:
            self.column.addLayout(self._account_row(account))

    def _account_row(self, account: Account) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(QLabel(account.label, self), 1)
        forget = QPushButton("Sign out", self)
        forget.setObjectName(f"settings.forget.{account.key}")
        forget.setAccessibleName(f"Sign out of {account.label}")
        forget.setProperty("look", "quiet")
        forget.setAutoDefault(False)
        forget.clicked.connect(lambda: self._forget(account, forget))
        row.addWidget(forget)
        return row

    def _forget(self, account: Account, button: QPushButton) -> None:
        button.setEnabled(False)
        button.setText("Signed out")
        self.forgotten.emit(account)


def is_basemap(address: str) -> bool:
    """Return whether map tiles can be asked for at an address; none at all is fine, too."""
    is_link = address.startswith(("https://", "http://"))
    return not address or (is_link and all(part in address for part in ("{z}", "{x}", "{y}")))
