"""The Mapillary source: from regions to items, their records, and the addresses of their pictures."""

import asyncio
from collections.abc import AsyncIterator, Container, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

import msgspec

from app.model.account import Account, AccountCheck
from app.model.answers import Look
from app.model.call import Network
from app.model.coverage import CoverageTile
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import HarvestLayout, MapillarySpec, Via
from app.model.item import ItemPage
from app.model.layout import META_FILE
from app.model.mercator import Tile, tile_from_key
from app.model.readable import NothingToRead
from app.model.source import Listed, Located, Parcel, ProjectFile, Splitter
from app.model.spec import Spec
from app.model.survey import Survey
from app.model.tree import NodeKind, ProjectPage, TreeNode
from app.sources.kit import SourceKit
from app.sources.mapillary.client import Client
from app.sources.mapillary.clipping import refuse_too_many_tiles
from app.sources.mapillary.creators import Creators
from app.sources.mapillary.fields import fields_of
from app.sources.mapillary.filters import Filters, filters_of
from app.sources.mapillary.listing import Listing
from app.sources.mapillary.locating import Locator
from app.sources.mapillary.looking import look_spec, looks_at
from app.sources.mapillary.loose import LooseLists, refuse_odd_ids
from app.sources.mapillary.map_tiles import coverage_tile
from app.sources.mapillary.quota import tiles_used
from app.sources.mapillary.sizes import MEAN_BYTES, PER_ENTITY_CALL
from app.sources.mapillary.surveying import Surveyor
from app.sources.mapillary.tile_store import TileStore
from app.sources.mapillary.tile_walk import Sieve, clips_of, keys_of

MOST_ZOOM = 14
# For a look a few tiles are enough, wherever they are; those that are cached cost nothing.
LOOK_TILES = 4
LOOK_AT_MOST = 64


class MapillarySource(NothingToRead):
    """One account at Mapillary; implements `Source` and `Browsable`.

    Attributes:
        key: "mapillary".
        locate_size: Images per metadata request.
        knows_here: Its survey lists the images, so it counts those that are here.
        keeps_places: An image that was harvested for another region stays where it lies.
    """

    key = "mapillary"
    locate_size = PER_ENTITY_CALL
    knows_here = True
    keeps_places = True

    def __init__(self, account: Account, kit: SourceKit) -> None:
        """Take the account whose servers are asked, and what sources share."""
        self._account = account
        self._kit = kit
        self._client = Client(account)
        self._store = TileStore(account, self._client, kit)
        self._creators = Creators(self._client)
        self._locator = Locator(self._client)

    async def project_files(self, spec: Spec, network: Network) -> Sequence[ProjectFile]:
        """Return a meta.json without classes; which there are is known only when all labels are here."""
        ours = _checked(spec)
        if ours.layout is HarvestLayout.FLAT:
            return ()
        document = {
            "classes": [],
            "tags": [],
            "projectType": "images",
            "projectSettings": {"multiView": {"enabled": False, "tagName": None, "tagId": None, "isSynced": False}},
        }
        body = msgspec.json.format(msgspec.json.encode(document), indent=4)
        return (ProjectFile(META_FILE, body, keeps_existing=True),)

    async def survey(
        self, spec: Spec, network: Network, here: Container[str] = (), most_requests: int | None = None
    ) -> Survey:
        """Count from coverage tiles and lists; no image is asked about."""
        ours = _checked(spec)
        used = await asyncio.to_thread(tiles_used, self._account, self._kit)
        may_look_up = most_requests is None or most_requests > 0
        listing = await self._listing(ours, network, may_look_up=may_look_up)
        found = await Surveyor(listing, most_requests).survey(here, used)
        if not may_look_up and listing.sieve.filters.creator is None and ours.creator.strip():
            return replace(found, notes=(*found.notes, "Pictures of all creators are counted for now."))
        return found

    def tiles(self, spec: Spec) -> Sequence[str]:
        """Return the z14 tiles of the regions; none when they are searched."""
        ours = _checked(spec)
        return () if ours.via is Via.SEARCH else keys_of(clips_of(ours))

    async def items(self, spec: Spec, network: Network, passed_over: Container[str] = ()) -> AsyncIterator[ItemPage]:
        """Yield every image once, tile by tile; see `listing` for the order."""
        listing = await self._listing(_checked(spec), network)
        async with aclosing(listing.pages(passed_over)) as pages:
            async for page in pages:
                yield page

    def likely_size(self, spec: Spec) -> int | None:
        """Return the mean of the chosen size."""
        return MEAN_BYTES[_ours(spec).size]

    async def locate(self, spec: Spec, items: Sequence[Listed], network: Network) -> Sequence[Located]:
        """Ask for facts and fresh addresses of these images."""
        return await self._locator.located(_ours(spec), items, network)

    def parcels(self, spec: Spec, items: Sequence[Listed]) -> Sequence[Parcel]:
        """Return nothing: every picture has its own address."""
        return ()

    def splitter(self, content_type: str) -> Splitter:
        """Refuse: there are no parcels."""
        raise FailedError(Failure(FailureKind.DATA, "Mapillary sends no answers with several pictures."))

    async def probe(self, network: Network) -> None:
        """Ask the smallest question."""
        await network.ask(self._client.smallest())

    async def check(self, account: Account, network: Network) -> AccountCheck:
        """Test an account by the smallest question; Mapillary does not tell whose token it is."""
        began = self._kit.clock.monotonic()
        await network.ask(Client(account).smallest())
        return AccountCheck(account, "", (), self._kit.clock.monotonic() - began, "")

    async def children(self, kind: NodeKind | None, node_id: int | None, network: Network) -> Sequence[TreeNode]:
        """Return nothing: there is a map instead of a tree."""
        return ()

    async def project(self, project_id: int, network: Network) -> ProjectPage:
        """Refuse: there are no projects."""
        raise FailedError(NO_PROJECTS)

    async def first_look(
        self, project_id: int, dataset_ids: Sequence[int], count: int, network: Network
    ) -> Sequence[Look]:
        """Refuse: there are no projects; see `looks`."""
        raise FailedError(NO_PROJECTS)

    async def coverage(self, z: int, x: int, y: int, network: Network, *, only_cached: bool) -> CoverageTile | None:
        """Return what the map shows of a tile, zoom 0 to 14; None when it is not cached and nothing may be asked."""
        if not (0 <= z <= MOST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
            raise FailedError(Failure(FailureKind.REFUSED, "There is no such tile.", "Zooms go from 0 to 14."))
        tile = Tile(z, x, y)
        known = await self._store.cached(tile, partial(coverage_tile, tile=tile, is_cached=True))
        if known is not None or only_cached:
            return known
        return await self._store.read(tile, network, partial(coverage_tile, tile=tile, is_cached=False))

    async def looks(self, spec: Spec, count: int, network: Network) -> Sequence[Look]:
        """Return a few images of a selection, small, spread over a few of its tiles."""
        shown = look_spec(_checked(spec), count)
        listing = await self._listing(shown, network)
        keys = keys_of(listing.sieve.clips)
        chosen = await self._look_tiles(keys)
        pages = [page async for page in listing.pages(passed_over=frozenset(keys) - frozenset(chosen))]
        return await looks_at(shown, pages, self._locator, network)

    async def _look_tiles(self, keys: Sequence[str]) -> Sequence[str]:
        """Return the tiles to look at: all of a few, else some that are known to hold images, else some anywhere."""
        if len(keys) <= LOOK_TILES:
            return keys
        spread = keys[:: -(-len(keys) // LOOK_AT_MOST)]
        filled = []
        for key in spread:
            images = await self._store.known_images(tile_from_key(key))
            if images is not None and len(images):
                filled.append(key)
        if 0 < len(filled) <= LOOK_TILES:
            return filled
        chosen = filled or spread
        return [chosen[at * len(chosen) // LOOK_TILES] for at in range(LOOK_TILES)]

    async def _listing(self, spec: MapillarySpec, network: Network, *, may_look_up: bool = True) -> Listing:
        loose = LooseLists(spec, self._client, self._creators, network)
        # The tiles of a large shape take a moment to find.
        clips = await asyncio.to_thread(clips_of, spec)
        sieve = Sieve(clips, await self._filters(spec, loose, network, may_look_up=may_look_up))
        return Listing(spec, sieve, self._store, self._client, loose, network)

    async def _filters(self, spec: MapillarySpec, loose: LooseLists, network: Network, *, may_look_up: bool) -> Filters:
        creator = None
        if spec.creator.strip() and not loose.is_by_creator:
            creator = self._creators.known_id(spec.creator)
            if creator is None and may_look_up:
                creator = await self._creators.id_of(spec.creator, network)
        return filters_of(spec, creator)


NO_PROJECTS = Failure(FailureKind.REFUSED, "Mapillary has no projects.", "Draw a region on the map.")


def _ours(spec: Spec) -> MapillarySpec:
    if not isinstance(spec, MapillarySpec):
        raise TypeError(f"A spec for {spec.source!r} was handed to the Mapillary source.")
    return spec


def _checked(spec: Spec) -> MapillarySpec:
    """Return a spec that can be carried out.

    Raises:
        FailedError: REFUSED: nothing is selected, or a field, a date or an id cannot be read.
    """
    ours = _ours(spec)
    if not (ours.regions or ours.sequences or ours.image_ids or ours.creator.strip()):
        raise FailedError(Failure(FailureKind.REFUSED, "Nothing is selected.", "Draw a region on the map."))
    fields_of(ours)
    refuse_odd_ids(ours.image_ids)
    if ours.via is Via.TILES:
        refuse_too_many_tiles(ours.regions)
    try:
        filters_of(ours)
    except ValueError as error:
        title, _, hint = str(error).partition(". ")
        raise FailedError(Failure(FailureKind.REFUSED, f"{title.rstrip('.')}.", hint)) from None
    return ours
