"""What is known of the picture beside it: facts, its labels, and every field of the selected label."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.model.gallery import LabelCard, PictureCard
from ui.preview.count_list import CountRow, CountTable
from ui.text import bytes_text, count_text, number_text, plural
from ui.theme.theme import SMALL_PX, Theme

WIDTH = 232
SIDE_PX = 12
MOST_FIELD = 200


class Details(QFrame):
    """A column beside the picture.

    Signals:
        label_picked(int): A label shall be selected and made to be seen (its place).
    """

    label_picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card: PictureCard | None = None
        self._label: int | None = None
        self.setObjectName("preview.details")
        self.setFixedWidth(theme.px(WIDTH))
        self._name = QLabel(self)
        self._name.setFont(theme.font(semibold=True))
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name.setWordWrap(True)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._facts = _lines(theme, "preview.facts", self)
        self._title = QLabel(self)
        self._title.setProperty("look", "muted")
        self.labels = CountTable(theme, "preview.labels", "Labels of this picture", self)
        self.labels.picked.connect(lambda key: self.label_picked.emit(int(key)))
        self._fields = _lines(theme, "preview.fields", self)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(SIDE_PX, 8, SIDE_PX, 12)
        column.setSpacing(8)
        for widget in (self._name, self._facts, self._title, self.labels, self._fields):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def sizeHint(self) -> QSize:
        """Return the wished size."""
        return QSize(self._theme.px(WIDTH), 300)

    def show_picture(self, card: PictureCard) -> None:
        """Show what is known of a picture."""
        self._card = card
        self._show_name(card.name)
        self._facts.setText("\n".join(picture_lines(card)))
        self._title.setText(f"Labels · {count_text(len(card.labels))}")
        self.labels.rows.show([_row(label) for label in card.labels])
        self._show_label()

    def _show_name(self, name: str) -> None:
        """Show a name; one word that is wider than the column loses its middle, which the tool tip has."""
        room = self._theme.px(WIDTH) - 2 * SIDE_PX
        metrics = self._name.fontMetrics()
        words = (metrics.elidedText(word, Qt.TextElideMode.ElideMiddle, room) for word in name.split(" "))
        self._name.setText(" ".join(words))
        self._name.setToolTip(name)

    def select(self, label: int | None) -> None:
        """Show the fields of a label."""
        self._label = label
        self._show_label()

    def _show_label(self) -> None:
        labels = () if self._card is None else self._card.labels
        found = next((one for one in labels if one.place == self._label), None)
        self.labels.select("" if found is None else str(found.place))
        if found is not None:
            self.labels.scrollTo(self.labels.currentIndex())
        self._fields.setText("" if found is None else "\n".join(label_lines(found)))
        self._fields.setVisible(found is not None)


def _lines(theme: Theme, name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    # A long word is cut at the edge and does not push the lists out of the column.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setFont(theme.font(SMALL_PX))
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _row(label: LabelCard) -> CountRow:
    words = label.class_name if not label.problems else f"{label.class_name} · {label.problems[0].sentence}"
    icon = "alert-circle-outline" if label.problems else ""
    return CountRow(str(label.place), words, round(label.area), label.color, icon, "err", tip=f"{words}\n{label.shape}")


def picture_lines(card: PictureCard) -> list[str]:
    """Return what is said of a picture."""
    lines = [card.dataset] if card.dataset else []
    lines.append(f"{count_text(card.width)} × {count_text(card.height)} px")
    if card.format:
        lines[-1] += f" · {card.format} · {bytes_text(card.size_bytes)}"
    if card.file_width and (card.file_width, card.file_height) != (card.width, card.height):
        lines.append(f"File: {count_text(card.file_width)} × {count_text(card.file_height)} px")
    if card.turned_rule:
        lines.append(card.turned_rule)
    lines += [problem.sentence for problem in card.problems if problem.label is None]
    lines += [f"{name}: {value}" if value else name for name, value in card.tags]
    lines += [f"{name}: {value}" for name, value in card.facts]
    return lines


def label_lines(label: LabelCard) -> list[str]:
    """Return every field of a label."""
    lines = [label.class_name, label.shape]
    if label.bounds is not None:
        left, top, right, bottom = (number_text(f"{value:,.0f}") for value in label.bounds)
        lines.append(f"Box: {left}, {top} – {right}, {bottom}")
    if label.area:
        lines.append(f"Area: {plural(round(label.area), 'pixel')}")
    lines += [problem.sentence for problem in label.problems]
    lines += [f"{name}: {value}" if value else name for name, value in label.tags]
    lines += [f"{name}: {value[:MOST_FIELD]}" for name, value in label.fields]
    return lines
