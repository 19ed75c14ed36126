"""Which small images travel together in one request. Pure."""

from collections.abc import Iterator, Sequence

from app.model.source import Listed
from app.model.spec import Mode

# Many small requests at once beat few big ones; above half a megabyte an image is better off alone.
SMALL = 512 * 1024
MOST_BYTES = 2 * 1024 * 1024
MOST_IMAGES = 32
# When a person wants batches: what the official client asks for at once, and what memory allows.
USUAL_BATCH = 50
FORCED = 8 * 1024 * 1024
MOST_FORCED_BYTES = 32 * 1024 * 1024


def packed(items: Sequence[Listed], batch_size: int | None, mode: Mode = Mode.AUTO) -> Iterator[list[Listed]]:
    """Yield groups of small images of one dataset; a group has two images or more.

    Images of unknown size and large ones are in no group: above 512 KiB, or above 8 MiB where batches are chosen.

    Args:
        items: Located images, in any order.
        batch_size: Images per group; None sizes them by bytes and count.
        mode: `SINGLE` and `ASYNC` make no groups; `BATCH` and `BULK` take larger images in.
    """
    if mode in (Mode.SINGLE, Mode.ASYNC):
        return
    is_forced = mode is not Mode.AUTO
    small = FORCED if is_forced else SMALL
    by_dataset: dict[str, list[Listed]] = {}
    for listed in items:
        if listed.size is not None and listed.size < small:
            by_dataset.setdefault(listed.dataset_key, []).append(listed)
    most_images = batch_size or (USUAL_BATCH if is_forced else MOST_IMAGES)
    most_bytes = MOST_BYTES if batch_size is None else batch_size * SMALL
    if is_forced:
        most_bytes = MOST_FORCED_BYTES
    for together in by_dataset.values():
        group: list[Listed] = []
        weight = 0
        for listed in together:
            size = listed.size or 0
            if group and (len(group) == most_images or weight + size > most_bytes):
                yield from _group(group)
                group, weight = [], 0
            group.append(listed)
            weight += size
        yield from _group(group)


def _group(group: list[Listed]) -> Iterator[list[Listed]]:
    if len(group) > 1:
        yield group
