"""Which small images travel together in one request. Pure."""

from collections.abc import Iterator, Sequence

from app.model.source import Listed

# Many small requests at once beat few big ones; above half a megabyte an image is better off alone.
SMALL = 512 * 1024
MOST_BYTES = 2 * 1024 * 1024
MOST_IMAGES = 32


def packed(items: Sequence[Listed], batch_size: int | None) -> Iterator[list[Listed]]:
    """Yield groups of small images of one dataset; a group has two images or more.

    Images of unknown size and large ones are in no group.

    Args:
        items: Located images, in any order.
        batch_size: Images per group; None sizes them by bytes and count.
    """
    by_dataset: dict[str, list[Listed]] = {}
    for listed in items:
        if listed.size is not None and listed.size < SMALL:
            by_dataset.setdefault(listed.dataset_key, []).append(listed)
    most_images = batch_size or MOST_IMAGES
    most_bytes = MOST_BYTES if batch_size is None else batch_size * SMALL
    for small in by_dataset.values():
        group: list[Listed] = []
        weight = 0
        for listed in small:
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
