"""Statistics of a project from listings alone: images with their tags, figures without geometry. No annotation."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Raw

from app.model.call import Call, Network
from app.model.statistics import Statistics, Tag, Tally, value_text
from app.sources.supervisely.client import Client
from app.sources.supervisely.figure_listing import FIGURES, FigureEntity
from app.sources.supervisely.paging import SeenIds, check_total
from app.sources.supervisely.project import Names, branches_of, project_info, project_meta, refuse_other_kinds
from app.sources.supervisely.together import both, together
from app.sources.supervisely.tree import Branch
from app.sources.supervisely.wire import IMAGES, ImageEntity, Page, read, whole

E = TypeVar("E", FigureEntity, ImageEntity)

IMAGES_PER_PAGE = 1000
FIGURES_PER_PAGE = 5000
DATASETS_AT_ONCE = 4
PAGES_AT_ONCE = 8
FIELDS = ("id", "imageId", "classId", "geometryType", "tags")


async def statistics(project_id: int, client: Client, network: Network) -> Statistics:
    """Return the counts of a project.

    Raises:
        FailedError: REFUSED for a project that holds no images; DATA when a listing stayed short.
    """
    info, (meta, branches) = await both(
        project_info(project_id, client, network),
        both(project_meta(project_id, client, network), branches_of(project_id, client, network)),
    )
    refuse_other_kinds(info)
    names, tally = Names(meta), Tally()
    for branch in branches:
        tally.dataset(_title(branch), branch.id)
    for start in range(0, len(branches), DATASETS_AT_ONCE):
        await together(
            _count(branch, names, tally, client, network) for branch in branches[start : start + DATASETS_AT_ONCE]
        )
    return tally.total()


def _title(branch: Branch) -> str:
    return "/".join(name for _, name in branch.names)


async def _count(branch: Branch, names: Names, tally: Tally, client: Client, network: Network) -> None:
    """Count one dataset: objects of each image from its figures, so that both tables agree."""
    title, on_image = _title(branch), Counter[int]()

    def take_figure(figure: FigureEntity) -> None:
        on_image[whole(figure.entity_id) or 0] += 1
        class_id = whole(figure.class_id)
        name = names.classes.get(class_id or 0, f"unknown:{class_id}")
        tally.object(name, figure.geometry_type or "", _tags(figure.tags, names))

    def take_image(image: ImageEntity) -> None:
        tally.image(title, on_image[whole(image.id) or 0], _tags(image.tags, names))

    await _each(lambda page: client.figures(branch.id, page, FIGURES_PER_PAGE, FIELDS), FIGURES, take_figure, network)
    await _each(lambda page: client.images(branch.id, page, IMAGES_PER_PAGE), IMAGES, take_image, network)


async def _each(
    call: Callable[[int], Call],
    decoder: "msgspec.json.Decoder[Page[E]]",
    take: Callable[[E], None],
    network: Network,
) -> None:
    """Hand every entity of a listing on once; pages are asked for a few at once and forgotten.

    Raises:
        FailedError: DATA, when fewer came than were announced.
    """
    seen = SeenIds()
    pages, total, number = 1, None, 1
    while number <= pages:
        calls = [call(one) for one in range(number, min(number + PAGES_AT_ONCE, pages + 1))]
        number += len(calls)
        for answer in await together(network.ask(one) for one in calls):
            page = read(decoder, answer, calls[0].route)
            pages, total = max(pages, whole(page.pages_count) or 1), whole(page.total)
            for entity in page.entities:
                key = whole(entity.id)
                if key is not None and seen.add(key):
                    take(entity)
    check_total(call(1).route, seen.count, total)


def _tags(raw: Raw, names: Names) -> list[Tag]:
    return [(name, value_text(value)) for name, value in names.tagged(raw)]
