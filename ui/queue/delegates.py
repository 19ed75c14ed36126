"""How cells of the queue and of a job are painted: tinted icon and words, progress bar, figures, muted zeros."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.queue.job_model import JobRole
from ui.text import UNKNOWN
from ui.theme.theme import BODY_PX, SMALL_PX, Theme

Index = QModelIndex | QPersistentModelIndex

ICON_PX = 16
BAR_MARGIN_PX = 6
BAR_RADIUS_PX = 4
QUIET = frozenset({"0", UNKNOWN, "off"})


class CellDelegate(QStyledItemDelegate):
    """Words with the icon and colour that the model names; zeros and unknowns are muted."""

    def __init__(self, theme: Theme, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = parent
        self._font = theme.font(BODY_PX)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """Set font, colour and icon of a cell."""
        super().initStyleOption(option, index)
        option.font = self._font
        icon = index.data(JobRole.ICON)
        token = index.data(JobRole.TOKEN)
        if token is None:
            token = "muted" if option.text in QUIET else "text"
        if isinstance(icon, str):
            tint = token if token != "text" else "muted"
            option.icon = self._theme.icon(icon, tint)
            option.decorationSize = QSize(ICON_PX, ICON_PX)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        color = self._theme.color(token)
        option.palette.setColor(QPalette.ColorGroup.All, QPalette.ColorRole.Text, color)
        option.palette.setColor(QPalette.ColorGroup.All, QPalette.ColorRole.HighlightedText, color)
        # One ring around the row says where the focus is; a frame around one cell would only be noise.
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, and its share of the focus ring."""
        super().paint(painter, option, index)
        self.paint_focus(painter, option.rect, index)

    def paint_focus(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw the lines of the focus ring that run through this cell."""
        if not self._view.hasFocus() or self._view.currentIndex().row() != index.row():
            return
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, self._theme.color("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.color("accent"))


class ProgressDelegate(CellDelegate):
    """A bar with the percentage in it, readable on every row in every theme."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row's ground, the bar, its fill and the figure."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, self._view)
        percent = index.data(JobRole.PERCENT)
        if isinstance(percent, int):
            self._paint_bar(painter, option.rect, percent)
        self.paint_focus(painter, option.rect, index)

    def _paint_bar(self, painter: QPainter, cell: QRect, percent: int) -> None:
        tokens = self._theme.tokens
        edge = 2.0 if tokens.is_contrast else 1.0
        bar = QRectF(cell).adjusted(BAR_MARGIN_PX, BAR_MARGIN_PX - 1, -BAR_MARGIN_PX, -BAR_MARGIN_PX + 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.base))
        painter.drawRoundedRect(bar, BAR_RADIUS_PX, BAR_RADIUS_PX)
        if percent > 0:
            painter.setClipRect(QRectF(bar.left(), bar.top(), bar.width() * percent / 100, bar.height()))
            painter.setBrush(QColor(tokens.fill))
            painter.drawRoundedRect(bar, BAR_RADIUS_PX, BAR_RADIUS_PX)
            painter.setClipping(False)
        painter.setPen(QPen(QColor(tokens.control), edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = edge / 2
        painter.drawRoundedRect(bar.adjusted(inset, inset, -inset, -inset), BAR_RADIUS_PX, BAR_RADIUS_PX)
        painter.setPen(QColor(tokens.text))
        painter.setFont(self._theme.font(SMALL_PX))
        painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, f"{percent} %")
        painter.restore()
