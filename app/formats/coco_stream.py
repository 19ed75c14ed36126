"""Writes one COCO file while images come: images into the file, annotations beside it until all images are there.

Memory does not grow with the number of images.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PART = ".annotations"
_COPIED_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class CocoFrame:
    """What stands around the entries of a file.

    Attributes:
        head: Before the list of images.
        middle: Between the two lists.
        tail: After the list of annotations.
        opening, between, closing: Of a list with entries.
        empty: A list without entries.
    """

    head: bytes
    middle: bytes
    tail: bytes
    opening: bytes = b"[\n"
    between: bytes = b",\n"
    closing: bytes = b"\n]"
    empty: bytes = b"[\n]"


class CocoStream:
    """One file of an export; `take` images in order, then `close` it."""

    def __init__(self, path: Path, frame: CocoFrame) -> None:
        """Open the file; its folder is made.

        Raises:
            OSError: The disk refuses.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._frame = frame
        self._aside = path.with_name(path.name + PART)
        self._images = path.open("wb")
        self._annotations = self._aside.open("w+b")
        self._images.write(frame.head)
        self._has_images = self._has_annotations = False

    def take(self, image: bytes, annotations: list[bytes]) -> None:
        """Write an entry of an image and those of its annotations.

        Raises:
            OSError: The disk refuses.
        """
        frame = self._frame
        self._images.write((frame.between if self._has_images else frame.opening) + image)
        self._has_images = True
        if annotations:
            body = frame.between.join(annotations)
            self._annotations.write((frame.between if self._has_annotations else frame.opening) + body)
            self._has_annotations = True

    def close(self) -> None:
        """Complete the file.

        Raises:
            OSError: The disk refuses.
        """
        frame = self._frame
        with self._images as images, self._annotations as annotations:
            images.write(frame.closing if self._has_images else frame.empty)
            images.write(frame.middle)
            _append(images, annotations)
            images.write(frame.closing if self._has_annotations else frame.empty)
            images.write(frame.tail)
        self._aside.unlink()


def _append(images: BinaryIO, annotations: BinaryIO) -> None:
    annotations.seek(0)
    shutil.copyfileobj(annotations, images, _COPIED_AT_ONCE)
