"""The strip above the pictures that says how many problems there are, and offers to look at them and to mend them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.model.folder_card import ProblemCount
from app.model.problem import PROBLEMS, ProblemKind, Remedy
from ui.preview.decisions import Decisions
from ui.text import count_text, plural
from ui.theme.theme import Theme

# The least that makes a label fit for every format.
MENDING = {
    ProblemKind.OUTSIDE: Remedy.CLIP,
    ProblemKind.ZERO_AREA: Remedy.DROP,
    ProblemKind.FEW_POINTS: Remedy.DROP,
    ProblemKind.BAD_MASK: Remedy.DROP,
    ProblemKind.UNREADABLE_LABEL: Remedy.DROP,
}


class ProblemStrip(QFrame):
    """Hidden while there is nothing to say.

    Signals:
        show_wanted(): The pictures with problems shall be shown.
    """

    show_wanted = Signal()

    def __init__(self, theme: Theme, decisions: Decisions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._decisions = decisions
        self._counts: tuple[ProblemCount, ...] = ()
        self.setObjectName("preview.problems")
        self.setProperty("look", "strip")
        self.setProperty("level", "err")
        self._icon = QLabel(self)
        self.words = QLabel(self)
        self.words.setObjectName("preview.problems.words")
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_ = self._button("preview.problems.show", "Show")
        self.show_.clicked.connect(self.show_wanted)
        self.mend = self._button("preview.problems.mend", "")
        self.mend.clicked.connect(self._on_mend)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.show_)
        row.addWidget(self.mend)
        decisions.changed.connect(self._show)
        theme.changed.connect(self._show)
        self._show()

    def show_counts(self, counts: tuple[ProblemCount, ...]) -> None:
        """Show how many problems there are."""
        self._counts = counts
        self._show()

    @property
    def open_(self) -> tuple[ProblemCount, ...]:
        """Return the errors that nothing is done about yet."""
        return tuple(
            one
            for one in self._counts
            if PROBLEMS[one.kind].is_error and self._decisions.remedy(one.kind) is Remedy.AUTO
        )

    def _show(self) -> None:
        left = self.open_
        mendable = sum(one.problems for one in left if one.kind in MENDING)
        total = sum(one.problems for one in left)
        self.setVisible(bool(left))
        what = ", ".join(f"{PROBLEMS[one.kind].title.lower()} ({count_text(one.problems)})" for one in left)
        self.words.setText(f"{plural(total, 'problem')} can spoil an export: {what}.")
        self.mend.setText(f"Clip and fix {count_text(mendable)}")
        self.mend.setToolTip("Shapes are clipped to their picture; those without area or content are left out.")
        self.mend.setVisible(mendable > 0)
        self._icon.setPixmap(self._theme.icon("alert-circle-outline", "err").pixmap(20, 20))

    def _on_mend(self) -> None:
        self._decisions.set_remedies({one.kind: MENDING[one.kind] for one in self.open_ if one.kind in MENDING})

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("look", "quiet")
        return button
