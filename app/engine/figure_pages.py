"""All figures of a dataset, page by page, for whoever holds a host: the command line, the window, Python."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from typing import Any

from app.engine.host import Host
from app.model.failure import FailedError, first_failure
from app.model.figure import FigurePage
from app.model.queries import ListFigures

PAGES_AT_ONCE = 4
IMAGES_AT_ONCE = 200


def groups_of(image_ids: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the ids in groups that one question may hold; no ids at all are one group, which means every image."""
    ids = tuple(sorted(set(image_ids)))
    return [ids[at : at + IMAGES_AT_ONCE] for at in range(0, len(ids), IMAGES_AT_ONCE)] or [()]


async def pages_of(
    host: Host, account: str, dataset: int, image_ids: tuple[int, ...], has_geometry: bool
) -> AsyncIterator[FigurePage]:
    """Yield every page in order, a few asked for at once.

    Raises:
        FailedError: As of the query `ListFigures`.
    """
    first: FigurePage = await host.call(ListFigures(account, dataset, image_ids, 1, has_geometry))
    yield first
    for start in range(2, first.pages + 1, PAGES_AT_ONCE):
        numbers = range(start, min(start + PAGES_AT_ONCE, first.pages + 1))
        for page in await _together(
            host.call(ListFigures(account, dataset, image_ids, number, has_geometry)) for number in numbers
        ):
            yield page


async def _together(calls: Iterable[Coroutine[Any, Any, FigurePage]]) -> list[FigurePage]:
    """Return some pages in order; the first failure calls the others off."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(call) for call in calls]
    except* FailedError as several:
        raise first_failure(several) from None
    return [task.result() for task in tasks]
