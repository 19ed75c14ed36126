"""The throughput panel: a big number, the graph, and what limits the rate, with the reason one click away."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.model.events import (
    Batch,
    EngineRate,
    EngineStarted,
    EngineStopped,
    Fact,
    HoldBegan,
    HoldEnded,
    JobFinished,
    JobMoved,
    JobRemoved,
)
from app.model.job import HoldKind, JobState
from ui.desk import Desk
from ui.text import UNKNOWN, rate_text
from ui.theme.theme import NUMBER_PX, SMALL_PX, Theme
from ui.throughput.history import History
from ui.throughput.limits import limit_line, limit_of
from ui.throughput.rate_plot import EMPTY, RatePlot

REPAINT_MS = 250
CALM_MS = 1000
STALE_SECONDS = 3.0
WINDOWS = ((60, "1 min"), (300, "5 min"), (1800, "30 min"), (3 * 3600, "3 h"), (24 * 3600, "24 h"))
POPOVER_PX = 320
_HOLD_MARKS = {
    HoldKind.SERVER: "Server not answering",
    HoldKind.QUOTA: "Waiting for quota",
    HoldKind.NETWORK: "Network lost",
    HoldKind.DISK: "Disk nearly full",
    HoldKind.SIGN_IN: "Token refused",
}


class ThroughputPanel(QWidget):
    """How fast everything goes together.

    Signals:
        rate_changed(float): The newest rate in bytes per second; 0 when nothing moves.
        second_passed(): The history is a second longer.
        limit_lifted(): The person wants no common speed limit any more.
    """

    rate_changed = Signal(float)
    second_passed = Signal()
    limit_lifted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.history = History()
        self._rate: EngineRate | None = None
        self._rate_at = 0.0
        self._held: set[int] = set()
        self._limit_words: str | None = None
        self._number = QLabel(UNKNOWN)
        self._side = QLabel(EMPTY)
        self._windows = QComboBox()
        self.plot = RatePlot(desk.theme, self.history, desk.clock.monotonic, self)
        self._legend = Legend(desk.theme)
        self._limiter = QLabel()
        self._why = QToolButton()
        self._lay_out()
        desk.bridge.batch.connect(self._on_batch)
        self._timer = QTimer(self)
        self._timer.setInterval(REPAINT_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def tick(self) -> None:
        """Let time pass: four times a second while something moves or is seen."""
        before = self.history.last
        self.history.advance(self._desk.clock.utc())
        if self._rate is not None and self._desk.clock.monotonic() - self._rate_at > STALE_SECONDS:
            self._rate = None
            self._say()
        if self.history.last != before:
            self.second_passed.emit()
        if self.isVisible() and (self._rate is not None or self.history.last != before):
            self.plot.refresh()

    def choose_window(self, seconds: int) -> None:
        """Show another stretch of time."""
        self._windows.setCurrentIndex(self._windows.findData(seconds))

    def save_state(self) -> int:
        """Return the seconds shown."""
        return int(self._windows.currentData())

    def popover(self) -> "WhyPopover":
        """Return the explanation of what limits the rate now."""
        rate = self._rate
        key, evidence = ("nothing", "") if rate is None else (rate.limited_by, rate.limit_evidence)
        popover = WhyPopover(key, evidence, self)
        popover.lifted.connect(self.limit_lifted)
        return popover

    def be_calm(self, is_calm: bool) -> None:
        """Draw the graph once a second instead of four times."""
        self._timer.setInterval(CALM_MS if is_calm else REPAINT_MS)

    def note_limit(self, bytes_per_second: int | None) -> None:
        """Put a change of the common speed limit on the time axis."""
        words = "Limit off" if bytes_per_second is None else f"Limit {rate_text(bytes_per_second)}"
        if self._limit_words not in (None, words):
            self.history.mark(self._desk.clock.utc(), words)
        self._limit_words = words

    def _lay_out(self) -> None:
        theme = self._desk.theme
        self._number.setObjectName("throughput.rate")
        self._number.setAccessibleName("Rate of all transfers")
        self._side.setObjectName("throughput.average")
        self._side.setProperty("look", "muted")
        # The queue beside it is wider for it.
        self._side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._windows.setObjectName("throughput.window")
        self._windows.setAccessibleName("Time shown in the graph")
        for seconds, title in WINDOWS:
            self._windows.addItem(title, seconds)
        self._windows.setCurrentIndex(1)
        self._windows.currentIndexChanged.connect(lambda _: self.plot.show_window(self.save_state()))
        self._limiter.setObjectName("throughput.limiter")
        self._limiter.setProperty("look", "muted")
        self._why.setObjectName("throughput.why")
        self._why.setText("Why?")
        self._why.setProperty("look", "flat")
        self._why.setToolTip("Show what was measured and what would help")
        self._why.clicked.connect(self._open_popover)
        for label in (self._side, self._limiter):
            label.setTextFormat(Qt.TextFormat.PlainText)
        top = QHBoxLayout()
        top.addWidget(self._number)
        top.addSpacing(4)
        top.addWidget(self._side, 1, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self._windows)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._legend)
        foot.addWidget(self._limiter, 1)
        foot.addWidget(self._why)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 4, 12, 4)
        page.setSpacing(4)
        page.addLayout(top)
        page.addWidget(self.plot, 1)
        page.addLayout(foot)
        theme.changed.connect(self._dress)
        self._dress()
        self._say()

    def _dress(self) -> None:
        theme = self._desk.theme
        self._number.setFont(theme.font(NUMBER_PX, semibold=True))
        for label in (self._side, self._limiter):
            label.setFont(theme.font(SMALL_PX))
        link = theme.font(SMALL_PX)
        link.setUnderline(True)
        self._why.setFont(link)

    def _on_batch(self, batch: Batch) -> None:
        now = self._desk.clock.utc()
        for fact in batch.facts:
            self._note(fact, now)
        for sample in batch.samples:
            if isinstance(sample, EngineRate):
                self._rate = sample
                self._rate_at = self._desk.clock.monotonic()
                is_held = sample.limited_by in {"quota", "own-limit"} or bool(self._held)
                self.history.add(
                    sample.at, sample.bytes_per_second, sample.disk_bytes_per_second, sample.items_per_second, is_held
                )
                self._say()

    def _note(self, fact: Fact, now: float) -> None:
        """Put what happened on the time axis. Facts of no meaning for the rate leave no mark."""
        match fact:
            case HoldBegan(job_id=job_id, hold=hold):
                self._held.add(job_id)
                self.history.mark(now, _HOLD_MARKS[hold.kind])
            case HoldEnded(job_id=job_id) | JobRemoved(job_id=job_id):
                self._held.discard(job_id)
            case JobMoved(job=job, before=before):
                if job.state is not JobState.WAITING:
                    self._held.discard(job.id)
                if job.state is JobState.PAUSED:
                    self.history.mark(now, f"Paused: {job.title}")
                elif before is JobState.PAUSED:
                    self.history.mark(now, f"Resumed: {job.title}")
            case JobFinished():
                self.history.mark(now, "A job ended")
            case EngineStarted() | EngineStopped():
                self._held.clear()
            case _:
                pass

    def _say(self) -> None:
        rate = self._rate
        is_moving = rate is not None and rate.limited_by != "nothing"
        speed = rate.bytes_per_second if rate is not None else 0.0
        self._number.setText(rate_text(speed) if speed >= 1 else ("0 B/s" if is_moving else UNKNOWN))
        if rate is None or rate.peak <= 0:
            self._side.setText(EMPTY)
        else:
            self._side.setText(f"avg {rate_text(rate.average)} · peak {rate_text(rate.peak)}")
        line = "" if rate is None else limit_line(rate.limited_by, "")
        self._limiter.setText(line)
        self._why.setVisible(bool(line))
        self._number.setAccessibleDescription(self._side.text())
        self.rate_changed.emit(speed)

    def _open_popover(self) -> None:
        popover = self.popover()
        popover.adjustSize()
        corner = self._why.mapToGlobal(QPoint(self._why.width(), 0))
        popover.move(corner - QPoint(popover.width(), popover.height() + 4))
        popover.show()


class Legend(QLabel):
    """Says which line is which, in the colours of the lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("throughput.legend")
        self.setAccessibleName("Solid line: network. Dashed line: disk.")
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.setFont(self._theme.font(SMALL_PX))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(
            f'<span style="color:{tokens.accent}"><b>━</b></span> <span style="color:{tokens.muted}">network</span>'
            f' &nbsp;<span style="color:{tokens.warn}"><b>╍</b></span> <span style="color:{tokens.muted}">disk</span>'
        )


class WhyPopover(QFrame):
    """What was measured, what it means, one suggestion.

    Signals:
        lifted(): The person wants the rate limit lifted.
    """

    lifted = Signal()

    def __init__(self, key: str, evidence: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("throughput.popover")
        self.setProperty("look", "card")
        self.setAccessibleName("What limits the rate")
        limit = limit_of(key)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 12, 12, 12)
        page.setSpacing(8)
        title = QLabel(f"Limited by {limit.name}")
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        page.addWidget(title)
        measured = f"Measured: {evidence}" if evidence else ""
        for text, mood in ((measured, "muted"), (limit.reason, ""), (limit.advice, "")):
            if text:
                page.addWidget(_words(text, mood))
        foot = QHBoxLayout()
        foot.addStretch(1)
        if limit.can_lift:
            lift = QPushButton("Lift the limit")
            lift.setObjectName("throughput.lift")
            lift.clicked.connect(self.lifted)
            lift.clicked.connect(self.close)
            foot.addWidget(lift)
        close = QPushButton("Not now" if limit.can_lift else "Close")
        close.clicked.connect(self.close)
        foot.addWidget(close)
        page.addLayout(foot)
        self.setFixedWidth(POPOVER_PX)


def _words(text: str, mood: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if mood:
        label.setProperty("look", mood)
    return label
