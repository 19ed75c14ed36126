"""Archives of images as items of their own: listed before the first image that lies in one."""

from collections.abc import Iterator, Sequence

import msgspec

from app.model.blob_slice import ENDING, FOLDER, archive_key
from app.model.item import Dataset, Item, ItemPage
from app.sources.supervisely.payload import PAYLOAD, Payload

_PLACE = Dataset(FOLDER, ((FOLDER, FOLDER),), is_plain=True)


def is_archive(payload: Payload) -> bool:
    """Return whether an item is an archive and no image."""
    return bool(payload.archive) and payload.slice is None


class Archives:
    """Which archives a listing has named so far."""

    def __init__(self) -> None:
        self._named: set[str] = set()

    def fresh(self, items: Sequence[Item]) -> Iterator[ItemPage]:
        """Yield a page with the archives that these images lie in and that were not listed yet."""
        found: dict[str, Item] = {}
        for listed in items:
            payload = PAYLOAD.decode(listed.payload)
            place = payload.slice
            if place is None or place.archive in self._named:
                continue
            self._named.add(place.archive)
            text = msgspec.json.encode(Payload(archive=payload.archive)).decode()
            name = f"{place.archive}{ENDING}"
            found[place.archive] = Item(archive_key(place.archive), name, None, None, payload.archive, text)
        if found:
            yield ItemPage(_PLACE, tuple(found.values()))
