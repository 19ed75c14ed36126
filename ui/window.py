"""The window: joins rail, tool bar, workspaces, queue, throughput and status bar, and ends in order."""

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.model.events import Batch, EngineStarted, JobFinished
from app.model.failure import Failure
from app.model.job import Job
from app.model.queries import ListJobs
from ui.actions import Actions
from ui.desk import Desk
from ui.errands import Errands
from ui.narrator import Narrator
from ui.projects.workspace import ProjectsWorkspace
from ui.queue.job_detail import JobDetail
from ui.queue.menu import sheet as queue_keys
from ui.queue.menu_bar import ChosenJobsMenu
from ui.queue.panel import QueuePanel
from ui.shell.bottom import Bottom
from ui.shell.finding import Offer
from ui.shell.messages import Button, Message
from ui.shell.rail import SHORT
from ui.shell.standing import standing_of
from ui.shell.status_bar import StatusBar
from ui.shell.strip import Strip
from ui.shell.tool_bar import MainToolBar
from ui.throughput.panel import ThroughputPanel
from ui.throughput.sparkline import Sparkline
from ui.workspaces import MAP, PROJECTS, Workspaces

log = logging.getLogger(__name__)

NARROW = 1180
SIZE = (1440, 900)
LEAST = (1024, 640)
QUEUE_HEIGHT = 236
CENTRE = 400
# The engine promises to end within three seconds; the window does not wait for ever.
STOP_SECONDS = 4.0
STATE_VERSION = 1


class MainWindow(QMainWindow):
    """Everything a person sees.

    Signals:
        ended(): The engine has stopped and the window is closed.
    """

    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._is_closing = False
        self._is_stopped = False
        self.setObjectName("window")
        self.setMinimumSize(*LEAST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.projects = ProjectsWorkspace(desk, self)
        self.errands = Errands(desk, self, self.projects)
        self.actions_ = Actions(desk.theme, lambda name: self._handlers[name](), self)
        self.narrator = Narrator(desk.messages, self)
        self.queue = QueuePanel(desk, self)
        self.workspaces = Workspaces(desk, self.projects, self.queue.jobs, self.actions_, self)
        self.body, self.pages, self.rail = self.workspaces.body, self.workspaces.pages, self.workspaces.rail
        self._handlers = self._make_handlers()
        self.detail = JobDetail(desk, self.queue.jobs, self)
        self.throughput = ThroughputPanel(desk, self)
        self.status = StatusBar(desk.theme, self)
        self._build()
        self._connect()
        self._restore()
        self.workspaces.show(PROJECTS)
        self._show_title()

    # Parts.

    def _build(self) -> None:
        theme = self._desk.theme
        menus = self.actions_.fill(self.menuBar())
        ChosenJobsMenu(menus["&Queue"], self.queue.menu, self)
        self.menuBar().setObjectName("menubar")
        # With the bar hidden its shortcuts must go on working.
        self.addActions(self.actions_.everywhere())
        self.tools = MainToolBar(theme, self.actions_, self._desk.messages, self._offers, self)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.tools)
        self.addToolBarBreak()
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.rail)
        self.setStatusBar(self.status)
        self.strip = Strip(theme, self._desk.messages, self)
        # Its widest page is the welcome page, which has no neighbours: it must not push them aside.
        self.pages.setMinimumWidth(CENTRE)
        self.pages.addWidget(self.detail)
        self.bottom = Bottom(self.queue, self.throughput, SIZE[0], self)
        self.sparkline = Sparkline(theme, self.throughput.history, self)
        self.status.show_sparkline(self.sparkline)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.setObjectName("splitter.window")
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.body)
        self.split.addWidget(self.bottom)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([SIZE[1] - QUEUE_HEIGHT, QUEUE_HEIGHT])
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.split, 1)
        self.setCentralWidget(holder)

    def _connect(self) -> None:
        desk = self._desk
        desk.bridge.batch.connect(self._on_batch)
        desk.tasks.broke.connect(lambda error: self.say_broken(f"{type(error).__name__}: {error}"))
        self.tools.limit_picked.connect(self.errands.set_limit)
        self.queue.job_opened.connect(self.open_job)
        self.queue.map_wanted.connect(self.workspaces.show_job_on_map)
        self.queue.preview_wanted.connect(self.workspaces.show_job_in_preview)
        self.narrator.preview_wanted.connect(self.workspaces.show_job_in_preview)
        self.detail.preview_wanted.connect(self.workspaces.show_job_in_preview)
        self.detail.map_wanted.connect(self.workspaces.show_job_on_map)
        self.queue.undo_offered.connect(self._offer_undo)
        self.queue.counted.connect(self._show_counts)
        self.throughput.second_passed.connect(self.sparkline.refresh)
        self.throughput.limit_lifted.connect(lambda: self.errands.set_limit(None))
        self.sparkline.clicked.connect(self._toggle_throughput)
        self.detail.closed.connect(self.workspaces.go_back)
        self.projects.emptied.connect(self._on_emptied)
        self.projects.welcome.map_wanted.connect(self._on_map_wanted)
        self.workspaces.map_made.connect(self._on_map_made)
        self.projects.sidebar.account_wanted.connect(self.errands.connect_account)
        self.projects.sidebar.link_wanted.connect(self.errands.add_link)
        self.projects.sidebar.model.settled.connect(lambda: self._show_standing(None))
        tree = self.projects.sidebar.model
        tree.badges.jobs = lambda: [row.job for row in self.queue.jobs.rows()]
        tree.settled.connect(lambda: tree.look_at_badges(is_fresh=True))
        self.queue.jobs.modelReset.connect(lambda: tree.look_at_badges())
        self.queue.jobs.rowsRemoved.connect(lambda *_: tree.look_at_badges())
        self.projects.sidebar.troubled.connect(self._show_standing)
        self.errands.accounts_changed.connect(self.show_accounts)
        self.errands.settings_changed.connect(self._show_settings)
        self.narrator.fix_wanted.connect(self.errands.fix_account)
        self.narrator.job_wanted.connect(self.open_job)
        self.narrator.finished.connect(self._on_finished)

    def _make_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            **self.errands.handlers(),
            **self.workspaces.handlers(),
            "quit": self.close,
            "find": self._find,
            "palette": lambda: self.tools.palette_.open(),
            "toggle-sidebar": lambda: self.body.toggle_sidebar(),
            "toggle-inspector": lambda: self.body.toggle_inspector(),
            "toggle-queue": self._toggle_queue,
            "toggle-throughput": self._toggle_throughput,
            "toggle-menubar": lambda: self.menuBar().setVisible(not self.menuBar().isVisible()),
            "full-screen": lambda: self.showNormal() if self.isFullScreen() else self.showFullScreen(),
            "clear-finished": lambda: self.queue.clear_finished(),
            "focus-queue": self._focus_queue,
            "shortcuts": lambda: self.errands.show_shortcuts([*self.actions_.sheet(), *queue_keys()]),
        }

    # What is shown.

    async def begin(self) -> None:
        """Start the engine and show what it knows; the window is there already."""
        await self._desk.backend.host.start()
        self.queue.load()
        self._ask_jobs()
        self._show_settings()
        self.show_accounts()

    def show_accounts(self, current: str = "") -> None:
        """Show the accounts as they are now."""
        self.status.show_accounts(self._desk.backend.accounts())
        self.workspaces.show_accounts(current)

    def show_workspace(self, number: int) -> None:
        """Show Projects, Map or Preview."""
        self.workspaces.show(number)

    def open_job(self, job_id: int, page: str = "items") -> None:
        """Show a job in detail over the centre."""
        self.queue.select(job_id)
        self.detail.open_job(job_id, page)
        self.pages.setCurrentWidget(self.detail)

    def say_broken(self, trace: str) -> None:
        """Say that something of our own went wrong; the window stays."""
        copy = Button("Copy report", lambda: QApplication.clipboard().setText(trace), keeps=True)
        text = "Something went wrong in the app itself. Your transfers continue."
        self._desk.messages.post(Message("broken", "err", text, buttons=(copy,)))

    def _on_emptied(self, is_empty: bool) -> None:
        self.actions_["find"].setEnabled(not is_empty)

    def _on_map_made(self) -> None:
        made = self.workspaces.map
        made.account_wanted.connect(self.errands.connect_street)
        made.fix_wanted.connect(self.errands.fix_account)
        made.troubled.connect(lambda key, failure: self.status.show_standing(key, standing_of(failure)))

    def _on_map_wanted(self) -> None:
        """Go to the map; who has no token yet is asked for one there, and can draw without it."""
        self.workspaces.show(MAP)
        if all(account.source != "mapillary" for account in self._desk.backend.accounts()):
            self.errands.connect_street()

    def _ask_jobs(self) -> None:
        self._desk.ask.ask(self, ListJobs(), tuple, self._on_jobs, self._on_no_jobs)

    def _on_jobs(self, jobs: tuple[Job, ...]) -> None:
        self.status.show_jobs(jobs)
        self.narrator.know(jobs)
        self._show_counts()

    def _on_no_jobs(self, failure: Failure) -> None:
        self._desk.messages.post(Message("jobs", "err", failure.title, failure.hint))

    def _on_batch(self, batch: Batch) -> None:
        self.status.take(batch)
        self.narrator.take(batch)
        if any(isinstance(fact, EngineStarted) for fact in batch.facts):
            # What an engine that died had still to say is lost: its successor knows how the jobs stand.
            self._ask_jobs()
        if any(isinstance(fact, JobFinished) for fact in batch.facts):
            self.projects.sidebar.model.look_at_badges()
        self._show_counts()

    def _on_finished(self) -> None:
        if not self.isActiveWindow():
            QApplication.alert(self)

    def _show_counts(self) -> None:
        states = self.status.unfinished
        self.actions_["pause-all"].setEnabled(bool(states))
        self.actions_["resume-all"].setEnabled(any(job.state.value == "paused" for job in states))
        self.actions_["clear-finished"].setEnabled(bool(self.queue.finished()))
        self._show_title()

    def _show_title(self) -> None:
        if self._is_closing:
            self.setWindowTitle("Windrow – finishing…")
            return
        count = self.status.active_count
        self.setWindowTitle(f"Windrow – {count} active – {self.status.rate}" if count else "Windrow")

    def _show_settings(self) -> None:
        settings = self._desk.backend.settings()
        limit = settings.rate_limit_kb * 1000 or None
        self.tools.show_limit(limit)
        self.status.show_limit(limit)
        self.throughput.note_limit(limit)
        self.throughput.be_calm(settings.reduced_motion)
        self.actions_.check(f"theme-{settings.theme}")
        self.workspaces.use_settings()

    def _show_standing(self, failure: Failure | None) -> None:
        self.status.show_standing(self.projects.sidebar.account, standing_of(failure))

    def _offer_undo(self, words: str, undo: object) -> None:
        if callable(undo):
            self._desk.messages.post(Message("undo", "info", words, buttons=(Button("Undo", undo),)))

    def _offers(self) -> list[Offer]:
        projects = [
            Offer("Project", name, "folder-outline", self._go_to(number)) for number, name in self.projects.offers()
        ]
        rows = self.queue.jobs.rows()
        jobs = [Offer("Job", row.job.title, "tray-arrow-down", self._go_to_job(row.job.id)) for row in rows]
        actions = [Offer("Action", words, icon, act.trigger, keys) for words, icon, keys, act in self.actions_.offers()]
        return [*projects, *self.workspaces.offers(), *jobs, *actions]

    def _go_to(self, project_id: int) -> Callable[[], None]:
        def act() -> None:
            self.workspaces.show(PROJECTS)
            self.projects.sidebar.go_to(project_id)

        return act

    def _go_to_job(self, job_id: int) -> Callable[[], None]:
        return lambda: self.open_job(job_id)

    def _find(self) -> None:
        self.workspaces.show(PROJECTS)
        self.projects.sidebar.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.projects.sidebar.filter.selectAll()

    def _focus_queue(self) -> None:
        self.bottom.show_queue()
        self._fit()
        self.queue.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle_queue(self) -> None:
        self.bottom.setVisible(self.bottom.isHidden())
        self._fit()

    def _toggle_throughput(self) -> None:
        self.bottom.toggle_graph()
        self._fit()

    # Size, and the end.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take away what has no room."""
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the engine first; the window closes when it has."""
        if self._is_stopped:
            event.accept()
            return
        event.ignore()
        if not self._is_closing:
            self._is_closing = True
            self._show_title()
            self._desk.tasks.run(self._end(), "close the window")

    def _fit(self) -> None:
        is_narrow = self.width() < self._desk.theme.px(NARROW)
        self.body.set_narrow(is_narrow)
        self.tools.show_words(not is_narrow)
        self.rail.show_words(self.height() >= SHORT)
        self.status.be_narrow(is_narrow)
        self.bottom.fit(is_narrow)
        self.sparkline.setVisible(not self.bottom.has_graph)

    async def _end(self) -> None:
        self._save()
        self.workspaces.save()
        self.queue.flush_removals()
        self.setEnabled(False)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._desk.backend.host.stop()
        except TimeoutError:
            log.warning("the engine did not stop within %s seconds", STOP_SECONDS)
        self._is_stopped = True
        self.close()
        self.ended.emit()

    def _save(self) -> None:
        state = self._desk.state
        state.setValue("window/version", STATE_VERSION)
        state.setValue("window/geometry", self.saveGeometry())
        state.setValue("window/split", self.split.saveState())
        state.setValue("window/bottom", self.bottom.saveState())
        if not self.body.is_narrow:
            state.setValue("window/body", self.body.splitter.saveState())
        state.setValue("window/throughput", self.bottom.wants_graph)
        state.setValue("window/queue", self.queue.save_state())
        state.setValue("window/time", self.throughput.save_state())
        state.sync()

    def _restore(self) -> None:
        state = self._desk.state
        self.resize(*SIZE)
        if int(str(state.value("window/version", 0))) != STATE_VERSION:
            self._fit()
            return
        self.restoreGeometry(_bytes(state.value("window/geometry")))
        self.split.restoreState(_bytes(state.value("window/split")))
        self.bottom.restoreState(_bytes(state.value("window/bottom")))
        self._fit()
        self.body.restore_widths(_bytes(state.value("window/body")))
        self.bottom.wants_graph = str(state.value("window/throughput", "true")).lower() != "false"
        self.queue.restore_state(str(state.value("window/queue", "")))
        self.throughput.choose_window(int(str(state.value("window/time", 300))))
        self._fit()


def _bytes(value: object) -> QByteArray:
    return value if isinstance(value, QByteArray) else QByteArray()
