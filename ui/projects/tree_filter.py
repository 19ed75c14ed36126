"""The filter of the project tree: what matches, everything above it, and everything below it."""

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt


class TreeFilter(QSortFilterProxyModel):
    """Shows rows whose name holds a text, in whatever case."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterKeyColumn(0)

    def set_text(self, text: str) -> None:
        """Filter by a text; an empty one shows everything."""
        self.setFilterFixedString(text.strip())
