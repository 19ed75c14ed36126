"""Nodes of the tree as JSON and as text: nested, as a dictionary by id, or flat. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.cli.words import bytes_text, count_text, printable
from app.model.tree import NodeKind, TreeNode


@dataclass(slots=True)
class Branch:
    """A node with everything that was read below it."""

    node: TreeNode
    children: list["Branch"] = field(default_factory=list)


def grow(nodes: Iterable[TreeNode], under: int | None = None) -> list[Branch]:
    """Return datasets as branches; parents come before children.

    Args:
        nodes: All datasets of a project.
        under: Only what lies below this dataset; None means everything.
    """
    branches = {node.id: Branch(node) for node in nodes}
    roots = []
    for branch in branches.values():
        above = branches.get(branch.node.parent_id or 0)
        if above is not None:
            above.children.append(branch)
        elif under is None:
            roots.append(branch)
    if under is not None:
        return branches[under].children if under in branches else []
    return roots


def node_json(node: TreeNode) -> dict[str, Any]:
    """Return a node in our own field names; a dataset tells its project."""
    values: dict[str, Any] = {
        "kind": node.kind.value,
        "id": node.id,
        "parent_id": node.parent_id,
        "name": node.name,
    }
    if node.kind is NodeKind.DATASET:
        values["project_id"] = node.project_id
    if node.kind is NodeKind.PROJECT:
        values["modality"] = node.modality
    if node.kind in {NodeKind.PROJECT, NodeKind.DATASET}:
        values |= {"items_count": node.items_count, "size": node.size, "updated_at": node.updated_at}
    return values


def as_tree(branches: Sequence[Branch]) -> list[dict[str, Any]]:
    """Return branches with their children as lists."""
    return [node_json(branch.node) | {"children": as_tree(branch.children)} for branch in branches]


def as_dict(branches: Sequence[Branch]) -> dict[str, Any]:
    """Return branches as a mapping from id to node, the children of each below "children"."""
    return {str(branch.node.id): node_json(branch.node) | {"children": as_dict(branch.children)} for branch in branches}


def as_flat(branches: Sequence[Branch], above: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return all nodes in one list, parents first, each with the names from the root down to it."""
    rows = []
    for branch in branches:
        path = (*above, branch.node.name)
        rows.append(node_json(branch.node) | {"path": list(path)})
        rows += as_flat(branch.children, path)
    return rows


def tree_lines(branches: Sequence[Branch], indent: str = "") -> list[str]:
    """Return the lines of a tree as a terminal shows it."""
    lines = []
    for place, branch in enumerate(branches):
        is_last = place == len(branches) - 1
        lines.append(f"{indent}{'└─ ' if is_last else '├─ '}{node_text(branch.node)}")
        lines += tree_lines(branch.children, indent + ("   " if is_last else "│  "))
    return lines


def flat_lines(branches: Sequence[Branch]) -> list[str]:
    """Return one line per node: id, kind, path, counts."""
    lines = []
    for row in as_flat(branches):
        path = " / ".join(printable(name) for name in row["path"])
        lines.append(f"{row['id']:>10}  {row['kind']:<9}  {path}{_counts(row.get('items_count'), row.get('size'))}")
    return lines


def node_text(node: TreeNode) -> str:
    """Return one node as one line: name, id, and what it holds."""
    text = f"{printable(node.name)}  [{node.kind.value} {node.id}]"
    if node.kind is NodeKind.PROJECT and node.modality not in {"", "images"}:
        text += f"  {node.modality}"
    return text + _counts(node.items_count, node.size)


def _counts(items: int | None, size: int | None) -> str:
    parts = []
    if items is not None:
        parts.append(count_text(items, "item"))
    if size is not None:
        parts.append(bytes_text(size))
    return "  " + " · ".join(parts) if parts else ""
