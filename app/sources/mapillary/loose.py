"""Images that are asked for without a region: by id, by sequence, or all of a creator.

Lists of ids say nothing else; only when a filter or a choice needs more are the images asked about in batches.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.item import Dataset
from app.sources.mapillary.client import Client
from app.sources.mapillary.creators import Creators
from app.sources.mapillary.facts import images_by_id, images_of, is_image_id
from app.sources.mapillary.fields import LISTED
from app.sources.mapillary.payload import named_dataset
from app.sources.mapillary.tile_images import TileImages
from app.sources.mapillary.wire import Entity, cursor_of, document_of, entity_of, rows_of, text, unreadable

BATCH = 50
FIELDS = (*LISTED, "quality_score")
# Nobody has a thousand pages of two thousand; a server that repeats itself is not asked for ever.
MOST_PAGES = 5000


@dataclass(frozen=True, slots=True)
class Group:
    """A list of images that belong into one dataset.

    Attributes:
        dataset: Where they belong.
        images: As the service lists them.
        has_facts: More than their ids is known.
    """

    dataset: Dataset
    images: TileImages
    has_facts: bool


class LooseLists:
    """The lists of one spec."""

    def __init__(self, spec: MapillarySpec, client: Client, creators: Creators, network: Network) -> None:
        """Take what is wanted, and who is asked."""
        self._spec = spec
        self._client = client
        self._creators = creators
        self._network = network

    @property
    def is_by_creator(self) -> bool:
        """Return whether all images of a user are meant."""
        spec = self._spec
        return bool(spec.creator.strip()) and not (spec.regions or spec.sequences or spec.image_ids)

    async def groups(self) -> AsyncGenerator[Group, None]:
        """Yield ids first, then sequence by sequence, or page by page of a creator (newest first)."""
        spec = self._spec
        if spec.image_ids:
            refuse_odd_ids(spec.image_ids)
            yield Group(
                named_dataset("images", "images", spec), images_by_id(tuple(dict.fromkeys(spec.image_ids))), False
            )
        for key in dict.fromkeys(spec.sequences):
            yield Group(named_dataset(key, key, spec), images_by_id(await self._sequence(key)), False)
        if self.is_by_creator:
            async with aclosing(self._by_creator()) as pages:
                async for group in pages:
                    yield group

    async def _sequence(self, key: str) -> Sequence[str]:
        """Return the ids of a sequence in capture order; none for one that is not there (any more)."""
        call = self._client.sequence(key)
        try:
            document = document_of(await self._network.ask(call), call.route)
        except FailedError as error:
            if error.failure.kind is FailureKind.NOT_FOUND or error.failure.code == "100":
                return ()
            raise
        return tuple(dict.fromkeys(text(row.get("id")) for row in rows_of(document)))

    async def _by_creator(self) -> AsyncGenerator[Group, None]:
        name = await self._creators.name_of(self._spec.creator, self._network)
        dataset = named_dataset(name, name, self._spec)
        after, known = "", set[str]()
        for _ in range(MOST_PAGES):
            call = self._client.by_creator(name, FIELDS, after=after)
            document = document_of(await self._network.ask(call), call.route)
            entities = [entity_of(row) for row in rows_of(document)]
            yield Group(dataset, images_of(entities), True)
            after = cursor_of(document)
            if not after or not entities:
                return
            if after in known:
                break
            known.add(after)
        raise FailedError(unreadable("the pages of a user repeat themselves"))

    async def with_facts(self, images: TileImages) -> TileImages:
        """Return images of which only the ids were known with all that filters need; gone ones are left out."""
        keys = [str(key) for key in images.ids]
        entities = []
        for at in range(0, len(keys), BATCH):
            entities += await self._batch(keys[at : at + BATCH])
        return images_of(entities)

    async def _batch(self, keys: Sequence[str]) -> list[Entity]:
        call = self._client.entities(keys, FIELDS)
        try:
            document = document_of(await self._network.ask(call), call.route)
        except FailedError as error:
            if error.failure.kind not in (FailureKind.NOT_FOUND, FailureKind.REFUSED):
                raise
            if len(keys) == 1:
                return []
            middle = len(keys) // 2
            return [*await self._batch(keys[:middle]), *await self._batch(keys[middle:])]
        return [entity_of(row) for key in keys if isinstance(row := document.get(key), dict)]


def refuse_odd_ids(keys: Sequence[str]) -> None:
    """Raise FailedError (REFUSED) for a text that cannot be the id of an image."""
    for key in keys:
        if not is_image_id(key):
            shown = key if len(key) <= 40 else key[:39] + "…"
            raise FailedError(Failure(FailureKind.REFUSED, f"“{shown}” is no image id.", "Ids are numbers."))
