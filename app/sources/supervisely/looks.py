"""A first look at a project: a few of its images with their labels, spread over the chosen datasets."""

from collections.abc import Mapping, Sequence

from app.model.annotation import Annotation
from app.model.answers import Look
from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.figure_json import annotation_from_json
from app.model.item import Item
from app.model.label_class import LabelClass
from app.model.meta_json import meta_from_json
from app.model.source import Listed
from app.model.spec import SuperviselySpec
from app.sources.supervisely.client import Client
from app.sources.supervisely.label_weights import LabelWeights
from app.sources.supervisely.locating import Found, annotations
from app.sources.supervisely.payload import PAYLOAD, item
from app.sources.supervisely.project import branches_of, project_meta
from app.sources.supervisely.together import together
from app.sources.supervisely.tree import Branch, chosen
from app.sources.supervisely.wire import IMAGES, read, whole

LARGEST = 4_000_000
# Enough of a dataset to find some images that are not too large.
LISTED_PER_DATASET = 24
_ONE_IMAGE = frozenset({FailureKind.REFUSED, FailureKind.NOT_FOUND, FailureKind.FORBIDDEN, FailureKind.DATA})


async def first_look(
    project_id: int, dataset_ids: Sequence[int], count: int, client: Client, network: Network
) -> list[Look]:
    """Return up to `count` images with their labels; images over 4 MB are passed over.

    Images that cannot be had are left out: a first look is no download.
    """
    spec = SuperviselySpec(project_id=project_id, dataset_ids=tuple(dataset_ids))
    branches = chosen(spec, await branches_of(project_id, client, network))
    spread = _spread([branch for branch in branches if branch.count != 0], count)
    if not spread or count < 1:
        return []
    lists = await together(_listed(branch, client, network) for branch in spread)
    picked = _picked(lists, count)
    classes = meta_from_json(await project_meta(project_id, client, network)).classes
    payloads = {listed.key: PAYLOAD.decode(listed.payload) for listed in picked}
    files = await annotations(picked, payloads, client, network, SuperviselySpec(save_images=False), LabelWeights())
    looks = await together(_look(listed, files, payloads, classes, client, network) for listed in picked)
    return [look for look in looks if look is not None]


def _spread(branches: Sequence[Branch], count: int) -> list[Branch]:
    """Return at most `count` of the datasets, evenly over all."""
    if len(branches) <= count:
        return list(branches)
    return [branches[at * len(branches) // count] for at in range(count)]


async def _listed(branch: Branch, client: Client, network: Network) -> list[Listed]:
    call = client.images(branch.id, 1, LISTED_PER_DATASET, with_link_metadata=True)
    page = read(IMAGES, await network.ask(call), call.route)
    spec = SuperviselySpec()
    return [
        _as_listed(item(entity, key, None, {}, spec), branch)
        for entity in page.entities[:LISTED_PER_DATASET]
        if (key := whole(entity.id)) is not None and (whole(entity.size) or 0) <= LARGEST
    ]


def _as_listed(one: Item, branch: Branch) -> Listed:
    return Listed(one.key, one.name, one.size, one.sha256, one.version, one.payload, str(branch.id))


def _picked(lists: Sequence[Sequence[Listed]], count: int) -> list[Listed]:
    """Take from the datasets in turn, from each at even distances."""
    turns = -(-count // max(1, len(lists)))
    rows = [[some[at * len(some) // turns] for at in range(turns)] if some else [] for some in lists]
    taken: dict[str, Listed] = {}
    for turn in range(turns):
        for row in rows:
            if turn < len(row):
                taken.setdefault(row[turn].key, row[turn])
    return list(taken.values())[:count]


async def _look(
    listed: Listed,
    files: Found,
    payloads: Mapping[str, object],
    classes: Sequence[LabelClass],
    client: Client,
    network: Network,
) -> Look | None:
    try:
        answer = await network.ask(client.image(int(listed.key), listed.size or LARGEST))
    except FailedError as error:
        if error.failure.kind in _ONE_IMAGE:
            return None
        raise
    file = files.get(listed.key)
    if file is None or isinstance(file, Failure):
        return Look(listed.name, answer.body, Annotation(0, 0, problems=("Its labels could not be read.",)))
    file.settle(None, None)
    return Look(listed.name, answer.body, annotation_from_json(file.document, classes))
