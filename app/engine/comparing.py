"""What a download would change in a folder that was filled before: new, changed, gone. Found by listing alone."""

import asyncio
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from app.engine.flight import stored_version
from app.engine.here import item_lines, lies_in
from app.engine.lines import Service
from app.model.blob_slice import archive_key
from app.model.call import Network
from app.model.item import Item
from app.model.spec import Spec, covers_everything, wanted_text
from app.model.survey import ByteRange, Difference, Survey

# A listing of so many images takes a minute or two and some hundred megabytes; larger folders are estimated.
MOST_COMPARED = 250_000
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Here:
    """One image as the receipt knows it; lean."""

    path: str
    version: str
    sha256: str
    size: int | None


class Folder:
    """The images that the receipt of a folder names and that still lie there. Locks nothing."""

    def __init__(self, destination: Path) -> None:
        """Read the receipt; without one there is nothing."""
        self._known: dict[str, _Here] = {}
        for line in item_lines(destination):
            if len(self._known) <= MOST_COMPARED:
                self._known[line.key] = _Here(line.path, line.version, line.sha256, line.size)
        self._known = {key: one for key, one in self._known.items() if lies_in(destination, one.path, one.size)}

    def __len__(self) -> int:
        """Return how many images lie there."""
        return len(self._known)

    @property
    def is_comparable(self) -> bool:
        """Whether there is something to compare, and not too much."""
        return 0 < len(self._known) <= MOST_COMPARED

    def take(self, item: Item, wanted: str) -> str:
        """Judge a listed image once: "new", "same", "changed", or "image" when its file is another one or missing."""
        here = self._known.pop(item.key, None)
        if here is None:
            return "new"
        if here.version == stored_version(item.version, wanted) and here.size is None:
            return "same"  # it was wanted, and is wanted, without its file
        if item.sha256 not in (None, here.sha256) or item.size not in (None, here.size):
            return "image"
        return "same" if here.version == stored_version(item.version, wanted) else "changed"

    def left(self) -> list[str]:
        """Return the paths of the images that were not listed."""
        return sorted(here.path for key, here in self._known.items() if not key.startswith(archive_key("")))


async def compared(
    survey: Survey, spec: Spec, folder: Folder, source: Service, network: Network, threads: Executor
) -> Survey:
    """Return a survey with what a folder that was filled before lacks, exactly.

    Raises:
        FailedError: The listing cannot be had whole.
    """
    wanted = wanted_text(spec)
    counts = dict.fromkeys(("new", "changed", "image", "same"), 0)
    size = 0
    async for page in source.items(spec, network):
        kinds = await asyncio.wrap_future(
            threads.submit(lambda items: [folder.take(i, wanted) for i in items], page.items)
        )
        for item, kind in zip(page.items, kinds, strict=True):
            if item.key.startswith(archive_key("")):
                continue
            counts[kind] += 1
            size += item.size or 0 if kind in ("new", "image") else 0
    # Only a listing of everything says what is gone.
    gone = folder.left() if covers_everything(spec) else []
    difference = Difference(counts["new"], counts["changed"] + counts["image"], len(gone), tuple(gone[:MOST_NAMED]))
    items = sum(counts.values())
    if not getattr(spec, "save_images", True):
        return replace(survey, items=items, already_here=counts["same"], difference=difference)
    exact = ByteRange(size, size, size)
    return replace(survey, items=items, already_here=counts["same"], size=exact, difference=difference)
