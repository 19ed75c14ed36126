"""The addresses of the service, each as a `Call`. Nothing is sent here, and no token is known.

`route` tells what a call counts as: "tile", "entity", "search" or "image". Source: reference B.1, C.2–C.5.
"""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode

from app.model.account import Account
from app.model.call import Accept, Call
from app.model.harvest import ThumbSize
from app.model.mercator import Tile
from app.sources.mapillary.address import TILE_PATH, graph_address, tile_address
from app.sources.mapillary.fields import joined
from app.sources.mapillary.mvt import MOST_BYTES

TILE_SET = "mly1_public"
# Documented maximum and default; a thousand fails less often where images are dense.
SEARCH_LIMIT = 1000
PAGE_LIMIT = 2000
MOST_PICTURE_BYTES = 256 * 1024 * 1024
MOST_THUMB_BYTES = 32 * 1024 * 1024
# A place in the open sea: the smallest question there is.
NOWHERE = (-30.0001, -45.0001, -30.0, -45.0)

Box = tuple[float, float, float, float]


class Client:
    """Builds the requests for one account."""

    def __init__(self, account: Account) -> None:
        """Take the account whose servers are asked."""
        self._graph = graph_address(account)
        self._tiles = tile_address(account)

    def tile(self, tile: Tile) -> Call:
        """Ask for a coverage tile. A redirect is the way to a login page, so it is not followed."""
        return Call(
            "GET",
            f"{self._tiles}{TILE_PATH}{tile_key(tile)}",
            accept=Accept.PACKED,
            max_bytes=MOST_BYTES,
            route="tile",
            follows_redirects=False,
            gives_up=True,
            waits_apart=True,
        )

    def _get(self, path: str, query: Mapping[str, str], route: str, items: int = 1) -> Call:
        # Commas are legal in a query and shorter as they are; everything else is percent-encoded.
        text = urlencode(query, safe=",", quote_via=quote)
        return Call("GET", f"{self._graph}{path}?{text}", items=items, route=route)

    def entities(self, ids: Sequence[str], fields: Iterable[str]) -> Call:
        """Ask for several images at once; the answer is an object by id."""
        return self._get("/", {"ids": joined(ids), "fields": joined(fields)}, "entity", len(ids))

    def entity(self, key: str, fields: Iterable[str]) -> Call:
        """Ask for one image, or one user."""
        return self._get(f"/{quote(key, safe='')}", {"fields": joined(fields)}, "entity")

    def detections(self, key: str, after: str = "") -> Call:
        """Ask for the detections of one image, page by page."""
        query = {"fields": "id,value,geometry,created_at"} | ({"after": after} if after else {})
        return self._get(f"/{quote(key, safe='')}/detections", query, "entity")

    def sequence(self, key: str) -> Call:
        """Ask for the ids of a sequence, in capture order."""
        return self._get("/image_ids", {"sequence_id": key}, "search")

    def search(self, box: Box, fields: Iterable[str], narrowed: Mapping[str, str], limit: int = SEARCH_LIMIT) -> Call:
        """Ask for the images of a small box: both sides under 0.01 degrees."""
        corners = ",".join(f"{value:.7f}" for value in box)
        return self._get(
            "/images", {"bbox": corners, "fields": joined(fields), **narrowed, "limit": str(limit)}, "search"
        )

    def by_creator(self, name: str, fields: Iterable[str], *, limit: int = PAGE_LIMIT, after: str = "") -> Call:
        """Ask for a page of all images of a user name, newest first."""
        query = {"creator_username": name, "fields": joined(fields), "limit": str(limit)}
        return self._get("/images", query | ({"after": after} if after else {}), "search")

    def smallest(self) -> Call:
        """Ask for next to nothing, to see whether the account is accepted."""
        return self.search(NOWHERE, ("id",), {}, limit=1)

    def image(self, url: str, size: ThumbSize) -> Call:
        """Ask for the bytes of a picture at its signed address, which is sent exactly as it came."""
        most = MOST_PICTURE_BYTES if size is ThumbSize.ORIGINAL else MOST_THUMB_BYTES
        return Call("GET", url, accept=Accept.BYTES, max_bytes=most, route="image")


def tile_key(tile: Tile) -> str:
    """Return the path of a tile below that of all tiles: set, format version, z, x, y."""
    return f"{TILE_SET}/2/{tile.key}"
