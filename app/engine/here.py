"""What lies at a destination already: a cheap count for the survey, an exact look for tasks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.engine.flight import Flight, stored_version
from app.engine.hash_set import HashSet
from app.model.layout import OWN_FOLDER
from app.model.survey import ByteRange, Survey
from app.store.holdings import Holdings
from app.store.receipt import MANIFEST, Line, decode_line


def keys_here(destination: Path) -> HashSet:
    """Return the items of the receipt of a destination that still lie there; none without a receipt. Locks nothing.

    An image counts when a file of its length is in its place; only a job looks closer.
    """
    known = HashSet()
    for line in item_lines(destination):
        if lies_in(destination, line.path, line.size):
            known.add(line.key)
    return known


def item_lines(destination: Path) -> Iterator[Line]:
    """Yield every line of the receipt of a destination that is about an item, the older ones of an item too."""
    try:
        with (destination / OWN_FOLDER / MANIFEST).open("rb") as lines:
            for text in lines:
                line = decode_line(text)
                if line is not None and not line.key.startswith("/"):
                    yield line
    except OSError:
        return


def lies_in(destination: Path, path: str, size: int | None) -> bool:
    """Tell whether a file of this length lies at a relative path; an item without a file counts, one taken away not."""
    if not path or size is None:
        return bool(path)
    try:
        return (destination / path).stat().st_size == size
    except OSError:
        return False


def with_here(survey: Survey, here: int) -> Survey:
    """Return a survey that takes into account how many of its items lie there already."""
    here = min(here, survey.items)
    if here == 0:
        return survey
    share = 1 - here / survey.items
    size = ByteRange(*(round(part * share) for part in (survey.size.low, survey.size.likely, survey.size.high)))
    return replace(survey, already_here=here, size=size)


def look(holdings: Holdings, flights: Sequence[Flight], wanted: str) -> list[bool]:
    """Return which flights lie right on disk already; of others, note when at least the image does. In a thread."""
    found = []
    for flight in flights:
        listed = flight.listed
        if holdings.get(listed.key) is None:
            found.append(False)
            continue
        version = stored_version(listed.version, wanted)
        is_right = holdings.is_right(listed.key, listed.sha256, listed.size, version, path=flight.path)
        if not is_right and listed.sha256 is not None:
            flight.keeps_image = holdings.has_image(listed.key, listed.sha256, listed.size, path=flight.path)
        found.append(is_right)
    return found
