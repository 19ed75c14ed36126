"""Joins the Preview workspace: filters on the left, pictures in the middle, the export plan on the right."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.model.answers import Look
from app.model.export_spec import image_key
from app.model.failure import FailedError, Failure
from app.model.folder_card import FolderCard, FolderCounts
from app.model.gallery import FindPicture, ListPlaces, NextProblem, PictureCard, PicturePlace, PictureRow, ProblemPlace
from app.model.job import Job
from app.model.label_class import LabelClass
from app.model.queries import FirstLook
from ui.desk import Desk
from ui.export.inspector import ExportInspector
from ui.plan.choice import Choice
from ui.preview.centre import PreviewCentre
from ui.preview.decisions import Decisions
from ui.preview.folder import OpenedFolder
from ui.preview.grid import TILE, Grid
from ui.preview.looking import Looking
from ui.preview.rows import Rows
from ui.preview.sidebar import PreviewSidebar
from ui.preview.single import SingleView
from ui.preview.sources import RecentFolders, SourceKind, ViewSource, all_sources
from ui.preview.thumbs import Thumbs
from ui.preview.views import SavedViews
from ui.queue.job_model import JobModel
from ui.shell.messages import Button, Message

LOOKS = 24
TILE_KEY = "preview/tile"
HANDLE_PX = 72


class PreviewWorkspace(QObject):
    """Owns no widget's place: the window puts `sidebar`, `centre` and `inspector` where they belong.

    Signals:
        undoable(bool, bool): Whether a decision can be undone, and done again.
        plan_wanted(): The plan is worth looking at; a hidden inspector shall be shown.
        map_wanted(str, object): A picture (its name) shall be shown on the map at (lon, lat).
        places_wanted(str, object): All pictures that the search finds shall be, with the title: a tuple of (lon, lat).
    """

    undoable = Signal(bool, bool)
    plan_wanted = Signal()
    map_wanted = Signal(str, object)
    places_wanted = Signal(str, object)

    def __init__(self, desk: Desk, jobs: JobModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._parent = parent
        self._awaited: int | None = None
        self._selection: Choice | None = None
        self._selection_name = ""
        self.recent = RecentFolders(desk.state)
        self.decisions = Decisions(desk.state, self)
        self.looking = Looking(self)
        self.views = SavedViews(desk.state, self)
        self.folder = OpenedFolder(desk, self)
        self.rows = Rows(desk, self.folder, self)
        self.thumbs = Thumbs(desk, self.folder, self.looking, self)
        self.grid = Grid(desk.theme, self.rows, self.thumbs, self.decisions)
        self.single = SingleView(desk, self.folder, self.looking)
        self.centre = PreviewCentre(desk.theme, self.grid, self.single, self.decisions, self.looking, parent)
        self.sidebar = PreviewSidebar(desk.theme, self.decisions, self.looking, self.views, parent)
        self.inspector = ExportInspector(desk, self.decisions, parent)
        tile = int(str(desk.state.value(TILE_KEY, TILE)))
        self.grid.set_tile(tile)
        self.centre.strip.show_size(tile)
        self._connect()
        self._show_sources()
        self.centre.show_state(has_folder=False, is_empty=True)
        self.centre.strip.allow(has_pictures=False, has_problems=False)

    def _connect(self) -> None:
        folder, strip, sidebar = self.folder, self.centre.strip, self.sidebar
        folder.opened.connect(self._on_opened)
        folder.failed.connect(self._on_failed)
        folder.counted.connect(self._on_counted)
        folder.searched.connect(self.inspector.show_search)
        sidebar.search_edited.connect(folder.find)
        sidebar.source_picked.connect(self._on_source)
        sidebar.folder_wanted.connect(self.choose_folder)
        strip.single_wanted.connect(lambda is_single: self.show_single() if is_single else self.show_grid())
        strip.problem_wanted.connect(self.next_problem)
        strip.size_wanted.connect(self._on_tile)
        strip.fit_wanted.connect(self.single.fit)
        strip.details_toggled.connect(self.centre.details.setVisible)
        self.centre.problems.show_wanted.connect(lambda: sidebar.set_search("problem:*"))
        self.centre.folder_dropped.connect(self.open_folder)
        self.centre.open_wanted.connect(self.choose_folder)
        self.centre.reset_wanted.connect(sidebar.reset)
        self.rows.changed.connect(self._on_rows)
        self.grid.opened.connect(self._open_position)
        self.grid.menu_wanted.connect(self._open_menu)
        self.single.stepped.connect(self._step)
        self.single.shown.connect(self._on_shown)
        self.single.selected.connect(self.centre.details.select)
        self.single.zoomed.connect(strip.show_scale)
        self.single.menu_wanted.connect(lambda where: self._open_menu(self.grid.position, where))
        self.centre.details.label_picked.connect(lambda label: self.single.select(label, bring=True))
        self.decisions.changed.connect(self._on_decided)
        self.decisions.undoable.connect(self.undoable)
        self.inspector.search_wanted.connect(sidebar.set_search)
        for signal in (self._jobs.rowsInserted, self._jobs.rowsRemoved, self._jobs.modelReset, self._jobs.dataChanged):
            signal.connect(lambda *_: self._show_sources())

    # What is looked at.

    def open_folder(self, path: str) -> None:
        """Look at a project folder."""
        whole = str(Path(path).expanduser().absolute())
        self.show_grid()
        self.folder.open(whole)
        self.folder.be_growing(any(one.path == whole and one.is_growing for one in self._sources()))

    def show_job(self, job: Job, search: str = "") -> None:
        """Look at the folder of a job."""
        self.open_folder(job.destination)
        if search:
            self.sidebar.set_search(search)

    def choose_folder(self) -> None:
        """Let a person choose a folder."""
        dialog = QFileDialog(self._parent, "Open a project folder", self.folder.path)
        dialog.setObjectName("preview.open-dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.open_folder)
        dialog.open()

    def use_selection(self, choices: tuple[Choice, ...]) -> None:
        """Know what is chosen in the tree; a first look at it is offered."""
        self._selection = choices[0] if len(choices) == 1 else None
        self._selection_name = self._selection.name if self._selection is not None else ""
        self._show_sources()

    def first_look(self) -> None:
        """Fetch a few pictures of what is chosen in the tree and look at them."""
        choice = self._selection
        if choice is None:
            return
        query = FirstLook(choice.account, choice.project_id, tuple(choice.dataset_ids or ()), LOOKS)
        self._desk.messages.post(Message("first-look", "info", f"Fetching a few pictures of {choice.name} …"))
        self._desk.ask.ask(self, query, tuple, lambda looks: self._keep(choice.name, looks), self._on_failed)

    def _keep(self, title: str, looks: tuple[Look, ...]) -> None:
        classes = {
            label.class_name: LabelClass(label.class_name, "any", label.color)
            for look in looks
            for label in look.annotation.labels
        }

        async def keep() -> None:
            try:
                path = await self._desk.backend.keep_looks(title, looks, tuple(classes.values()))
            except FailedError as error:
                self._on_failed(error.failure)
                return
            self._desk.messages.close("first-look")
            self.open_folder(path)

        self._desk.tasks.run(keep(), "keep first look")

    def _on_source(self, source: ViewSource) -> None:
        if source.kind is SourceKind.SELECTION:
            self.first_look()
        elif source.path != self.folder.path:
            self.open_folder(source.path)

    def _sources(self) -> list[ViewSource]:
        jobs = (row.job for row in self._jobs.rows())
        return all_sources(jobs, self.recent.all(), self._selection_name)

    def _show_sources(self) -> None:
        sources = self._sources()
        self.sidebar.show_sources(sources, self.folder.path)
        if self.folder.path:
            self.folder.be_growing(any(one.path == self.folder.path and one.is_growing for one in sources))

    def _on_opened(self, card: FolderCard) -> None:
        self._desk.messages.close("preview")
        self.recent.note(card.path)
        self.decisions.open(card.path)
        self.looking.show_only(())
        self.sidebar.search.clear()
        self.sidebar.show_folder(card)
        self.inspector.show_folder(card)
        self.single.clear()
        self._show_sources()
        for sentence in card.problems[:1]:
            more = f" (and {len(card.problems) - 1} more)" if len(card.problems) > 1 else ""
            self._desk.messages.post(Message("preview", "warn", sentence + more))

    def _on_failed(self, failure: Failure) -> None:
        self._desk.messages.close("first-look")
        again = Button("Open another folder…", self.choose_folder)
        self._desk.messages.post(Message("preview", "err", failure.title, failure.hint, (again,)))
        self.centre.show_state(has_folder=bool(self.folder.card), is_empty=self.rows.total == 0)

    def _on_counted(self, counts: FolderCounts) -> None:
        self.sidebar.show_counts(counts)
        self.inspector.show_counts(counts)
        if not self.folder.search:
            # The strip speaks of the whole folder, whatever is searched for.
            self.centre.problems.show_counts(counts.problems)
        self.centre.strip.allow(has_pictures=counts.images > 0, has_problems=bool(counts.problems))
        self.centre.show_state(has_folder=True, is_empty=counts.shown == 0)

    # One picture.

    def show_grid(self) -> None:
        """Show the grid."""
        self.centre.show_single(False)
        counts = self.folder.counts
        self.centre.show_state(self.folder.card is not None, counts is None or counts.shown == 0)

    def show_single(self) -> None:
        """Show the current picture alone, else the first."""
        self._open_position(max(0, self.grid.position))

    def next_problem(self, *, is_backwards: bool = False) -> None:
        """Go to the next problem among the pictures of the search."""
        row = self._row()
        number = -1 if row is None else row.number
        label = self.single.label if self.centre.is_single and self.single.number == number else None
        query = NextProblem(self.folder.path, self.folder.search, number, label, (), is_backwards)
        self._desk.ask.ask(self, query, object, self._on_problem, lambda _: None)

    def exclude(self) -> None:
        """Leave the current picture out of the export, or take it in again."""
        row = self._row()
        if row is not None:
            key = image_key(row.dataset, row.name)
            self.decisions.exclude((key,), not self.decisions.is_excluded(key))

    def toggle_class(self, place: int) -> None:
        """Draw the class at a place of the list, or not."""
        rows = self.sidebar.classes.rows.rows
        if place < len(rows):
            self.looking.show_class(rows[place].key, not rows[place].is_checked)

    def _row(self) -> PictureRow | None:
        position = self.grid.position
        return self.rows.row(position) if position >= 0 else None

    def _open_position(self, position: int) -> None:
        self.grid.go_to(position)
        row = self._row()
        # What stands far off is not known yet: it is shown as soon as it is.
        self._awaited = position if row is None and 0 <= position < self.rows.total else None
        if row is not None:
            self.centre.show_single(True)
            self.single.show_picture(row.number)

    def _on_rows(self) -> None:
        if self._awaited is not None and self._awaited == self.grid.position:
            self._open_position(self._awaited)

    def _step(self, steps: int) -> None:
        position = self.grid.position + steps
        if 0 <= position < self.rows.total:
            self._open_position(position)

    def _on_problem(self, place: object) -> None:
        if not isinstance(place, ProblemPlace):
            self._desk.messages.post(Message("problem", "ok", "There are no problems among these pictures."))
            return
        self.grid.go_to(place.position)
        self.centre.show_single(True)
        self.single.show_picture(place.number, place.problem.label)
        text = f"Problem {place.ordinal} of {place.total}: {place.problem.sentence}"
        self._desk.messages.post(
            Message("problem", "warn", text, buttons=(Button("Exclude", self.exclude, keeps=True),))
        )

    def _on_shown(self, card: PictureCard) -> None:
        self.centre.details.show_picture(card)

    def _open_menu(self, position: int, where: object) -> None:
        row = self.rows.row(position) if position >= 0 else None
        if row is None or not isinstance(where, QPoint):
            return
        key = image_key(row.dataset, row.name)
        menu = QMenu(self._parent)
        menu.setObjectName("preview.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_out = self.decisions.is_excluded(key)
        words = "&Take into the export" if is_out else "E&xclude from the export"
        self._entry(menu, words, "close-circle-outline", lambda: self.decisions.exclude((key,), not is_out))
        self._entry(menu, "&Show alone", "image-outline", lambda: self._open_position(position))
        card = self.single.card
        if card is not None and card.number == row.number and card.place is not None:
            place = card.place
            self._entry(menu, "Show on &map", "map-search-outline", lambda: self.map_wanted.emit(card.name, place))
        if self.folder.card is not None and self.folder.card.has_places:
            self._entry(menu, "Show &all on map", "map-outline", self.show_places)
        if card is not None and card.number == row.number and card.page:
            page = card.page
            self._entry(menu, "Open its &page", "open-in-new", lambda: QDesktopServices.openUrl(QUrl(page)))
        menu.popup(where)

    def _entry(self, menu: QMenu, words: str, icon: str, act: Callable[[], object]) -> None:
        menu.addAction(self._desk.theme.icon(icon), words).triggered.connect(lambda _on=False: act())

    # Small things.

    def go_to_picture(self, number: int) -> None:
        """Show a picture alone, wherever it stands."""
        query = FindPicture(self.folder.path, number, self.folder.search)
        self._desk.ask.ask(
            self, query, object, lambda place: self._open_position(place) if isinstance(place, int) else None,
            lambda _: None,
        )  # fmt: skip

    def show_places(self) -> None:
        """Show on the map where the pictures that the search finds were taken."""
        card = self.folder.card
        if card is None:
            return

        def take(places: tuple[PicturePlace, ...]) -> None:
            self.places_wanted.emit(card.title, tuple((one.lon, one.lat) for one in places))

        query = ListPlaces(self.folder.path, self.folder.search)
        self._desk.ask.ask(self, query, tuple, take, self._on_failed)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions of this workspace do."""
        found: dict[str, Callable[[], object]] = {
            "preview-next": self.next_problem,
            "preview-previous": lambda: self.next_problem(is_backwards=True),
            "preview-exclude": self.exclude,
            "preview-names": self.looking.toggle_names,
            "preview-outlines": self.looking.toggle_outlines,
            "preview-more": lambda: self.looking.change_opacity(1),
            "preview-less": lambda: self.looking.change_opacity(-1),
            "preview-fit": self.single.fit,
            "preview-full": self.single.actual_size,
            "preview-details": self.centre.strip.details.click,
            "preview-back": self._back,
        }
        return found | {f"preview-class-{place}": self._class_toggler(place) for place in range(1, 10)}

    def be_narrow(self, is_narrow: bool) -> None:
        """Leave room for the handle of the drawer."""
        self.centre.strip.leave_room(HANDLE_PX if is_narrow else 0)

    def save(self) -> None:
        """Remember how it looks."""
        self._desk.state.setValue(TILE_KEY, self.grid.tile)

    def _class_toggler(self, place: int) -> Callable[[], None]:
        return lambda: self.toggle_class(place - 1)

    def _back(self) -> None:
        """Leave the single view; in the grid show everything again."""
        if self.centre.is_single:
            self.show_grid()
        else:
            self.sidebar.reset()

    def _on_tile(self, width: int) -> None:
        self.grid.set_tile(width)

    def _on_decided(self) -> None:
        now = self.decisions.now
        self.looking.set(names_of=now.renames, colors=now.colors)
        self.folder.leave_out(now.excluded)
