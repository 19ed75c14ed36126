"""Joins the Map workspace: regions and filters on the left, the map in the middle, the harvest plan on the right."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bootstrap.demo import DEMO_REGION
from app.model.account import Account
from app.model.commands import RetryTile
from app.model.events import Batch
from app.model.failure import Failure
from app.model.harvest import MapillarySpec
from app.model.harvest_record import PAGE_URL
from app.model.job import FINISHED, Job, JobState
from app.model.region import box
from ui.desk import Desk
from ui.map.bringing import Bringing
from ui.map.count_board import CountBoard
from ui.map.count_words import list_text
from ui.map.harvest_inspector import HarvestInspector
from ui.map.map_view import MapView
from ui.map.region_counts import RegionCounts
from ui.map.region_edits import RegionEdits
from ui.map.region_memory import RegionMemory
from ui.map.region_model import RegionRow, state_of
from ui.map.shapes import contains
from ui.map.sheet import Tool
from ui.map.sidebar import MapSidebar
from ui.map.standings import Standings
from ui.map.tool_strip import WORDS_PX, ToolStrip
from ui.plan.harvest_choice import Suggestion
from ui.queue.job_model import JobModel
from ui.shell.messages import Button, Message
from ui.text import plural

SOURCE = "mapillary"
COVERAGE_KEY = "map/coverage"
# The rings in the list follow the queue so often.
ROWS_MS = 250
SAVE_MS = 800
HANDLE_PX = 72
# Degrees of air around places that are shown: some hundred metres.
AROUND = 0.002


class Centre(QWidget):
    """The strip and the map below it.

    Signals:
        resized(int): Another width.
    """

    resized = Signal(int)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the width."""
        super().resizeEvent(event)
        self.resized.emit(self.width())


class MapWorkspace(QObject):
    """Owns no widget's place: the window puts `sidebar`, `centre` and `inspector` where they belong.

    Signals:
        account_wanted(): A Mapillary account shall be connected.
        fix_wanted(str): The token of an account (its key) shall be replaced.
        plan_wanted(): The plan is worth looking at; a hidden inspector shall be shown.
        troubled(str, object): The account with this key cannot be read (a `Failure`), or it can again (None).
        preview_wanted(object, str): The pictures of a harvest (`Job`) that a search finds shall be shown.
        undoable(bool, bool): Whether an edit can be undone, and done again.
    """

    account_wanted = Signal()
    fix_wanted = Signal(str)
    plan_wanted = Signal()
    troubled = Signal(str, object)
    preview_wanted = Signal(object, str)
    undoable = Signal(bool, bool)

    def __init__(self, desk: Desk, jobs: JobModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._account: Account | None = None
        self._basemap = desk.backend.settings().basemap
        self.memory = RegionMemory(desk.state)
        self.sidebar = MapSidebar(desk.theme, self.memory, parent)
        self.view = MapView(desk)
        self.strip = ToolStrip(desk.theme)
        self.centre = Centre(parent)
        self.centre.setObjectName("centre.map")
        column = QVBoxLayout(self.centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.view, 1)
        self.inspector = HarvestInspector(desk, parent)
        self.counts = RegionCounts(desk.ask, self)
        self.board = CountBoard(self.view, self.counts, self.inspector, self._filters, self)
        self.standings = Standings(desk.ask, self)
        self.bringing = Bringing(desk, parent)
        self.edits = RegionEdits(desk, self.view, self.memory, self)
        self._rows_timer = _timer(self, ROWS_MS, self._show_rows)
        self._save_timer = _timer(self, SAVE_MS, self.save)
        self._is_coverage_on = str(desk.state.value(COVERAGE_KEY, "true")).lower() != "false"
        self._connect()
        self.view.set_regions(self.memory.shown())
        for row in jobs.rows():
            if row.job.state not in FINISHED or row.job.state is JobState.PROBLEMS:
                self.standings.show(row.job)
        self._on_regions()

    def _connect(self) -> None:
        view, regions, table = self.view, self.sidebar.regions, self.sidebar.regions.table
        view.regions_changed.connect(self._on_regions)
        view.region_selected.connect(self._on_selected)
        view.tool_changed.connect(self.strip.show_tool)
        view.point_picked.connect(self._on_point)
        view.tile_activated.connect(self._on_tile)
        view.plan_requested.connect(self._on_plan)
        view.numbers_requested.connect(self.strip.numbers.take_focus)
        view.coverage_requested.connect(lambda: self.show_coverage(not self._is_coverage_on))
        view.text_dropped.connect(self.bringing.read_text)
        view.files_dropped.connect(self.bringing.read_files)
        self.strip.tool_picked.connect(self._take_tool)
        self.strip.coverage_toggled.connect(self.show_coverage)
        self.strip.fit_wanted.connect(view.fit_region)
        self.strip.numbers.entered.connect(self.edits.take_numbers)
        self.strip.numbers.left.connect(lambda: view.setFocus(Qt.FocusReason.OtherFocusReason))
        self.centre.resized.connect(lambda width: self.strip.show_words(width >= self._desk.theme.px(WORDS_PX)))
        regions.draw_wanted.connect(lambda: self._take_tool(Tool.RECTANGLE))
        regions.demo_wanted.connect(lambda: self.edits.add((box(*DEMO_REGION, "Demo town"),)))
        regions.bookmark_wanted.connect(self.edits.bookmark)
        regions.hidden.connect(lambda row, is_hidden: self.edits.change(row, is_visible=not is_hidden))
        regions.model.renamed.connect(lambda row, name: self.edits.change(row, name=name))
        regions.model.ticked.connect(lambda row, is_on: self.edits.change(row, is_checked=is_on))
        table.picked.connect(view.select_region)
        table.fitted.connect(self.edits.fit)
        table.removed.connect(view.remove_region)
        self.sidebar.account_picked.connect(self._use)
        self.sidebar.file_wanted.connect(self.bringing.choose_file)
        self.sidebar.bookmark_picked.connect(lambda region: self.edits.add((region,)))
        self.sidebar.filters.edited.connect(self._on_filters)
        self.bringing.brought.connect(self.edits.add)
        self.board.suggested.connect(self._follow)
        self.inspector.suggested.connect(self._follow)
        self.inspector.account_wanted.connect(self._on_account_wanted)
        self.counts.changed.connect(self._show_rows)
        self.counts.failed.connect(self._on_trouble)
        self.counts.answered.connect(lambda: self._on_trouble(None))
        self.standings.changed.connect(lambda: view.set_standings(self.standings.tiles))
        self._desk.bridge.batch.connect(self._on_batch)

    # What the window asks for.

    def show_accounts(self, accounts: list[Account], current: str = "") -> None:
        """Use one of these accounts; those of other services are passed over."""
        mine = [account for account in accounts if account.source == SOURCE]
        self.sidebar.show_accounts(mine, current)
        self._use(self.sidebar.account)

    def show_job(self, job: Job) -> None:
        """Show the tiles of a harvest, and its regions, on the map."""
        if not isinstance(job.spec, MapillarySpec):
            return
        self.edits.have(job.spec.regions)
        self.standings.show(job)
        self.view.select_region(-1)
        for region in job.spec.regions[:1]:
            self.view.show_region(region)

    def show_place(self, name: str, lon: float, lat: float) -> None:
        """Show where a picture was taken."""
        self.view.mark(lon, lat)
        self._desk.messages.post(Message("point", "info", f"{name} was taken here."))

    def show_places(self, title: str, places: tuple[tuple[float, float], ...]) -> None:
        """Show where the pictures of a folder were taken."""
        self.view.show_places(places)
        if places:
            lons, lats = zip(*places, strict=True)
            around = (min(lons) - AROUND, min(lats) - AROUND, max(lons) + AROUND, max(lats) + AROUND)
            self.view.show_region(box(*around, title))
            gone = Button("Take the dots away", lambda: self.view.show_places(()))
            text = f"{plural(len(places), 'picture')} of {title} were taken here."
            self._desk.messages.post(Message("point", "info", text, buttons=(gone,)))

    def show_coverage(self, is_on: bool) -> None:
        """Show where there are images, or not."""
        self._is_coverage_on = is_on
        self._desk.state.setValue(COVERAGE_KEY, is_on)
        self._show_coverage()

    def use_settings(self) -> None:
        """Take other settings: the folder, and where map pictures come from."""
        self.inspector.use_settings()
        basemap = self._desk.backend.settings().basemap
        if basemap != self._basemap:
            self._basemap = basemap
            self.view.refresh_layers()

    def be_narrow(self, is_narrow: bool) -> None:
        """Leave room for the handle of the drawer, where the plan is one."""
        self.strip.leave_room(self._desk.theme.px(HANDLE_PX) if is_narrow else 0)

    def save(self) -> None:
        """Remember the regions."""
        self.memory.keep_shown(self.view.regions)

    def refresh(self) -> None:
        """Count everything again."""
        self.counts.again()
        self.board.want()
        self.inspector.counting.again()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions of the map do, by their names."""
        view = self.view
        return {
            "map-pan": lambda: self._take_tool(Tool.PAN),
            "map-rectangle": lambda: self._take_tool(Tool.RECTANGLE),
            "map-polygon": lambda: self._take_tool(Tool.POLYGON),
            "map-view-region": self.edits.add_view,
            "map-numbers": self.strip.numbers.take_focus,
            "map-import": self.bringing.choose_file,
            "map-coverage": lambda: self.show_coverage(not self._is_coverage_on),
            "map-grid": lambda: view.show_grid(not view.is_grid_shown),
            "map-fit": view.fit_region,
        }

    # Accounts.

    def _use(self, account: Account | None) -> None:
        before, self._account = self._account, account
        is_demo = account is not None and account.is_demo
        self.sidebar.regions.offer_demo(is_demo)
        self.view.set_basemap(account.key if account is not None and is_demo else "")
        self.view.expect_counts(account is not None)
        self._show_coverage()
        if account != before and is_demo and not self.view.regions:
            self.view.show_region(box(*DEMO_REGION))
        self._on_filters()

    def _show_coverage(self) -> None:
        account = self._account
        reason = "" if account is not None else "Connect Mapillary to see where there are images"
        self.strip.show_coverage(self._is_coverage_on, account is not None, reason)
        self.view.set_coverage(account.key if account is not None and self._is_coverage_on else None)

    def _on_account_wanted(self) -> None:
        if self._account is None:
            self.account_wanted.emit()
        else:
            self.fix_wanted.emit(self._account.key)

    def _on_trouble(self, failure: Failure | None) -> None:
        if self._account is not None:
            self.troubled.emit(self._account.key, failure)

    # Regions.

    def _filters(self) -> MapillarySpec:
        return self.sidebar.filters.fill(MapillarySpec())

    def _on_filters(self) -> None:
        self.counts.use(self._account.key if self._account is not None else "", self._filters())
        self._on_regions()

    def _on_regions(self) -> None:
        shown = self.view.regions
        ticked = tuple(replace(one.region, name=one.title) for one in shown if one.is_checked)
        self.inspector.show_plan(self._account, ticked, self._filters(), bool(shown))
        self.board.want()
        self._show_rows()
        self._on_selected(self.view.selected)
        self.undoable.emit(self.view.can_undo, self.view.can_redo)
        self._save_timer.start()

    def _on_selected(self, index: int) -> None:
        self.sidebar.regions.table.select(index)
        self.strip.numbers.show_region(self.view.regions[index].region if index >= 0 else None)

    def _show_rows(self) -> None:
        rows, now = self._jobs.rows(), self._desk.clock.utc()
        has_counts = self._account is not None
        self.sidebar.regions.model.show(
            [
                RegionRow(
                    shown,
                    list_text(self.counts.of(shown.region)) if has_counts else "",
                    state_of(shown.region, rows, now),
                )
                for shown in self.view.regions
            ]
        )

    def _take_tool(self, tool: Tool) -> None:
        self.view.set_tool(tool)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, suggestion: Suggestion) -> None:
        self.sidebar.filters.show_spec(suggestion.applied(self._filters()))

    # Harvests.

    def _on_plan(self) -> None:
        self.plan_wanted.emit()
        self.inspector.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_batch(self, batch: Batch) -> None:
        self.standings.take(batch)
        if not self._rows_timer.isActive():
            self._rows_timer.start()

    def _on_tile(self, job_id: int, key: str) -> None:
        self._desk.backend.host.submit(RetryTile(job_id, key))
        self._desk.messages.post(
            Message("tile", "info", "The tile is tried again.", "Only what failed in it is asked for.")
        )

    def _on_point(self, image_id: str, lon: float, lat: float) -> None:
        buttons: tuple[Button, ...] = ()
        job = self._harvest_at(lon, lat)
        if job is not None:
            show = Button("Show in preview", lambda: self.preview_wanted.emit(job, f"name:mly_{image_id}*"), keeps=True)
            buttons = (show,)
        if self._account is not None and not self._account.is_demo:
            page = QUrl(PAGE_URL.format(id=image_id))
            buttons = (*buttons, Button("Open in Mapillary", lambda: _open(page), keeps=True))
        self._desk.messages.post(Message("point", "info", f"Image {image_id}.", buttons=buttons))

    def _harvest_at(self, lon: float, lat: float) -> Job | None:
        """Return the newest harvest that may have brought a picture from there."""
        found = [
            row.job
            for row in self._jobs.rows()
            if isinstance(row.job.spec, MapillarySpec)
            and (row.job.counts.done or row.job.counts.already_here)
            and any(contains(region, lon, lat) for region in row.job.spec.regions)
        ]
        return max(found, key=lambda job: job.id, default=None)


def _open(page: QUrl) -> None:
    QDesktopServices.openUrl(page)


def _timer(owner: QObject, delay_ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(delay_ms)
    timer.timeout.connect(act)
    return timer
