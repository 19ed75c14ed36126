"""Looking around at a service: everything that `tree` and `meta` read."""

from collections.abc import Sequence

from app.cli.desk import Desk
from app.cli.nodes import Branch, grow
from app.cli.session import signed_in
from app.cli.start import show_project
from app.engine.host import Host
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import ListChildren
from app.model.tree import NodeKind, ProjectPage, TreeNode


async def read_projects(desk: Desk, account: str | None, *, allow_http: bool) -> list[Branch]:
    """Return all teams with their workspaces and projects. Raises FailedError."""
    async with signed_in(desk, account, allow_http=allow_http) as (host, signed):
        return await _below(host, signed.key, None, None)


async def read_datasets(
    desk: Desk, account: str | None, project: int, under: int | None, *, allow_http: bool
) -> list[Branch]:
    """Return the datasets of a project, or those below one of them. Raises FailedError."""
    page = await read_project(desk, account, project, allow_http=allow_http)
    if under is not None and all(node.id != under for node in page.datasets):
        raise FailedError(
            Failure(
                FailureKind.NOT_FOUND,
                f"Project {project} has no dataset {under}.",
                f"See windrow tree {project} for those it has.",
            )
        )
    return grow(page.datasets, under)


async def read_project(desk: Desk, account: str | None, project: int, *, allow_http: bool) -> ProjectPage:
    """Return everything about one project. Raises FailedError."""
    async with signed_in(desk, account, allow_http=allow_http) as (host, signed):
        return await show_project(host, signed.key, project)


async def _below(host: Host, account: str, kind: NodeKind | None, node_id: int | None) -> list[Branch]:
    nodes: Sequence[TreeNode] = await host.call(ListChildren(account, kind, node_id))
    branches = []
    for node in nodes:
        goes_on = node.has_children and node.kind in {NodeKind.TEAM, NodeKind.WORKSPACE}
        children = await _below(host, account, node.kind, node.id) if goes_on else []
        branches.append(Branch(node, children))
    return branches
