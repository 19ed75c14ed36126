"""Every image of a selection, once, in a stable order.

With the pick FIRST and no spacing the images of a tile are handed out as soon as it is read, and nothing more is read
once there are enough. Otherwise every tile is read before the first image is chosen; compact columns wait meanwhile.

Order: tile by tile (region by region, row by row from the north-west), within a tile by region, then time, then id;
after the tiles single images, then sequences in capture order, then the pages of a creator.
A tile that was passed over takes no part in a choice, so one that is tried again later may bring a few images more
than `max_images` altogether.
"""

import asyncio
from collections.abc import AsyncGenerator, Container, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field

import numpy as np

from app.model.call import Network
from app.model.failure import Failure
from app.model.harvest import MapillarySpec, Pick, Via
from app.model.item import Dataset, ItemPage
from app.sources.mapillary.client import Client
from app.sources.mapillary.filters import Filters
from app.sources.mapillary.loose import Group, LooseLists
from app.sources.mapillary.payload import items_of, region_dataset
from app.sources.mapillary.picking import Rows, picked, spaced
from app.sources.mapillary.searching import Search
from app.sources.mapillary.seen import SeenIds
from app.sources.mapillary.tile_images import TileImages, joined
from app.sources.mapillary.tile_store import TileStore
from app.sources.mapillary.tile_walk import Sieve, keys_of, read_tiles

# Items are made page by page: 80,000 of them at once would take more memory than the whole tile.
PER_PAGE = 1000


def streams(spec: MapillarySpec) -> bool:
    """Return whether images can be handed out before all of them are known."""
    return not spec.spacing and (spec.pick is Pick.FIRST or spec.max_images is None)


@dataclass(slots=True)
class Part:
    """Images of one dataset that were found in one place.

    Attributes:
        dataset: Where they belong.
        tile: Key of their tile; empty without one.
        images: In listing order.
        region: Number of their region; -1 without one. Spacing is kept within a region.
    """

    dataset: Dataset
    tile: str
    images: TileImages
    region: int = -1


@dataclass(slots=True)
class Remaining:
    """How many images may still be taken; None is no limit."""

    most: int | None

    def is_enough(self) -> bool:
        """Return whether no more images are wanted."""
        return self.most is not None and self.most <= 0

    def take(self, images: TileImages) -> TileImages:
        """Return the first images that still fit, and count them."""
        if self.most is None:
            return images
        taken = images if len(images) <= self.most else images.chosen(np.arange(self.most))
        self.most -= len(taken)
        return taken


@dataclass(slots=True)
class Listing:
    """Lists one spec."""

    spec: MapillarySpec
    sieve: Sieve
    store: TileStore
    client: Client
    loose: LooseLists
    network: Network
    _seen: SeenIds = field(default_factory=SeenIds)

    async def pages(self, passed_over: Container[str] = ()) -> AsyncGenerator[ItemPage, None]:
        """Yield the pages; every tile that is not passed over is ended, or failed, exactly once."""
        keys = [] if self.spec.via is Via.SEARCH else [k for k in keys_of(self.sieve.clips) if k not in passed_over]
        way = self._streamed(keys) if streams(self.spec) else self._gathered(keys)
        async with aclosing(way) as pages:
            async for page in pages:
                yield page

    async def _streamed(self, keys: list[str]) -> AsyncGenerator[ItemPage, None]:
        remaining = Remaining(self.spec.max_images)
        done = 0
        is_eager = self.spec.max_images is None
        async with aclosing(read_tiles(keys, self.store, self.network, is_eager=is_eager)) as tiles:
            async for key, outcome in tiles:
                done += 1
                if isinstance(outcome, Failure):
                    yield self._failed(key, outcome)
                    continue
                for part in self._parts(key, outcome):
                    for page in _pages(part.dataset, remaining.take(part.images), key):
                        yield page
                yield self._ended(key)
                if remaining.is_enough():
                    break
        for key in keys[done:]:
            # Not asked for: there are enough.
            yield self._ended(key)
        if not remaining.is_enough():
            async with aclosing(self._others()) as others:
                async for part in others:
                    for page in _pages(part.dataset, remaining.take(part.images), ""):
                        yield page
                    if remaining.is_enough():
                        break

    async def _gathered(self, keys: list[str]) -> AsyncGenerator[ItemPage, None]:
        parts: list[Part] = []
        good: list[str] = []
        async with aclosing(read_tiles(keys, self.store, self.network, is_eager=True)) as tiles:
            async for key, outcome in tiles:
                if isinstance(outcome, Failure):
                    yield self._failed(key, outcome)
                    continue
                good.append(key)
                parts += self._parts(key, outcome)
        parts += [part async for part in self._others()]
        chosen = await asyncio.to_thread(lambda: limited(thinned(parts, self.spec), self.spec))
        by_tile: dict[str, list[Part]] = {}
        for part in chosen:
            by_tile.setdefault(part.tile, []).append(part)
        for key in (*good, ""):
            for part in by_tile.get(key, ()):
                for page in _pages(part.dataset, part.images, key):
                    yield page
            if key:
                yield self._ended(key)

    def _parts(self, key: str, images: TileImages) -> list[Part]:
        regions = self.spec.regions
        return [
            Part(region_dataset(regions[number], self.spec), key, kept, number)
            for number, kept, _, _ in self.sieve.wanted(key, images, self._seen)
            if len(kept)
        ]

    async def _others(self) -> AsyncGenerator[Part, None]:
        """Yield what does not come from tiles: searched regions, and lists."""
        if self.spec.via is Via.SEARCH:
            for number, clip in enumerate(self.sieve.clips):
                search = Search(clip, self.spec, self.sieve.filters, self.client, self.network)
                dataset = region_dataset(clip.region, self.spec)
                async with aclosing(search.images()) as several:
                    async for images in several:
                        inside = images.chosen(clip.inside(images.lon, images.lat))
                        fresh = inside.chosen(self._seen.fresh(inside.ids))
                        yield Part(dataset, "", self.sieve.filters.apply(fresh)[0], number)
                search.refuse_missed()
        async with aclosing(self.loose.groups()) as groups:
            async for group in groups:
                yield Part(group.dataset, "", await self.filtered(group))

    async def filtered(self, group: Group) -> TileImages:
        """Return the wanted images of a list; they are asked about only when a filter or a choice needs it."""
        images = group.images.chosen(self._seen.fresh(group.images.ids))
        if needs_facts(self.spec, self.sieve.filters) and not group.has_facts:
            images = await self.loose.with_facts(images)
        return self.sieve.filters.apply(images)[0]

    def _failed(self, key: str, failure: Failure) -> ItemPage:
        return ItemPage(self._home(), (), key, failure=failure)

    def _ended(self, key: str) -> ItemPage:
        return ItemPage(self._home(), (), key, ends_tile=True)

    def _home(self) -> Dataset:
        return region_dataset(self.spec.regions[0], self.spec)


def needs_facts(spec: MapillarySpec, filters: Filters) -> bool:
    """Return whether more than the id of an image decides whether it is taken."""
    return filters != Filters() or not streams(spec)


def thinned(parts: list[Part], spec: MapillarySpec) -> list[Part]:
    """Return the parts with only those images that the spacing leaves, in the same order. Up to a second's work."""
    kept = list(parts)
    if spec.spacing:
        for region in {part.region for part in parts if part.region >= 0}:
            places = [at for at, part in enumerate(parts) if part.region == region]
            rows = spaced(joined([parts[at].images for at in places]), spec.spacing)
            _cut(kept, places, rows)
    return kept


def limited(parts: list[Part], spec: MapillarySpec) -> list[Part]:
    """Return the parts with only those images that the maximum leaves, in the same order."""
    kept = list(parts)
    if spec.max_images is not None:
        rows = picked(joined([part.images for part in kept]), spec.max_images, spec.pick)
        _cut(kept, list(range(len(kept))), rows)
    return kept


def _cut(parts: list[Part], places: list[int], rows: Rows) -> None:
    """Keep of several parts, taken as one, only some ascending rows."""
    begin = 0
    for at in places:
        part = parts[at]
        end = begin + len(part.images)
        mine = rows[np.searchsorted(rows, begin) : np.searchsorted(rows, end)] - begin
        parts[at] = Part(part.dataset, part.tile, part.images.chosen(mine), part.region)
        begin = end


def _pages(dataset: Dataset, images: TileImages, tile: str) -> Iterator[ItemPage]:
    for at in range(0, len(images), PER_PAGE):
        yield ItemPage(dataset, items_of(images.between(at, at + PER_PAGE), tile), tile)
