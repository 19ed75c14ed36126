"""Where a Mapillary token lies ready: the environment, else `.env` in the working folder, as the tutorials do it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.model.account import Account
from app.model.address import normal_address
from app.model.failure import FailedError, Failure, FailureKind

GRAPH = "https://graph.mapillary.com"
TILES = "https://tiles.mapillary.com"
SOURCE = "mapillary"
TOKEN_NAMES = ("MLY_TOKEN", "MAPILLARY_TOKEN")


@dataclass(frozen=True, slots=True)
class FoundStreet:
    """A Mapillary token that lay about on this machine.

    Attributes:
        account: What it connects to.
        token: Never shown.
        origin: Where it was, for people.
        folder: Where the tutorials' `DOWNLOAD_DIR` says that pictures go; None without one.
    """

    account: Account
    token: str
    origin: str
    folder: Path | None = None

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"FoundStreet({self.account.key!r}, token=…, {self.origin!r})"


def street_account(graph: str = "", tiles: str = "", label: str = "") -> Account:
    """Return the account record of Mapillary, or of a mirror or test server.

    Raises:
        ValueError: An address cannot be read.
    """
    graph, tiles = normal_address(graph or GRAPH), normal_address(tiles or TILES)
    is_public = graph == GRAPH
    host = graph.partition("://")[2]
    return Account(
        SOURCE if is_public else f"{SOURCE}@{host}",
        SOURCE,
        graph,
        label or ("Mapillary" if is_public else f"Mapillary ({host})"),
        tile_address=tiles,
    )


def find_street(environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> FoundStreet | None:
    """Return a Mapillary token from the environment, completed from `.env`; None without one.

    Args:
        environ: Variables: MLY_TOKEN or MAPILLARY_TOKEN, MAPILLARY_GRAPH_URL, MAPILLARY_TILES_URL, DOWNLOAD_DIR.
        folder: Where `.env` is looked for; the working folder by default.

    Raises:
        FailedError: REFUSED, an address cannot be read; AUTH, the token holds characters that no token has.
    """
    values = dict(environ)
    path = (folder or Path.cwd()) / ".env"
    origin = "the environment"
    if not _token(values) and path.is_file():
        import dotenv

        read = dotenv.dotenv_values(path, interpolate=False)
        values = {name: value for name, value in read.items() if value} | values
        origin = ".env"
    token = _token(values)
    if not token:
        return None
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise FailedError(
            Failure(FailureKind.AUTH, "MLY_TOKEN cannot be a token.", "Copy it again, on one line.", detail=origin)
        )
    try:
        account = street_account(values.get("MAPILLARY_GRAPH_URL", ""), values.get("MAPILLARY_TILES_URL", ""))
    except ValueError as error:
        raise FailedError(
            Failure(FailureKind.REFUSED, "The address of Mapillary cannot be read.", str(error), detail=origin)
        ) from error
    return FoundStreet(account, token, origin, find_folder(environ, folder))


def find_folder(environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> Path | None:
    """Return where the tutorials' `DOWNLOAD_DIR` says that pictures go, wherever the token lies; None without one.

    Args:
        environ: Variables.
        folder: Where `.env` is looked for; the working folder by default.
    """
    place = environ.get("DOWNLOAD_DIR", "").strip()
    path = (folder or Path.cwd()) / ".env"
    if not place and path.is_file():
        import dotenv

        place = (dotenv.dotenv_values(path, interpolate=False).get("DOWNLOAD_DIR") or "").strip()
    return Path(place).expanduser() if place else None


def _token(values: Mapping[str, str]) -> str:
    """Return the token without the blanks and quotes that travel along when it is copied."""
    return next((text for name in TOKEN_NAMES if (text := values.get(name, "").strip().strip("\"'").strip())), "")
