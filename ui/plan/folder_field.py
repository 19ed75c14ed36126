"""Where a download goes: a field, a button that opens the folder picker, and a sentence when it cannot be."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ui.theme.theme import SMALL_PX, Theme


class FolderField(QWidget):
    """Edits the destination.

    Signals:
        edited(): The folder is another one.
    """

    edited = Signal()

    def __init__(self, theme: Theme, root: Path, parent: QWidget | None = None, words: str = "Save to") -> None:
        super().__init__(parent)
        self._theme = theme
        self._root = root
        self._key: object = None
        self._leaf = ""
        self._label = QLabel(words, self)
        self._field = QLineEdit(self)
        self._field.setObjectName("plan.folder")
        self._field.setAccessibleName(words)
        self._label.setBuddy(self._field)
        self._field.textEdited.connect(self.edited)
        self._button = QToolButton(self)
        self._button.setObjectName("plan.folder-button")
        self._button.setAccessibleName("Choose a folder")
        self._button.setToolTip("Choose a folder")
        self._button.setProperty("look", "flat")
        self._button.clicked.connect(self.choose)
        self._reason = QLabel(self)
        self._reason.setObjectName("plan.folder-reason")
        self._reason.setProperty("look", "error")
        self._reason.setWordWrap(True)
        self._reason.setFont(theme.font(SMALL_PX))
        self._reason.hide()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._field, 1)
        row.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._label)
        column.addLayout(row)
        column.addWidget(self._reason)
        theme.changed.connect(self._tint)
        self._tint()

    def folder(self) -> str:
        """Return the folder as an absolute path; empty when the field is."""
        text = self._field.text().strip()
        return str(Path(text).expanduser().absolute()) if text else ""

    def propose(self, key: object, leaf: str) -> None:
        """Propose a folder for something else; a folder that was typed stays while the key is the same.

        Args:
            key: What the folder is for; None keeps what is there.
            leaf: Its name below the folder for new downloads; empty is that folder itself.
        """
        if key is None or key == self._key:
            return
        self._key, self._leaf = key, leaf
        self._write()

    @property
    def is_proposal(self) -> bool:
        """Return whether the field shows what was proposed."""
        return self.folder() == str(self._root / self._leaf)

    def use_root(self, root: Path) -> None:
        """Propose folders below another one from now on."""
        self._root = root
        if self._key is not None:
            self._write()
            self.edited.emit()

    def say(self, reason: str) -> None:
        """Show why the folder cannot be used; an empty reason hides it."""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))

    def choose(self) -> None:
        """Open the folder picker."""
        dialog = QFileDialog(self.window(), "Save in a folder of its own inside…", str(self._root))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.use_root(Path(path)))
        dialog.open()

    def _write(self) -> None:
        folder = str(self._root / self._leaf)
        self._field.setText(short(folder))
        self._field.setToolTip(folder)

    def _tint(self) -> None:
        self._button.setIcon(self._theme.icon("folder-open-outline"))


def short(folder: str) -> str:
    """Return a folder with the home written as "~"."""
    home = str(Path.home())
    return f"~{folder[len(home) :]}" if folder == home or folder.startswith(f"{home}/") else folder
