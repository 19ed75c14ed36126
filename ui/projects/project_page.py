"""The page of one project: what it is, its datasets, classes, tags and settings, and a first look."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.model.failure import Failure
from app.model.label_class import LabelClass, TagMeta
from app.model.tree import ProjectPage, TreeNode
from ui.desk import Desk
from ui.projects.dataset_table import DatasetModel, DatasetTable
from ui.projects.first_look import FirstLookStrip
from ui.projects.shape_words import shape_text
from ui.projects.statistics_view import StatisticsView
from ui.shell.flow import FlowLayout
from ui.text import breakable_text, bytes_text, count_text, plural
from ui.theme.theme import SMALL_PX, TITLE_PX, Theme

MOST_CHIPS = 40
SWATCH = 12
CHIP_PX = 280
VALUE_WORDS = {
    "none": "no value",
    "any_number": "number",
    "any_string": "text",
    "oneof_string": "choice",
    "date": "date",
}


class Swatch(QWidget):
    """A little square in the colour of a class."""

    def __init__(self, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = QColor(color)
        self.setFixedSize(SWATCH, SWATCH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the square with an edge that shows on any ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 90))
        painter.setBrush(self._color if self._color.isValid() else QColor("#888888"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, SWATCH - 1, SWATCH - 1), 3, 3)


class Chips(QWidget):
    """A heading and a flow of names with swatches; long lists fold."""

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[tuple[str, str, str]] = []
        self.setObjectName(name)
        self._title = QLabel(title, self)
        self._title.setFont(theme.font(semibold=True))
        self._body = QWidget(self)
        self._flow = FlowLayout(self._body, 14)
        self._more = QToolButton(self)
        self._more.setProperty("look", "flat")
        self._more.clicked.connect(lambda: self._fill(len(self._rows)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._title, self._body, self._more):
            column.addWidget(widget)

    def show_rows(self, title: str, rows: list[tuple[str, str, str]]) -> None:
        """Show (name, what it is, colour) for each."""
        self._rows = rows
        self._title.setText(title)
        self._fill(MOST_CHIPS)
        self.setVisible(bool(rows))

    def _fill(self, most: int) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for name, kind, color in self._rows[:most]:
            self._flow.addWidget(self._chip(name, kind, color))
        hidden = len(self._rows) - most
        self._more.setText(f"Show {count_text(hidden)} more")
        self._more.setVisible(hidden > 0)
        self._body.updateGeometry()

    def _chip(self, name: str, kind: str, color: str) -> QWidget:
        chip = QWidget(self._body)
        row = QHBoxLayout(chip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        words = QLabel(chip)
        words.setTextFormat(Qt.TextFormat.PlainText)
        shown = words.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, CHIP_PX)
        words.setText(shown)
        if shown != name:
            words.setToolTip(name)
            words.setAccessibleName(name)
        muted = QLabel(kind, chip)
        muted.setProperty("look", "muted")
        muted.setFont(self._theme.font(SMALL_PX))
        for widget in (Swatch(color, chip), words, muted):
            row.addWidget(widget)
        chip.show()
        return chip


class ProjectPageView(QScrollArea):
    """Everything about one project.

    Signals:
        dataset_toggled(int, bool): The box of a dataset was switched here.
    """

    dataset_toggled = Signal(int, bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._account = ""
        self.setObjectName("centre.project")
        self.setAccessibleName("Project")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget(self)
        self._body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setWidget(self._body)
        theme = desk.theme
        self.title = _label(self._body, "project.title", theme, TITLE_PX, True)
        self.subtitle = _label(self._body, "project.subtitle", theme, SMALL_PX)
        self.subtitle.setProperty("look", "muted")
        self.description = _label(self._body, "project.description", theme)
        self.problem = _label(self._body, "project.problem", theme)
        self.problem.setProperty("look", "error")
        self.datasets = DatasetModel(theme, self)
        self.table = DatasetTable(theme, self.datasets, self._body)
        self.classes = Chips(theme, "project.classes", "Classes", self._body)
        self.tags = Chips(theme, "project.tags", "Tags", self._body)
        self.look_title = QLabel("A first look", self._body)
        self.look_title.setFont(theme.font(semibold=True))
        self.first_look = FirstLookStrip(desk, self._body)
        self.statistics = StatisticsView(desk, self._body)
        self.settings = _label(self._body, "project.settings", theme, SMALL_PX)
        self.settings.setProperty("look", "muted")
        self.datasets.toggled.connect(self.dataset_toggled)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        upper: tuple[QWidget, ...] = (self.title, self.subtitle, self.description, self.problem, self.table)
        lower: tuple[QWidget, ...] = (
            *(self.look_title, self.first_look, self.classes, self.tags),
            *(self.statistics, self.settings),
        )
        for widget in (*upper, *lower):
            column.addWidget(widget)
        column.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """Ask for a choice."""
        self._set(self.title, "Pick a project on the left")
        self._set(self.subtitle, "Its datasets, classes and a few pictures appear here before anything is downloaded.")
        self._show_parts(None)
        self.first_look.clear()
        self.look_title.hide()
        self.statistics.hide()

    def expect(self, account: str, project: TreeNode) -> None:
        """Show at once what the tree knows; the rest follows."""
        self._account = account
        self._set(self.title, breakable_text(project.name))
        self._set(self.subtitle, brief(project))
        self._show_parts(None)
        self.look_title.setVisible(project.modality in ("", "images"))
        self.statistics.setVisible(project.modality in ("", "images"))
        self.statistics.expect(account, project.id)
        if project.modality in ("", "images") and project.items_count != 0:
            self.first_look.look_at(account, project.id)
        else:
            self.look_title.hide()
            self.first_look.clear()

    def show_page(self, page: ProjectPage) -> None:
        """Show all about a project."""
        self._set(self.title, breakable_text(page.project.name))
        self._set(self.subtitle, subtitle(page))
        self._show_parts(page)

    def show_problem(self, failure: Failure) -> None:
        """Say why there is no more to see."""
        self._set(self.problem, failure.sentence())

    def _show_parts(self, page: ProjectPage | None) -> None:
        self._set(self.description, page.description.strip() if page is not None else "")
        self._set(self.problem, "")
        can_check = page is None or page.project.modality in ("", "images")
        self.datasets.show_page(page, can_check)
        self.table.setVisible(page is not None and bool(page.datasets))
        classes = page.classes if page is not None else ()
        tags = page.tags if page is not None else ()
        self.classes.show_rows("Classes", [class_row(item) for item in classes])
        self.tags.show_rows("Tags", [tag_row(item) for item in tags])
        pairs = page.settings if page is not None else ()
        self._set(self.settings, "Settings: " + " · ".join(f"{key} {value}" for key, value in pairs) if pairs else "")

    def _set(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def sizeHint(self) -> QSize:
        """Return a size that leaves room for the neighbours."""
        return QSize(600, 500)


def brief(project: TreeNode) -> str:
    """Return what the tree alone knows of a project."""
    words = [project.modality.replace("_", " ").capitalize() or "Images"]
    if project.items_count is not None:
        words.append(plural(project.items_count, "item"))
    if project.size:
        words.append(bytes_text(project.size))
    return " · ".join(words)


def subtitle(page: ProjectPage) -> str:
    """Return one line about a project: kind, counts, size, when it changed."""
    words = [brief(page.project), plural(len(page.datasets), "dataset")]
    words += [plural(len(page.classes), "class", "classes"), plural(len(page.tags), "tag")]
    changed = page.project.updated_at[:16].replace("T", " ")
    if changed:
        words.append(f"changed {changed}")
    return " · ".join(words)


def class_row(item: LabelClass) -> tuple[str, str, str]:
    """Return name, shape in plain words and colour of a class."""
    return (item.name, shape_text(item.shape), item.color)


def tag_row(item: TagMeta) -> tuple[str, str, str]:
    """Return name, kind of value and colour of a tag."""
    kind = VALUE_WORDS.get(item.value_type, item.value_type.replace("_", " "))
    if item.values:
        kind = f"{kind}: {', '.join(item.values[:4])}{'…' if len(item.values) > 4 else ''}"
    return (item.name, kind, item.color)


def _label(parent: QWidget, name: str, theme: Theme, pixels: int = 13, semibold: bool = False) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setFont(theme.font(pixels, semibold))
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
