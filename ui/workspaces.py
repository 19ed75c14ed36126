"""The three workspaces: which one is shown, whose plan the keys start. Map and Preview are made when first wanted.

Until then they do not exist: the window opens sooner, and nothing can ask anybody for map pictures.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.model.job import Job
from ui.actions import MAP as MAP_PLACE
from ui.actions import PREVIEW as PREVIEW_PLACE
from ui.actions import Actions
from ui.desk import Desk
from ui.projects.workspace import ProjectsWorkspace
from ui.queue.job_model import JobModel
from ui.shell.body import Body
from ui.shell.finding import Offer
from ui.shell.rail import Rail

if TYPE_CHECKING:
    from ui.map.workspace import MapWorkspace
    from ui.preview.workspace import PreviewWorkspace

PROJECTS, MAP, PREVIEW = range(3)


class Workspaces(QObject):
    """Turns the window from one workspace to another.

    Signals:
        map_made(): There is a map now.
        preview_made(): There is a preview now.
    """

    map_made = Signal()
    preview_made = Signal()

    def __init__(
        self, desk: Desk, projects: ProjectsWorkspace, jobs: JobModel, actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._projects = projects
        self._jobs = jobs
        self._actions = actions
        self._window = window
        self._map: MapWorkspace | None = None
        self._preview: PreviewWorkspace | None = None
        self._undoable = {MAP: (False, False), PREVIEW: (False, False)}
        self.number = PROJECTS
        self.pages = QStackedWidget(window)
        self.pages.setObjectName("centre")
        self.pages.addWidget(projects.centre)
        self.body = Body(desk.theme, self.pages, window)
        self.body.add_sides(projects.sidebar, projects.inspector)
        self.rail = Rail(desk.theme, window)
        self.rail.picked.connect(self.show)
        projects.emptied.connect(lambda _: self._place())
        projects.picked.connect(self.body.open_drawer)
        projects.inspector.ready.connect(lambda _: self._allow())

    @property
    def has_map(self) -> bool:
        """Return whether there is a map already."""
        return self._map is not None

    @property
    def map(self) -> "MapWorkspace":
        """Return the map; the first time it is made."""
        if self._map is None:
            self._map = self._make_map()
            self.map_made.emit()
        return self._map

    @property
    def preview(self) -> "PreviewWorkspace":
        """Return the preview; the first time it is made."""
        if self._preview is None:
            self._preview = self._make_preview()
            self.preview_made.emit()
        return self._preview

    def show(self, number: int) -> None:
        """Show Projects, Map or Preview."""
        self.number = number
        self.rail.pick(number)
        self._place()
        self._allow()
        if number == MAP:
            self.map.view.setFocus()
        elif number == PREVIEW:
            self.preview.use_selection(self._projects.choices())
            self.preview.grid.setFocus()

    def go_back(self) -> None:
        """Show the workspace again over which something else was opened."""
        self.show(self.number)

    def show_job_on_map(self, job: Job) -> None:
        """Show where a harvest is."""
        self.show(MAP)
        self.map.show_job(job)

    def show_job_in_preview(self, job: Job, search: str = "") -> None:
        """Look at the pictures of a job."""
        self.show(PREVIEW)
        self.preview.show_job(job, search)

    def show_place(self, name: str, place: object) -> None:
        """Show on the map where a picture was taken."""
        self.show(MAP)
        if isinstance(place, tuple):
            self.map.show_place(name, *place)

    def show_places(self, title: str, places: object) -> None:
        """Show on the map where the pictures of a folder were taken."""
        self.show(MAP)
        if isinstance(places, tuple):
            self.map.show_places(title, places)

    def show_accounts(self, current: str = "") -> None:
        """Show the accounts as they are now."""
        accounts = self._desk.backend.accounts()
        self._projects.show_accounts(accounts, current)
        if self._map is not None:
            self._map.show_accounts(accounts, current)

    def use_settings(self) -> None:
        """Take other settings."""
        self._projects.inspector.use_settings()
        if self._map is not None:
            self._map.use_settings()

    def save(self) -> None:
        """Remember what is on the map."""
        if self._map is not None:
            self._map.save()
        if self._preview is not None:
            self._preview.save()

    def offers(self) -> list[Offer]:
        """Return the regions on the map, for the search field."""
        if self._map is None:
            return []
        rows = self._map.sidebar.regions.model.rows
        return [
            Offer("Region", row.shown.title, "vector-square", self._go_to_region(place))
            for place, row in enumerate(rows)
        ]

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do that depend on the workspace."""
        found: dict[str, Callable[[], object]] = {
            "show-projects": lambda: self.show(PROJECTS),
            "show-map": lambda: self.show(MAP),
            "show-preview": lambda: self.show(PREVIEW),
            "download": self._projects.inspector.press,
            "sample": self._projects.inspector.press_sample,
            "select-rule": self._projects.inspector.edit_rules,
            "figures": self._projects.show_figures,
            "server-speed": self._projects.show_speed,
            "harvest": lambda: self.map.inspector.press(),
            "map-sample": lambda: self.map.inspector.press_sample(),
            "copy-command": self._copy,
            "refresh": lambda: self.map.refresh() if self.number == MAP else self._projects.refresh(),
            "undo": lambda: self._preview_or_map("undo"),
            "redo": lambda: self._preview_or_map("redo"),
            "export": lambda: self.preview.inspector.press(),
            "preview-open": self._open_folder,
        }
        found |= {row: self._in_preview(row) for row in self._actions.names_at(PREVIEW_PLACE) if row != "export"}
        names = ("pan", "rectangle", "polygon", "view-region", "numbers", "import", "coverage", "grid", "fit")
        return found | {f"map-{name}": self._on_map(f"map-{name}") for name in names}

    def _make_map(self) -> "MapWorkspace":
        from ui.map.workspace import MapWorkspace  # late: the window is there sooner without it

        made = MapWorkspace(self._desk, self._jobs, self._window)
        self.pages.addWidget(made.centre)
        self.body.add_sides(made.sidebar, made.inspector)
        made.centre.addActions(self._actions.letters(MAP_PLACE))
        made.plan_wanted.connect(self.body.open_drawer)
        made.preview_wanted.connect(self.show_job_in_preview)
        made.inspector.ready.connect(lambda _: self._allow())
        made.undoable.connect(lambda can_undo, can_redo: self._on_undoable(MAP, can_undo, can_redo))
        made.be_narrow(self.body.is_narrow)
        self.body.narrowed.connect(made.be_narrow)
        made.show_accounts(self._desk.backend.accounts())
        return made

    def _make_preview(self) -> "PreviewWorkspace":
        from ui.preview.workspace import PreviewWorkspace  # late, as the map

        made = PreviewWorkspace(self._desk, self._jobs, self._window)
        self.pages.addWidget(made.centre)
        self.body.add_sides(made.sidebar, made.inspector)
        made.centre.addActions(self._actions.letters(PREVIEW_PLACE))
        made.plan_wanted.connect(self.body.open_drawer)
        made.map_wanted.connect(self.show_place)
        made.places_wanted.connect(self.show_places)
        made.inspector.ready.connect(lambda _: self._allow())
        made.undoable.connect(lambda can_undo, can_redo: self._on_undoable(PREVIEW, can_undo, can_redo))
        made.be_narrow(self.body.is_narrow)
        self.body.narrowed.connect(made.be_narrow)
        return made

    def _place(self) -> None:
        place: MapWorkspace | PreviewWorkspace | ProjectsWorkspace
        if self.number == MAP:
            place = self.map
        elif self.number == PREVIEW:
            place = self.preview
        else:
            place = self._projects
        self.pages.setCurrentWidget(place.centre)
        self.body.turn_to(place.sidebar, place.inspector)
        self.body.show_sides(self.number != PROJECTS or not self._projects.is_empty)

    def _allow(self) -> None:
        """Let each key act only where it means something."""
        plan = self._projects.inspector
        is_map, is_projects = self.number == MAP and self._map is not None, self.number == PROJECTS
        self._actions["download"].setEnabled(is_projects and plan.can_start)
        self._actions["sample"].setEnabled(is_projects and plan.can_sample)
        harvest = self._map.inspector if self._map is not None else None
        self._actions["harvest"].setEnabled(is_map and harvest is not None and harvest.can_press)
        self._actions["map-sample"].setEnabled(is_map and harvest is not None and harvest.can_sample)
        export = self._preview.inspector if self._preview is not None else None
        self._actions["export"].setEnabled(self.number == PREVIEW and export is not None and export.can_start)
        for name in self._actions.names_at(PREVIEW_PLACE):
            if name != "export":
                self._actions[name].setEnabled(self.number == PREVIEW)
        for name, can in zip(("undo", "redo"), self._undoable.get(self.number, (False, False)), strict=True):
            self._actions[name].setEnabled(can)

    def _on_undoable(self, number: int, can_undo: bool, can_redo: bool) -> None:
        self._undoable[number] = (can_undo, can_redo)
        self._allow()

    def _preview_or_map(self, order: str) -> None:
        doer = self.preview.decisions if self.number == PREVIEW else self.map.view
        getattr(doer, order)()

    def _open_folder(self) -> None:
        self.show(PREVIEW)
        self.preview.choose_folder()

    def _in_preview(self, name: str) -> Callable[[], object]:
        return lambda: self.preview.handlers()[name]()

    def _on_map(self, name: str) -> Callable[[], object]:
        def act() -> None:
            self.show(MAP)
            self.map.handlers()[name]()

        return act

    def _copy(self) -> None:
        if self.number == PREVIEW:
            self.preview.inspector.copy_command()
        else:
            (self.map if self.number == MAP else self._projects).inspector.copy_command()

    def _go_to_region(self, place: int) -> Callable[[], None]:
        def act() -> None:
            self.show(MAP)
            self.map.view.select_region(place)
            self.map.view.fit_region()

        return act
