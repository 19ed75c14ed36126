"""What stands along the edges of the map: legends, notes, credits, the scale, the place under the pointer."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from app.model.coverage import TileState
from ui.map.scale_bar import paint_scale, scale_for
from ui.map.standing_layer import FILLS, GLYPHS, ORDER, PATTERNS
from ui.map.viewport import Viewport
from ui.theme.tokens import Tokens

EDGE_PX = 8.0
LINE_PX = 22.0
SWATCH_PX = 10.0
GROUND_ALPHA = 0.88


@dataclass(frozen=True, slots=True)
class Margins:
    """What is to be said along the edges.

    Attributes:
        credit: Whose map is seen.
        notes: What does not work now.
        pointer: The place under the pointer; empty when it is elsewhere.
        states: Of tiles that are seen, for the legend.
        dots: Words and colours of dots, for the legend.
    """

    credit: str = ""
    notes: tuple[str, ...] = ()
    pointer: str = ""
    states: tuple[TileState, ...] = ()
    dots: tuple[tuple[str, str], ...] = ()


def foot_px(margins: Margins) -> float:
    """Return the height at the foot that credits, scale and legends take: what floats over the map keeps off it."""
    lines = max(1, bool(margins.states) + bool(margins.dots))
    return EDGE_PX + lines * (LINE_PX + 4)


def paint_margins(painter: QPainter, margins: Margins, view: Viewport, tokens: Tokens) -> None:
    """Draw everything along the edges; the font of the painter is used."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bottom = view.height - EDGE_PX
    _paint_right(painter, margins, view, tokens)
    for line in (margins.states, margins.dots):
        if line:
            _paint_legend(painter, _entries(line, tokens), bottom, tokens)
            bottom -= LINE_PX + 4
    if margins.pointer:
        _plate(painter, margins.pointer, EDGE_PX, bottom, tokens)
        bottom -= LINE_PX + 4
    for note in margins.notes:
        _plate(painter, note, EDGE_PX, bottom, tokens, ink=tokens.warn)
        bottom -= LINE_PX + 4
    painter.restore()


def _paint_right(painter: QPainter, margins: Margins, view: Viewport, tokens: Tokens) -> None:
    """Draw the credit and the scale on one plate in the right bottom corner."""
    metrics = QFontMetricsF(painter.font())
    length, words = scale_for(view)
    width = length + 6 + metrics.horizontalAdvance(words)
    credit = metrics.horizontalAdvance(margins.credit) + 16 if margins.credit else 0.0
    right, bottom = view.width - EDGE_PX, view.height - EDGE_PX
    plate = QRectF(right - width - credit - 12, bottom - LINE_PX, width + credit + 12, LINE_PX)
    _ground(painter, plate, tokens)
    ink = QColor(tokens.text)
    paint_scale(painter, view, right - 6, bottom - LINE_PX / 2 + 7, ink)
    if margins.credit:
        painter.setPen(ink)
        painter.drawText(plate.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, margins.credit)


def _plate(painter: QPainter, words: str, left: float, bottom: float, tokens: Tokens, ink: str = "") -> None:
    width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 12
    plate = QRectF(left, bottom - LINE_PX, width, LINE_PX)
    _ground(painter, plate, tokens)
    painter.setPen(QColor(ink or tokens.text))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def _ground(painter: QPainter, plate: QRectF, tokens: Tokens) -> None:
    color = QColor(tokens.base)
    color.setAlphaF(1.0 if tokens.is_contrast else GROUND_ALPHA)
    painter.setPen(QPen(QColor(tokens.control), 1) if tokens.is_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(plate, 4, 4)


@dataclass(frozen=True, slots=True)
class _Entry:
    words: str
    color: str
    state: TileState | None = None


def _entries(line: tuple[TileState, ...] | tuple[tuple[str, str], ...], tokens: Tokens) -> list[_Entry]:
    entries = []
    for one in line:
        if isinstance(one, TileState):
            entries.append(_Entry(one.value, str(getattr(tokens, FILLS[one][0])), one))
        else:
            entries.append(_Entry(*one))
    return sorted(entries, key=lambda one: -1 if one.state is None else ORDER.index(one.state))


def _paint_legend(painter: QPainter, entries: list[_Entry], bottom: float, tokens: Tokens) -> None:
    metrics = QFontMetricsF(painter.font())
    widths = [SWATCH_PX + 5 + metrics.horizontalAdvance(entry.words) + 12 for entry in entries]
    plate = QRectF(EDGE_PX, bottom - LINE_PX, sum(widths) + 2, LINE_PX)
    _ground(painter, plate, tokens)
    left = plate.left() + 7
    for entry, width in zip(entries, widths, strict=True):
        box = QRectF(left, plate.center().y() - SWATCH_PX / 2, SWATCH_PX, SWATCH_PX)
        _paint_swatch(painter, box, entry, tokens)
        painter.setPen(QColor(tokens.text))
        words = QRectF(box.right() + 5, plate.top(), width, plate.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, entry.words)
        left += width


def _paint_swatch(painter: QPainter, box: QRectF, entry: _Entry, tokens: Tokens) -> None:
    color = QColor(entry.color)
    if entry.state is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        return
    soft = QColor(color)
    soft.setAlphaF(max(0.28, FILLS[entry.state][1]))
    painter.setPen(QPen(color, 1))
    painter.setBrush(QBrush(color, PATTERNS[entry.state]) if tokens.is_contrast else soft)
    painter.drawRect(box)
    glyph = GLYPHS.get(entry.state)
    if glyph:
        painter.drawText(box.adjusted(-4, -4, 4, 4), Qt.AlignmentFlag.AlignCenter, glyph)
    elif entry.state is TileState.ACTIVE and not tokens.is_contrast:
        painter.drawLine(QPointF(box.left(), box.bottom()), QPointF(box.right(), box.top()))
