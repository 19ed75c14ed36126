"""The ways of fetching that a person can compare on a server of theirs, how often each asks, and the best. Pure.

Source: the tutorial's own comparison: one by one, in batches of 10, 50, 100 and 200, async with several numbers of
workers, in bulk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.model.spec import Mode

SECONDS = 5.0
ITEMS = 400
MOST_ITEMS = 2_000
# One by one says enough after so many.
ALONE_ITEMS = 40
# Above it the service mixes up the order of tags, and above 100 it refuses.
MOST_ANNOTATIONS = 50
BATCHES = (10, 50, 100, 200)
WORKERS = (5, 10, 25, 50)
BULK = ((32, 4), (32, 8), (32, 16))


class Kind(StrEnum):
    """What is fetched."""

    IMAGES = "images"
    ANNOTATIONS = "annotations"


@dataclass(frozen=True, slots=True)
class Way:
    """One way of fetching.

    Attributes:
        mode: `SINGLE`, `BATCH`, `ASYNC` or `BULK`.
        batch_size: Things in one request.
        workers: Requests at once.
    """

    mode: Mode
    batch_size: int = 1
    workers: int = 1

    @property
    def title(self) -> str:
        """Return what people call it."""
        match self.mode:
            case Mode.SINGLE:
                return "one by one"
            case Mode.BATCH:
                return f"batches of {self.batch_size}"
            case Mode.ASYNC:
                return f"one by one, {self.workers} at once"
            case _:
                return f"batches of {self.batch_size}, {self.workers} at once"

    def items(self, count: int) -> int:
        """Return how many of `count` things this way is tried on."""
        return min(count, ALONE_ITEMS) if self.mode is Mode.SINGLE else count

    def requests(self, count: int) -> int:
        """Return how often it asks at most for `count` things."""
        return -(-self.items(count) // self.batch_size)

    @property
    def options(self) -> str:
        """Return the options of the command line that choose it."""
        batch = f" --batch-size {self.batch_size}" if self.batch_size > 1 else ""
        workers = f" --workers {self.workers}" if self.workers > 1 else ""
        return f"--mode {self.mode.value}{batch}{workers}"


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one way.

    Attributes:
        way: The way.
        items: Things that arrived whole.
        size: Their bytes.
        requests: Questions that it took.
        seconds: From the first question to the last answer.
        failed: Things that could not be had.
    """

    way: Way
    items: int
    size: int
    requests: int
    seconds: float
    failed: int = 0

    @property
    def per_second(self) -> float:
        """Return things per second."""
        return self.items / self.seconds if self.seconds > 0 else 0.0


def ways(kind: Kind) -> tuple[Way, ...]:
    """Return the ways of one kind, the slowest first as a rule."""
    batches = [size for size in BATCHES if kind is Kind.IMAGES or size <= MOST_ANNOTATIONS]
    return (
        Way(Mode.SINGLE),
        *(Way(Mode.BATCH, size) for size in batches),
        *(Way(Mode.ASYNC, 1, workers) for workers in WORKERS),
        *(Way(Mode.BULK, size, workers) for size, workers in BULK),
    )


def most_requests(kind: Kind, count: int) -> int:
    """Return how often a whole comparison asks at most, the listing included."""
    listing = 1
    # Whatever a shared answer lacks is asked for once more alone.
    return listing + sum(way.requests(count) for way in ways(kind))


def best(found: Sequence[Measured]) -> Measured | None:
    """Return the quickest way that lost nothing; None when nothing arrived."""
    whole = [one for one in found if one.items and not one.failed]
    return max(whole, key=lambda one: one.per_second, default=None)
