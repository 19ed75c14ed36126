"""Reads a COCO file of ours line by line, wherever one asks: memory stays flat for a million annotations.

Written apart from the writer. That the whole is JSON is checked once; then each line is parsed alone, and as entries
stand in the order of their images, the lines of an image are found by halving.
"""

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

_IMAGES = b'\n"images":[\n'
_ANNOTATIONS = b'\n],\n"annotations":[\n'
_TAIL = b"]}\n"
_COUNTED_AT_ONCE = 1024 * 1024


class DamagedError(Exception):
    """A file is not what was written; the text says what is wrong with it."""


class Rle(msgspec.Struct, forbid_unknown_fields=True):
    """A packed mask of the whole picture; `size` is height and width."""

    size: tuple[int, int]
    counts: str


class ImageLine(msgspec.Struct, forbid_unknown_fields=True):
    """An image."""

    id: int
    file_name: str
    width: int
    height: int
    dataset: str
    name: str
    source_id: str = ""
    attributes: dict[str, object] = {}

    @property
    def image(self) -> int:
        """Return the id of the image that the line belongs to."""
        return self.id


class AnnotationLine(msgspec.Struct, forbid_unknown_fields=True):
    """An annotation."""

    id: int
    image_id: int
    category_id: int
    bbox: tuple[float, float, float, float]
    area: float
    segmentation: list[list[float]] | Rle
    iscrowd: int
    keypoints: list[float] | None = None
    num_keypoints: int | None = None
    attributes: dict[str, object] = {}
    group: str = ""

    @property
    def image(self) -> int:
        """Return the id of the image that the line belongs to."""
        return self.image_id


class _Whole(msgspec.Struct, forbid_unknown_fields=True):
    info: object
    licenses: object
    categories: object
    images: msgspec.Raw
    annotations: msgspec.Raw


Line = TypeVar("Line", ImageLine, AnnotationLine)


class Lines(Generic[Line]):
    """The entries of one list, in the order of their images."""

    def __init__(self, body: mmap.mmap, start: int, end: int, kind: type[Line]) -> None:
        self._body = body
        self._start = start
        self._end = end
        self._decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(kind)

    def count(self) -> int:
        """Return how many lines there are."""
        if self._start >= self._end:
            return 0
        steps = range(self._start, self._end, _COUNTED_AT_ONCE)
        return 1 + sum(self._body[at : min(at + _COUNTED_AT_ONCE, self._end)].count(b"\n") for at in steps)

    def between(self, first: int, last: int) -> Iterator[Line]:
        """Yield the entries whose image has an id from first to last.

        Raises:
            DamagedError: A line is no such entry.
        """
        at = self._place(first)
        while at < self._end:
            stop = self._stop(at)
            line = self._parsed(at, stop)
            if line.image > last:
                return
            yield line
            at = stop + 1

    def before(self, image: int) -> Line | None:
        """Return the last entry of an image with a smaller id; None when there is none.

        Raises:
            DamagedError: A line is no such entry.
        """
        at = self._place(image)
        if at <= self._start:
            return None
        start = self._line_start(at - 1)
        return self._parsed(start, self._stop(start))

    def _place(self, image: int) -> int:
        """Return where the first entry begins whose image has this id or a greater one."""
        low, high = self._start, self._end
        while low < high:
            start = self._line_start((low + high) // 2)
            stop = self._stop(start)
            if self._parsed(start, stop).image < image:
                low = stop + 1
            else:
                high = start
        return min(low, self._end)

    def _line_start(self, at: int) -> int:
        return max(self._body.rfind(b"\n", self._start, at) + 1, self._start)

    def _stop(self, start: int) -> int:
        stop = self._body.find(b"\n", start, self._end)
        return self._end if stop < 0 else stop

    def _parsed(self, start: int, stop: int) -> Line:
        text = self._body[start:stop]
        try:
            return self._decoder.decode(text[:-1] if text.endswith(b",") else text)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            number = self._line_number(start)
            raise DamagedError(f"line {number:,} cannot be read: {error}") from None

    def _line_number(self, start: int) -> int:
        steps = range(0, start, _COUNTED_AT_ONCE)
        return 1 + sum(self._body[at : min(at + _COUNTED_AT_ONCE, start)].count(b"\n") for at in steps)


class CocoText:
    """One file, mapped into memory; `close` it."""

    def __init__(self, path: Path) -> None:
        """Open a file and check that it is JSON with the lists that belong into it.

        Raises:
            DamagedError: It is missing, or not what was written.
        """
        try:
            with path.open("rb") as file:
                self._body = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            raise DamagedError("the file is missing or empty") from None
        try:
            whole = msgspec.json.decode(self._body, type=_Whole)
            self.facts: tuple[object, object, object] = (whole.info, whole.licenses, whole.categories)
            del whole  # it holds the map open
            self.images, self.annotations = self._lists()
        except DamagedError:
            self._body.close()
            raise
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            problem = f"the file is damaged: {error}"
        else:
            return
        raise DamagedError(problem)

    def close(self) -> None:
        """Let go of the file."""
        self._body.close()

    def _lists(self) -> tuple[Lines[ImageLine], Lines[AnnotationLine]]:
        body = self._body
        start = body.find(_IMAGES) + len(_IMAGES)
        middle = body.find(_ANNOTATIONS, start - 1)
        end = len(body) - len(_TAIL)
        if start < len(_IMAGES) or middle < 0 or body[end:] != _TAIL:
            raise DamagedError("the lists are not laid out one entry a line")
        first = middle + len(_ANNOTATIONS)
        return (
            Lines(body, start, max(start, middle), ImageLine),
            Lines(body, first, max(first, end - 1), AnnotationLine),
        )
