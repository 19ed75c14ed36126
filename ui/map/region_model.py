"""The regions as an item model: what is on the map, how many images it holds, and how its harvest stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from app.model.harvest import MapillarySpec
from app.model.region import Region, bare_area
from ui.map.shapes import ShownRegion
from ui.queue.row import JobRow
from ui.queue.states import look

SWATCH_PX = 14
Index = QModelIndex | QPersistentModelIndex


class RegionColumn(IntEnum):
    """Columns of the list."""

    NAME = 0
    COUNT = 1
    STATE = 2


class RegionRole(IntEnum):
    """What the delegate asks for, beside Qt's own roles."""

    PERCENT = Qt.ItemDataRole.UserRole + 1
    ICON = Qt.ItemDataRole.UserRole + 2
    TOKEN = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class RegionState:
    """How the newest harvest of a region stands.

    Attributes:
        job_id: Its job.
        words: Of its state.
        icon, token: As in the queue.
        percent: 0 to 100 while it is under way, else None.
    """

    job_id: int
    words: str
    icon: str
    token: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One line of the list."""

    shown: ShownRegion
    count: str = ""
    state: RegionState | None = None


def state_of(region: Region, rows: Iterable[JobRow], now: float) -> RegionState | None:
    """Return how the newest job with this very area stands; None when there is none."""
    area = bare_area(region)
    found = None
    for row in rows:
        spec = row.job.spec
        if not isinstance(spec, MapillarySpec) or (found is not None and found.job.id > row.job.id):
            continue
        if any(bare_area(one) == area for one in spec.regions):
            found = row
    if found is None:
        return None
    shown = look(found, now)
    percent = found.percent if found.live is not None else None
    return RegionState(found.job.id, shown.text, shown.icon, shown.token, percent)


class RegionModel(QAbstractTableModel):
    """The list.

    Signals:
        renamed(int, str): A region shall be called so.
        ticked(int, bool): A region shall be harvested, or not.
    """

    renamed = Signal(int, str)
    ticked = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RegionRow, ...] = ()

    @property
    def rows(self) -> tuple[RegionRow, ...]:
        """Return what is shown."""
        return self._rows

    def show(self, rows: Sequence[RegionRow]) -> None:
        """Show other rows; those that stay keep their selection."""
        rows = tuple(rows)
        before, after = len(self._rows), len(rows)
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self._rows = (*self._rows, *rows[before:])
            self.endInsertRows()
        elif after < before:
            gone = next((place for place in range(after) if self._rows[place].shown != rows[place].shown), after)
            self.beginRemoveRows(QModelIndex(), gone, gone + before - after - 1)
            self._rows = (*self._rows[:gone], *self._rows[gone + before - after :])
            self.endRemoveRows()
        changed = [place for place, row in enumerate(rows) if row != self._rows[place]]
        self._rows = rows
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(RegionColumn) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of regions."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(RegionColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that names can be ticked and edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == RegionColumn.NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the names of the columns; they are heard, not seen."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Name", "Images", "Harvest")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return one aspect of a cell."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match RegionColumn(index.column()):
            case RegionColumn.NAME:
                return _name_data(row, role)
            case RegionColumn.COUNT:
                if role == Qt.ItemDataRole.DisplayRole:
                    return row.count
                if role == Qt.ItemDataRole.TextAlignmentRole:
                    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _:
                return _state_data(row.state, role)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or rename; the map decides and shows the new rows."""
        if role == Qt.ItemDataRole.CheckStateRole:
            self.ticked.emit(index.row(), Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        name = str(value).strip()
        if role == Qt.ItemDataRole.EditRole and name and name != self._rows[index.row()].shown.title:
            self.renamed.emit(index.row(), name)
            return True
        return False


def _name_data(row: RegionRow, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
            return row.shown.title
        case Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.shown.is_checked else Qt.CheckState.Unchecked
        case Qt.ItemDataRole.DecorationRole:
            return swatch(row.shown)
        case Qt.ItemDataRole.ToolTipRole:
            return row.shown.region.bbox_text
        case Qt.ItemDataRole.AccessibleTextRole:
            parts = [row.shown.title, f"{row.count} images", row.state.words if row.state else ""]
            return ", ".join(part for part in parts if part)
        case _:
            return None


def _state_data(state: RegionState | None, role: int) -> object:
    if state is None:
        return None
    match role:
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
            return state.words
        case RegionRole.PERCENT:
            return state.percent
        case RegionRole.ICON:
            return state.icon
        case RegionRole.TOKEN:
            return state.token
        case _:
            return None


def swatch(shown: ShownRegion) -> QPixmap:
    """Return a little box or polygon in the colour of a region; hollow when it is hidden on the map."""
    ratio = 2.0
    picture = QPixmap(round(SWATCH_PX * ratio), round(SWATCH_PX * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    color = QColor(shown.color)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 2))
    soft = QColor(color)
    soft.setAlphaF(0.35 if shown.is_visible else 0.0)
    painter.setBrush(soft)
    if shown.region.is_box:
        painter.drawRect(QRectF(2, 2, SWATCH_PX - 4, SWATCH_PX - 4))
    else:
        corners = ((7, 1.5), (12.5, 5.5), (10.5, 12), (3.5, 12), (1.5, 5.5))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.end()
    return picture
