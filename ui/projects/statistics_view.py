"""What a project holds, counted before any download: bars that can be read, and pressed to filter the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.model.failure import Failure
from app.model.queries import CountLabels
from app.model.statistics import BINS, Statistics
from ui.desk import Desk
from ui.projects.shape_words import shape_text
from ui.text import count_text, plural
from ui.theme.theme import SMALL_PX, Theme

MOST_ROWS = 30
NAME_PX = 220
HINT = "Press a class, a tag or a dataset to download only that."
TIP = "Press to download only images with it."
NUMBER_PX = 76
ROW_PX = 24


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar.

    Attributes:
        name: What is counted.
        count: How many.
        kind: What it is, in a word; may be empty.
        rule: The rule of the plan that chooses it; empty for what no rule can choose.
        dataset: The dataset that it stands for.
        tip: What pressing it does.
    """

    name: str
    count: int
    kind: str = ""
    rule: str = ""
    dataset: int | None = None
    tip: str = TIP

    @property
    def can_press(self) -> bool:
        """Return whether it chooses something."""
        return bool(self.rule) or self.dataset is not None


class Bar(QAbstractButton):
    """A name, a bar and a number in one line."""

    def __init__(self, theme: Theme, row: BarRow, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = row
        self._share = row.count / most if most else 0.0
        what = f"{row.name}, {row.kind}" if row.kind else row.name
        self.setAccessibleName(f"{what}: {count_text(row.count)}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the pointer comes and goes
        if row.can_press:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(f"{what}\n{row.tip}")
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        else:
            self.setToolTip(what)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(NAME_PX + NUMBER_PX + 120, self._theme.px(ROW_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        del event
        theme, row = self._theme, self._row
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.can_press and self.underMouse():
            painter.fillRect(self.rect(), theme.color("alt"))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.setFont(theme.font(SMALL_PX))
        metrics = painter.fontMetrics()
        name_px = min(NAME_PX, self.width() // 3)
        painter.setPen(theme.color("text"))
        words = f"{row.name}  {row.kind}" if row.kind else row.name
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, name_px - 8)
        painter.drawText(QRectF(4, 0, name_px - 8, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        room = self.width() - name_px - NUMBER_PX
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        wide = max(2.0, room * self._share) if row.count else 0.0
        painter.drawRoundedRect(QRectF(name_px, self.height() / 2 - 5, wide, 10), 2, 2)
        painter.setPen(theme.color("text"))
        place = QRectF(self.width() - NUMBER_PX, 0, NUMBER_PX - 4, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count_text(row.count))


class StatisticsView(QWidget):
    """The counts of one project, on demand.

    Signals:
        picked(str): A bar was pressed; the rule that chooses what it counts.
        dataset_picked(object): The bar of a dataset was pressed (its id).
    """

    picked = Signal(str)
    dataset_picked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._account = ""
        self._project = 0
        self.setObjectName("project.statistics")
        self._title = QLabel("Statistics", self)
        self._title.setFont(desk.theme.font(semibold=True))
        self.count = QPushButton("Count labels", self)
        self.count.setObjectName("statistics.count")
        self.count.setProperty("look", "quiet")
        self.count.setToolTip("Counts from listings; no annotation and no picture is downloaded.")
        self.count.clicked.connect(self.ask)
        self.words = QLabel(self)
        self.words.setObjectName("statistics.words")
        self.words.setProperty("look", "muted")
        self.words.setFont(desk.theme.font(SMALL_PX))
        self.words.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._title)
        top.addWidget(self.count)
        top.addWidget(self.words, 1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(self._rows)

    def expect(self, account: str, project_id: int) -> None:
        """Stand for a project; nothing is asked before somebody wants it."""
        self._account, self._project = account, project_id
        self._desk.ask.forget(self, CountLabels.__name__)
        self._empty()
        self.words.setText("")
        self.count.setEnabled(True)
        self.count.show()

    def ask(self) -> None:
        """Count now."""
        self.count.setEnabled(False)
        self.words.setText("Counting…")
        query = CountLabels(self._account, self._project)
        self._desk.ask.ask(self, query, Statistics, self.show_counts, self._on_failure)

    def show_counts(self, found: Statistics) -> None:
        """Draw the bars."""
        self._empty()
        self.count.hide()
        self.words.setText(
            f"{plural(found.images, 'image')} · {plural(found.objects, 'object')} · {count_text(found.unlabelled)}"
            f" without labels. {HINT}" + "".join(f" {problem}" for problem in found.problems)
        )
        for title, rows in groups(found):
            self._add(title, rows)

    def _on_failure(self, failure: Failure) -> None:
        self.count.setEnabled(True)
        self.words.setText(failure.sentence())

    def _pick(self, row: BarRow) -> None:
        if row.dataset is not None:
            self.dataset_picked.emit(row.dataset)
        else:
            self.picked.emit(row.rule)

    def _empty(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, title: str, rows: Sequence[BarRow]) -> None:
        heading = QLabel(title, self)
        heading.setProperty("look", "muted")
        heading.setFont(self._desk.theme.font(SMALL_PX))
        heading.setContentsMargins(0, 6, 0, 2)
        self._rows.addWidget(heading)
        most = max((row.count for row in rows), default=0)
        for place, row in enumerate(rows[:MOST_ROWS]):
            bar = Bar(self._desk.theme, row, most, self)
            bar.setObjectName(f"statistics.{title.lower().replace(' ', '-')}-{place}")
            if row.can_press:
                bar.clicked.connect(lambda _=False, row=row: self._pick(row))
            self._rows.addWidget(bar)
        if len(rows) > MOST_ROWS:
            rest = QLabel(f"and {count_text(len(rows) - MOST_ROWS)} more: windrow stats {self._project}", self)
            rest.setProperty("look", "muted")
            self._rows.addWidget(rest)


def groups(found: Statistics) -> list[tuple[str, list[BarRow]]]:
    """Return the bars by heading; headings without bars are left out."""
    classes = [
        BarRow(one.class_name or "unknown class", one.objects, shape_text(one.shape), rule("class", one.class_name))
        for one in found.classes
    ]
    tags = [
        BarRow(
            one.name if one.value is None else f"{one.name} = {one.value}",
            one.images + one.objects,
            "",
            rule("tag", one.name if one.value is None else f"{one.name}={one.value}") if one.images else "",
        )
        for one in sorted(found.tags, key=lambda one: -(one.images + one.objects))
    ]
    bins = [
        BarRow(
            bin_words(low, high), count, "", "labelled" if low else "", tip="Press to download only labelled images."
        )
        for (low, high), count in zip(BINS, found.histogram, strict=False)
    ]
    datasets = [
        BarRow(one.name, one.images, dataset=one.id, tip="Press to download only this dataset.")
        for one in found.datasets
    ]
    named = (
        ("Objects per class", classes),
        ("Objects per image", bins),
        ("Images per dataset", datasets),
        ("Tags", tags),
    )
    return [(title, rows) for title, rows in named if rows]


def rule(kind: str, value: str) -> str:
    """Return a rule of the plan; empty for a value that no rule can hold."""
    return f"{kind}:{value}" if value and "\n" not in value else ""


def bin_words(low: int, high: int | None) -> str:
    """Return the words of one bin of objects per image."""
    if high is None:
        return f"{low} and more"
    return str(low) if low == high else f"{low} to {high}"
