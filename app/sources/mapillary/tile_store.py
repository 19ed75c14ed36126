"""Coverage tiles: from memory, from the cache on disk, or from the service; never asked for twice.

A tile that cannot be read is a failure, never an empty tile. A block stops the tile host for good while this lasts:
every further try would prolong it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakValueDictionary

from app.model.account import Account
from app.model.call import Answer, Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.mercator import Tile
from app.sources.kit import SourceKit
from app.sources.mapillary.address import tile_host
from app.sources.mapillary.client import Client, tile_key
from app.sources.mapillary.errors import BLOCKED, is_blocked
from app.sources.mapillary.tile_images import TileImages, tile_images

T = TypeVar("T")
DATA_TRIES = 3
BLOCK_SECONDS = 3600.0
MOST_MEMORY_BYTES = 32 * 1024 * 1024
WHOLE_WORLD = Tile(0, 0, 0)
_TILE_TYPES = (
    *("application/x-protobuf", "application/protobuf", "application/vnd.mapbox-vector-tile"),
    *("application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip"),
)


class TileStore:
    """The coverage tiles of one account."""

    def __init__(self, account: Account, client: Client, kit: SourceKit) -> None:
        """Take who is asked, and the cache."""
        self._host = tile_host(account)
        self._client = client
        self._kit = kit
        self._decoded: OrderedDict[str, TileImages] = OrderedDict()
        self._decoded_bytes = 0
        # One at a time: decoding the densest tile takes some 25 MB of scratch memory.
        self._decoding = asyncio.Semaphore(1)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._blocked_until = kit.clock.monotonic()
        self._has_answered = False

    async def images(self, tile: Tile, network: Network) -> TileImages:
        """Return the images of a z14 tile.

        Raises:
            FailedError: It cannot be had, or cannot be read.
        """
        known = self._remembered(tile)
        if known is not None:
            return known
        found = await self.read(tile, network, lambda body: tile_images(body, tile))
        self._remember(tile, found)
        return found

    async def known_images(self, tile: Tile) -> TileImages | None:
        """Return the images of a tile as far as nothing has to be asked; None when it would have to be."""
        known = self._remembered(tile)
        if known is None:
            known = await self.cached(tile, lambda body: tile_images(body, tile))
            if known is not None:
                self._remember(tile, known)
        return known

    async def read(self, tile: Tile, network: Network, decode: Callable[[bytes], T]) -> T:
        """Return what a decoder makes of the bytes of a tile, cached or asked for.

        Args:
            tile: Any zoom.
            network: The door.
            decode: Runs in a thread; raises ValueError for what is no tile.

        Raises:
            FailedError: It cannot be had, or cannot be read.
        """
        # The map and a listing may want the same tile at once; the second then finds it cached.
        lock = self._locks.setdefault(tile.key, asyncio.Lock())
        async with lock:
            found = await self.cached(tile, decode)
            return found if found is not None else await self._asked(tile, network, decode)

    async def _asked(self, tile: Tile, network: Network, decode: Callable[[bytes], T]) -> T:
        reason = ""
        for _ in range(DATA_TRIES):
            try:
                body = await self._ask(tile, network)
            except FailedError as error:
                if error.failure.kind is not FailureKind.DATA:
                    raise
                reason = error.failure.detail or error.failure.title
                continue
            try:
                found = await self._decode(body, decode)
            except ValueError as error:
                reason = str(error)
                continue
            await asyncio.to_thread(self._kit.cache.put, self._host, tile_key(tile), body)
            return found
        raise FailedError(
            Failure(
                FailureKind.DATA, "A coverage tile cannot be read.", "Retry it later.", detail=f"{tile.key}: {reason}"
            )
        )

    async def cached(self, tile: Tile, decode: Callable[[bytes], T]) -> T | None:
        """Return what a decoder makes of a cached tile; None when it is not cached or cannot be read."""
        body = await self._cached(tile)
        if body is None:
            return None
        try:
            return await self._decode(body, decode)
        except ValueError:
            return None

    async def _cached(self, tile: Tile) -> bytes | None:
        return await asyncio.to_thread(self._kit.cache.get, self._host, tile_key(tile))

    async def _decode(self, body: bytes, decode: Callable[[bytes], T]) -> T:
        async with self._decoding:
            return await asyncio.to_thread(decode, body)

    async def _ask(self, tile: Tile, network: Network) -> bytes:
        """Return the body of a tile that is asked for; empty when there is nothing in it.

        Raises:
            FailedError: It cannot be had. DATA: something else than a tile came.
        """
        if self._kit.clock.monotonic() < self._blocked_until:
            raise FailedError(BLOCKED)
        try:
            answer = await network.ask(self._client.tile(tile))
        except FailedError as error:
            failure = error.failure
            if failure.code == BLOCKED.code:
                self._blocked_until = self._kit.clock.monotonic() + BLOCK_SECONDS
            if failure.kind is not FailureKind.NOT_FOUND or tile == WHOLE_WORLD:
                raise
            await self._need_answering_host(network, failure)
            return b""
        self._refuse_other(answer)
        self._has_answered = True
        return answer.body

    async def _need_answering_host(self, network: Network, failure: Failure) -> None:
        """Return when a "not found" means that nothing is there: when the host has tiles at all.

        Raises:
            FailedError: It has none, not even that of the whole world.
        """
        if self._has_answered:
            return
        try:
            await self._ask(WHOLE_WORLD, network)
        except FailedError as error:
            if error.failure.kind is not FailureKind.NOT_FOUND:
                raise
            raise FailedError(
                Failure(
                    FailureKind.REFUSED,
                    "There are no coverage tiles at this address.",
                    "Check the tile address of the account.",
                    detail=failure.detail,
                    status=failure.status,
                )
            ) from None

    def _refuse_other(self, answer: Answer) -> None:
        """Raise when a good status brought something else than a tile."""
        if is_blocked(answer.status, answer.headers, answer.body):
            self._blocked_until = self._kit.clock.monotonic() + BLOCK_SECONDS
            raise FailedError(BLOCKED)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind and kind not in _TILE_TYPES:
            shown = "".join(sign for sign in kind[:60] if sign.isprintable())
            raise FailedError(
                Failure(FailureKind.DATA, "The tile server sent something else than a tile.", "", detail=shown)
            )

    def _remembered(self, tile: Tile) -> TileImages | None:
        found = self._decoded.get(tile.key)
        if found is not None:
            self._decoded.move_to_end(tile.key)
        return found

    def _remember(self, tile: Tile, images: TileImages) -> None:
        if tile.key in self._decoded:
            return
        self._decoded[tile.key] = images
        self._decoded_bytes += images.size_bytes
        while self._decoded_bytes > MOST_MEMORY_BYTES and len(self._decoded) > 1:
            _, old = self._decoded.popitem(last=False)
            self._decoded_bytes -= old.size_bytes
