"""The plan card: what would be fetched, what it costs, and the one button that carries the number."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.plan.estimate import Estimate
from ui.text import breakable_text
from ui.theme.theme import SMALL_PX, Theme

DOWNLOAD_LINES = (
    ("selected", "Selected"),
    ("fetch", "To fetch"),
    ("download", "Download"),
    ("time", "Time"),
    ("disk", "Disk after"),
    ("licence", "Licence"),
)
HARVEST_LINES = (
    ("fetch", "Images"),
    ("download", "Download"),
    ("time", "Time"),
    ("quota", "API budget"),
    ("disk", "Disk after"),
    ("licence", "Licence"),
)
# Shown only when there is something to say.
RARE = frozenset({"licence"})
UNKNOWN = "—"


class PlanNumbers(QFrame):
    """The card with its lines."""

    def __init__(
        self, theme: Theme, lines: tuple[tuple[str, str], ...], title: str, parent: QWidget | None = None
    ) -> None:
        """Show these lines (field of the estimate or "selected", its name) under a title."""
        super().__init__(parent)
        self._lines = lines
        self.setObjectName("plan.card")
        self.setAccessibleName(title)
        self.setProperty("look", "card")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        self._names: dict[str, QLabel] = {}
        for row, (key, title) in enumerate(lines):
            name = QLabel(title, self)
            name.setProperty("look", "muted")
            name.setFont(theme.font(SMALL_PX))
            value = QLabel(UNKNOWN, self)
            value.setObjectName(f"plan.{key}")
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            if key != "selected":
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._values[key] = value
            self._names[key] = name
        self.problem = QLabel(self)
        self.problem.setObjectName("plan.problem")
        self.problem.setProperty("look", "error")
        self.problem.setWordWrap(True)
        self.notes = QLabel(self)
        self.notes.setObjectName("plan.notes")
        self.notes.setProperty("look", "muted")
        self.notes.setWordWrap(True)
        self.notes.setFont(theme.font(SMALL_PX))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addWidget(self.problem)
        column.addWidget(self.notes)

    def show_plan(self, selected: str, estimate: Estimate) -> None:
        """Show the numbers of a plan; `selected` says what is chosen, where there is a line for it."""
        for key, _title in self._lines:
            words = selected if key == "selected" else getattr(estimate, key)
            value = self._values[key]
            value.setText(breakable_text(words) if key == "selected" else words or UNKNOWN)
            value.setToolTip(words if key == "selected" else "")
            for label in (self._names[key], value):
                label.setVisible(bool(words) or key not in RARE)
        self.problem.setText(estimate.problem)
        self.problem.setVisible(bool(estimate.problem))
        self.notes.setText("\n".join(estimate.notes))
        self.notes.setVisible(bool(estimate.notes))
        lines = (
            f"{title}: {selected if key == 'selected' else self._values[key].text()}"
            for key, title in self._lines
            if not self._values[key].isHidden()
        )
        self.setAccessibleDescription(". ".join(lines))
