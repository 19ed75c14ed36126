"""Figures of a dataset page by page: without geometry from one listing, with geometry and masks when asked for."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Raw

from app.model.call import Network
from app.model.failure import FailedError, Failure
from app.model.figure import Figure, FigurePage, FigureTag
from app.sources.supervisely.client import Client
from app.sources.supervisely.figures import to_pixels
from app.sources.supervisely.listing import IDS_PER_REQUEST
from app.sources.supervisely.masks import masks_of
from app.sources.supervisely.pretty import parsed
from app.sources.supervisely.project import Names, project_meta
from app.sources.supervisely.together import both, together
from app.sources.supervisely.wire import DATASET, IMAGES, NULL, ImageEntity, Number, Page, read, unreadable, whole

# Long enough to need few round trips; a geometry may weigh a thousand times a row.
ROWS_PER_PAGE = 5000
GEOMETRIES_PER_PAGE = 500
# The image of a figure is asked for as imageId and answered as entityId.
FIELDS = ("id", "createdAt", "updatedAt", "imageId", "classId", "geometryType", "geometryMeta", "tags", "area")


class FigureEntity(msgspec.Struct, rename="camel"):
    """What the listing tells of a figure."""

    id: Number = None
    entity_id: Number = None
    class_id: Number = None
    geometry_type: str | None = None
    geometry_meta: Raw = NULL
    geometry: Raw = NULL
    tags: Raw = NULL
    area: str | float | None = None
    created_at: str | None = None
    updated_at: str | None = None


FIGURES = msgspec.json.Decoder(Page[FigureEntity])


async def figure_page(
    dataset_id: int,
    image_ids: Sequence[int],
    page: int,
    client: Client,
    network: Network,
    *,
    has_geometry: bool,
) -> FigurePage:
    """Return one page of the figures of a dataset.

    Args:
        dataset_id: The dataset.
        image_ids: Only figures on these images; empty means all.
        page: From 1.
        client: Builds the requests.
        network: Sends them.
        has_geometry: Bring points and masks as well.

    Raises:
        FailedError: The page cannot be had whole. A mask that cannot be had fails its figure alone.
    """
    call = client.figures(
        dataset_id,
        page,
        GEOMETRIES_PER_PAGE if has_geometry else ROWS_PER_PAGE,
        (*FIELDS, "geometry") if has_geometry else FIELDS,
        image_ids,
    )
    answer, names = await both(network.ask(call), _names(dataset_id, client, network))
    listed = read(FIGURES, answer, call.route)
    images = await _images(dataset_id, listed.entities, client, network)
    masks: dict[int, object] = {}
    if has_geometry:
        alpha = [whole(one.id) for one in listed.entities if one.geometry_type == "alpha_mask"]
        masks = await masks_of([key for key in alpha if key is not None], client, network)
    figures = tuple(_figure(one, names, images, masks, has_geometry) for one in listed.entities)
    return FigurePage(figures, whole(listed.pages_count) or 1, whole(listed.total))


async def _names(dataset_id: int, client: Client, network: Network) -> Names:
    call = client.dataset(dataset_id)
    dataset = read(DATASET, await network.ask(call), call.route)
    project = whole(dataset.project_id)
    if project is None:
        raise FailedError(unreadable(f"{call.route}: a dataset without a project"))
    return Names(await project_meta(project, client, network))


async def _images(
    dataset_id: int, figures: Sequence[FigureEntity], client: Client, network: Network
) -> dict[int, ImageEntity]:
    """Return the images that figures lie on: their names and sizes."""
    ids = sorted({key for one in figures if (key := whole(one.entity_id)) is not None})
    groups = [ids[at : at + IDS_PER_REQUEST] for at in range(0, len(ids), IDS_PER_REQUEST)]

    async def asked(group: Sequence[int]) -> list[ImageEntity]:
        call = client.images(dataset_id, 1, IDS_PER_REQUEST, group)
        return read(IMAGES, await network.ask(call), call.route).entities

    found = await together(asked(group) for group in groups)
    return {key: image for part in found for image in part if (key := whole(image.id)) is not None}


def _figure(
    entity: FigureEntity,
    names: Names,
    images: Mapping[int, ImageEntity],
    masks: Mapping[int, object],
    has_geometry: bool,
) -> Figure:
    key, image_id, class_id = whole(entity.id), whole(entity.entity_id), whole(entity.class_id)
    if key is None or image_id is None:
        raise FailedError(unreadable("figures.list: a figure without an id or an image"))
    image = images.get(image_id) or ImageEntity()
    geometry, problem = _geometry(entity, image, masks.get(key)) if has_geometry else ("", "")
    return Figure(
        id=key,
        image_id=image_id,
        image=image.name or "",
        class_id=class_id,
        class_name="" if class_id is None else names.classes.get(class_id, ""),
        shape=entity.geometry_type or "",
        area=_number(entity.area),
        bbox=_bbox(entity.geometry_meta),
        tags=tuple(FigureTag(name, msgspec.json.encode(value).decode()) for name, value in names.tagged(entity.tags)),
        created_at=entity.created_at or "",
        updated_at=entity.updated_at or "",
        geometry=geometry,
        problem=problem,
    )


def _geometry(entity: FigureEntity, image: ImageEntity, mask: object) -> tuple[str, str]:
    """Return the geometry in pixels as JSON text, or why there is none."""
    if isinstance(mask, Failure):
        return "", mask.sentence()
    try:
        document = parsed(entity.geometry)
    except ValueError as error:
        return "", f"The geometry cannot be read: {error}."
    if not isinstance(document, dict):
        return "", "The server sent no geometry."
    if mask is not None:
        document = {**document, "bitmap": mask}
    document["geometryType"] = entity.geometry_type
    to_pixels(document, whole(image.width), whole(image.height))
    del document["geometryType"]
    return msgspec.json.encode(document).decode(), ""


def _number(value: str | float | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def _bbox(raw: Raw) -> tuple[float, float, float, float] | None:
    """Return left, top, right, bottom; the server counts top, left, bottom, right."""
    meta = msgspec.json.decode(raw)
    box = meta.get("bbox") if isinstance(meta, dict) else None
    if not isinstance(box, list) or len(box) != 4 or not all(isinstance(value, int | float) for value in box):
        return None
    top, left, bottom, right = box
    return left, top, right, bottom
