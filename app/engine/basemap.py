"""Pictures of the map's ground, tile by tile: from a cache, else asked for politely, never twice at once."""

import asyncio
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from app.model.account import Account
from app.model.call import Accept, Call, Network
from app.model.failure import FailedError, Failure, FailureKind

MOST_BYTES = 1024 * 1024
AT_ONCE = 2  # what the tile usage policy of OpenStreetMap asks of programs
MOST_ZOOM = 19


class PictureCache(Protocol):
    """Bodies of pictures by server and key. Any thread."""

    def get(self, host: str, key: str) -> bytes | None:
        """Return a fresh body; None when it has to be asked for."""
        ...

    def put(self, host: str, key: str, body: bytes) -> None:
        """Keep a body."""
        ...


class Basemap:
    """The ground of the map. Belongs to one event loop.

    Attributes:
        address: Template with {z}, {x} and {y}; empty asks nobody.
    """

    def __init__(self, address: str, network_for: Callable[[str], Network], cache: PictureCache) -> None:
        """Ask nothing yet.

        Args:
            address: See `address`.
            network_for: A door without credentials to the server of an address.
            cache: Keeps what was asked for.
        """
        self.address = address
        self._network_for = network_for
        self._cache = cache
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._doors: dict[str, Network] = {}

    async def picture(self, z: int, x: int, y: int, account: Account | None = None) -> bytes | None:
        """Return the encoded picture of a tile; None when the basemap is switched off.

        Args:
            z: Zoom, 0 to 19.
            x: Column of the tile, from the west.
            y: Row of the tile, from the north.
            account: The demo, which brings a ground of its own.

        Raises:
            FailedError: The server cannot be asked or does not answer.
        """
        address = f"{account.address}/basemap/{{z}}/{{x}}/{{y}}.png" if account and account.is_demo else self.address
        if not address:
            return None
        if not (0 <= z <= MOST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
            raise FailedError(Failure(FailureKind.REFUSED, "There is no such part of the map.", ""))
        url = address.replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))
        host = _host(url)
        kept = await asyncio.to_thread(self._cache.get, host, url)
        if kept is not None:
            return kept
        async with self._slots:
            body = await self._ask(address, url)
        await asyncio.to_thread(self._cache.put, host, url, body)
        return body

    async def _ask(self, address: str, url: str) -> bytes:
        door = self._doors.get(address)
        if door is None:
            door = self._doors[address] = self._network_for(address)
        call = Call("GET", url, accept=Accept.BYTES, max_bytes=MOST_BYTES, route="basemap")
        return (await door.ask(call)).body


def _host(url: str) -> str:
    """Return name and port of a server, without any credentials."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        raise FailedError(
            Failure(FailureKind.REFUSED, "The address of the map tiles cannot be read.", "Check it in the settings.")
        ) from None
