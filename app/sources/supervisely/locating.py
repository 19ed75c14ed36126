"""All that belongs to listed images except their pixels: annotation, info and metadata files.

Annotations are asked for in bulk, some requests at once. What a bulk answer leaves out is asked for singly; what the
server will never answer for one image fails that image alone.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import SidecarKind
from app.model.source import Listed, Located, Sidecar
from app.model.spec import Annotations, Mode, SuperviselySpec
from app.sources.supervisely.archives import is_archive
from app.sources.supervisely.client import Client
from app.sources.supervisely.figures import AnnotationFile
from app.sources.supervisely.label_weights import LabelWeights
from app.sources.supervisely.masks import masks_of
from app.sources.supervisely.payload import EMPTY, PAYLOAD, Payload
from app.sources.supervisely.pretty import pretty
from app.sources.supervisely.together import in_turn, together
from app.sources.supervisely.wire import ANNOTATION, ANNOTATIONS, read, unreadable, whole

# From about 60 ids on the service does not keep the order of tags; above 100 it refuses.
IDS_PER_REQUEST = 50
# The service will never answer these: split the request to find the one image that is to blame.
_SPLIT = frozenset({FailureKind.REFUSED, FailureKind.NOT_FOUND, FailureKind.FORBIDDEN})

Found = dict[str, AnnotationFile | Failure]
Learn = Callable[[int, Sequence[int], int], None]


async def located(
    spec: SuperviselySpec, items: Sequence[Listed], client: Client, network: Network, weights: LabelWeights
) -> Sequence[Located]:
    """Return one `Located` for each item; `weights` learn from the answers.

    Raises:
        FailedError: Something that concerns more than one image.
    """
    payloads = {listed.key: _payload(listed) for listed in items}
    files: Found = {}
    if spec.annotations is Annotations.FULL:
        images = [listed for listed in items if not is_archive(payloads[listed.key])]
        files = await annotations(images, payloads, client, network, spec, weights)
    return [_located(spec, listed, payloads[listed.key], files.get(listed.key), client) for listed in items]


def _payload(listed: Listed) -> Payload:
    try:
        return PAYLOAD.decode(listed.payload)
    except msgspec.DecodeError:
        # Written by another version of ourselves; what is missing is asked for or left out.
        return Payload()


def _located(
    spec: SuperviselySpec, listed: Listed, payload: Payload, file: AnnotationFile | Failure | None, client: Client
) -> Located:
    if isinstance(file, Failure):
        return Located(listed.key, failure=file)
    if is_archive(payload):
        return Located(listed.key, (), client.archive(spec.project_id, payload.archive))
    sidecars = []
    width, height = payload.w, payload.h
    if file is not None:
        file.settle(width, height)
        width, height = file.width, file.height
        sidecars.append(Sidecar(SidecarKind.ANNOTATION, pretty(file.document)))
    elif spec.annotations is Annotations.TAGS:
        sidecars.append(Sidecar(SidecarKind.ANNOTATION, pretty(_tags_document(payload))))
    if bytes(payload.info) not in EMPTY and spec.save_image_info:
        info = msgspec.json.decode(payload.info, type=dict[str, msgspec.Raw])
        fields: dict[str, object] = {word: msgspec.json.decode(value) for word, value in info.items()}
        if fields.get("width") is None or fields.get("height") is None:
            fields |= {"width": width, "height": height}
        sidecars.append(Sidecar(SidecarKind.IMAGE_INFO, pretty(fields)))
    if bytes(payload.meta) not in EMPTY and spec.save_image_meta:
        sidecars.append(Sidecar(SidecarKind.IMAGE_META, pretty(msgspec.json.decode(payload.meta))))
    has_file = spec.save_images and payload.slice is None
    call = client.image(int(listed.key), listed.size) if has_file else None
    return Located(listed.key, tuple(sidecars), call)


def _tags_document(payload: Payload) -> dict[str, object]:
    """Return an annotation that holds nothing but the tags of the listing."""
    return {
        "description": "",
        "size": {"height": payload.h, "width": payload.w},
        "tags": msgspec.json.decode(payload.tags) or [],
        "objects": [],
        "customBigData": {},
    }


async def annotations(
    items: Sequence[Listed],
    payloads: Mapping[str, Payload],
    client: Client,
    network: Network,
    spec: SuperviselySpec,
    weights: LabelWeights,
) -> Found:
    """Return the annotations of some images, masks complete, coordinates still as the server sent them."""
    with_links = not spec.save_images
    run = together if spec.most_at_once is None else in_turn
    groups = _groups(items, payloads, _ids_per_request(spec), weights)

    def learn(dataset: int, ids: Sequence[int], size: int) -> None:
        weights.learn(dataset, len(ids), sum(payloads[str(key)].n for key in ids), size)

    found: Found = {}
    for part in await run(
        _bulk(dataset, ids, client, network, with_links or _lacks_size(ids, payloads), learn) for dataset, ids in groups
    ):
        found |= part
    await _complete_masks(found, client, network)
    return found


def _lacks_size(ids: Sequence[int], payloads: Mapping[str, Payload]) -> bool:
    return any(payloads[str(key)].w is None or payloads[str(key)].h is None for key in ids)


def _ids_per_request(spec: SuperviselySpec) -> int:
    if spec.mode in (Mode.SINGLE, Mode.ASYNC):
        return 1
    return IDS_PER_REQUEST if spec.mode is Mode.AUTO else min(IDS_PER_REQUEST, spec.batch_size or IDS_PER_REQUEST)


def _groups(
    items: Sequence[Listed], payloads: Mapping[str, Payload], most: int, weights: LabelWeights
) -> list[tuple[int, list[int]]]:
    """Return (dataset, ids) for one request each, light enough to be quick."""
    by_dataset: dict[int, list[int]] = {}
    for listed in items:
        by_dataset.setdefault(int(listed.dataset_key), []).append(int(listed.key))
    groups: list[tuple[int, list[int]]] = []
    for dataset, ids in by_dataset.items():
        most_labels = weights.most_labels(dataset)
        group: list[int] = []
        weight = 0
        for key in ids:
            labels = payloads[str(key)].n
            if group and (len(group) == most or weight + labels > most_labels):
                groups.append((dataset, group))
                group, weight = [], 0
            group.append(key)
            weight += labels
        groups.append((dataset, group))
    return groups


async def _bulk(
    dataset: int, ids: Sequence[int], client: Client, network: Network, with_links: bool, learn: Learn
) -> Found:
    """Return the annotations of some images of one dataset; every id is answered for."""
    if len(ids) == 1:
        return {str(ids[0]): await _single(ids[0], client, network, with_links)}
    try:
        answer = await network.ask(client.annotations(dataset, ids, with_link_metadata=with_links))
    except FailedError as error:
        if error.failure.kind not in _SPLIT:
            raise
        middle = len(ids) // 2
        halves = await together(
            _bulk(dataset, half, client, network, with_links, learn) for half in (ids[:middle], ids[middle:])
        )
        return halves[0] | halves[1]
    learn(dataset, ids, len(answer.body))
    found: Found = {}
    asked = set(ids)
    for entity in read(ANNOTATIONS, answer, "annotations.bulk.info"):
        key = whole(entity.image_id)
        if key in asked:
            found.setdefault(str(key), _file(entity.annotation, key))
    missing = [key for key in ids if str(key) not in found]
    singles = await together(_single(key, client, network, with_links) for key in missing)
    return found | {str(key): single for key, single in zip(missing, singles, strict=True)}


async def _single(key: int, client: Client, network: Network, with_links: bool) -> AnnotationFile | Failure:
    try:
        answer = await network.ask(client.annotation(key, with_link_metadata=with_links))
    except FailedError as error:
        if error.failure.kind not in _SPLIT:
            raise
        return error.failure
    entity = read(ANNOTATION, answer, "annotations.info")
    if entity.image_id is not None and whole(entity.image_id) != key:
        return unreadable(f"annotations.info: asked for image {key}, got {entity.image_id}")
    return _file(entity.annotation, key)


def _file(raw: msgspec.Raw, key: int) -> AnnotationFile | Failure:
    try:
        return AnnotationFile(raw)
    except ValueError as error:
        return unreadable(f"annotation of image {key}: {error}")


async def _complete_masks(found: Found, client: Client, network: Network) -> None:
    """Put the pixels of alpha masks under their figures; an image whose mask cannot be had fails."""
    wanted = {
        key: figures
        for key, file in found.items()
        if isinstance(file, AnnotationFile) and (figures := file.figures_without_mask())
    }
    if not wanted:
        return
    masks = await masks_of([figure for figures in wanted.values() for figure in figures], client, network)
    for key, figures in wanted.items():
        file = found[key]
        failure = next((mask for f in figures if isinstance(mask := masks[f], Failure)), None)
        if failure is not None:
            found[key] = failure
        elif isinstance(file, AnnotationFile):
            file.insert_masks({f: masks[f] for f in figures})
