"""Joins the Projects workspace: chosen on the left, shown in the middle, planned on the right."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.model.account import Account
from app.model.failure import Failure
from app.model.tree import NodeKind, ProjectPage, TreeNode
from ui.desk import Desk
from ui.dialogs.paste import Pasted
from ui.dialogs.server_speed import ServerSpeedDialog
from ui.plan.choice import Choice
from ui.plan.inspector import Inspector
from ui.projects.figures_page import FiguresDialog
from ui.projects.node import Node
from ui.projects.project_page import ProjectPageView
from ui.projects.shelf import Shelf
from ui.projects.sidebar import ProjectsSidebar
from ui.projects.welcome import Welcome
from ui.shell.messages import Message

SOURCE = "supervisely"


class ProjectsWorkspace(QObject):
    """Owns no widget's place: the window puts `sidebar`, `centre` and `inspector` where they belong.

    Signals:
        emptied(bool): There is no account: the welcome page is shown, sidebar and inspector have nothing to show.
        picked(): A project was picked; a hidden inspector is worth showing.
    """

    emptied = Signal(bool)
    picked = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._node: Node | None = None
        self._project_id: int | None = None
        self._link: int | None = None
        self.is_empty = False
        self.shelf = Shelf(desk.ask, self)
        self.sidebar = ProjectsSidebar(desk, self.shelf, parent)
        self.welcome = Welcome(desk, parent)
        self.page = ProjectPageView(desk, parent)
        self.inspector = Inspector(desk, parent)
        self.centre = QStackedWidget(parent)
        self.centre.setObjectName("centre.projects")
        self.centre.addWidget(self.welcome)
        self.centre.addWidget(self.page)
        self.sidebar.opened.connect(self._on_open)
        self.sidebar.chosen.connect(self._on_chosen)
        self.page.dataset_toggled.connect(self._on_toggle)
        self.page.statistics.picked.connect(self.inspector.add_rule)
        self.page.statistics.dataset_picked.connect(self.sidebar.model.choose_only)
        self.shelf.arrived.connect(self._on_page)
        self.shelf.failed.connect(self._on_page_failure)

    # Accounts.

    def show_accounts(self, accounts: list[Account], current: str = "") -> None:
        """Show the accounts of Supervisely; without any, the welcome page."""
        accounts = [account for account in accounts if account.source == SOURCE]
        self.centre.setCurrentWidget(self.page if accounts else self.welcome)
        self.sidebar.show_accounts(accounts, current)
        if not accounts:
            self.welcome.show_found(self._desk.backend.found())
            self.welcome.show_found_street(self._desk.backend.found_street())
        self.is_empty = not accounts
        self.emptied.emit(self.is_empty)

    def go_to(self, pasted: Pasted) -> None:
        """Land on the project that a link names, in the account that it belongs to."""
        if pasted.project_id is None:
            return
        accounts = [account for account in self._desk.backend.accounts() if account.source == SOURCE]
        fitting = next((account for account in accounts if account.address == pasted.address), None)
        if pasted.address and fitting is None:
            hint = f"Connect {pasted.address} first."
            self._desk.messages.post(Message("link", "warn", "No account here belongs to this link.", hint))
            return
        if fitting is not None and fitting.key != self.sidebar.account:
            self.sidebar.show_accounts(accounts, fitting.key)
        self._link = pasted.project_id
        self.shelf.want(pasted.project_id)

    def offers(self) -> list[tuple[int, str]]:
        """Return the projects that are in the tree, as (id, name)."""
        return [(tree.id, tree.name) for tree in self.sidebar.model.projects()]

    def refresh(self) -> None:
        """Read the tree and the plan again."""
        self.sidebar.refresh()
        self.inspector.counting.again()

    # What is open.

    def _on_open(self, node: Node | None) -> None:
        self._node = node
        project = node.project if node is not None else None
        if project is None or project.tree is None:
            self._project_id = None
            self.page.clear()
        elif project.tree.id != self._project_id:
            self._project_id = project.tree.id
            self.page.expect(self.sidebar.account, project.tree)
            self.shelf.want(project.tree.id)
            self.picked.emit()
        self._on_chosen()

    def _on_page(self, page: ProjectPage) -> None:
        if page.project.id == self._link:
            self._link = None
            if page.project.parent_id is not None:
                self.sidebar.select_workspace(page.project.parent_id)
            self.sidebar.go_to(page.project.id)
        if page.project.id == self._project_id:
            self.page.show_page(page)
            self._show_chosen()

    def _on_page_failure(self, project_id: int, failure: Failure) -> None:
        if project_id == self._link:
            self._link = None
            self._desk.messages.post(Message("link", "err", failure.title, failure.hint))
        if project_id == self._project_id:
            self.page.show_problem(failure)

    # What is chosen.

    def choices(self) -> tuple[Choice, ...]:
        """Return what is chosen in the tree."""
        checked = self.sidebar.model.choices()
        if checked or self._node is None:
            return checked
        index = self.sidebar.model.index_of(*self._node.key) if self._node.key is not None else None
        alone = self.sidebar.model.choice_at(index) if index is not None else None
        return (alone,) if alone is not None else ()

    def _on_chosen(self) -> None:
        self.inspector.show_choices(self.choices())
        self._show_chosen()

    # Beside the window.

    def show_figures(self) -> None:
        """Show the figures of the dataset that is current, or of the only one that is chosen."""
        dataset = self.dataset()
        if dataset is not None:
            FiguresDialog(self._desk, self.sidebar.account, dataset, self.centre).open()

    def show_speed(self) -> None:
        """Show how fast the server of the current dataset is."""
        dataset = self.dataset()
        known = {account.key: account for account in self._desk.backend.accounts()}
        account = known.get(self.sidebar.account)
        if dataset is None or account is None:
            return
        dialog = ServerSpeedDialog(self._desk, account.key, account.address, dataset.id, dataset.name, self.centre)
        dialog.chosen.connect(self.inspector.form.use_way)
        dialog.open()

    def dataset(self) -> TreeNode | None:
        """Return the dataset that is meant: the current row, else the first that is chosen, else the first of all.

        Without any a message says what to do.
        """
        tree = self._node.tree if self._node is not None else None
        if tree is not None and tree.kind is NodeKind.DATASET:
            return tree
        page = self.shelf.page(self._project_id) if self._project_id is not None else None
        found = page.datasets if page is not None else ()
        here = next((choice for choice in self.choices() if choice.project_id == self._project_id), None)
        chosen = [one for one in found if here is not None and one.id in here.dataset_ids] or list(found)
        if not chosen:
            self._desk.messages.post(Message("dataset", "info", "Pick a project with a dataset first."))
            return None
        return chosen[0]

    def _show_chosen(self) -> None:
        here = next((choice for choice in self.choices() if choice.project_id == self._project_id), None)
        if here is None:
            self.page.datasets.show_chosen(frozenset())
        else:
            self.page.datasets.show_chosen(frozenset(here.dataset_ids) if here.dataset_ids else None)

    def _on_toggle(self, dataset_id: int, is_on: bool) -> None:
        model = self.sidebar.model
        if not model.choices() and not is_on and self._project_id is not None:
            # Nothing is checked, so the plan is the project as a whole: taking one out leaves the others.
            whole = self.choices()
            for dataset in whole[0].dataset_ids if whole and whole[0].dataset_ids else self._all_datasets():
                model.set_dataset(dataset, True)
        model.set_dataset(dataset_id, is_on)

    def _all_datasets(self) -> tuple[int, ...]:
        page = self.shelf.page(self._project_id) if self._project_id is not None else None
        return tuple(dataset.id for dataset in page.datasets) if page is not None else ()
