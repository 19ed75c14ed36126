"""The tree of projects and datasets of one workspace, read lazily. It can be thrown away and built again.

Projects come with one question for the workspace, all datasets of a project with one question
when it is first opened. A refresh moves, adds and drops rows in place: selection, expansion and scroll stay.
"""

from collections.abc import Sequence
from weakref import WeakValueDictionary

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.model.failure import Failure
from app.model.queries import ListChildren
from app.model.tree import NodeKind, ProjectPage, TreeNode
from ui.ask import Ask
from ui.plan.choice import Choice
from ui.projects.badges import NOT_HERE, Badges
from ui.projects.node import Check, Load, Node, Row, choices, whole
from ui.projects.shelf import Shelf
from ui.projects.tree_cells import count_cell, name_cell
from ui.theme.theme import Theme

NODE = Qt.ItemDataRole.UserRole
SKELETONS = 6
NAME, COUNT = 0, 1
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class TreeModel(QAbstractItemModel):
    """Projects and datasets with check boxes.

    Signals:
        chosen(): The check boxes changed.
        troubled(object): The list of projects cannot be read (a `Failure`).
        settled(): The list of projects is here.
    """

    chosen = Signal()
    troubled = Signal(object)
    settled = Signal()

    def __init__(self, ask: Ask, shelf: Shelf, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._shelf = shelf
        self._theme = theme
        self._account = ""
        self._workspace: int | None = None
        self._root = Node(Row.TREE, load=Load.KNOWN)
        self._nodes: WeakValueDictionary[int, Node] = WeakValueDictionary()
        self.is_stale = False
        self.badges = Badges(ask, self)
        self.badges.changed.connect(self._on_badge)
        shelf.arrived.connect(self._on_page)
        shelf.failed.connect(self._on_page_failure)
        theme.changed.connect(self._on_theme)

    # What is shown.

    def show_workspace(self, account: str, workspace: int) -> None:
        """Show the projects of a workspace, from nothing."""
        self._account, self._workspace = account, workspace
        self.is_stale = False
        self._reset([Node(Row.LOADING) for _ in range(SKELETONS)])
        self.refresh()

    def show_remembered(self, account: str, workspace: int, projects: Sequence[TreeNode]) -> None:
        """Show projects as they were last time, dimmed; a refresh asks for those of now."""
        self._account, self._workspace = account, workspace
        self.is_stale = True
        self._reset([Node(Row.TREE, tree) for tree in projects])

    def clear(self) -> None:
        """Show nothing."""
        self._workspace = None
        self.is_stale = False
        self._ask.forget(self, "projects")
        self._reset([])

    def refresh(self) -> None:
        """Read the projects again, and the datasets of those that were opened."""
        if self._workspace is None:
            return
        query = ListChildren(self._account, NodeKind.WORKSPACE, self._workspace)
        self._ask.ask(self, query, tuple, self._on_projects, self._on_failure, name="projects")
        for node in self._root.children:
            if node.tree is not None and node.load is Load.KNOWN and node.children:
                self._shelf.want(node.tree.id, fresh=True)

    def choices(self) -> tuple[Choice, ...]:
        """Return what the check boxes choose."""
        return choices(self._account, self._root.children)

    def choice_at(self, index: Index) -> Choice | None:
        """Return the choice that one row stands for by itself."""
        return whole(self._account, self._node(index)) if index.isValid() else None

    def index_of(self, kind: NodeKind, node_id: int) -> QModelIndex:
        """Return the row of a project or dataset; an invalid index when it is not here."""
        for project in self._root.children:
            for node in (project, *project.datasets()):
                if node.key == (kind, node_id):
                    return self._index(node)
        return QModelIndex()

    def node(self, index: Index) -> Node | None:
        """Return the row behind an index."""
        return self._node(index) if index.isValid() else None

    def projects(self) -> list[TreeNode]:
        """Return the projects that are here."""
        return [node.tree for node in self._root.children if node.tree is not None]

    def set_dataset(self, dataset_id: int, is_on: bool) -> None:
        """Check or uncheck a dataset, as its box in the tree would."""
        index = self.index_of(NodeKind.DATASET, dataset_id)
        if index.isValid():
            state = Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
            self.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def choose_only(self, dataset_id: int) -> None:
        """Check one dataset of its project and no other, not even those below it."""
        index = self.index_of(NodeKind.DATASET, dataset_id)
        node = self._node(index) if index.isValid() else None
        project = node.project if node is not None and node.can_check else None
        if node is None or project is None:
            return
        project.set_check(False)
        node.own = True
        self._touch(project)
        self.chosen.emit()

    def uncheck_all(self) -> None:
        """Take every check mark away."""
        for project in self._root.children:
            project.set_check(False)
            self._touch(project)
        self.chosen.emit()

    # Qt's questions.

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Return the index of a cell."""
        node = self._node(parent)
        if parent.column() > 0 or not (0 <= row < len(node.children) and 0 <= column < 2):
            return QModelIndex()
        return self._index(node.children[row], column)

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]  # Qt has two of this name
        """Return the row above."""
        above = self._node(index).parent if index.isValid() else None
        return self._index(above) if above is not None else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many rows are known below."""
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns: name and count."""
        del parent
        return 2

    def hasChildren(self, parent: Index = ROOT) -> bool:
        """Return whether a row can be opened."""
        if parent.column() > 0:
            return False
        node = self._node(parent)
        return bool(node.children) or node.load is Load.COMING or self._can_fetch(node)

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether the rows below are still to be asked for."""
        return parent.column() <= 0 and self._can_fetch(self._node(parent))

    def fetchMore(self, parent: Index) -> None:
        """Ask for the datasets of a project; a word stands in until they are here."""
        node = self._node(parent)
        if self._can_fetch(node):
            node.load = Load.COMING
            # Views ask in the middle of telling about other rows: none may appear right here.
            QTimer.singleShot(0, self, lambda: self._open(node))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        node = self._node(index)
        if node.row in (Row.LOADING, Row.EMPTY):
            return Qt.ItemFlag.ItemNeverHasChildren
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if node.row is Row.TREE and node.can_check and index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return the title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Project", "Items")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        node = self._node(index)
        if role == NODE:
            return node
        if index.column() == COUNT:
            badge = self.badges.of(node.tree.id) if node.is_project and node.tree is not None else NOT_HERE
            return count_cell(node, role, self._theme, badge)
        return name_cell(node, role, self._theme, self.is_stale)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a check mark."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        node = self._node(index)
        if not node.can_check:
            return False
        node.set_check(Qt.CheckState(value) == Qt.CheckState.Checked)
        project = node.project
        if project is not None:
            self._touch(project)
        self.chosen.emit()
        return True

    # Answers.

    def _on_projects(self, answer: Sequence[TreeNode]) -> None:
        self.is_stale = False
        projects = [tree for tree in answer if tree.kind is NodeKind.PROJECT]
        if projects:
            self._merge(self._root, projects)
        else:
            self._reset([Node(Row.EMPTY)])
        self.settled.emit()

    def _on_failure(self, failure: Failure) -> None:
        self.is_stale = bool(self.projects())
        if not self.is_stale:
            self._reset([Node(Row.ERROR, failure=failure)])
        else:
            self._on_theme()
        self.troubled.emit(failure)

    def _on_page(self, page: ProjectPage) -> None:
        project = self._find(page.project.id)
        if project is None:
            return
        was_on = project.check() is Check.ON
        project.load = Load.KNOWN
        by_parent: dict[int | None, list[TreeNode]] = {}
        known = {dataset.id for dataset in page.datasets}
        for dataset in page.datasets:
            above = dataset.parent_id if dataset.parent_id in known else None
            by_parent.setdefault(above, []).append(dataset)
        self._merge_datasets(project, None, by_parent, was_on)
        if not page.datasets:
            self._replace_word(project, Node(Row.EMPTY))
        self._touch(project)
        self.chosen.emit()

    def _on_page_failure(self, project_id: int, failure: Failure) -> None:
        project = self._find(project_id)
        if project is not None and project.load is Load.COMING:
            project.load = Load.FAILED
            self._replace_word(project, Node(Row.ERROR, failure=failure))

    def _open(self, project: Node) -> None:
        if project.parent is not self._root or project.tree is None or project.load is not Load.COMING:
            return
        self._replace_word(project, Node(Row.LOADING))
        self._shelf.want(project.tree.id)

    def retry(self, index: Index) -> None:
        """Ask again for what an error row stands for."""
        node = self._node(index)
        if node.row is not Row.ERROR or node.parent is None:
            return
        if node.parent is self._root:
            self._reset([Node(Row.LOADING) for _ in range(SKELETONS)])
            self.refresh()
        elif node.parent.tree is not None:
            node.parent.load = Load.COMING
            self._open(node.parent)

    # Rows.

    def _merge_datasets(
        self, above: Node, parent_id: int | None, by_parent: dict[int | None, list[TreeNode]], is_new_on: bool
    ) -> None:
        self._merge(above, by_parent.get(parent_id, []), is_new_on)
        for child in above.children:
            child.load = Load.KNOWN
            if child.tree is not None and (child.tree.id in by_parent or child.children):
                self._merge_datasets(child, child.tree.id, by_parent, is_new_on)

    def _merge(self, above: Node, trees: Sequence[TreeNode], is_new_on: bool = False) -> None:
        """Make the rows below `above` equal to `trees`, keeping those that stay."""
        parent = self._index(above)
        wanted = {(tree.kind, tree.id) for tree in trees}
        for place in reversed(range(len(above.children))):
            if above.children[place].key not in wanted:
                self.beginRemoveRows(parent, place, place)
                del above.children[place]
                self.endRemoveRows()
        for place, tree in enumerate(trees):
            old = next((node for node in above.children[place:] if node.key == (tree.kind, tree.id)), None)
            if old is None:
                self.beginInsertRows(parent, place, place)
                above.children.insert(place, Node(Row.TREE, tree, above, own=is_new_on))
                self.endInsertRows()
                continue
            was = above.children.index(old)
            if was != place:
                self.beginMoveRows(parent, was, was, parent, place)
                above.children.insert(place, above.children.pop(was))
                self.endMoveRows()
            old.tree = tree
            self.dataChanged.emit(self._index(old), self._index(old, COUNT))

    def _replace_word(self, above: Node, word: Node) -> None:
        parent = self._index(above)
        if above.children:
            self.beginRemoveRows(parent, 0, len(above.children) - 1)
            above.children.clear()
            self.endRemoveRows()
        word.parent = above
        self.beginInsertRows(parent, 0, 0)
        above.children.append(word)
        self.endInsertRows()

    def _reset(self, nodes: list[Node]) -> None:
        self.beginResetModel()
        self._root = Node(Row.TREE, children=nodes, load=Load.KNOWN)
        for node in nodes:
            node.parent = self._root
        self.endResetModel()
        self.chosen.emit()

    def _touch(self, project: Node) -> None:
        for node in (project, *project.datasets()):
            self.dataChanged.emit(self._index(node), self._index(node, COUNT), [Qt.ItemDataRole.CheckStateRole])

    def _on_badge(self, project_id: int) -> None:
        node = self._find(project_id)
        if node is not None:
            self.dataChanged.emit(self._index(node, COUNT), self._index(node, COUNT))

    def look_at_badges(self, *, is_fresh: bool = False) -> None:
        """Look anew how much of each project lies here; `is_fresh`: the tree was just read."""
        if self._workspace is not None and not self.is_stale:
            self.badges.look(self._account, self.projects(), is_fresh=is_fresh)

    def _on_theme(self) -> None:
        for project in self._root.children:
            for node in (project, *project.datasets()):
                self.dataChanged.emit(self._index(node), self._index(node, COUNT))

    def _find(self, project_id: int) -> Node | None:
        return next((node for node in self._root.children if node.key == (NodeKind.PROJECT, project_id)), None)

    def _can_fetch(self, node: Node) -> bool:
        return node.is_project and node.load is Load.UNKNOWN and node.tree is not None and node.tree.has_children

    def _node(self, index: Index) -> Node:
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def _index(self, node: Node, column: int = NAME) -> QModelIndex:
        if node is self._root:
            return QModelIndex()
        # An index holds the number of a row, not a pointer: one that outlives its row finds nothing instead of rubbish.
        self._nodes[node.number] = node
        return self.createIndex(node.place(), column, node.number)
