"""What a pasted text means: a token, a whole .env file, export lines, or the link of a project. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ADDRESS_NAMES = ("SERVER_ADDRESS", "SUPERVISELY_SERVER_ADDRESS")
TOKEN_NAMES = ("API_TOKEN", "SUPERVISELY_API_TOKEN")
STREET_TOKEN_NAMES = ("MLY_TOKEN", "MAPILLARY_TOKEN", "MAPILLARY_ACCESS_TOKEN")
GRAPH_NAME, TILES_NAME = "MAPILLARY_GRAPH_URL", "MAPILLARY_TILES_URL"

_PAIR = re.compile(
    r"""(?:^|[\s;])(?:export\s+|set\s+|\$env:)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*[=:]\s*"""
    r"""(?P<value>"[^"]*"|'[^']*'|[^\s;#"']+)"""
)
_LINK = re.compile(r"https?://[^\s\"'<>]+")
_PROJECT = re.compile(r"/projects?/(?P<id>\d+)")
# Links of the labelling tool: /app/images/<team>/<workspace>/<project>[/<dataset>].
_LABELLING = re.compile(r"/app/(?:images|videos|volumes|point-clouds)[^/]*/\d+/\d+/(?P<id>\d+)(?:/(?P<dataset>\d+))?")
_STREET_TOKEN = re.compile(r"(?<![A-Za-z0-9|])MLY\|[A-Za-z0-9|_\-]{8,}")
_TOKEN = re.compile(r"[A-Za-z0-9_\-.]{16,}")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was understood; fields that were not in the text are empty.

    Attributes:
        address: Server address without trailing slash.
        token: The token; never print this record.
        project_id, dataset_id: Out of a link.
    """

    address: str = ""
    token: str = ""
    project_id: int | None = None
    dataset_id: int | None = None

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Pasted({self.address!r}, token={'…' if self.token else ''!r}, project_id={self.project_id})"


def read_paste(text: str) -> Pasted:
    """Return what a pasted text says. Text that is none of the known forms gives an empty record."""
    text = text.strip()
    if not text:
        return Pasted()
    pairs = _pairs(text)
    token = next((pairs[name] for name in TOKEN_NAMES if pairs.get(name)), "")
    address = next((pairs[name] for name in ADDRESS_NAMES if pairs.get(name)), "")
    if token or address:
        return Pasted(_plain_address(address), token)
    link = _LINK.search(text)
    if link is not None:
        return _read_link(link.group())
    return Pasted(token=text) if _TOKEN.fullmatch(text) else Pasted()


@dataclass(frozen=True, slots=True)
class PastedStreet:
    """What was understood of a text about Mapillary; fields that were not in it are empty.

    Attributes:
        token: The token; never print this record.
        graph, tiles: Addresses of a mirror or a test server.
    """

    token: str = ""
    graph: str = ""
    tiles: str = ""

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"PastedStreet(token={'…' if self.token else ''!r}, graph={self.graph!r}, tiles={self.tiles!r})"


def read_street_paste(text: str) -> PastedStreet:
    """Return what a pasted text says about Mapillary: a bare token, a whole .env file, or export lines."""
    text = text.strip()
    pairs = _pairs(text)
    token = next((pairs[name] for name in STREET_TOKEN_NAMES if pairs.get(name)), "")
    if not token:
        # A token holds bars, which no value without quotes does: it is found by how it looks.
        bare = _STREET_TOKEN.search(text)
        token = bare.group() if bare is not None else ""
    graph, tiles = (_plain_address(pairs.get(name, "")) for name in (GRAPH_NAME, TILES_NAME))
    return PastedStreet(token, graph, tiles)


def read_project(text: str) -> Pasted:
    """Return the project that a link or a bare number names; an empty record when there is none."""
    text = text.strip().lstrip("#")
    if text.isdecimal() and 0 < len(text) < 16:
        return Pasted(project_id=int(text))
    link = _LINK.search(text)
    return _read_link(link.group()) if link is not None else Pasted()


def _pairs(text: str) -> dict[str, str]:
    return {match["name"].upper(): match["value"].strip("\"'") for match in _PAIR.finditer(text)}


def _read_link(link: str) -> Pasted:
    parts = urlsplit(link)
    address = f"{parts.scheme}://{parts.netloc}"
    match = _LABELLING.search(parts.path) or _PROJECT.search(parts.path)
    if match is None:
        return Pasted(address)
    dataset = match.groupdict().get("dataset")
    return Pasted(address, "", int(match["id"]), int(dataset) if dataset else None)


def _plain_address(text: str) -> str:
    return text.strip().rstrip("/")
