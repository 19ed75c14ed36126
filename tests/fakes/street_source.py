"""A source that lists tile by tile and tells what belongs beside an image only when it has seen the image."""

import io
import json
from collections.abc import AsyncIterator, Container, Sequence
from functools import lru_cache

from PIL import Image

from app.model.call import Accept, Call, Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.imprint import Imprint
from app.model.item import Dataset, ItemPage
from app.model.layout import SidecarKind
from app.model.source import Finished, Listed, Located, Sidecar
from app.model.spec import MapillarySpec, Spec
from tests.fakes.network_stub import url
from tests.fakes.source import FakeSource

BLOCKED = Failure(FailureKind.FORBIDDEN, "The tile host is closed.", "Try again tomorrow.", code="blocked")
LIKELY = 1_000


@lru_cache(maxsize=512)
def street_body(key: str) -> bytes:
    """Return a small JPEG with bytes of its own; its width tells the number of the image."""
    number = int(key)
    picture = Image.new("RGB", (16 + number % 48, 12), (number * 7 % 256, number * 13 % 256, number * 29 % 256))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


class StreetSource(FakeSource):
    """Images "1" … "n", so many to a tile; tiles in `broken` cannot be read.

    Attributes:
        broken: Keys of tiles that fail.
        addresses: How often each image was located; its address holds that number.
        lifetime: Seconds for which an address is said to be good.
    """

    key = "mapillary"
    keeps_places = True
    knows_here = False

    def __init__(self, count: int, *, per_tile: int = 10, dataset: str = "town", **options: int) -> None:
        super().__init__(count, has_hashes=False, has_sizes=False, **options)
        self.per_tile = per_tile
        self.dataset = dataset
        self.broken: set[str] = set()
        self.addresses: dict[str, int] = {}
        self.lifetime: float | None = None
        self.clock_utc = lambda: 0.0

    def body(self, key: str) -> bytes:
        return street_body(key)

    def likely_size(self, spec: Spec) -> int | None:
        return LIKELY

    def tiles(self, spec: Spec) -> Sequence[str]:
        return [f"14/{place}/7" for place in range(-(-self.count // self.per_tile))]

    async def items(self, spec: Spec, network: Network, passed_over: Container[str] = ()) -> AsyncIterator[ItemPage]:
        path = () if getattr(spec, "layout", "project") == "flat" else ((self.dataset, self.dataset),)
        dataset = Dataset(self.dataset, path)
        for place, tile in enumerate(self.tiles(spec)):
            if tile in passed_over:
                continue
            call = Call("GET", url(f"tile/{place}"), route="tile", gives_up=True, waits_apart=True)
            try:
                await network.ask(call)
            except FailedError as error:
                yield ItemPage(dataset, (), tile=tile, failure=error.failure)
                continue
            if tile in self.broken:
                yield ItemPage(dataset, (), tile=tile, failure=BLOCKED)
                continue
            last = min((place + 1) * self.per_tile, self.count)
            numbers = range(place * self.per_tile + 1, last + 1)
            yield ItemPage(dataset, tuple(self.item(number) for number in numbers), tile=tile, ends_tile=True)

    async def locate(self, spec: Spec, items: Sequence[Listed], network: Network) -> Sequence[Located]:
        keys = [item.key for item in items]
        await network.ask(Call("POST", url("locate"), json.dumps(keys).encode(), route="locate", items=len(keys)))
        return [self._located(item) for item in items]

    def _located(self, item: Listed) -> Located:
        number = self.addresses[item.key] = self.addresses.get(item.key, 0) + 1

        def finish(width: int, height: int) -> Finished:
            text = json.dumps({"id": item.key, "file": item.path, "width": width, "height": height}).encode()
            return Finished((Sidecar(SidecarKind.IMAGE_META, text),), Imprint(lon=4.8, lat=45.7, unique_id=item.key))

        good_until = None if self.lifetime is None else self.clock_utc() + self.lifetime
        call = Call("GET", url(f"address-{number}/{item.key}"), accept=Accept.BYTES, route="image")
        return Located(item.key, (), call, finish=finish, good_until=good_until, is_perishable=True)


def street_spec(**options: object) -> MapillarySpec:
    """Return a spec that this source reads."""
    return MapillarySpec(**options)  # type: ignore[arg-type]  # the tests name real fields
