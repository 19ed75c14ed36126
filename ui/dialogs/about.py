"""About Windrow: version, licence, and the licences of what it is built on; and the sheet of shortcuts."""

from PySide6.QtWidgets import QPushButton, QTableWidget, QTableWidgetItem, QTextBrowser, QWidget

import app
from ui.dialogs.form import FormDialog
from ui.theme.resources import resource_text
from ui.theme.theme import Theme


class AboutDialog(FormDialog):
    """Says what this is and whose work it stands on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "about", "About Windrow", parent)
        self.add_words(f"Version {app.__version__}. MIT licence.", "")
        self.add_words(
            "Brings image datasets home: verified, resumable, fast. "
            "Nothing is sent anywhere but to the servers that you connect.",
            "",
        )
        self.add_words("Built on:")
        licences = QTextBrowser(self)
        licences.setObjectName("about.licences")
        licences.setAccessibleName("Licences of what is bundled")
        text = resource_text("licences/THIRD_PARTY.md")
        # The table alone: its heading stands above it already.
        licences.setMarkdown(text[max(0, text.find("|")) :])
        licences.setMinimumSize(560, 260)
        self.column.addWidget(licences)
        close = QPushButton("Close", self)
        close.setObjectName("about.close")
        close.clicked.connect(self.accept)
        self.add_buttons(close)


class ShortcutsDialog(FormDialog):
    """Every action and its keys."""

    def __init__(self, theme: Theme, rows: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(theme, "shortcuts", "Shortcuts", parent)
        table = QTableWidget(len(rows), 2, self)
        table.setObjectName("shortcuts.table")
        table.setAccessibleName("Actions and their keys")
        table.setHorizontalHeaderLabels(["Action", "Keys"])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        for place, (words, keys) in enumerate(rows):
            table.setItem(place, 0, QTableWidgetItem(words))
            table.setItem(place, 1, QTableWidgetItem(keys))
        table.setColumnWidth(0, 300)
        table.horizontalHeader().setStretchLastSection(True)
        table.setMinimumSize(480, 420)
        self.column.addWidget(table)
        close = QPushButton("Close", self)
        close.setObjectName("shortcuts.close")
        close.clicked.connect(self.accept)
        self.add_buttons(close)
