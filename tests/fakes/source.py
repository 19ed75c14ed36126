"""A source that invents images: deterministic bodies, honest hashes, parcels for small ones."""

import hashlib
import json
from collections.abc import AsyncIterator, Container, Iterable, Sequence

from app.model.account import Account, AccountCheck
from app.model.answers import Look
from app.model.call import Accept, Call, Network
from app.model.coverage import CoverageTile
from app.model.failure import FailedError, Failure, FailureKind
from app.model.item import Dataset, Item, ItemPage
from app.model.layout import SidecarKind
from app.model.readable import NothingToRead
from app.model.source import Listed, Located, Parcel, Part, ProjectFile, Sidecar
from app.model.spec import Spec
from app.model.survey import ByteRange, Survey
from app.model.tree import NodeKind, ProjectPage, TreeNode
from tests.fakes.network_stub import url

# The shape of a JPEG (a JFIF segment, a scan, an end) around bytes that no decoder would like.
JPEG_START = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xda\x00\x02"
JPEG_END = b"\xff\xd9"


def body_of(key: str, size: int = 400) -> bytes:
    seed = hashlib.sha256(key.encode()).digest()
    room = max(0, size - len(JPEG_START) - len(JPEG_END))
    filling = (seed * (size // len(seed) + 1))[:room].replace(b"\xff", b"\x01")
    return JPEG_START + filling + JPEG_END


class FakeSplitter:
    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> Iterable[Part]:
        self._buffer += chunk
        parts = []
        while len(self._buffer) >= 2:
            name = int.from_bytes(self._buffer[:2], "big")
            if len(self._buffer) < 6 + name:
                break
            size = int.from_bytes(self._buffer[2 + name : 6 + name], "big")
            if len(self._buffer) < 6 + name + size:
                break
            key = bytes(self._buffer[2 : 2 + name]).decode()
            parts.append(Part(key, bytes(self._buffer[6 + name : 6 + name + size])))
            del self._buffer[: 6 + name + size]
        return parts

    def finish(self) -> Iterable[Part]:
        if self._buffer:
            raise FailedError(Failure(FailureKind.DATA, "The answer ended early.", "Try again."))
        return ()


class FakeSource(NothingToRead):
    """Images "1" … "n" in one dataset, or spread over several."""

    key = "supervisely"
    knows_here = False
    keeps_places = False

    def __init__(
        self,
        count: int,
        *,
        size: int = 400,
        datasets: int = 1,
        locate_size: int = 25,
        parcel_size: int = 0,
        page_size: int = 100,
        has_hashes: bool = True,
        has_sizes: bool = True,
        names: dict[str, str] | None = None,
        announced: int | None = None,
        version: str = "v1",
    ) -> None:
        self.count = count
        self.size = size
        self.datasets = datasets
        self.locate_size = locate_size
        self.parcel_size = parcel_size
        self.page_size = page_size
        self.has_hashes = has_hashes
        self.has_sizes = has_sizes
        self.names = names or {}
        self.announced = announced
        self.version = version
        self.probes = 0

    def body(self, key: str) -> bytes:
        return body_of(key, self.size)

    def item(self, number: int) -> Item:
        key = str(number)
        body = self.body(key)
        return Item(
            key,
            self.names.get(key, f"image_{key}.jpg"),
            len(body) if self.has_sizes else None,
            hashlib.sha256(body).hexdigest() if self.has_hashes else None,
            self.version,
        )

    async def project_files(self, spec: Spec, network: Network) -> Sequence[ProjectFile]:
        await network.ask(Call("GET", url("meta"), route="meta"))
        return (ProjectFile("meta.json", b'{"classes": [], "tags": []}'),)

    async def survey(
        self, spec: Spec, network: Network, here: Container[str] = (), most_requests: int | None = None
    ) -> Survey:
        await network.ask(Call("GET", url("survey"), route="survey"))
        size = self.count * self.size
        return Survey(self.count, 0, ByteRange(size, size, size), {"list": 1, "image": self.count})

    def tiles(self, spec: Spec) -> Sequence[str]:
        return ()

    def likely_size(self, spec: Spec) -> int | None:
        return None

    async def coverage(self, z: int, x: int, y: int, network: Network, *, only_cached: bool) -> CoverageTile | None:
        raise FailedError(Failure(FailureKind.REFUSED, "There is no map."))

    async def looks(self, spec: Spec, count: int, network: Network) -> Sequence[Look]:
        raise FailedError(Failure(FailureKind.REFUSED, "There is no map."))

    async def items(self, spec: Spec, network: Network, passed_over: Container[str] = ()) -> AsyncIterator[ItemPage]:
        seen = 0
        per_dataset = -(-self.count // self.datasets)
        for place in range(self.datasets):
            dataset = Dataset(str(1000 + place), ((str(1000 + place), f"ds{place}"),))
            first, last = place * per_dataset, min((place + 1) * per_dataset, self.count)
            for start in range(first, last, self.page_size):
                await network.ask(Call("GET", url(f"list/{start}"), route="list"))
                numbers = range(start + 1, min(start + self.page_size, last) + 1)
                seen += len(numbers)
                yield ItemPage(dataset, tuple(self.item(number) for number in numbers))
            if first >= last:
                yield ItemPage(dataset, ())
        if self.announced is not None and seen != self.announced:
            raise FailedError(
                Failure(FailureKind.DATA, f"The server listed {seen} of {self.announced} images.", "Try again.")
            )

    async def locate(self, spec: Spec, items: Sequence[Listed], network: Network) -> Sequence[Located]:
        keys = [item.key for item in items]
        await network.ask(Call("POST", url("locate"), json.dumps(keys).encode(), route="locate", items=len(keys)))
        wants_images = getattr(spec, "save_images", True)
        return [
            Located(
                key,
                (Sidecar(SidecarKind.ANNOTATION, json.dumps({"key": key, "version": self.version}).encode()),),
                Call("GET", url(f"image/{key}"), accept=Accept.BYTES, route="image") if wants_images else None,
            )
            for key in keys
        ]

    def parcels(self, spec: Spec, items: Sequence[Listed]) -> Sequence[Parcel]:
        if not self.parcel_size or not getattr(spec, "save_images", True):
            return ()
        keys = [item.key for item in items]
        return [
            Parcel(
                Call(
                    "POST",
                    url("parcel"),
                    json.dumps(keys[at : at + self.parcel_size]).encode(),
                    Accept.MULTIPART,
                    route="parcel",
                ),
                tuple(keys[at : at + self.parcel_size]),
            )
            for at in range(0, len(keys), self.parcel_size)
        ]

    def splitter(self, content_type: str) -> FakeSplitter:
        if content_type != "fake/parcel":
            raise FailedError(Failure(FailureKind.DATA, "This is no parcel.", "Try again."))
        return FakeSplitter()

    async def probe(self, network: Network) -> None:
        self.probes += 1
        await network.ask(Call("GET", url("probe"), route="probe"))

    async def check(self, account: Account, network: Network) -> AccountCheck:
        await network.ask(Call("GET", url("me"), route="me"))
        return AccountCheck(account, "ann", ("team",), 0.01, "6.0")

    async def children(self, kind: NodeKind | None, node_id: int | None, network: Network) -> Sequence[TreeNode]:
        await network.ask(Call("GET", url("children"), route="children"))
        return (TreeNode(NodeKind.TEAM, 1, None, None, "team"),)

    async def project(self, project_id: int, network: Network) -> ProjectPage:
        await network.ask(Call("GET", url("project"), route="project"))
        return ProjectPage(
            TreeNode(NodeKind.PROJECT, project_id, 1, None, "p", "images", self.count), "", (), (), (), ()
        )

    async def first_look(
        self, project_id: int, dataset_ids: Sequence[int], count: int, network: Network
    ) -> Sequence[Look]:
        await network.ask(Call("GET", url("look"), route="look"))
        return ()
