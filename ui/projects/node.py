"""One row of the project tree and the rules of its check box. Pure."""

import itertools
from dataclasses import dataclass, field
from enum import Enum

from app.model.failure import Failure
from app.model.tree import NodeKind, TreeNode
from ui.plan.choice import Choice

IMAGES = "images"
_numbers = itertools.count(1)


class Row(Enum):
    """What a row stands for."""

    TREE = "tree"
    LOADING = "loading"
    ERROR = "error"
    EMPTY = "empty"


class Load(Enum):
    """How much of the rows below is known."""

    UNKNOWN = "unknown"
    COMING = "coming"
    KNOWN = "known"
    FAILED = "failed"


class Check(Enum):
    """State of a check box."""

    OFF = "off"
    PART = "part"
    ON = "on"


@dataclass(slots=True, eq=False, weakref_slot=True)
class Node:
    """A row: a project, a dataset, or a word about rows that are not there.

    Attributes:
        own: The images right in here are chosen. For a project whose datasets are unknown: all of it.
        number: Names the row for as long as it lives; never used again.
    """

    row: Row
    tree: TreeNode | None = None
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)
    load: Load = Load.UNKNOWN
    failure: Failure | None = None
    own: bool = False
    number: int = field(default_factory=_numbers.__next__)

    @property
    def key(self) -> tuple[NodeKind, int] | None:
        """Return what makes the row the same after a refresh."""
        return (self.tree.kind, self.tree.id) if self.tree is not None else None

    @property
    def is_project(self) -> bool:
        """Return whether this row is a project."""
        return self.tree is not None and self.tree.kind is NodeKind.PROJECT

    @property
    def can_check(self) -> bool:
        """Return whether it holds images that can be downloaded."""
        project = self.project
        return project is not None and project.tree is not None and project.tree.modality in ("", IMAGES)

    @property
    def project(self) -> "Node | None":
        """Return the project that this row belongs to."""
        node: Node | None = self
        while node is not None and not node.is_project:
            node = node.parent
        return node

    def place(self) -> int:
        """Return the number of this row below its parent."""
        return self.parent.children.index(self) if self.parent is not None else 0

    def datasets(self) -> "list[Node]":
        """Return the dataset rows below, parents before children."""
        found = []
        for child in self.children:
            if child.row is Row.TREE:
                found.append(child)
                found.extend(child.datasets())
        return found

    def check(self) -> Check:
        """Return the state of the check box."""
        below = self.datasets()
        own = [] if self.is_project and below else [self.own]
        states = own + [node.own for node in below]
        if all(states):
            return Check.ON
        return Check.PART if any(states) else Check.OFF

    def set_check(self, is_on: bool) -> None:
        """Choose this row and everything below it, or nothing of it."""
        self.own = is_on
        for node in self.datasets():
            node.own = is_on


def choices(account: str, projects: "list[Node]") -> tuple[Choice, ...]:
    """Return what the check boxes choose, project by project."""
    found = []
    for project in projects:
        if project.tree is None or not project.can_check:
            continue
        state = project.check()
        if state is Check.ON:
            found.append(Choice(account, project.tree.id, project.tree.name))
        elif state is Check.PART:
            chosen = [node.tree for node in project.datasets() if node.own and node.tree is not None]
            found.append(
                Choice(
                    account,
                    project.tree.id,
                    project.tree.name,
                    tuple(tree.id for tree in chosen),
                    tuple(tree.name for tree in chosen),
                )
            )
    return tuple(found)


def whole(account: str, node: Node) -> Choice | None:
    """Return the choice that a row stands for when nothing is checked: a project, or a dataset with all below it."""
    project = node.project
    if project is None or project.tree is None or node.tree is None or not node.can_check:
        return None
    if node is project:
        return Choice(account, project.tree.id, project.tree.name)
    trees = [node.tree, *(below.tree for below in node.datasets() if below.tree is not None)]
    return Choice(
        account,
        project.tree.id,
        project.tree.name,
        tuple(tree.id for tree in trees),
        tuple(tree.name for tree in trees),
    )
