"""Images of `FakeSource` that lie in one archive, as a Supervisely project with blobs lists them."""

import hashlib
import io
import json
import tarfile
from collections.abc import AsyncIterator, Container, Sequence
from dataclasses import replace

from app.model.call import Network
from app.model.item import Dataset, Item, ItemPage
from app.model.source import Listed, Located
from app.model.spec import Spec
from tests.fakes.source import FakeSource, body_of

STEM = "77"


class ArchiveSource(FakeSource):
    """Images in `blob/77.tar`.

    Attributes:
        tar: What the server sends as the archive.
        places: (first byte, byte behind the last one) by key, as the listing tells them.
    """

    def __init__(self, count: int, **options: object) -> None:
        super().__init__(count, **options)
        memory = io.BytesIO()
        keys = [str(number) for number in range(1, count + 1)]
        with tarfile.open(fileobj=memory, mode="w") as tar:
            for key in keys:
                member = tarfile.TarInfo(f"{key}.jpg")
                member.size = self.size
                tar.addfile(member, io.BytesIO(body_of(key, self.size)))
        self.tar = memory.getvalue()
        with tarfile.open(fileobj=io.BytesIO(self.tar)) as tar:
            self.places = {
                key: (one.offset_data, one.offset_data + one.size) for key, one in zip(keys, tar, strict=True)
            }

    def body(self, key: str) -> bytes:
        return self.tar if key == f"blob:{STEM}" else super().body(key)

    def item(self, number: int) -> Item:
        plain = super().item(number)
        start, end = self.places[plain.key]
        digest = hashlib.sha256(super().body(plain.key)).hexdigest()
        slice_ = {"archive": STEM, "start": start, "end": end, "sha256": digest}
        return replace(plain, size=None, sha256=None, payload=json.dumps({"slice": slice_}, separators=(",", ":")))

    async def items(self, spec: Spec, network: Network, passed_over: Container[str] = ()) -> AsyncIterator[ItemPage]:
        archive = Item(f"blob:{STEM}", f"{STEM}.tar", None, None, "b1")
        yield ItemPage(Dataset("blob", (("blob", "blob"),), is_plain=True), (archive,))
        async for page in super().items(spec, network, passed_over):
            yield page

    async def locate(self, spec: Spec, items: Sequence[Listed], network: Network) -> Sequence[Located]:
        return [
            replace(one, sidecars=()) if one.key.startswith("blob:") else replace(one, call=None)
            for one in await super().locate(spec, items, network)
        ]
