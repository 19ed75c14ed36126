"""Single images, annotations and masks, checked against the listing like those of a download."""

import hashlib
from collections.abc import Mapping, Sequence

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.figure_json import geometry_from_json
from app.model.geometry import Mask
from app.model.item import Dataset, Item
from app.model.layout import SidecarKind
from app.model.readable import Read
from app.model.source import Listed, Located
from app.model.spec import Mode, SuperviselySpec
from app.sources.supervisely.client import Client
from app.sources.supervisely.label_weights import LabelWeights
from app.sources.supervisely.listing import Listing
from app.sources.supervisely.locating import located
from app.sources.supervisely.masks import masks_of
from app.sources.supervisely.multipart import MultipartSplitter
from app.sources.supervisely.packing import FORCED
from app.sources.supervisely.together import in_turn
from app.sources.supervisely.tree import Branch
from app.sources.supervisely.wire import unreadable

# These concern one image; everything else stops the whole question.
_ONE_IMAGE = frozenset({FailureKind.NOT_FOUND, FailureKind.FORBIDDEN, FailureKind.REFUSED, FailureKind.DATA})


async def list_images(
    dataset_id: int, image_ids: Sequence[int], most: int | None, client: Client, network: Network
) -> tuple[Listed, ...]:
    """Return the images of a dataset by id.

    Raises:
        FailedError: NOT_FOUND for a dataset or a chosen image that is not there, else as the server answers.
    """
    branch = Branch(dataset_id, None, ((dataset_id, ""),), None, None, "", has_children=False)
    spec = SuperviselySpec(image_ids=tuple(image_ids), limit=most)
    found: list[Listed] = []
    async for page in Listing(client, network, spec, (branch,), {}).pages():
        found += (_listed(item, page.dataset) for item in page.items)
    return tuple(found)


def _listed(item: Item, dataset: Dataset) -> Listed:
    return Listed(item.key, item.name, item.size, item.sha256, item.version, item.payload, dataset.key, item.name)


async def read_images(
    items: Sequence[Listed], client: Client, network: Network, *, is_shared: bool
) -> tuple[Read, ...]:
    """Return the bytes of images in their order.

    An image that a shared answer leaves out, or brings damaged, is asked for once more alone.

    Raises:
        FailedError: Something that concerns more than one image.
    """
    bodies = await _bulk(items, client, network) if is_shared and len(items) > 1 else {}
    return tuple(await in_turn(_checked(one, bodies.get(one.key), client, network) for one in items))


async def _bulk(items: Sequence[Listed], client: Client, network: Network) -> Mapping[str, bytes]:
    size = sum(one.size if one.size is not None else FORCED for one in items)
    call = client.image_batch(int(items[0].dataset_key), [int(one.key) for one in items], size)
    answer = await network.ask(call)
    splitter = MultipartSplitter(answer.headers.get("content-type", ""), most_bytes_per_part=max(size, FORCED))
    return {part.key: part.body for part in (*splitter.feed(answer.body), *splitter.finish())}


async def _checked(listed: Listed, body: bytes | None, client: Client, network: Network) -> Read:
    if body is not None and not _problem(listed, body):
        return Read(listed.key, body)
    try:
        body = (await network.ask(client.image(int(listed.key), listed.size))).body
    except FailedError as error:
        if error.failure.kind not in _ONE_IMAGE:
            raise
        return Read(listed.key, failure=error.failure)
    if problem := _problem(listed, body):
        failure = Failure(FailureKind.DATA, problem, "Try again.", detail=f"{len(body)} of {listed.size} bytes")
        return Read(listed.key, failure=failure)
    return Read(listed.key, body)


def _problem(listed: Listed, body: bytes) -> str:
    if not body or (listed.size is not None and len(body) != listed.size):
        return "The image arrived incomplete."
    if listed.sha256 is not None and hashlib.sha256(body).hexdigest() != listed.sha256:
        return "The image is not the one that was listed."
    return ""


async def read_annotations(
    items: Sequence[Listed], client: Client, network: Network, weights: LabelWeights, *, is_shared: bool
) -> tuple[Read, ...]:
    """Return annotation files in their order: in pixels, masks complete, as a download writes them.

    Raises:
        FailedError: Something that concerns more than one image.
    """
    mode = Mode.BATCH if is_shared else Mode.SINGLE
    spec = SuperviselySpec(mode=mode, batch_size=max(1, len(items)))
    found = {one.key: one for one in await located(spec, items, client, network, weights)}
    return tuple(_annotation(one.key, found.get(one.key)) for one in items)


def _annotation(key: str, answer: Located | None) -> Read:
    if answer is None:
        return Read(key, failure=unreadable(f"no annotation came for image {key}"))
    if answer.failure is not None:
        return Read(key, failure=answer.failure)
    body = next((one.body for one in answer.sidecars if one.kind is SidecarKind.ANNOTATION), b"")
    return Read(key, body)


async def read_masks(
    figure_ids: Sequence[int], client: Client, network: Network
) -> tuple[tuple[int, Mask | Failure], ...]:
    """Return the masks of alpha-mask figures in their order.

    Raises:
        FailedError: Something that concerns more than one figure.
    """
    found = await masks_of(figure_ids, client, network)
    return tuple((figure, _mask(figure, found[figure])) for figure in figure_ids)


def _mask(figure: int, bitmap: object) -> Mask | Failure:
    if isinstance(bitmap, Failure):
        return bitmap
    try:
        mask = geometry_from_json("alpha_mask", {"bitmap": bitmap})
    except ValueError as error:
        return unreadable(f"mask of figure {figure}: {error}")
    return mask if isinstance(mask, Mask) else unreadable(f"figure {figure} is no mask")
