"""What the cells of the project tree show. Pure, but for icons and colours of the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon

from app.model.tree import NodeKind
from ui.projects.badges import NOT_HERE, Badge, Here
from ui.projects.node import IMAGES, Check, Node, Row
from ui.text import count_text
from ui.theme.theme import Theme

ROW = 24
MODALITY_ICONS = {
    IMAGES: "image-outline",
    "videos": "video-outline",
    "point_clouds": "cube-outline",
    "point_cloud_episodes": "cube-outline",
    "volumes": "cube-scan",
}
UNITS = {"videos": "videos", "point_clouds": "clouds", "point_cloud_episodes": "clouds", "volumes": "volumes"}
TOKENS = {Here.NOT: "muted", Here.PARTLY: "muted", Here.CURRENT: "ok", Here.CHANGED: "accent"}
CHECKS = {
    Check.OFF: Qt.CheckState.Unchecked,
    Check.PART: Qt.CheckState.PartiallyChecked,
    Check.ON: Qt.CheckState.Checked,
}


def name_cell(node: Node, role: int, theme: Theme, is_stale: bool) -> object:
    """Return what the first column shows of a row."""
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return name_text(node)
        case Qt.ItemDataRole.DecorationRole:
            return icon_of(node, theme)
        case Qt.ItemDataRole.CheckStateRole:
            return CHECKS[node.check()] if node.row is Row.TREE and node.can_check else None
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
            return tip_text(node)
        case Qt.ItemDataRole.SizeHintRole:
            return QSize(0, theme.px(ROW))
        case Qt.ItemDataRole.ForegroundRole:
            is_dim = node.row in (Row.LOADING, Row.EMPTY) or is_stale or not node.can_check
            return theme.color("muted") if is_dim else None
        case _:
            return None


def count_cell(node: Node, role: int, theme: Theme, badge: Badge = NOT_HERE) -> object:
    """Return what the second column shows of a row; `badge` says how much of it lies here."""
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return badge.mark(count_words(node))
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
            return badge.words() or None
        case Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        case Qt.ItemDataRole.ForegroundRole:
            return theme.color(TOKENS[badge.here])
        case _:
            return None


def icon_of(node: Node, theme: Theme) -> QIcon | None:
    """Return the icon of a row: what kind of things it holds."""
    if node.row is Row.ERROR:
        return theme.icon("alert-circle-outline", "err")
    if node.row is not Row.TREE or node.tree is None:
        return None
    if node.tree.kind is NodeKind.DATASET:
        return theme.icon("layers-outline", "muted")
    token = "accent" if node.can_check else "muted"
    return theme.icon(MODALITY_ICONS.get(node.tree.modality, "image-outline"), token)


def name_text(node: Node) -> str:
    """Return the words of a row."""
    match node.row:
        case Row.TREE:
            return node.tree.name if node.tree is not None else ""
        case Row.LOADING:
            return "Loading…"
        case Row.EMPTY:
            return "No datasets" if node.parent is not None and node.parent.is_project else "No projects here"
        case Row.ERROR:
            return "Could not be read. Press Enter to try again."


def count_words(node: Node) -> str:
    """Return the count of a row; what is not an image says what it is."""
    if node.tree is None or node.tree.items_count is None:
        return ""
    count = count_text(node.tree.items_count)
    if node.is_project and not node.can_check:
        return f"{count} {UNITS.get(node.tree.modality, 'items')}"
    return count


def tip_text(node: Node) -> str:
    """Return the full path of a row, and why it cannot be chosen."""
    if node.failure is not None:
        return node.failure.sentence()
    if node.tree is None:
        return ""
    names = []
    above: Node | None = node
    while above is not None and above.tree is not None:
        names.append(above.tree.name)
        above = above.parent
    path = " › ".join(reversed(names))
    if node.can_check:
        return path
    project = node.project
    kind = project.tree.modality.replace("_", " ") if project is not None and project.tree is not None else "items"
    return f"{path}\nHolds {kind}. Windrow downloads image projects."
