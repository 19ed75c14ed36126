"""The pictures of a dataset in memory (or as files), loaded when they are first asked for; tests change them here."""

import base64
import hashlib
import io
import tarfile
import threading
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from app.sandbox.wire import Piece
from app.sandbox.world import CREATED, FIGURES_PER_IMAGE, Document, Picture

LOGIN = "demo"


@dataclass(frozen=True, slots=True)
class Stock:
    """One image before it has an id.

    Attributes:
        document: Annotation in sub-pixel coordinates; objects need `classTitle`, `geometryType` and a geometry.
        sha256: Base64; computed from the body when empty.
    """

    name: str
    mime: str
    width: int
    height: int
    body: Piece
    document: Document
    meta: Mapping[str, object] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Ids of classes and tags by name."""

    classes: Mapping[str, int]
    tags: Mapping[str, int]


def sha256_of(body: bytes) -> str:
    """Return the hash as the service states it."""
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


class StoredShelf:
    """Pictures from a loader."""

    def __init__(
        self,
        count: int,
        load: Callable[[], Sequence[Stock]],
        numbers: Numbers,
        archive_of: int = 0,
        archive_id: int = 0,
    ) -> None:
        """Wait with loading.

        Args:
            count: How many pictures `load` gives.
            load: Draws or reads them; called once, on a worker thread.
            numbers: Ids of classes and tags.
            archive_of: Pictures per blob archive; 0 for plain images.
            archive_id: Id of the first archive.
        """
        self._expected = count
        self._load = load
        self._numbers = numbers
        self._archive_of = archive_of
        self._archive_id = archive_id
        self._first_id = 1
        self._next_id = 1
        self._changes = 0
        self._lock = threading.Lock()
        self._pictures: list[Picture] | None = None
        self._by_id: dict[int, Picture] = {}
        self._bodies: dict[int, Piece] = {}
        self._documents: dict[int, Document] = {}
        self._archives: dict[int, bytes] = {}
        self._size = 0

    @property
    def is_ready(self) -> bool:
        """Whether the pictures are loaded."""
        return self._pictures is not None

    @property
    def count(self) -> int:
        """Number of pictures."""
        return self._expected if self._pictures is None else len(self._pictures)

    @property
    def size(self) -> int:
        """Bytes of all pictures; 0 before they are loaded."""
        return self._size

    def place(self, first_id: int) -> None:
        """Take the ids from `first_id` on."""
        self._first_id = self._next_id = first_id

    def prepare(self) -> None:
        """Load; a second call waits for the first."""
        with self._lock:
            if self._pictures is not None:
                return
            pictures = [self._stand(stock) for stock in self._load()]
            if self._archive_of:
                self._pack(pictures)
            self._expected = len(pictures)
            self._pictures = pictures

    def _stand(self, stock: Stock) -> Picture:
        """Give an image its id and keep it."""
        number = self._next_id
        self._next_id += 1
        body = stock.body
        document = finished(stock.document, number, self._numbers)
        objects, tags = document["objects"], document["tags"]
        assert isinstance(objects, list)
        assert isinstance(tags, list)
        size = len(body) if isinstance(body, bytes) else body.length
        digest = stock.sha256 or sha256_of(body if isinstance(body, bytes) else body.read(0, body.length))
        picture = Picture(
            number, stock.name, stock.mime, stock.width, stock.height, size, digest, len(objects),
            [{**{key: tag[key] for key in tag if key != "name"}, "entityId": number} for tag in tags], stock.meta,
        )  # fmt: skip
        self._by_id[number] = picture
        self._bodies[number] = body
        self._documents[number] = document
        self._size += size
        return picture

    def _pack(self, pictures: Sequence[Picture]) -> None:
        """Put the pictures into tar archives; what is served singly is a slice of the same bytes."""
        for place in range(0, len(pictures), self._archive_of):
            number = self._archive_id + place // self._archive_of
            out = io.BytesIO()
            chosen = pictures[place : place + self._archive_of]
            with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
                for one in chosen:
                    body = self._bodies[one.id]
                    assert isinstance(body, bytes)
                    member = tarfile.TarInfo(one.name)
                    member.size = len(body)
                    tar.addfile(member, io.BytesIO(body))
                    one.archive = number
                    # addfile wrote the head, the body and zeros up to the next 512 bytes.
                    one.offset_start = out.tell() - -(-len(body) // 512) * 512
                    one.offset_end = one.offset_start + len(body)
            self._archives[number] = out.getvalue()

    @property
    def _loaded(self) -> list[Picture]:
        assert self._pictures is not None, "prepare first"
        return self._pictures

    def window(self, start: int, stop: int) -> Sequence[Picture]:
        """Return pictures by position."""
        return self._loaded[start:stop]

    def after(self, image_id: int) -> int:
        """Return the position of the first picture whose id is greater."""
        return bisect_right(self._loaded, image_id, key=lambda one: one.id)

    def find(self, image_id: int) -> Picture | None:
        """Return a picture by id."""
        return self._by_id.get(image_id)

    def by_hash(self, sha256: str) -> Picture | None:
        """Return a picture with these bytes."""
        return next((one for one in self._loaded if one.sha256 == sha256), None)

    def body(self, picture: Picture) -> Piece:
        """Return its bytes."""
        return self._bodies[picture.id]

    def annotation(self, picture: Picture) -> Document:
        """Return its annotation in sub-pixel coordinates."""
        return self._documents[picture.id]

    def archive(self, number: int) -> Piece | None:
        """Return a blob archive."""
        return self._archives.get(number)

    # What tests change while the server runs.

    def add(self, stock: Stock) -> Picture:
        """Add an image; it comes last."""
        picture = self._stand(stock)
        picture.created_at = picture.updated_at = self._next_moment()
        self._loaded.append(picture)
        return picture

    def remove(self, image_id: int) -> None:
        """Take an image away. Raises KeyError."""
        picture = self._by_id.pop(image_id)
        self._loaded.remove(picture)
        self._size -= picture.size
        del self._bodies[image_id], self._documents[image_id]

    def replace_body(self, image_id: int, body: bytes) -> Picture:
        """Give an image other bytes: hash, size and time move with them. Raises KeyError."""
        old = self._by_id[image_id]
        new = replace(old, size=len(body), sha256=sha256_of(body), updated_at=self._next_moment())
        self._size += new.size - old.size
        self._bodies[image_id] = body
        return self._exchange(old, new)

    def replace_annotation(self, image_id: int, document: Document) -> Picture:
        """Give an image another annotation; its time moves. Raises KeyError."""
        old = self._by_id[image_id]
        done = finished(document, image_id, self._numbers)
        objects = done["objects"]
        assert isinstance(objects, list)
        self._documents[image_id] = done
        return self._exchange(old, replace(old, labels_count=len(objects), updated_at=self._next_moment()))

    def rename(self, image_id: int, name: str) -> Picture:
        """Give an image another name. Raises KeyError."""
        old = self._by_id[image_id]
        return self._exchange(old, replace(old, name=name, updated_at=self._next_moment()))

    def _exchange(self, old: Picture, new: Picture) -> Picture:
        pictures = self._loaded
        pictures[pictures.index(old)] = new
        self._by_id[new.id] = new
        return new

    def _next_moment(self) -> str:
        self._changes += 1
        return moment(self._changes)


def moment(seconds: int) -> str:
    """Return the time so many seconds after the sample data was made."""
    then = datetime.fromisoformat(CREATED).astimezone(UTC) + timedelta(seconds=seconds)
    return then.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def finished(document: Mapping[str, object], image_id: int, numbers: Numbers) -> Document:
    """Return an annotation with the ids and times that a service adds."""
    objects, tags = document.get("objects"), document.get("tags")
    out: Document = {"description": "", **document}
    out["tags"] = _finished_tags(tags, image_id * FIGURES_PER_IMAGE, numbers)
    done: list[Document] = []
    for place, one in enumerate(objects if isinstance(objects, list) else ()):
        number = image_id * FIGURES_PER_IMAGE + place
        dated = {"labelerLogin": LOGIN, "createdAt": CREATED, "updatedAt": CREATED}
        plain = {"description": "", "priority": 1, "nnCreated": False, "nnUpdated": False}
        done.append({
            **plain, **dated, **one, "id": number, "classId": numbers.classes.get(str(one.get("classTitle")), 0),
            "tags": _finished_tags(one.get("tags"), number * 10, numbers),
        })  # fmt: skip
    out["objects"] = done
    return out


def _finished_tags(tags: object, first: int, numbers: Numbers) -> list[Document]:
    done: list[Document] = []
    for place, raw in enumerate(tags if isinstance(tags, list) else ()):
        tag = {"name": raw} if isinstance(raw, str) else dict(raw)
        dated = {"labelerLogin": LOGIN, "createdAt": CREATED, "updatedAt": CREATED}
        number = numbers.tags.get(str(tag.get("name")), 0)
        done.append({"value": None, **dated, **tag, "id": first + place, "tagId": number})
    return done
