"""Walks over listings: every entity once, in order, and an honest word when some never came."""

from typing import TypeVar

import msgspec

from app.model.call import Call, Network
from app.model.failure import FailedError, Failure, FailureKind
from app.sources.supervisely.client import at_page
from app.sources.supervisely.wire import Entity, Page, read, whole

MOST_PAGES = 100_000
E = TypeVar("E", bound=Entity)


class SeenIds:
    """Ids that came before, in little memory: neighbours share one whole number as a row of bits."""

    def __init__(self) -> None:
        """Start with none."""
        self._rows: dict[int, int] = {}
        self.count = 0

    def add(self, key: int) -> bool:
        """Remember an id; return whether it is new."""
        row, bit = key >> 8, 1 << (key & 255)
        bits = self._rows.get(row, 0)
        if bits & bit:
            return False
        self._rows[row] = bits | bit
        self.count += 1
        return True


async def whole_list(call: Call, decoder: msgspec.json.Decoder[Page[E]], network: Network) -> list[E]:
    """Return all entities of a short listing, each id once.

    Raises:
        FailedError: DATA, when fewer came than were announced.
    """
    first = read(decoder, await network.ask(call), call.route)
    found: dict[int, E] = {}
    _keep(first, found)
    page, last, pages = 1, first, whole(first.pages_count) or 1
    while page < min(pages, MOST_PAGES):
        page += 1
        last = read(decoder, await network.ask(at_page(call, page, whole(first.per_page) or 500)), call.route)
        before = len(found)
        _keep(last, found)
        pages = whole(last.pages_count) or pages
        if len(found) == before:
            break
    check_total(call.route, len(found), whole(last.total))
    return list(found.values())


def _keep(page: Page[E], found: dict[int, E]) -> None:
    for entity in page.entities:
        key = whole(entity.id)
        if key is not None:
            found.setdefault(key, entity)


def check_total(what: str, count: int, total: int | None) -> None:
    """Raise FailedError (DATA) when fewer came than the server announced."""
    if total is not None and count < total:
        raise FailedError(shortfall(what, count, total))


def shortfall(what: str, count: int, total: int) -> Failure:
    """Return the failure for a listing that stayed short."""
    return Failure(
        FailureKind.DATA,
        f"The server announced {total:,} entries and listed {count:,}.",
        "Try again; something may have changed while the list was read.",
        detail=f"{what}: {count} of {total}",
    )
