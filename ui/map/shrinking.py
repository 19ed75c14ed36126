"""What to do about a harvest larger than anybody needs at once: suggestions, one click each. Never a refusal."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.model.harvest import MapillarySpec
from app.model.queries import MakeSurvey
from app.model.survey import Survey
from ui.ask import Ask
from ui.plan.harvest_choice import SPACING_M, Suggestion, suggestions
from ui.shell.flow import FlowLayout

THINNED = "thinned"


class Shrinking(QWidget):
    """A sentence and up to three buttons.

    Signals:
        picked(object): A `Suggestion` was chosen.
        changed(): Other suggestions are offered.
    """

    picked = Signal(object)
    changed = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._offered: tuple[str, MapillarySpec] | None = None
        self.offers: tuple[Suggestion, ...] = ()
        self._words = QLabel("That is a lot. It can be made smaller:", self)
        self._words.setProperty("look", "warn")
        self._words.setWordWrap(True)
        self._row = QWidget(self)
        self._flow = FlowLayout(self._row, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addWidget(self._row)
        self.hide()

    def offer(self, account: str, spec: MapillarySpec, survey: Survey | None) -> None:
        """Offer what makes a selection smaller; None offers nothing."""
        if survey is None:
            self.clear()
            return
        if self._offered == (account, spec):
            return
        self._offered = (account, spec)
        self._show(suggestions(spec, survey, None))
        thin = replace(spec, spacing=SPACING_M)

        def on_thinned(thinned: Survey) -> None:
            self._show(suggestions(spec, survey, thinned if thinned.tiles_read else None))

        # From what is cached: the tiles were read for the number that is too large.
        query = MakeSurvey(thin, account, "", most_requests=0)
        self._ask.ask(self, query, Survey, on_thinned, lambda _: None, name=THINNED)

    def clear(self) -> None:
        """Offer nothing."""
        if self._offered is not None:
            self._ask.forget(self, THINNED)
            self._offered = None
        self._show(())

    def _show(self, offers: tuple[Suggestion, ...]) -> None:
        if offers != self.offers:
            self.offers = offers
            while (item := self._flow.takeAt(0)) is not None:
                button = item.widget()
                if button is not None:
                    button.hide()
                    button.deleteLater()
            for number, one in enumerate(offers):
                self._flow.addWidget(self._button(number, one))
            self._row.updateGeometry()
            self.changed.emit()
        self.setVisible(bool(offers))

    def _button(self, number: int, suggestion: Suggestion) -> QPushButton:
        button = QPushButton(suggestion.words, self._row)
        button.setObjectName(f"plan.suggestion.{number}")
        button.setProperty("look", "quiet")
        button.clicked.connect(lambda: self.picked.emit(suggestion))
        button.show()
        return button
