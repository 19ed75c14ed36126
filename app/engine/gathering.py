"""Facts about images without the images: for programs that want a table first. Nothing is written down."""

from collections.abc import Sequence
from dataclasses import replace

from app.engine.lines import Service
from app.model.call import Network
from app.model.described import Described, ItemList
from app.model.failure import Failure, FailureKind
from app.model.harvest_record import HarvestRecord, record_from_json
from app.model.layout import SidecarKind
from app.model.source import Listed, Located
from app.model.spec import Spec

# No file has arrived yet, so no size is known; detections have this many steps along each side.
GRID = 4096
_NO_FACTS = Failure(FailureKind.DATA, "Nothing is known of this image.", "Try again later.")


async def list_items(source: Service, spec: Spec, network: Network) -> ItemList:
    """Return everything that a selection lists, and the tiles that could not be read.

    Raises:
        FailedError: The list cannot be had.
    """
    items: list[Listed] = []
    unread: list[tuple[str, Failure]] = []
    async for page in source.items(spec, network):
        if page.failure is not None:
            unread.append((page.tile, page.failure))
        items += (
            Listed(one.key, one.name, one.size, one.sha256, one.version, one.payload, page.dataset.key, one.name)
            for one in page.items
        )
    return ItemList(tuple(items), len(source.tiles(spec)), tuple(unread))


async def describe_items(
    source: Service, spec: Spec, items: Sequence[Listed], network: Network
) -> tuple[Described, ...]:
    """Return what the source knows of each of these items, in their order.

    Raises:
        FailedError: Something that concerns all of them.
    """
    located = {one.key: one for one in await source.locate(spec, items, network)}
    return tuple(_described(item.key, located.get(item.key)) for item in items)


def _described(key: str, located: Located | None) -> Described:
    if located is None or located.failure is not None:
        return Described(key, failure=_NO_FACTS if located is None else located.failure)
    record = _record(located)
    if record is None:
        return Described(key, failure=_NO_FACTS)
    return Described(key, record, located.call.url if located.call is not None else "")


def _record(located: Located) -> HarvestRecord | None:
    if located.finish is None:
        return None
    for sidecar in located.finish(GRID, GRID).sidecars:
        if sidecar.kind is SidecarKind.IMAGE_META:
            return replace(record_from_json(sidecar.body), file_width=0, file_height=0)
    return None
