"""A dataset of any number of images that are nowhere: everything about image i follows from i."""

import functools
import random
from collections.abc import Sequence

import numpy as np
from PIL import Image

from app.sandbox.canvas import encoded
from app.sandbox.sample import numbers_of, plain_meta
from app.sandbox.shelves import finished, sha256_of
from app.sandbox.wire import Piece
from app.sandbox.world import Dataset, Document, Picture, Project, World

BODIES = 32
PROJECT = 1900
DATASET = 2900
SIDE = 128
# Comment segments of a JPEG hold at most so many bytes.
_SEGMENT = 65_000


class ScaledShelf:
    """Invented images; image i has body i mod 32, whose hash is known."""

    def __init__(self, count: int, scale_bytes: int, meta: Document) -> None:
        """Wait with drawing; `scale_bytes` is the size of a body, at least that of the plain picture."""
        self._count = count
        self._scale_bytes = scale_bytes
        self._numbers = numbers_of(meta)
        self._first_id = 1
        self._bodies: list[bytes] = []
        self._hashes: list[str] = []

    @property
    def is_ready(self) -> bool:
        """Whether the bodies are drawn."""
        return bool(self._hashes)

    def prepare(self) -> None:
        """Draw the bodies."""
        bodies = [body_of(number, self._scale_bytes) for number in range(BODIES)]
        self._bodies, self._hashes = bodies, [sha256_of(one) for one in bodies]

    @property
    def count(self) -> int:
        """Number of images."""
        return self._count

    @property
    def size(self) -> int:
        """Bytes of all images."""
        rounds, rest = divmod(self._count, BODIES)
        lengths = [len(one) for one in self._bodies]
        return rounds * sum(lengths) + sum(lengths[:rest])

    def place(self, first_id: int) -> None:
        """Take the ids from `first_id` on."""
        self._first_id = first_id

    def _picture(self, place: int) -> Picture:
        kind = place % BODIES
        size = len(self._bodies[kind])
        name = f"scale_{place:08d}.jpg"
        return Picture(self._first_id + place, name, "image/jpeg", SIDE, SIDE, size, self._hashes[kind], labels_count=1)

    def window(self, start: int, stop: int) -> Sequence[Picture]:
        """Return pictures by position."""
        return [self._picture(place) for place in range(max(0, start), min(stop, self._count))]

    def after(self, image_id: int) -> int:
        """Return the position of the first picture whose id is greater."""
        return min(max(0, image_id - self._first_id + 1), self._count)

    def find(self, image_id: int) -> Picture | None:
        """Return a picture by id."""
        place = image_id - self._first_id
        return self._picture(place) if 0 <= place < self._count else None

    def by_hash(self, sha256: str) -> Picture | None:
        """Return the first picture with these bytes."""
        place = self._hashes.index(sha256) if sha256 in self._hashes else self._count
        return self._picture(place) if place < self._count else None

    def body(self, picture: Picture) -> Piece:
        """Return its bytes."""
        return self._bodies[(picture.id - self._first_id) % BODIES]

    def annotation(self, picture: Picture) -> Document:
        """Return one box that lies where the id says."""
        place = (picture.id - self._first_id) % 64
        corners = [[place + 0.25, place + 0.25], [place + 40.75, place + 30.75]]
        box: Document = {
            "classTitle": "box",
            "geometryType": "rectangle",
            "points": {"exterior": corners, "interior": []},
        }
        size = {"height": SIDE, "width": SIDE}
        return finished({"size": size, "tags": [], "objects": [box]}, picture.id, self._numbers)

    def archive(self, number: int) -> Piece | None:
        """Return nothing: invented images are not in archives."""
        del number
        return None


@functools.lru_cache(maxsize=256)
def body_of(number: int, size: int) -> bytes:
    """Return a small JPEG that is filled up to `size` bytes with comment segments, which decoders skip."""
    pick = random.Random(f"scale/{number}")
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    phase = pick.uniform(0, 6)
    parts = [127 + 90 * np.sin(x / pick.uniform(9, 30) + phase) * np.cos(y / pick.uniform(9, 30)) for _ in range(3)]
    plain = encoded(Image.fromarray(np.stack(parts, axis=-1).astype(np.uint8)), "image/jpeg")
    filler, missing = [], size - len(plain)
    while missing >= 8:
        length = min(missing - 4, _SEGMENT)
        filler.append(b"\xff\xfe" + (length + 2).to_bytes(2, "big") + pick.randbytes(length))
        missing -= length + 4
    return plain[:2] + b"".join(filler) + plain[2:]


def add_scaled(world: World, count: int, scale_bytes: int) -> None:
    """Serve a project "Scale N" of N invented images."""
    box: Document = {
        "id": 5901,
        "title": "box",
        "shape": "rectangle",
        "color": "#E4572E",
        "geometry_config": {},
        "hotkey": "",
    }
    meta = plain_meta([box], ())
    world.add_project(Project(PROJECT, f"Scale {count}", meta, description="Invented images."))
    world.add_dataset(Dataset(DATASET, "many", PROJECT, ScaledShelf(count, scale_bytes, meta)))
