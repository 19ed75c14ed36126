"""Images asked about in batches; one bad id, one refused field or a heavy answer never costs the others.

How a bad id shows is not documented: the whole batch may fail, or its key may be missing. Both are met: a batch that
fails is halved until the bad one is alone, a missing key is asked for singly. Source: reference C.3, A.4.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.model.call import Call, Network
from app.model.failure import FailedError, Failure, FailureKind
from app.sources.mapillary.client import Client
from app.sources.mapillary.errors import envelope_of
from app.sources.mapillary.fields import CORE, DETECTION_FIELDS
from app.sources.mapillary.together import together
from app.sources.mapillary.wire import (
    Detection,
    Entity,
    cursor_of,
    detection_of,
    document_of,
    entity_of,
    rows_of,
    unreadable,
)

AT_ONCE = 4
MOST_PAGES = 200
# The service will never answer such a request as it is.
_SPLIT = frozenset({FailureKind.NOT_FOUND, FailureKind.REFUSED, FailureKind.FORBIDDEN})

Found = dict[str, Entity | Failure]


@dataclass(slots=True)
class Wish:
    """What is asked of each image.

    Attributes:
        fields: Names, without pictures and detections.
        thumb: Field of the wanted picture.
        has_detections: Its detections, too.
        is_core: The service refused these fields once; from now on only the most important ones are asked for.
    """

    fields: tuple[str, ...]
    thumb: str
    has_detections: bool = False
    is_core: bool = False

    def names(self) -> tuple[str, ...]:
        """Return all names that are sent."""
        chosen = CORE if self.is_core else self.fields
        return (*chosen, self.thumb, *(DETECTION_FIELDS if self.has_detections else ()))


class Batches:
    """Asks about images for one wish."""

    def __init__(self, wish: Wish, client: Client, network: Network) -> None:
        """Take what is asked, and who."""
        self._wish = wish
        self._client = client
        self._network = network

    async def entities(self, keys: Sequence[str], size: int) -> Found:
        """Return what the service says of each image, or why it says nothing; every key is answered for.

        Raises:
            FailedError: Something that concerns more than one image.
        """
        groups = [keys[at : at + size] for at in range(0, len(keys), size)]
        found: Found = {}
        for part in await together(self._batch, groups, at_once=AT_ONCE):
            found |= part
        return found

    async def _batch(self, keys: Sequence[str]) -> Found:
        if len(keys) == 1:
            return {keys[0]: await self._single(keys[0])}
        try:
            document = await self._ask(self._client.entities(keys, self._wish.names()))
        except FailedError as error:
            if error.failure.kind not in _SPLIT:
                raise
            fewer = await self._core(error.failure, lambda wish: self._client.entities(keys, wish.names()))
            if fewer is None:
                middle = len(keys) // 2
                return {**await self._batch(keys[:middle]), **await self._batch(keys[middle:])}
            document = fewer
        found: Found = {}
        for key in keys:
            row = document.get(key)
            entity = entity_of(row) if isinstance(row, dict) and envelope_of(row) is None else None
            # An answer counts for an image only when it names it.
            found[key] = entity if entity is not None and entity.id == key else await self._single(key)
        return found

    async def _single(self, key: str) -> Entity | Failure:
        try:
            document = await self._ask(self._client.entity(key, self._wish.names()))
        except FailedError as error:
            failure = error.failure
            if failure.kind not in _SPLIT:
                raise
            if failure.code == "reduce" and self._wish.has_detections:
                return await self._without_detections(key)
            fewer = await self._core(failure, lambda wish: self._client.entity(key, wish.names()))
            if fewer is None:
                return _alone(failure)
            document = fewer
        entity = entity_of(document)
        return entity if entity.id == key else unreadable("entity: another image than the one that was asked about")

    async def _without_detections(self, key: str) -> Entity | Failure:
        """Ask about an image whose detections are too many for one answer; they are asked for apart."""
        light = Batches(replace(self._wish, has_detections=False), self._client, self._network)
        found = await light._single(key)
        return replace(found, has_more_detections=True) if isinstance(found, Entity) else found

    async def _ask(self, call: Call) -> dict[str, object]:
        return document_of(await self._network.ask(call), call.route)

    async def _core(self, failure: Failure, call_for: Callable[[Wish], Call]) -> dict[str, object] | None:
        """Ask the same once more for the most important fields only, when a field may be to blame.

        Returns:
            The answer; then it stays so for all that is asked later. None when the fields are not to blame.
        """
        if failure.code != "100" or self._wish.is_core:
            return None
        try:
            document = await self._ask(call_for(replace(self._wish, is_core=True)))
        except FailedError as error:
            if error.failure.kind not in _SPLIT:
                raise
            return None
        self._wish.is_core = True
        return document

    async def more_detections(self, key: str) -> tuple[Detection, ...]:
        """Return all detections of one image, page by page.

        Raises:
            FailedError: They cannot be had.
        """
        found: list[Detection] = []
        after, known = "", set[str]()
        for _ in range(MOST_PAGES):
            document = await self._ask(self._client.detections(key, after))
            rows = [detection_of(row) for row in rows_of(document)]
            found += rows
            after = cursor_of(document)
            if not after or not rows:
                return tuple({one.id or str(place): one for place, one in enumerate(found)}.values())
            if after in known:
                break
            known.add(after)
        raise FailedError(unreadable("the pages of detections repeat themselves"))


def _alone(failure: Failure) -> Failure:
    """Return a failure as it stands for a single image: what is too much for one cannot be split any more."""
    if failure.code != "reduce":
        return failure
    return replace(
        failure, kind=FailureKind.SERVER, title="Mapillary had a fault of its own.", hint="It is tried again."
    )
