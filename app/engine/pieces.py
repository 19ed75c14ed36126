"""Answers to questions about labels and single images: each is one call of the source."""

from typing import Any, TypeAlias, assert_never

from app.engine.lines import Service
from app.model import queries
from app.model.call import Network

LabelQuery: TypeAlias = (
    queries.ListFigures
    | queries.CountLabels
    | queries.UploadMasks
    | queries.ListImages
    | queries.ReadImages
    | queries.ReadAnnotations
    | queries.ReadMasks
)


async def piece(query: LabelQuery, source: Service, network: Network) -> Any:
    """Return the answer that a query names. Raise FailedError."""
    match query:
        case queries.ListFigures(_, dataset_id, image_ids, page, has_geometry):
            return await source.figures(dataset_id, image_ids, page, network, has_geometry=has_geometry)
        case queries.CountLabels(_, project_id):
            return await source.statistics(project_id, network)
        case queries.UploadMasks(_, masks):
            return await source.upload_masks(masks, network)
        case queries.ListImages(_, dataset_id, image_ids, most):
            return tuple(await source.list_images(dataset_id, image_ids, most, network))
        case queries.ReadImages(_, items, is_shared):
            return tuple(await source.read_images(items, network, is_shared=is_shared))
        case queries.ReadAnnotations(_, items, is_shared):
            return tuple(await source.read_annotations(items, network, is_shared=is_shared))
        case queries.ReadMasks(_, figure_ids):
            return tuple(await source.read_masks(figure_ids, network))
        case _:
            assert_never(query)
