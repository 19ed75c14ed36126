"""Walks over listings that come page by page, or token by token. Nothing is sent here: `ask` does.

Source: reference of the HTTP interface, B.0. Entities that come twice are the caller's to drop.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.model.failure import FailedError, Failure, FailureKind

Entity = TypeVar("Entity")

# More pages than that are a server that never ends.
MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Page(Generic[Entity]):
    """One answer of a listing.

    Attributes:
        entities: In the order of the server.
        total: How many there are in all, as the server says.
        per_page: The page size of the server; asked back for all further pages.
        pages_count: How many pages there are.
        after: Where to go on in token mode; None on the last page.
    """

    entities: Sequence[Entity]
    total: int
    per_page: int
    pages_count: int = 1
    after: str | None = None


async def walk_pages(
    ask: Callable[[int, int | None], Awaitable[Page[Entity]]], *, route: str = ""
) -> AsyncGenerator[Sequence[Entity], None]:
    """Yield the entities of every page.

    Args:
        ask: Gets page number and page size (None for the first page) and returns the page.
        route: Name of the method, for failures.

    Raises:
        FailedError: DATA, when the listing repeats itself or has fewer or more entities than it says.
    """
    first = await ask(1, None)
    count = len(first.entities)
    last: Sequence[Entity] = first.entities
    yield first.entities
    if first.pages_count > MOST_PAGES:
        raise _incomplete(route, f"{first.pages_count} pages")
    for number in range(2, first.pages_count + 1):
        page = await ask(number, first.per_page)
        if page.entities and page.entities == last:
            raise _incomplete(route, f"page {number} repeats the one before")
        count += len(page.entities)
        last = page.entities
        yield page.entities
    if count != first.total:
        raise _incomplete(route, f"{count} of {first.total}")


async def walk_tokens(
    ask: Callable[[str | None], Awaitable[Page[Entity]]], *, route: str = ""
) -> AsyncGenerator[Sequence[Entity], None]:
    """Yield the entities of every page of a listing in token mode.

    Args:
        ask: Gets the token of the page before (None for the first page) and returns the page.
        route: Name of the method, for failures.

    Raises:
        FailedError: DATA, when a token comes again or the number of entities is not what was said.
    """
    seen: set[str] = set()
    after: str | None = None
    count = 0
    while True:
        page = await ask(after)
        count += len(page.entities)
        yield page.entities
        if page.after is None:
            break
        if page.after in seen or len(seen) >= MOST_PAGES:
            raise _incomplete(route, "the listing goes in circles")
        after = page.after
        seen.add(after)
    if count != page.total:
        raise _incomplete(route, f"{count} of {page.total}")


def _incomplete(route: str, detail: str) -> FailedError:
    title, hint = "The listing is incomplete.", "It may have changed meanwhile. Try again."
    return FailedError(Failure(FailureKind.DATA, title, hint, detail=" · ".join(filter(None, (route, detail)))))
