"""One job in detail, opened over the centre: items, failures, throughput, settings, log. Escape closes it."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QToolButton, QVBoxLayout, QWidget

from app.model.events import Batch, JobRate
from app.model.job import Job
from ui.desk import Desk
from ui.queue.columns import items_text, size_text
from ui.queue.failures_page import FailuresPage
from ui.queue.items_page import ItemsPage
from ui.queue.job_model import JobModel
from ui.queue.log_page import LogPage
from ui.queue.orders import Order, takes
from ui.queue.settings_page import SettingsPage
from ui.queue.states import look
from ui.text import count_text, plural, rate_text
from ui.theme.theme import ICON_PX, NUMBER_PX, Theme
from ui.throughput.history import History
from ui.throughput.rate_plot import RatePlot

KEPT_HISTORIES = 32
HISTORY_SECONDS = 3600
WINDOW_SECONDS = 300
TICK_MS = 500
TABS = ("items", "failures", "throughput", "settings", "log")

LEAST_PX = 80


class JobDetail(QWidget):
    """Everything about one job.

    Args:
        desk: Tools of the window.
        jobs: The model of the queue, which knows how each job stands.

    Signals:
        closed(): A person is done with it.
        map_wanted(object): A harvest shall be shown on the map (`Job`).
        preview_wanted(object): The pictures of a job shall be shown (`Job`).
    """

    closed = Signal()
    map_wanted = Signal(object)
    preview_wanted = Signal(object)

    def __init__(self, desk: Desk, jobs: JobModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._histories: OrderedDict[int, History] = OrderedDict()
        self.job_id = 0
        self._icon = QLabel()
        self._title = QLabel()
        self._line = QLabel()
        self._map = QToolButton()
        self._preview = QToolButton()
        self._close = QToolButton()
        self.tabs = QTabWidget()
        self.items = ItemsPage(desk, self._job)
        self.failures = FailuresPage(desk, self._job)
        self.throughput = RateTab(desk.theme)
        self.settings = SettingsPage(desk, self._job)
        self.log = LogPage(desk)
        self._lay_out()
        desk.bridge.batch.connect(self._on_batch)
        desk.theme.changed.connect(self._dress)
        jobs.rowsRemoved.connect(self._on_rows_gone)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def open_job(self, job_id: int, page: str = "items") -> None:
        """Show a job, opened at one of `TABS`."""
        if job_id != self.job_id:
            self.throughput.show_history(self._history(job_id), self._desk.clock.monotonic)
            self._show_pages(job_id)
        self.tabs.setCurrentIndex(TABS.index(page) if page in TABS else 0)
        (self.items.table if self.tabs.currentIndex() == 0 else self.tabs).setFocus()
        self._say()

    def tick(self) -> None:
        """Twice a second: countdown, and the graph of this job."""
        if not self.job_id or not self.isVisible():
            return
        self._history(self.job_id).advance(self._desk.clock.utc())
        self.throughput.refresh()
        self._say()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the job: nobody looks, so nothing is asked for any more. Minimizing the window is no goodbye."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._show_pages(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setObjectName("job.detail")
        self.setAccessibleName("Job in detail")
        for label in (self._title, self._line):
            label.setTextFormat(Qt.TextFormat.PlainText)
            # A long name is cut off instead of pushing the sides away.
            label.setMinimumWidth(LEAST_PX)
        self._title.setObjectName("job.title")
        self._line.setObjectName("job.status")
        self._line.setProperty("look", "muted")
        self._map.setObjectName("job.map")
        self._map.setText("Show on map")
        self._map.setToolTip("Show the regions and the state of every tile on the map")
        self._map.setProperty("look", "flat")
        self._map.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._map.clicked.connect(self._show_on_map)
        self._preview.setObjectName("job.preview")
        self._preview.setText("Preview")
        self._preview.setToolTip("Look at the pictures with their labels")
        self._preview.setProperty("look", "flat")
        self._preview.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._preview.clicked.connect(self._show_preview)
        self._close.setObjectName("job.close")
        self._close.setAccessibleName("Close the job")
        self._close.setToolTip("Close (Esc)")
        self._close.setProperty("look", "flat")
        self._close.setIconSize(QSize(ICON_PX, ICON_PX))
        self._close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 8, 4)
        top.setSpacing(8)
        top.addWidget(self._icon)
        top.addWidget(self._title)
        top.addWidget(self._line, 1)
        top.addWidget(self._preview)
        top.addWidget(self._map)
        top.addWidget(self._close)
        self.tabs.setObjectName("job.tabs")
        self.tabs.setAccessibleName("Pages of the job")
        self.tabs.setDocumentMode(True)
        pages = (self.items, self.failures, self.throughput, self.settings, self.log)
        for name, page in zip(TABS, pages, strict=True):
            self.tabs.addTab(page, name.capitalize())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)
        self._dress()

    def _dress(self) -> None:
        self._title.setFont(self._desk.theme.font(NUMBER_PX, semibold=True))
        self._close.setIcon(self._desk.theme.icon("close"))
        self._map.setIcon(self._desk.theme.icon("map-search-outline"))
        self._preview.setIcon(self._desk.theme.icon("image-multiple-outline"))
        self._say()

    def _show_pages(self, job_id: int) -> None:
        self.job_id = job_id
        for part in (self.items, self.failures, self.settings, self.log):
            part.show_job(job_id)

    def _job(self, job_id: int) -> Job | None:
        row = self._jobs.row_of(job_id)
        return None if row is None else row.job

    def _history(self, job_id: int) -> History:
        if job_id not in self._histories:
            self._histories[job_id] = History(HISTORY_SECONDS)
            stale = next(iter(self._histories))
            if len(self._histories) > KEPT_HISTORIES and stale != self.job_id:
                del self._histories[stale]
        self._histories.move_to_end(job_id)
        return self._histories[job_id]

    def _on_batch(self, batch: Batch) -> None:
        now = self._desk.clock.utc()
        for sample in batch.samples:
            if isinstance(sample, JobRate):
                self._history(sample.job_id).add(
                    now, sample.bytes_per_second, sample.disk_bytes_per_second, sample.items_per_second, is_held=False
                )
        if self.job_id:
            for part in (self.items, self.failures, self.log):
                part.on_batch(batch)
            self.settings.refresh()
            self._say()

    def _on_rows_gone(self) -> None:
        if self.job_id and self._jobs.row_of(self.job_id) is None:
            self._show_pages(0)
            self.closed.emit()

    def _show_on_map(self) -> None:
        job = self._job(self.job_id)
        if job is not None:
            self.map_wanted.emit(job)

    def _show_preview(self) -> None:
        job = self._job(self.job_id)
        if job is not None:
            self.preview_wanted.emit(job)

    def _say(self) -> None:
        row = self._jobs.row_of(self.job_id)
        if row is None:
            return
        state = look(row, self._desk.clock.utc())
        self._icon.setPixmap(self._desk.theme.icon(state.icon, state.token).pixmap(ICON_PX, ICON_PX))
        self._title.setText(row.job.title)
        self._title.setToolTip(row.job.title)
        words = [state.text, f"{items_text(row)} items", size_text(row)]
        if row.average is not None:
            words.append(f"average {rate_text(row.average)}")
        self._line.setText(" · ".join(words))
        self._map.setVisible(takes(row.job, Order.SHOW_MAP))
        self._preview.setVisible(takes(row.job, Order.SHOW_PREVIEW))
        failed = row.job.counts.failed + row.job.counts.tiles_failed
        self.tabs.setTabText(TABS.index("failures"), f"Failures {count_text(failed)}" if failed else "Failures")
        self.tabs.setTabToolTip(TABS.index("failures"), plural(failed, "problem"))


class RateTab(QWidget):
    """The graph of one job."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plot: RatePlot | None = None
        self.shown: History | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 12, 12, 12)

    def show_history(self, history: History, now: Callable[[], float]) -> None:
        """Draw another job."""
        if self._plot is not None:
            self._column.removeWidget(self._plot)
            self._plot.deleteLater()
        self.shown = history
        self._plot = RatePlot(self._theme, history, now, self)
        self._plot.setObjectName("job.plot")
        self._plot.show_window(WINDOW_SECONDS)
        self._column.addWidget(self._plot)

    def refresh(self) -> None:
        """Draw what is known now."""
        if self._plot is not None and self._plot.isVisible():
            self._plot.refresh()
