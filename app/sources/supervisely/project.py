"""One project as a download needs it: that it holds images, its settings, its datasets, its tags."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.spec import Annotations, SuperviselySpec
from app.sources.supervisely.client import Client
from app.sources.supervisely.paging import whole_list
from app.sources.supervisely.payload import TagName
from app.sources.supervisely.together import both
from app.sources.supervisely.tree import Branch, chosen, ordered
from app.sources.supervisely.wire import DATASETS, PROJECT, ProjectEntity, read, unreadable, whole

IMAGES = "images"
_KINDS = {
    "videos": "a video project",
    "volumes": "a volume project",
    "point_clouds": "a point cloud project",
    "point_cloud_episodes": "a point cloud episode project",
    "meshes": "a mesh project",
    "audio": "an audio project",
}
_META = msgspec.json.Decoder(dict[str, msgspec.Raw])
_TAG_NAMES = msgspec.json.Decoder(list[TagName])


@dataclass(frozen=True, slots=True)
class Selection:
    """What a spec means on the server.

    Attributes:
        project: The project.
        branches: The chosen datasets in tree order.
    """

    project: ProjectEntity
    branches: tuple[Branch, ...]


class Names:
    """Titles of classes and names of tags by id, out of the answer of `projects.meta`.

    Attributes:
        classes, tags: By id.
    """

    def __init__(self, meta: Mapping[str, object]) -> None:
        """Read what can be read of the answer."""
        self.classes = _by_id(meta.get("classes"), "title")
        self.tags = _by_id(meta.get("tags"), "name")

    def tagged(self, raw: msgspec.Raw) -> Iterator[tuple[str, object]]:
        """Yield name and value of each tag that an image or a figure carries; listings name tags by id only."""
        entries = msgspec.json.decode(raw)
        for one in entries if isinstance(entries, list) else ():
            if isinstance(one, dict):
                key = whole(one.get("tagId"))
                name = self.tags.get(key, "") if key is not None else ""
                yield name or f"unknown:{key}", one.get("value")


def _by_id(entries: object, word: str) -> dict[int, str]:
    rows = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    return {key: str(one.get(word, "")) for one in rows if (key := whole(one.get("id"))) is not None}


async def project_info(project_id: int, client: Client, network: Network) -> ProjectEntity:
    """Ask for one project of any kind."""
    call = client.project(project_id)
    return read(PROJECT, await network.ask(call), call.route)


async def branches_of(project_id: int, client: Client, network: Network) -> tuple[Branch, ...]:
    """Return all datasets of a project in tree order."""
    return ordered(await whole_list(client.datasets(project_id), DATASETS, network))


async def selection(spec: SuperviselySpec, client: Client, network: Network) -> Selection:
    """Return what a spec means.

    Raises:
        FailedError: REFUSED, when the project holds no images; NOT_FOUND, when a chosen dataset is not in it.
    """
    project, branches = await both(
        project_info(spec.project_id, client, network), branches_of(spec.project_id, client, network)
    )
    refuse_other_kinds(project)
    return Selection(project, chosen(spec, branches))


def refuse_other_kinds(project: ProjectEntity) -> None:
    """Raise FailedError (REFUSED) for a project that holds something else than images."""
    if project.type in (None, "", IMAGES):
        return
    kind = _KINDS.get(project.type or "", f"a project of the kind “{project.type}”")
    raise FailedError(
        Failure(
            FailureKind.REFUSED,
            f"“{project.name or project.id}” is {kind}.",
            "Windrow brings image projects home.",
        )
    )


async def project_meta(project_id: int, client: Client, network: Network) -> dict[str, object]:
    """Return the parsed answer about classes and tags."""
    call = client.meta(project_id)
    answer = read(_META, await network.ask(call), call.route)
    return {key: msgspec.json.decode(value) for key, value in answer.items()}


async def tag_names(spec: SuperviselySpec, client: Client, network: Network) -> dict[int, TagName]:
    """Return the tags of the project by id when a spec needs them: listings name tags by id only."""
    if spec.annotations is not Annotations.TAGS:
        return {}
    call = client.meta(spec.project_id)
    answer = read(_META, await network.ask(call), call.route)
    try:
        tags = _TAG_NAMES.decode(answer.get("tags", msgspec.Raw(b"[]")))
    except msgspec.DecodeError as error:
        raise FailedError(unreadable(f"{call.route}: {error}")) from None
    return {key: tag for tag in tags if (key := whole(tag.id)) is not None}


async def project_and_meta(
    project_id: int, client: Client, network: Network
) -> tuple[ProjectEntity, dict[str, object]]:
    """Ask for a project and its meta at once."""
    return await both(project_info(project_id, client, network), project_meta(project_id, client, network))
