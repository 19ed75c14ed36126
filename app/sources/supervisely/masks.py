"""Pixels of alpha masks: the listing of annotations leaves them out, they are asked for by figure."""

from collections.abc import Sequence

from app.model.call import Network
from app.model.failure import FailedError, FailureKind
from app.sources.supervisely.client import UNKNOWN_GEOMETRY_BYTES, Client
from app.sources.supervisely.multipart import MultipartSplitter
from app.sources.supervisely.pretty import parsed
from app.sources.supervisely.together import together
from app.sources.supervisely.wire import unreadable

FIGURES_PER_REQUEST = 50
_ONE_FIGURE = frozenset({FailureKind.REFUSED, FailureKind.NOT_FOUND, FailureKind.FORBIDDEN})


async def masks_of(figures: Sequence[int], client: Client, network: Network) -> dict[int, object]:
    """Return the mask of each figure as the value of its `bitmap` key, or the `Failure` why it cannot be had.

    What a bulk answer leaves out is asked for once more, singly.

    Raises:
        FailedError: Something that concerns more than one figure.
    """
    ids = list(dict.fromkeys(figures))
    groups = [ids[at : at + FIGURES_PER_REQUEST] for at in range(0, len(ids), FIGURES_PER_REQUEST)]
    masks: dict[int, object] = {}
    for part in await together(_asked(group, client, network) for group in groups):
        masks |= part
    missing = [figure for figure in ids if figure not in masks]
    for part in await together(_asked([figure], client, network) for figure in missing):
        masks |= part
    for figure in ids:
        masks.setdefault(figure, unreadable(f"no mask came for figure {figure}"))
    return masks


async def _asked(figures: Sequence[int], client: Client, network: Network) -> dict[int, object]:
    """Return the masks that one request brings; none when it is refused as a whole and there are others to ask."""
    try:
        answer = await network.ask(client.geometries(figures))
    except FailedError as error:
        if error.failure.kind not in _ONE_FIGURE:
            raise
        return {figures[0]: error.failure} if len(figures) == 1 else {}
    splitter = MultipartSplitter(
        answer.headers.get("content-type", ""), most_bytes_per_part=len(figures) * UNKNOWN_GEOMETRY_BYTES
    )
    parts = [*splitter.feed(answer.body), *splitter.finish()]
    return {int(part.key): _mask(part.body, part.key) for part in parts if int(part.key) in figures}


def _mask(body: bytes, figure: str) -> object:
    try:
        mask = parsed(body)
    except ValueError as error:
        return unreadable(f"mask of figure {figure}: {error}")
    return mask if isinstance(mask, dict) else unreadable(f"mask of figure {figure} is not a JSON object")
