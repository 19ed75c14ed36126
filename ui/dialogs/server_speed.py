"""How fast is this server? The ways of fetching side by side on a sample of one dataset, and the best of them."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from app.model.failure import Failure
from app.model.measure import ITEMS, SECONDS, Kind, Measured, Way, best, most_requests, ways
from app.model.queries import ListImages, MeasureWay
from app.model.source import Listed
from ui.desk import Desk
from ui.dialogs.form import FormDialog, say
from ui.plan.kept_way import keep_way
from ui.text import count_text, plural
from ui.theme.theme import SMALL_PX, Theme

KINDS = ((Kind.IMAGES, "Pictures"), (Kind.ANNOTATIONS, "Annotations"))
TITLES = ("Way", "", "Per second", "Times")


class SpeedBar(QWidget):
    """A bar as long as its share of the quickest."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.share = 0.0

    def sizeHint(self) -> QSize:
        """Return room for a bar."""
        return QSize(self._theme.px(220), self._theme.px(20))

    def show_share(self, share: float) -> None:
        """Show another length."""
        self.share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        del event
        if not self.share:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(QRectF(0, self.height() / 2 - 5, max(2.0, self.width() * self.share), 10), 2, 2)


class ServerSpeedDialog(FormDialog):
    """Measures when it is asked to, and says before how often it asks.

    Signals:
        chosen(object): The way that plans of this account shall take from now on (a `Way`).
    """

    chosen = Signal(object)

    def __init__(
        self, desk: Desk, account: str, address: str, dataset: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk.theme, "server-speed", "How fast is this server?", parent)
        self._desk = desk
        self._account = account
        self._dataset = dataset
        self._items: tuple[Listed, ...] = ()
        self._found: list[Measured] = []
        self._waiting: list[Way] = []
        self.setMinimumWidth(desk.theme.px(600))
        self.add_words(f"{address} · dataset “{name}”", "", "speed.where")
        self.kind = QComboBox(self)
        for kind, words in KINDS:
            self.kind.addItem(words, kind.value)
        self.add_field("Fetch", self.kind, "speed.kind")
        self.about = self.add_words("…", name="speed.about")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.column.addLayout(self._grid)
        self._rows: list[tuple[QLabel, SpeedBar, QLabel, QLabel]] = []
        self.outcome = self.add_words("", "", "speed.result")
        self.measure = QPushButton("Measure", self)
        self.measure.setObjectName("speed.measure")
        self.use = QPushButton("Use for this account", self)
        self.use.setObjectName("speed.use")
        self.use.setEnabled(False)
        close = QPushButton("Close", self)
        close.setObjectName("speed.close")
        self.add_buttons(self.measure, self.use, close)
        close.clicked.connect(self.accept)
        self.measure.clicked.connect(self.start)
        self.use.clicked.connect(self._use)
        self.kind.currentIndexChanged.connect(self._prepare)
        self._prepare()

    @property
    def _chosen_kind(self) -> Kind:
        return Kind(str(self.kind.currentData()))

    def _prepare(self) -> None:
        kind = self._chosen_kind
        most = most_requests(kind, ITEMS)
        say(
            self.about,
            f"Asks the server at most {count_text(most)} times, and again what fails: {ITEMS} {kind.value},"
            f" {SECONDS:.0f} seconds for each way. Nothing is written to the disk.",
            "muted",
        )
        self._found = []
        self._fill()
        self.use.setEnabled(False)
        say(self.outcome, "", "")

    def _fill(self) -> None:
        for row in self._rows:
            for widget in row:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        if not self._grid.count():
            for place, title in enumerate(TITLES):
                label = QLabel(title, self)
                label.setProperty("look", "muted")
                label.setFont(self.theme.font(SMALL_PX))
                right = Qt.AlignmentFlag.AlignRight
                self._grid.addWidget(label, 0, place, right if place > 1 else Qt.AlignmentFlag.AlignLeft)
        for place, way in enumerate(ways(self._chosen_kind), 1):
            name, bar = QLabel(way.title, self), SpeedBar(self.theme, self)
            rate, times = QLabel("–", self), QLabel("–", self)
            self._grid.addWidget(name, place, 0)
            self._grid.addWidget(bar, place, 1)
            self._grid.addWidget(rate, place, 2)
            self._grid.addWidget(times, place, 3)
            for label in (rate, times):
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                label.setMinimumWidth(self.theme.px(72))
            rate.setObjectName(f"speed.rate-{place}")
            self._rows.append((name, bar, rate, times))

    # Measuring.

    def start(self) -> None:
        """Measure every way, one after the other."""
        self._found = []
        self._fill()
        self.measure.setEnabled(False)
        self.use.setEnabled(False)
        self.kind.setEnabled(False)
        say(self.outcome, "Measuring…", "muted")
        query = ListImages(self._account, self._dataset, (), ITEMS)
        self._desk.ask.ask(self, query, tuple, self._on_listed, self._on_failure, name="speed")

    def _on_listed(self, items: tuple[Listed, ...]) -> None:
        if not items:
            self._end()
            say(self.outcome, "There is nothing in this dataset to measure with.", "error")
            return
        self._items = items
        self._waiting = list(ways(self._chosen_kind))
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._end()
            self._conclude()
            return
        way = self._waiting.pop(0)
        query = MeasureWay(self._account, self._chosen_kind, way, self._items, SECONDS)
        self._desk.ask.ask(self, query, Measured, self._on_measured, self._on_failure, name="speed")

    def _on_measured(self, found: Measured) -> None:
        self._found.append(found)
        most = max(one.per_second for one in self._found) or 1.0
        first = self._found[0].per_second or 1.0
        for one, (_, bar, rate, times) in zip(self._found, self._rows, strict=False):
            bar.show_share(one.per_second / most)
            rate.setText(f"{one.per_second:,.0f}" if one.per_second >= 10 else f"{one.per_second:.1f}")
            times.setText(f"{one.per_second / first:,.1f} ×")
        self._next()

    def _on_failure(self, failure: Failure) -> None:
        self._end()
        say(self.outcome, failure.sentence(), "error")

    def _end(self) -> None:
        self.measure.setEnabled(True)
        self.kind.setEnabled(True)

    def _conclude(self) -> None:
        winner = best(self._found)
        lost = sum(one.failed for one in self._found)
        if winner is None:
            say(self.outcome, "Nothing arrived whole, so there is no best way.", "error")
            return
        words = f"Best here: {winner.way.title}, {count_text(round(winner.per_second))} per second."
        if lost:
            words += f" {plural(lost, 'answer')} could not be had."
        say(self.outcome, words, "ok")
        self.use.setEnabled(True)

    def _use(self) -> None:
        winner = best(self._found)
        if winner is not None:
            keep_way(self._desk.state, self._account, winner.way)
            self.chosen.emit(winner.way)
            say(self.outcome, f"Plans of this account begin with: {winner.way.title}.", "ok")
