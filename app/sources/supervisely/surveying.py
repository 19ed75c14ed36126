"""What a selection would cost, from the counts of the datasets, or of a listing where rules choose."""

import dataclasses
from collections.abc import Sequence

from app.model.spec import Annotations, SuperviselySpec
from app.model.survey import ByteRange, Survey
from app.sources.supervisely.listing import IDS_PER_REQUEST, PER_PAGE, Listing
from app.sources.supervisely.packing import MOST_BYTES, MOST_IMAGES, SMALL
from app.sources.supervisely.tree import Branch

# A photograph when nobody says how big it is, and the files beside one.
GUESSED_IMAGE_BYTES = 300_000
GUESSED_SIDECAR_BYTES = 4_000


def surveyed(spec: SuperviselySpec, branches: Sequence[Branch], locate_size: int) -> Survey:
    """Return counts, bytes and requests of a selection.

    Args:
        spec: What is wanted.
        branches: The chosen datasets.
        locate_size: Annotations per request.
    """
    listed = sum(branch.count or 0 for branch in branches)
    items = min(listed, len(set(spec.image_ids))) if spec.image_ids else listed
    items = min(items, spec.limit) if spec.limit is not None else items
    size, notes = _size(spec, branches, items, listed)
    mean = size.likely // items if items and spec.save_images else 0
    requests = {"list": _list_requests(spec, branches, items)}
    if spec.annotations is Annotations.FULL:
        requests["annotation"] = -(-items // locate_size)
    if spec.save_images:
        per_request = max(1, min(MOST_IMAGES, MOST_BYTES // mean)) if 0 < mean < SMALL else 1
        requests["image"] = -(-items // (spec.batch_size or per_request if mean < SMALL else 1))
    return Survey(items=items, already_here=0, size=size, requests=requests, notes=notes)


async def counted(branches: Sequence[Branch], listing: Listing) -> tuple[Branch, ...]:
    """Return the datasets with the number and bytes of the images that a listing brings.

    Raises:
        FailedError: The listing cannot be had whole.
    """
    counts = {str(branch.id): 0 for branch in branches}
    sizes: dict[str, int | None] = {str(branch.id): 0 for branch in branches}
    async for page in listing.pages():
        key = page.dataset.key
        for item in page.items:
            size = sizes[key]
            counts[key] += 1
            sizes[key] = None if size is None or item.size is None else size + item.size
    return tuple(
        dataclasses.replace(branch, count=counts[str(branch.id)], size=sizes[str(branch.id)]) for branch in branches
    )


def _size(
    spec: SuperviselySpec, branches: Sequence[Branch], items: int, listed: int
) -> tuple[ByteRange, tuple[str, ...]]:
    if not spec.save_images:
        likely = items * GUESSED_SIDECAR_BYTES
        return ByteRange(0, likely, likely * 10), ()
    known = [branch for branch in branches if branch.size or branch.count == 0]
    size = sum(branch.size or 0 for branch in known)
    counted = sum(branch.count or 0 for branch in known)
    if items and not counted:
        likely = items * GUESSED_IMAGE_BYTES
        return ByteRange(0, likely, likely * 10), ("The server does not say how big the pictures are.",)
    if items == listed and len(known) == len(branches):
        return ByteRange(size, size, size), ()
    mean = size / counted if counted else 0.0
    likely = round(items * mean)
    return ByteRange(0, likely, max(likely, size)), ("The size is an estimate from the mean of the datasets.",)


def _list_requests(spec: SuperviselySpec, branches: Sequence[Branch], items: int) -> int:
    if spec.image_ids:
        return len(branches) * -(-len(set(spec.image_ids)) // IDS_PER_REQUEST)
    left = items
    pages = 0
    for branch in branches:
        if left <= 0 and spec.limit is not None:
            break
        taken = min(branch.count or 0, left) if spec.limit is not None else branch.count or 0
        pages += max(1, -(-taken // PER_PAGE))
        left -= taken
    return pages
