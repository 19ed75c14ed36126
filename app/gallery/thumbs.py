"""Small copies of pictures on disk, without labels, so that a grid is there at once the next time it is looked at.

A copy belongs to a path, a size and a time of change: a picture that changes gets another copy. Any thread, several
processes. Trouble with the disk is never an error: then pictures are decoded again.
"""

import threading
from collections import OrderedDict
from io import BytesIO
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np
from PIL import Image

from app.gallery.picture import Decoded, PictureFacts
from app.model.exporter import PictureFile

Size = tuple[int, int]

# Long sides of the copies: for usual screens, and for those with two pixels for one.
LONG_SIDES = (320, 640)
MOST_PROBLEMS = 2000
# At this quality a copy of 320 pixels has 15 to 25 KB, and nobody sees the difference.
QUALITY = 87
# Room for 50,000 copies and more; they stay until there is no room, because their key says whether they are right.
MOST_BYTES = 1024**3
FRESH_SECONDS = float("inf")
_HOST = "thumbs"
_VERSION = 1
_FACTS = msgspec.msgpack.Decoder(tuple[str, int, int, int, int, int, bool, str, int])
_LENGTH_BYTES = 2


class Pictures(Protocol):
    """Decodes pictures; see `app.gallery.decoding.Decoder`."""

    def picture(self, file: PictureFile, box: Size | None = None, annotated: Size = (0, 0)) -> Decoded:
        """Return a picture as it is to be shown."""
        ...

    def picture_of(self, body: bytes, box: Size | None = None, annotated: Size = (0, 0)) -> Decoded:
        """Return the picture of these bytes."""
        ...

    def facts(self, file: PictureFile, annotated: Size = (0, 0)) -> Decoded:
        """Return the facts of a picture without decoding it."""
        ...

    def close(self) -> None:
        """End. May be called twice."""
        ...


class Cache(Protocol):
    """Keeps bytes by key; see `app.store.tile_cache.TileFolder`."""

    def get(self, host: str, key: str) -> bytes | None:
        """Return what was put; None when it is not there."""
        ...

    def put(self, host: str, key: str, body: bytes) -> None:
        """Keep bytes, if that is possible."""
        ...


class Thumbs:
    """A decoder that remembers small pictures; everything else it hands on."""

    def __init__(self, pictures: Pictures, cache: Cache) -> None:
        """Decode with `pictures`, which is closed together with this; keep copies in `cache`."""
        self._pictures = pictures
        self._cache = cache
        self._lock = threading.Lock()
        # A picture that hangs its decoder for ten seconds must not do so each time it scrolls by.
        self._problems: OrderedDict[str, Decoded] = OrderedDict()

    def picture(self, file: PictureFile, box: Size | None = None, annotated: Size = (0, 0)) -> Decoded:
        """Return a picture; a small one as large as the next copy, so at least as large as it is to be shown."""
        side = next((side for side in LONG_SIDES if box is not None and max(box) <= side), None)
        key = None if side is None else _key(file, side, annotated)
        if side is None or key is None:
            return self._pictures.picture(file, box, annotated)
        with self._lock:
            if key in self._problems:
                return self._problems[key]
        body = self._cache.get(_HOST, key)
        copy = None if body is None else unpacked(body)
        if copy is not None:
            return copy
        decoded = self._pictures.picture(file, (side, side), annotated)
        if decoded.has_pixels:
            self._cache.put(_HOST, key, packed(decoded))
        elif decoded.facts.size_bytes:
            # The decoder looked at it; what it says without having done so may change.
            with self._lock:
                self._problems[key] = decoded
                while len(self._problems) > MOST_PROBLEMS:
                    self._problems.popitem(last=False)
        return decoded

    def picture_of(self, body: bytes, box: Size | None = None, annotated: Size = (0, 0)) -> Decoded:
        """Return the picture of these bytes; no copy is kept."""
        return self._pictures.picture_of(body, box, annotated)

    def facts(self, file: PictureFile, annotated: Size = (0, 0)) -> Decoded:
        """Return the facts of a picture without decoding it."""
        return self._pictures.facts(file, annotated)

    def close(self) -> None:
        """End the decoder. May be called twice."""
        self._pictures.close()


def packed(decoded: Decoded) -> bytes:
    """Return a small picture with its facts as bytes: JPEG, or PNG when it has any transparency."""
    facts = decoded.facts
    head = msgspec.msgpack.encode(
        (
            facts.format,
            facts.width,
            facts.height,
            facts.stored_width,
            facts.stored_height,
            facts.orientation,
            facts.is_turned,
            facts.mode,
            facts.size_bytes,
        )
    )
    body = BytesIO()
    image = Image.fromarray(decoded.pixels)
    if image.mode == "RGBA":
        image.save(body, "PNG", compress_level=1)
    else:
        image.save(body, "JPEG", quality=QUALITY)
    return len(head).to_bytes(_LENGTH_BYTES, "big") + head + body.getvalue()


def unpacked(body: bytes) -> Decoded | None:
    """Return what `packed` made; None when that is not what the bytes are."""
    end = _LENGTH_BYTES + int.from_bytes(body[:_LENGTH_BYTES], "big")
    try:
        facts = PictureFacts(*_FACTS.decode(body[_LENGTH_BYTES:end]))
        with Image.open(BytesIO(body[end:]), formats=("JPEG", "PNG")) as image:
            if max(image.size) > LONG_SIDES[-1] or image.mode not in {"RGB", "RGBA"}:
                return None
            return Decoded(facts, np.asarray(image))
    except (msgspec.DecodeError, OSError, SyntaxError, ValueError):
        return None


def _key(file: PictureFile, side: int, annotated: Size) -> str | None:
    """Return what a copy is kept under; None for a file that is not there."""
    try:
        status = Path(file.path).stat()
    except (OSError, ValueError):
        return None
    # The size of the annotation decides whether the picture is turned.
    return repr((_VERSION, file.path, file.start, file.end, status.st_size, status.st_mtime_ns, side, annotated))
