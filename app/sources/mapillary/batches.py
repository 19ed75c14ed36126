"""Images asked about in batches; one bad id, one refused field or a heavy answer never costs the others.

How a bad id shows is not documented: the whole batch may fail, or its key may be missing. Both are met: a batch that
fails is halved until the bad one is alone, a missing key is asked for singly. Source: reference C.3, A.4.
"""

from collections.abc import Sequence
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
        was_core = self._wish.is_core
        try:
            document = await self._ask(self._client.entities(keys, self._wish.names()))
        except FailedError as error:
            if error.failure.kind not in _SPLIT:
                raise
            if self._may_be_a_field(error.failure, was_core):
                return await self._with_core(keys)
            middle = len(keys) // 2
            return {**await self._batch(keys[:middle]), **await self._batch(keys[middle:])}
        found: Found = {}
        for key in keys:
            row = document.get(key)
            entity = entity_of(row) if isinstance(row, dict) and envelope_of(row) is None else None
            # An answer counts for an image only when it names it.
            found[key] = entity if entity is not None and entity.id == key else await self._single(key)
        return found

    async def _single(self, key: str) -> Entity | Failure:
        was_core = self._wish.is_core
        try:
            entity = entity_of(await self._ask(self._client.entity(key, self._wish.names())))
        except FailedError as error:
            failure = error.failure
            if failure.kind not in _SPLIT:
                raise
            if self._may_be_a_field(failure, was_core):
                return (await self._with_core([key]))[key]
            return _alone(failure)
        return entity if entity.id == key else unreadable("entity: another image than the one that was asked about")

    async def _ask(self, call: Call) -> dict[str, object]:
        return document_of(await self._network.ask(call), call.route)

    def _may_be_a_field(self, failure: Failure, was_core: bool) -> bool:
        """Return whether a refusal may be about a field, and asking for fewer was not tried yet."""
        return failure.code == "100" and not was_core

    async def _with_core(self, keys: Sequence[str]) -> Found:
        """Ask once more for the most important fields; if that is better, it stays so."""
        core = Batches(replace(self._wish, is_core=True), self._client, self._network)
        found = await core._batch(keys)
        if any(isinstance(one, Entity) for one in found.values()):
            self._wish.is_core = True
        return found

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
