"""What is known of images that are not fetched: answers for programs that want a table first. Pure."""

from dataclasses import dataclass

from app.model.failure import Failure
from app.model.harvest_record import HarvestRecord
from app.model.source import Listed


@dataclass(frozen=True, slots=True)
class ItemList:
    """Everything that a selection lists.

    Attributes:
        items: In listing order.
        tiles: Tiles that the selection touches.
        unread: Keys of those that could not be read, and why: their items are missing.
    """

    items: tuple[Listed, ...]
    tiles: int = 0
    unread: tuple[tuple[str, Failure], ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """What a service knows of one image.

    Attributes:
        key: The item.
        record: The facts; None when they cannot be had.
        address: Where the picture lies for the moment; it may expire, so it is no key and is not kept.
        failure: Why there are no facts.
    """

    key: str
    record: HarvestRecord | None = None
    address: str = ""
    failure: Failure | None = None
