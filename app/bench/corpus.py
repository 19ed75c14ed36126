"""What the server of a benchmark holds, and whether a contestant brought exactly that."""

import asyncio
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bench.origin import Origin
from app.bench.process import ContestantError
from app.bootstrap.kits import bare_kit
from app.config.tokens import account_for
from app.formats.offsets_writer import entries_before
from app.model.blob_slice import LIST_ENDING, archive_path
from app.model.call import Network
from app.model.clock import SystemClock
from app.model.spec import SuperviselySpec
from app.model.tree import NodeKind
from app.net.http import Http
from app.net.limiter import Limiters
from app.sources import REGISTRY


@dataclass(frozen=True, slots=True)
class Picture:
    """One image as the server lists it: id, name, bytes, SHA-256 in hex."""

    id: int
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Images of one project of the server, in listing order."""

    project_id: int
    images: tuple[Picture, ...]

    def first(self, count: int) -> "Corpus":
        """Return the corpus of the first images only."""
        return Corpus(self.project_id, self.images[:count])

    @property
    def size(self) -> int:
        """Return the bytes of all images."""
        return sum(image.size for image in self.images)


def read_corpus(origin: Origin, project: str, most: int) -> Corpus:
    """Return the first images of the project with this name.

    Raises:
        FailedError: The server does not answer.
        LookupError: It has no such project.
    """
    return asyncio.run(_read(origin, project, most))


async def _read(origin: Origin, project: str, most: int) -> Corpus:
    clock = SystemClock()
    account = account_for(origin.address)
    entry = REGISTRY[account.source]
    kit = bare_kit(clock)
    http = Http(clock=clock, limiters=Limiters(clock), user_agent="Windrow-bench")
    try:
        network = http.door(entry.rules(account, origin.token, kit), service=entry.title)
        source = entry.factory(account, kit)
        spec = SuperviselySpec(project_id=await _find(source, network, project), limit=most)
        images: list[Picture] = []
        async for page in source.items(spec, network):
            images += [Picture(int(item.key), item.name, item.size or 0, item.sha256 or "") for item in page.items]
        return Corpus(spec.project_id, tuple(images))
    finally:
        await http.aclose()


async def _find(source: Any, network: Network, project: str) -> int:
    for team in await source.children(None, None, network):
        for workspace in await source.children(NodeKind.TEAM, team.id, network):
            for node in await source.children(NodeKind.WORKSPACE, workspace.id, network):
                if node.name == project:
                    return int(node.id)
    raise LookupError(f"The sandbox has no project called {project!r}.")


def check_images(folder: Path, corpus: Corpus) -> None:
    """Compare every file in the `img` folders (or the folder itself) with the listing, by its bytes.

    Raises:
        ContestantError: Something is missing, wrong or too much.
    """
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent.name in {"img", folder.name}]
    wanted = Counter(image.sha256 for image in corpus.images)
    found = Counter(_digest(path) for path in files if path.suffix not in {".json", ".md"})
    if found != wanted:
        raise ContestantError(
            f"{(wanted - found).total():,} images are missing or wrong, {(found - wanted).total():,} are too much"
        )


def check_archives(folder: Path, corpus: Corpus) -> None:
    """Cut every picture out of its archive, as the lists of offsets say, and compare them with the listing.

    Raises:
        ContestantError: Something is missing, wrong or too much.
    """
    found: Counter[str] = Counter()
    for path in sorted(folder.rglob(f"*{LIST_ENDING}")):
        body = (folder / archive_path(path.name.removesuffix(LIST_ENDING))).read_bytes()
        entries = entries_before(path)
        found.update(hashlib.sha256(body[start:end]).hexdigest() for start, end in entries.values())
    wanted = Counter(image.sha256 for image in corpus.images)
    if found != wanted:
        raise ContestantError(
            f"{(wanted - found).total():,} images are missing or wrong, {(found - wanted).total():,} are too much"
        )


def check_labels(folder: Path, corpus: Corpus) -> int:
    """Read every annotation; return their bytes.

    Raises:
        ContestantError: One is missing or is no annotation.
    """
    files = [path for path in folder.rglob("*.json") if path.parent.name == "ann"]
    if len(files) != len(corpus.images):
        raise ContestantError(f"{len(files):,} annotations where {len(corpus.images):,} were asked for")
    size = 0
    for path in files:
        text = path.read_bytes()
        size += len(text)
        if not isinstance(json.loads(text).get("objects"), list):
            raise ContestantError(f"{path.name} is no annotation")
    return size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
