"""What a harvest would cost, from coverage tiles and lists alone: no image is asked about, none is fetched."""

import asyncio
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec, Via
from app.model.harvest_record import LICENCE
from app.model.mercator import tile_from_key
from app.model.survey import Survey
from app.sources.mapillary.filters import Filters, LeftOut
from app.sources.mapillary.listing import Listing, Part, limited, needs_facts, streams, thinned
from app.sources.mapillary.payload import region_dataset
from app.sources.mapillary.quota import quota_words
from app.sources.mapillary.searching import Search
from app.sources.mapillary.seen import SeenIds
from app.sources.mapillary.sizes import bytes_of, entity_calls
from app.sources.mapillary.tile_images import TileImages
from app.sources.mapillary.tile_walk import keys_of, read_tiles

# Images without a position gather around 0,0: within one tile of it.
MISPLACED_DEG = 0.022
# Looking for a tile in the cache costs a read of the disk; beyond so many the rest is estimated.
MOST_LOOKED_AT = 4096


@dataclass(slots=True)
class Count:
    """What was counted so far.

    Attributes:
        tiles: Tiles of the selection.
        read: Those that were read, or need not be.
        failed: Those that could not be read, by why.
        asked: Tiles that were not in the cache.
        inside: Images in the regions before any filter.
        left_out: Why images were left out.
        misplaced: Images around 0,0.
        nameless: Features without an id.
        parts: The images.
        searches: Search calls that listing will need.
        notes: Further sentences.
    """

    tiles: int = 0
    read: int = 0
    failed: list[Failure] = field(default_factory=list)
    asked: int = 0
    inside: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)
    misplaced: int = 0
    nameless: int = 0
    parts: list[Part] = field(default_factory=list)
    searches: int = 0
    notes: list[str] = field(default_factory=list)


class Surveyor:
    """Counts one selection."""

    def __init__(self, listing: Listing, most_requests: int | None) -> None:
        """Take the listing whose images are counted, and how often the service may be asked; None is no limit."""
        self._listing = listing
        self._spec: MapillarySpec = listing.spec
        self._left = most_requests
        self._seen = SeenIds()
        self._count = Count()

    async def survey(self, here: Container[str], used: int) -> Survey:
        """Count.

        Args:
            here: Keys of images that lie in the destination already.
            used: Tile calls of the last 24 hours, for the words.

        Raises:
            FailedError: Something that concerns all tiles, or there is no way to the service.
        """
        if self._spec.via is Via.SEARCH:
            await self._count_searched()
        else:
            await self._count_tiles()
        await self._count_lists()
        # Thinning a dense place takes up to a second.
        thin = await asyncio.to_thread(thinned, self._count.parts, self._spec)
        return self._summary(thin, limited(thin, self._spec), here, used)

    def _may_ask(self) -> bool:
        if self._left is None:
            return True
        self._left -= 1
        return self._left >= 0

    async def _count_tiles(self) -> None:
        count, listing = self._count, self._listing
        keys = keys_of(listing.sieve.clips)
        count.tiles = len(keys)
        unknown = []
        for place, key in enumerate(keys):
            known = await listing.store.known_images(tile_from_key(key)) if place < MOST_LOOKED_AT else None
            if known is not None:
                self._take(key, known)
            elif self._spec.max_images is not None and streams(self._spec) and self._may_ask():
                # Listing goes tile by tile until it has enough; so does counting.
                count.asked += 1
                await self._read([key])
            else:
                unknown.append(key)
            if self._has_enough(unknown):
                count.read = count.tiles - len(count.failed)
                return
        count.asked += len(unknown)
        chosen = unknown if self._left is None else _spread(unknown, max(0, self._left))
        await self._read(chosen)
        if self._left is not None:
            self._left -= len(chosen)

    def _has_enough(self, unknown: Sequence[str]) -> bool:
        """Return whether the tiles so far, all of them read, hold all images that may be taken."""
        most = self._spec.max_images
        if most is None or unknown or not streams(self._spec):
            return False
        return sum(len(part.images) for part in self._count.parts) >= most

    async def _read(self, keys: Sequence[str]) -> None:
        count, listing = self._count, self._listing
        try:
            async for key, outcome in read_tiles(keys, listing.store, listing.network, is_eager=True):
                if not isinstance(outcome, Failure):
                    self._take(key, outcome)
                elif outcome.kind is FailureKind.NETWORK and not count.read:
                    raise FailedError(outcome)
                else:
                    count.failed.append(outcome)
        except FailedError as error:
            if error.failure.kind is not FailureKind.RATE:
                raise
            # Counting is no reason to wait: what is left is estimated.
            count.notes.append(error.failure.sentence())

    def _take(self, key: str, images: TileImages) -> None:
        count, spec = self._count, self._spec
        count.read += 1
        count.nameless += images.nameless
        for number, kept, left_out, inside in self._listing.sieve.wanted(key, images, self._seen):
            count.inside += inside
            count.left_out += left_out
            count.misplaced += _misplaced(kept)
            count.parts.append(Part(region_dataset(spec.regions[number], spec), key, kept, number))

    async def _count_searched(self) -> None:
        count, listing = self._count, self._listing
        for number, clip in enumerate(listing.sieve.clips):
            search = Search(clip, self._spec, listing.sieve.filters, listing.client, listing.network)
            count.searches += len(search.boxes())
            if self._left is not None and len(search.boxes()) > self._left:
                count.notes.append("The region is not counted before the start: that would take many searches.")
                continue
            async for images in search.images():
                inside = images.chosen(clip.inside(images.lon, images.lat))
                fresh = inside.chosen(self._seen.fresh(inside.ids))
                kept, left_out = listing.sieve.filters.apply(fresh)
                count.inside += len(fresh)
                count.left_out += left_out
                count.misplaced += _misplaced(kept)
                count.parts.append(Part(region_dataset(clip.region, self._spec), "", kept, number))
            if self._left is not None:
                self._left -= search.asked
            if search.missed:
                count.notes.append("Some places hold more pictures than a search can list. Find them by tiles.")

    async def _count_lists(self) -> None:
        count, listing = self._count, self._listing
        spec, filters = self._spec, listing.sieve.filters
        if not (spec.image_ids or spec.sequences or listing.loose.is_by_creator):
            return
        lists = len(spec.sequences) + listing.loose.is_by_creator
        if lists and self._left is not None and self._left < lists:
            count.notes.append("Sequences are not counted before the start.")
            return
        async for group in listing.loose.groups():
            images = group.images.chosen(self._seen.fresh(group.images.ids))
            count.searches += group.dataset.key != "images"
            if not len(group.images):
                count.notes.append(f"Mapillary has no sequence {group.dataset.key}.")
            if group.has_facts:
                images, left_out = filters.apply(images)
                count.left_out += left_out
            count.inside += len(group.images)
            count.parts.append(Part(group.dataset, "", images))
        if needs_facts(spec, filters) and (spec.image_ids or spec.sequences) and filters != Filters():
            count.notes.append("Filters are applied to single pictures and sequences while they are listed.")

    def _summary(self, thin: list[Part], final: list[Part], here: Container[str], used: int) -> Survey:
        count, spec = self._count, self._spec
        before = sum(len(part.images) for part in count.parts)
        spaced = sum(len(part.images) for part in thin)
        counted = sum(len(part.images) for part in final)
        already = sum(str(key) in here for part in final for key in part.images.ids.tolist())
        left_out = count.left_out + LeftOut(spacing=before - spaced, surplus=spaced - counted)
        unread = count.tiles - count.read - len(count.failed)
        items = counted
        if unread and count.read:
            items = counted + round(spaced / count.read * unread)
            items = items if spec.max_images is None else min(items, max(spec.max_images, counted))
        rest = max(0, items - already)
        share, words = quota_words(count.asked, used)
        has_tiles = count.tiles > 0
        requests = {"tile": count.asked, "entity": entity_calls(spec, rest), "image": rest}
        if count.searches:
            requests["search"] = count.searches
        return Survey(
            items=items,
            already_here=already,
            size=bytes_of(spec, rest),
            requests=requests,
            licence=LICENCE,
            notes=self._notes(left_out, counted, unread),
            tiles=count.tiles,
            tiles_read=count.read,
            tiles_failed=len(count.failed),
            quota_share=share if has_tiles else None,
            quota_text=words if has_tiles else "",
        )

    def _notes(self, left_out: LeftOut, counted: int, unread: int) -> tuple[str, ...]:
        count = self._count
        notes = list(dict.fromkeys(count.notes))
        if count.failed:
            several = len(count.failed) > 1
            notes.append(
                f"{len(count.failed):,} of {count.tiles:,} tiles could not be read, so pictures may be missing."
                if several or count.tiles > 1
                else "The tile could not be read, so pictures are missing."
            )
            notes += dict.fromkeys(failure.sentence() for failure in count.failed)
        if unread and count.read:
            notes.append(f"Estimated from {count.read:,} of {count.tiles:,} tiles.")
        if not counted and not unread and not count.failed:
            notes.append(
                f"All {count.inside:,} pictures here were filtered out."
                if count.inside
                else "Mapillary has no pictures here."
            )
        notes += left_out.notes()
        if count.misplaced:
            notes.append(f"{count.misplaced:,} pictures lie around 0° N, 0° E, where misplaced pictures gather.")
        if count.nameless:
            notes.append(f"{count.nameless:,} entries of the tiles have no image id and were passed over.")
        return tuple(notes)


def _misplaced(images: TileImages) -> int:
    return int(((abs(images.lon) < MISPLACED_DEG) & (abs(images.lat) < MISPLACED_DEG)).sum())


def _spread(keys: Sequence[str], most: int) -> list[str]:
    """Return at most so many, evenly over all."""
    if len(keys) <= most:
        return list(keys)
    return [keys[at * len(keys) // most] for at in range(most)]
