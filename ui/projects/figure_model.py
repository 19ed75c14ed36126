"""The figures of one dataset as a table that can be sorted and filtered. Rows come page by page."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.model.figure import Figure
from app.model.statistics import value_text
from ui.projects.shape_words import shape_text
from ui.text import count_text

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Cell = Callable[[Figure], Any]


def _box(figure: Figure) -> str:
    return ", ".join(f"{value:g}" for value in figure.bbox) if figure.bbox else ""


def _tags(figure: Figure) -> str:
    return ", ".join(
        tag.name if tag.value in ("null", "") else f"{tag.name}={_value(tag.value)}" for tag in figure.tags
    )


def _value(text: str) -> str:
    """Return the JSON text of a value as people read it."""
    try:
        return value_text(json.loads(text)) or ""
    except ValueError:
        return text


# Title, what is shown, what it is sorted by, whether it is a number.
COLUMNS: tuple[tuple[str, Cell, Cell, bool], ...] = (
    ("Figure", lambda one: str(one.id), lambda one: one.id, True),
    ("Image", lambda one: one.image, lambda one: one.image.casefold(), False),
    ("Class", lambda one: one.class_name, lambda one: one.class_name.casefold(), False),
    ("Shape", lambda one: shape_text(one.shape), lambda one: one.shape, False),
    (
        "Area",
        lambda one: "" if one.area is None else count_text(round(one.area)),
        lambda one: -1.0 if one.area is None else one.area,
        True,
    ),
    ("Box", _box, _box, False),
    ("Tags", _tags, _tags, False),
    ("Created", lambda one: one.created_at[:16].replace("T", " "), lambda one: one.created_at, False),
)


class FigureModel(QAbstractTableModel):
    """Figures as rows.

    Signals:
        counted(): Other rows are shown now.
    """

    counted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Figure] = []
        self._shown: list[Figure] = []
        self._order = (0, False)
        self._class = self._text = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return all figures, in the order of the server."""
        return tuple(self._all)

    @property
    def classes(self) -> list[tuple[str, int]]:
        """Return the classes and how many figures each has, most first."""
        return Counter(one.class_name for one in self._all).most_common()

    def clear(self) -> None:
        """Show nothing."""
        self._all = []
        self._show()

    def add(self, figures: Sequence[Figure]) -> None:
        """Show more."""
        self._all.extend(figures)
        self._show()

    def choose(self, class_name: str, text: str) -> None:
        """Show only one class (empty: all), and only what holds a text in image or tags."""
        self._class, self._text = class_name, text.casefold()
        self._show()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self._order = (max(0, column), order is Qt.SortOrder.DescendingOrder)
        self._show()

    def _show(self) -> None:
        self.beginResetModel()
        column, is_down = self._order
        key = COLUMNS[column][2]
        chosen = [one for one in self._all if self._fits(one)]
        # Sorted by precomputed keys: comparing figures themselves would mean nothing.
        keyed = sorted(((key(one), place) for place, one in enumerate(chosen)), key=itemgetter(0), reverse=is_down)
        self._shown = [chosen[place] for _, place in keyed]
        self.endResetModel()
        self.counted.emit()

    def _fits(self, figure: Figure) -> bool:
        if self._class and figure.class_name != self._class:
            return False
        return not self._text or self._text in figure.image.casefold() or self._text in _tags(figure).casefold()

    # Qt's questions.

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of figures shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        figure, (_, shown, _, is_number) = self._shown[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(figure)
        if role == Qt.ItemDataRole.ToolTipRole:
            return figure.problem or shown(figure) or None
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if COLUMNS[section][3] else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
