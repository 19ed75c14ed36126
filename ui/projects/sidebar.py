"""The left side of the Projects workspace: account, workspace, filter, tree, and two buttons at the foot."""

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.model.account import Account
from app.model.failure import Failure, FailureKind
from app.model.queries import ListChildren
from app.model.tree import NodeKind, TreeNode
from ui.desk import Desk
from ui.projects.node import Node, Row
from ui.projects.shelf import Shelf
from ui.projects.tree_filter import TreeFilter
from ui.projects.tree_memory import TreeMemory
from ui.projects.tree_model import TreeModel
from ui.projects.tree_view import ProjectTree
from ui.shell.messages import Button, Message

# Nobody answered; everything else is an answer, and then the old tree would be a lie.
AWAY = frozenset({FailureKind.NETWORK, FailureKind.SERVER, FailureKind.RATE})


class FilterField(QLineEdit):
    """A filter whose arrow key goes down into the tree.

    Signals:
        left_down(): The person wants to go on in the list below.
    """

    left_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into the list, or empty the field with Escape."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ProjectsSidebar(QWidget):
    """Chooses account, workspace, project and datasets.

    Signals:
        account_wanted(): "Add account…" was pressed.
        link_wanted(): "Add from link…" was pressed.
        opened(object): Another row is current (its `Node`), or None.
        chosen(): The check boxes changed.
        troubled(object): The account cannot be read (a `Failure`).
    """

    account_wanted = Signal()
    link_wanted = Signal()
    opened = Signal(object)
    chosen = Signal()
    troubled = Signal(object)

    def __init__(self, desk: Desk, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shelf = shelf
        self._teams: list[TreeNode] = []
        self._workspaces: dict[int, list[TreeNode]] = {}
        self._landing: int | None = None
        self._wanted_workspace: int | None = None
        self._memory = TreeMemory(desk.backend.state_file.parent / "trees")
        self._is_recalled = False
        self.setObjectName("sidebar.projects")
        self.model = TreeModel(desk.ask, shelf, desk.theme, self)
        self.shown = TreeFilter(self)
        self.shown.setSourceModel(self.model)
        self._build()
        self.model.chosen.connect(self.chosen)
        self.model.troubled.connect(self._on_trouble)
        self.model.settled.connect(self._on_settled)

    @property
    def account(self) -> str:
        """Return the key of the account that is shown; empty when there is none."""
        return str(self.accounts.currentData() or "")

    @property
    def _workspace_key(self) -> str:
        return f"projects/workspace/{self.account.replace('/', '_')}"

    def show_accounts(self, accounts: list[Account], current: str = "") -> None:
        """Fill the first box; keep or take the current account."""
        wanted = current or self.account or str(self._desk.state.value("projects/account", ""))
        with QSignalBlocker(self.accounts):
            self.accounts.clear()
            for account in accounts:
                icon = self._desk.theme.icon("lifebuoy" if account.is_demo else "shield-account-outline", "muted")
                self.accounts.addItem(icon, account.label, account.key)
            self.accounts.setCurrentIndex(max(0, self.accounts.findData(wanted)))
        self._memory.forget_others({account.key for account in accounts})
        self._on_account()

    def go_to(self, project_id: int) -> None:
        """Land on a project once it is in the tree, in whatever workspace it is."""
        self._landing = project_id
        self._land()

    def refresh(self) -> None:
        """Read everything again; what is open stays open."""
        if self._is_recalled:
            self._ask_teams()
        elif self.workspaces.count():
            self.model.refresh()
        else:
            self._on_account()

    def _build(self) -> None:
        self.accounts = QComboBox(self)
        self.accounts.setObjectName("projects.account")
        self.accounts.setAccessibleName("Account")
        self.accounts.currentIndexChanged.connect(self._on_account)
        self.workspaces = QComboBox(self)
        self.workspaces.setObjectName("projects.workspace")
        self.workspaces.setAccessibleName("Workspace")
        self.workspaces.setEditable(True)
        self.workspaces.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._workspace_text = QLineEdit(self.workspaces)
        self._workspace_text.setAccessibleName("Search workspaces")
        self.workspaces.setLineEdit(self._workspace_text)
        completer = QCompleter(self.workspaces.model(), self.workspaces)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.workspaces.setCompleter(completer)
        self.workspaces.currentIndexChanged.connect(self._on_workspace)
        for box in (self.accounts, self.workspaces):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.filter = FilterField(self)
        self.filter.setObjectName("projects.filter")
        self.filter.setAccessibleName("Filter projects")
        self.filter.setPlaceholderText("Filter projects")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter)
        self.tree = ProjectTree(self._desk.theme, self)
        self.tree.setModel(self.shown)
        self.tree.finish_setup()
        self.tree.current.connect(self._on_current)
        self.tree.retried.connect(lambda index: self.model.retry(self.shown.mapToSource(index)))
        self.filter.left_down.connect(self.tree.take_focus)
        self._add = QPushButton("Add account…", self)
        self._add.setObjectName("projects.add-account")
        self._add.clicked.connect(self.account_wanted)
        self._link = QPushButton("Add from link…", self)
        self._link.setObjectName("projects.add-link")
        self._link.clicked.connect(self.link_wanted)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self._add, self._link):
            button.setProperty("look", "quiet")
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for widget in (self.accounts, self.workspaces, self.filter):
            column.addWidget(widget)
        column.addWidget(self.tree, 1)
        column.addLayout(foot)

    # Account and workspace.

    def _on_account(self) -> None:
        self._shelf.use(self.account)
        self.model.clear()
        self._teams, self._workspaces = [], {}
        self._is_recalled = False
        with QSignalBlocker(self.workspaces):
            self.workspaces.clear()
        self.opened.emit(None)
        if not self.account:
            return
        self._desk.state.setValue("projects/account", self.account)
        self._workspace_text.setPlaceholderText("Reading workspaces…")
        self._ask_teams()

    def _ask_teams(self) -> None:
        self._desk.ask.ask(self, ListChildren(self.account), tuple, self._on_teams, self._on_trouble, name="teams")

    def _on_teams(self, teams: tuple[TreeNode, ...]) -> None:
        self._teams, self._workspaces = list(teams), {}
        self._memory.keep(self.account, None, teams)
        self._workspace_text.setPlaceholderText("No workspaces" if not teams else "Reading workspaces…")
        for team in teams:
            self._ask_workspaces(team)

    def _ask_workspaces(self, team: TreeNode) -> None:
        def on_answer(found: tuple[TreeNode, ...]) -> None:
            self._on_workspaces(team, found)

        query = ListChildren(self.account, NodeKind.TEAM, team.id)
        self._desk.ask.ask(self, query, tuple, on_answer, self._on_trouble, name=f"team {team.id}")

    def _on_workspaces(self, team: TreeNode, found: tuple[TreeNode, ...]) -> None:
        self._workspaces[team.id] = list(found)
        self._memory.keep(self.account, team, found)
        if len(self._workspaces) < len(self._teams):
            return
        self._is_recalled = False
        self._fill_workspaces()
        self._on_workspace()

    def _fill_workspaces(self) -> None:
        last = self._wanted_workspace or self._desk.state.value(self._workspace_key)
        self._wanted_workspace = None
        with QSignalBlocker(self.workspaces):
            self.workspaces.clear()
            for team in self._teams:
                for workspace in self._workspaces.get(team.id, []):
                    self.workspaces.addItem(f"{team.name} › {workspace.name}", workspace.id)
            self.workspaces.setCurrentIndex(max(0, self.workspaces.findData(int(last) if last else None)))
        if self.workspaces.count() == 0:
            self._workspace_text.setPlaceholderText("No workspaces")

    def _on_workspace(self) -> None:
        workspace = self.workspaces.currentData()
        self.workspaces.setToolTip(self.workspaces.currentText())
        self._workspace_text.setCursorPosition(0)
        if workspace is None:
            return
        self._desk.state.setValue(self._workspace_key, workspace)
        self.opened.emit(None)
        self.model.show_workspace(self.account, int(workspace))

    # Tree.

    def _on_filter(self, text: str) -> None:
        self.shown.set_text(text)
        if text.strip():
            self.tree.expand_loaded()

    def _on_current(self, index: QModelIndex) -> None:
        node = self.model.node(self.shown.mapToSource(index))
        self.opened.emit(node if isinstance(node, Node) and node.row is Row.TREE else None)

    def _on_settled(self) -> None:
        self._desk.messages.close("tree")
        workspace = self._workspace()
        if workspace is not None:
            self._memory.keep(self.account, workspace, self.model.projects())
        self._land()
        if not self.tree.currentIndex().isValid() and self._landing is None:
            self._open_first()

    def _open_first(self) -> None:
        """Open the first project that can be downloaded, so that there is something to see."""
        for row in range(self.shown.rowCount()):
            index = self.shown.index(row, 0)
            node = self.model.node(self.shown.mapToSource(index))
            if node is not None and node.row is Row.TREE and node.can_check:
                self.tree.setCurrentIndex(index)
                return

    def _land(self) -> None:
        if self._landing is None:
            return
        index = self.model.index_of(NodeKind.PROJECT, self._landing)
        if index.isValid():
            self._landing = None
            self.filter.clear()
            self.tree.setCurrentIndex(self.shown.mapFromSource(index))
            self.tree.scrollTo(self.tree.currentIndex())

    def select_workspace(self, workspace_id: int) -> None:
        """Show another workspace, at once or as soon as the workspaces are here."""
        place = self.workspaces.findData(workspace_id)
        if place >= 0:
            self.workspaces.setCurrentIndex(place)
        else:
            self._wanted_workspace = workspace_id

    def _on_trouble(self, failure: Failure) -> None:
        with QSignalBlocker(self.workspaces):
            if not self.workspaces.count():
                self._workspace_text.setPlaceholderText("Not available")
        if failure.kind in AWAY:
            self._recall()
        self.troubled.emit(failure)
        buttons = [Button("Retry", self.refresh)]
        if self.model.is_stale:
            buttons.append(Button("Work offline", _stay))
        self._desk.messages.post(Message("tree", "err", failure.title, failure.hint, tuple(buttons)))

    def _recall(self) -> None:
        """Show the tree of last time where there would be none."""
        if self.model.is_stale:
            return
        if not self.workspaces.count():
            self._teams = list(self._memory.recall(self.account))
            self._workspaces = {team.id: list(self._memory.recall(self.account, team)) for team in self._teams}
            self._fill_workspaces()
            self._is_recalled = self.workspaces.count() > 0
        workspace = self._workspace()
        projects = self._memory.recall(self.account, workspace) if workspace is not None else ()
        if workspace is not None and projects:
            self.model.show_remembered(self.account, workspace.id, projects)

    def _workspace(self) -> TreeNode | None:
        """Return the workspace that is shown."""
        wanted = self.workspaces.currentData()
        return next((one for found in self._workspaces.values() for one in found if one.id == wanted), None)


def _stay() -> None:
    """Keep what is shown: the strip closes by itself."""
