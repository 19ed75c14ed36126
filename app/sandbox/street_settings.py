"""What the street half of the sandbox serves, and how strictly."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.sandbox.street_access import STREET_TOKEN, BlockRule
from app.sandbox.street_dense import DENSE_COUNT


class Unknown(StrEnum):
    """What becomes of a batch, or of a sequence, with an id that is not known: nobody could say which is true."""

    FAILS = "fails"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class StreetSettings:
    """The street half.

    Attributes:
        folder: Real images instead of the made-up town: thumbs.json, thumbs, tiles.
        dense: Images of the dense tile; 0 serves none.
        token: What graph and tiles want to see.
        thumb_seconds: Life of an address of a picture.
        entity_per_minute, search_per_minute, tiles_per_day: Limits per application; 0 is none.
        block: The undocumented block of the tile host.
        unknown: What becomes of a batch with an unknown id.
        batch_most: Most ids of one request.
        dense_most: Search boxes with more images than this fail with code 1.
        empty_tile: Status of a tile where nobody took images: 200, 204 or 404; nobody could say which is true.
        box_most: Both sides of a search box have to be smaller, degrees.
    """

    folder: Path | None = None
    dense: int = DENSE_COUNT
    token: str = field(default=STREET_TOKEN, repr=False)
    thumb_seconds: float = 30 * 86_400
    entity_per_minute: int = 60_000
    search_per_minute: int = 10_000
    tiles_per_day: int = 50_000
    block: BlockRule = BlockRule()
    unknown: Unknown = Unknown.FAILS
    batch_most: int = 100
    dense_most: int = 2_500
    empty_tile: int = 200
    box_most: float = 0.01
