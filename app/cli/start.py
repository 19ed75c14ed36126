"""Before a download: may it write there, and is there such a project."""

from pathlib import Path

from app.engine.host import Host
from app.model.answers import DestinationCheck
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import CheckDestination, ShowProject
from app.model.spec import SuperviselySpec
from app.model.tree import ProjectPage


async def check_destination(host: Host, destination: Path) -> DestinationCheck:
    """Return what is known of a destination. Raise FailedError when a job may not write there."""
    check: DestinationCheck = await host.call(CheckDestination(str(destination)))
    if not check.can_write:
        reason = check.reason or f"{destination} cannot be written. Choose another folder."
        raise FailedError(Failure(FailureKind.DISK, reason))
    return check


async def show_project(host: Host, account: str, project_id: int) -> ProjectPage:
    """Return all about a project. Raise FailedError, which names a project that is not there."""
    try:
        page: ProjectPage = await host.call(ShowProject(account, project_id))
    except FailedError as error:
        if error.failure.kind is not FailureKind.NOT_FOUND:
            raise
        raise FailedError(
            Failure(
                FailureKind.NOT_FOUND,
                f"There is no project {project_id} for this account.",
                "See windrow tree for those it may read.",
            )
        ) from error
    return page


async def check_project(host: Host, account: str, spec: SuperviselySpec) -> ProjectPage:
    """Return the project of a spec.

    Raises:
        FailedError: It is not there, not of images, or lacks a chosen dataset.
    """
    page = await show_project(host, account, spec.project_id)
    if page.project.modality not in {"", "images"}:
        raise FailedError(
            Failure(
                FailureKind.REFUSED,
                f"Project {spec.project_id} holds {page.project.modality}.",
                "Windrow downloads image projects; see windrow tree for those.",
            )
        )
    missing = set(spec.dataset_ids) - {node.id for node in page.datasets}
    if missing:
        raise FailedError(
            Failure(
                FailureKind.NOT_FOUND,
                f"Project {spec.project_id} has no dataset {min(missing)}.",
                f"See windrow tree {spec.project_id} for those it has.",
            )
        )
    return page
