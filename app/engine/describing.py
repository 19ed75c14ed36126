"""Facts about many images through the doors of an engine: a few requests at once, in listing order."""

import asyncio
from collections.abc import Callable, Sequence

from app.engine.host import Host
from app.model.described import Described
from app.model.failure import FailedError, FailureKind, first_failure
from app.model.job import JobCounts
from app.model.queries import DescribeItems
from app.model.source import Listed
from app.model.spec import MapillarySpec

# What the service advises as polite; each request asks about fifty images.
AUTO_WORKERS = 8
MOST_AT_ONCE = 64
PER_REQUEST = 50
# What concerns every image; all else is the affair of the images that were asked about together.
_EVERYWHERE = frozenset({FailureKind.AUTH, FailureKind.RATE, FailureKind.CANCELLED, FailureKind.INTERNAL})


async def describe_all(
    host: Host,
    spec: MapillarySpec,
    account: str,
    items: Sequence[Listed],
    workers: int | None,
    on_answer: Callable[[JobCounts], object] = lambda counts: None,
) -> list[Described]:
    """Return what is known of each item; one that cannot be had carries its failure and does not stop the others.

    Args:
        host: The engine.
        spec: What is wanted of each.
        account: Key of the account.
        items: In listing order.
        workers: Requests at once; None takes a polite number.
        on_answer: Hears after every answer how many are known, and how many cannot be.

    Raises:
        FailedError: Something that concerns all of them.
    """
    size = spec.batch_size or PER_REQUEST
    waiting = iter(range(0, len(items), size))
    found: dict[int, tuple[Described, ...]] = {}

    async def work() -> None:
        for at in waiting:
            batch = tuple(items[at : at + size])
            try:
                found[at] = await host.call(DescribeItems(spec, account, batch))
            except FailedError as error:
                if error.failure.kind in _EVERYWHERE:
                    raise
                found[at] = tuple(Described(item.key, failure=error.failure) for item in batch)
            on_answer(_counts(found, len(items)))

    failed: FailedError | None = None
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(workers or AUTO_WORKERS, MOST_AT_ONCE, -(-len(items) // size))):
                group.create_task(work())
    except* FailedError as several:
        failed = first_failure(several)
    if failed is not None:
        raise failed
    return [one for at in sorted(found) for one in found[at]]


def _counts(found: dict[int, tuple[Described, ...]], listed: int) -> JobCounts:
    all_of_them = [one for part in found.values() for one in part]
    failed = sum(one.failure is not None for one in all_of_them)
    return JobCounts(listed=listed, done=len(all_of_them) - failed, failed=failed)
