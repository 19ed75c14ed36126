"""Where Mapillary answers, and how an account may name another place. Pure."""

from urllib.parse import urlsplit

from app.model.account import Account

GRAPH = "https://graph.mapillary.com"
TILES = "https://tiles.mapillary.com"
# Beginning of the path of every tile.
TILE_PATH = "/maps/vtp/"
# Beginning of the path of every picture; their addresses are signed, so they get no credential whoever serves them.
PICTURE_PATH = "/m1/"


def graph_address(account: Account) -> str:
    """Return the address of entities and searches, without a trailing slash."""
    return (account.address or GRAPH).rstrip("/")


def tile_address(account: Account) -> str:
    """Return the address of the tiles, without a trailing slash."""
    return (account.tile_address or TILES).rstrip("/")


def tile_host(account: Account) -> str:
    """Return host and port of the tile server: the name under which its tiles are cached."""
    return urlsplit(tile_address(account)).netloc


def is_public_tile_host(account: Account) -> bool:
    """Return whether tiles come from Mapillary itself, which blocks networks that ask too fast."""
    return (urlsplit(tile_address(account)).hostname or "") == urlsplit(TILES).hostname


def origin_of(address: str) -> str:
    """Return "https://host[:port]" of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
