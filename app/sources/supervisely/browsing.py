"""What there is before anything is chosen: the account, the tree, a project, a first look at its images."""

from collections.abc import Mapping

import msgspec

from app.model.account import Account, AccountCheck
from app.model.call import Network
from app.model.clock import Clock
from app.model.failure import FailedError, FailureKind
from app.model.meta_json import meta_from_json
from app.model.tree import NodeKind, ProjectPage, TreeNode
from app.sources.supervisely.client import Client
from app.sources.supervisely.looks import first_look
from app.sources.supervisely.paging import whole_list
from app.sources.supervisely.project import IMAGES, branches_of, project_and_meta
from app.sources.supervisely.together import both
from app.sources.supervisely.tree import Branch
from app.sources.supervisely.wire import (
    DATASET,
    ENTITIES,
    PROJECTS,
    VERSION,
    Entity,
    ProjectEntity,
    read,
    unreadable,
    whole,
)

__all__ = ["check", "children", "first_look", "project_page", "settings_of"]

# Listings of projects leave these out unless they are named.
_PROJECT_FIELDS = (
    "id",
    "name",
    "description",
    "size",
    "workspaceId",
    "type",
    "imagesCount",
    "itemsCount",
    "datasetsCount",
    "createdAt",
    "updatedAt",
)


async def check(account: Account, client: Client, network: Network, clock: Clock) -> AccountCheck:
    """Test an account. The service has no method that tells whose token it is, so the user stays empty."""
    teams = await whole_list(client.teams(), ENTITIES, network)
    version = client.version()
    # The connection stands by now: this is one round trip and nothing else.
    before = clock.monotonic()
    answer = await network.ask(version)
    round_trip = clock.monotonic() - before
    return AccountCheck(
        account=account,
        user="",
        teams=tuple(team.name or "" for team in teams),
        round_trip=round_trip,
        server_version=read(VERSION, answer, version.route).version,
    )


async def children(
    kind: NodeKind | None, node_id: int | None, client: Client, network: Network
) -> tuple[TreeNode, ...]:
    """Return the nodes right below one, in server order."""
    key = node_id or 0
    match kind:
        case None:
            teams = await whole_list(client.teams(), ENTITIES, network)
            return tuple(_plain(NodeKind.TEAM, entity, None) for entity in teams)
        case NodeKind.TEAM:
            workspaces = await whole_list(client.workspaces(key), ENTITIES, network)
            return tuple(_plain(NodeKind.WORKSPACE, entity, key) for entity in workspaces)
        case NodeKind.WORKSPACE:
            return tuple(_project(entity, key) for entity in await _projects(key, client, network))
        case NodeKind.PROJECT:
            branches = await branches_of(key, client, network)
            return tuple(_dataset(branch, key) for branch in branches if branch.parent_id is None)
        case NodeKind.DATASET:
            return await _nested(key, client, network)


async def _projects(workspace_id: int, client: Client, network: Network) -> list[ProjectEntity]:
    try:
        return await whole_list(client.projects(workspace_id, _PROJECT_FIELDS), PROJECTS, network)
    except FailedError as error:
        if error.failure.kind is not FailureKind.REFUSED:
            raise
    # An older server that does not know one of the fields: names without counts are better than nothing.
    return await whole_list(client.projects(workspace_id), PROJECTS, network)


async def _nested(dataset_id: int, client: Client, network: Network) -> tuple[TreeNode, ...]:
    call = client.dataset(dataset_id)
    project_id = whole(read(DATASET, await network.ask(call), call.route).project_id)
    if project_id is None:
        raise FailedError(unreadable(f"{call.route}: dataset {dataset_id} without a project"))
    branches = await branches_of(project_id, client, network)
    return tuple(_dataset(branch, project_id) for branch in branches if branch.parent_id == dataset_id)


def _plain(kind: NodeKind, entity: Entity, parent_id: int | None) -> TreeNode:
    return TreeNode(
        kind=kind,
        id=whole(entity.id) or 0,
        parent_id=parent_id,
        project_id=None,
        name=entity.name or "",
        updated_at=entity.updated_at or "",
    )


def _project(entity: ProjectEntity, workspace_id: int | None) -> TreeNode:
    count = entity.items_count if entity.items_count is not None else entity.images_count
    datasets = whole(entity.datasets_count)
    return TreeNode(
        kind=NodeKind.PROJECT,
        id=whole(entity.id) or 0,
        parent_id=workspace_id,
        project_id=None,
        name=entity.name or "",
        modality=entity.type or IMAGES,
        items_count=whole(count),
        size=whole(entity.size),
        updated_at=entity.updated_at or "",
        has_children=datasets is None or datasets > 0,
    )


def _dataset(branch: Branch, project_id: int) -> TreeNode:
    return TreeNode(
        kind=NodeKind.DATASET,
        id=branch.id,
        parent_id=branch.parent_id,
        project_id=project_id,
        name=branch.names[-1][1],
        items_count=branch.count,
        size=branch.size,
        updated_at=branch.updated_at,
        has_children=branch.has_children,
    )


async def project_page(project_id: int, client: Client, network: Network) -> ProjectPage:
    """Return a project of any kind with its datasets, classes, tags and settings."""
    (project, meta), branches = await both(
        project_and_meta(project_id, client, network), branches_of(project_id, client, network)
    )
    labels = meta_from_json(meta)
    return ProjectPage(
        project=_project(project, whole(project.workspace_id)),
        description=project.description or "",
        datasets=tuple(_dataset(branch, project_id) for branch in branches),
        classes=labels.classes,
        tags=labels.tags,
        settings=_setting_texts(settings_of(project)),
    )


def settings_of(project: ProjectEntity) -> dict[str, object]:
    """Return the settings of a project; empty when it has none."""
    settings = msgspec.json.decode(project.settings)
    return settings if isinstance(settings, dict) else {}


def _setting_texts(settings: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            (key, value if isinstance(value, str) else msgspec.json.encode(value).decode())
            for key, value in settings.items()
        )
    )
