"""Teams, workspaces, projects and datasets as the window and the command line show them. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.model.label_class import LabelClass, TagMeta


class NodeKind(StrEnum):
    """Floor of the tree."""

    TEAM = "team"
    WORKSPACE = "workspace"
    PROJECT = "project"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One row of the tree.

    Attributes:
        kind: Floor of the tree.
        id: Id in the service; unique within its kind.
        parent_id: Id of the node above: workspace of a project, parent (or None) of a dataset.
        project_id: The project of a dataset; None elsewhere.
        name: As the service spells it; may hold anything.
        modality: "images", "videos", …; empty for teams and workspaces.
        items_count: Images (or other items); None when the service does not say.
        size: Bytes; None when the service does not say.
        updated_at: As the service spells it; empty when unknown.
        has_children: Whether expanding it can show more.
    """

    kind: NodeKind
    id: int
    parent_id: int | None
    project_id: int | None
    name: str
    modality: str = ""
    items_count: int | None = None
    size: int | None = None
    updated_at: str = ""
    has_children: bool = True


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """What the window shows of one project before anything is fetched.

    Attributes:
        project: The project itself.
        description: Free text of the service.
        datasets: All datasets, parents before children, siblings in server order.
        classes: In the order of the project.
        tags: In the order of the project.
        settings: Project settings as sorted (key, text) pairs.
    """

    project: TreeNode
    description: str
    datasets: tuple[TreeNode, ...]
    classes: tuple[LabelClass, ...]
    tags: tuple[TagMeta, ...]
    settings: tuple[tuple[str, str], ...]
