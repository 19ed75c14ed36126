"""The pictures of an export: how large they are, and how each gets its place: linked, copied, cut out of an archive.

What is wrong with a source is a sentence about that picture; what is wrong with the destination stops the export.
"""

import errno
import os
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from app.formats.blob_folder import ArchivePart, read_part
from app.formats.supervisely import MOST_PICTURE_BYTES
from app.model.export_spec import Images
from app.model.exporter import PictureFile

# As many pixels as may be unpacked to see whether a picture is whole: 256 megapixels.
MOST_PIXELS = 1 << 28
_FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "BMP", "TIFF", "GIF")
_NO_LINKS = frozenset(
    (errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL)
)
_BLOCK = 1024 * 1024
_ORIENTATION = 0x0112
_FIRST_TURNED = 5  # EXIF orientations from 5 to 8 stand on their side


class PictureError(Exception):
    """The bytes of a picture cannot be had; the text is a sentence."""


class Shown(NamedTuple):
    """Pixels of a picture as it is shown; `is_turned` says that its file holds it on its side."""

    width: int
    height: int
    is_turned: bool

    def fits(self, width: int, height: int) -> bool:
        """Return whether an annotation of this size means this picture; both sides of a turned one are in use."""
        return (width, height) in ((self[:2], self[1::-1]) if self.is_turned else (self[:2],))


def is_there(picture: PictureFile) -> bool:
    """Return whether the bytes of a picture can be expected: the file, or an archive that is long enough."""
    try:
        size = Path(picture.path).stat().st_size
    except OSError:
        return False
    return picture.end is None or (picture.start or 0) < picture.end <= size


def size_bytes(picture: PictureFile) -> int:
    """Return the bytes of a picture. Raise OSError."""
    if picture.start is not None and picture.end is not None:
        return picture.end - picture.start
    return Path(picture.path).stat().st_size


def shown_size(picture: PictureFile, *, is_unpacked: bool = False) -> Shown:
    """Return width and height of a picture as it is shown, from its first bytes.

    Args:
        picture: Where it lies.
        is_unpacked: Unpack it, to see whether it is whole.

    Raises:
        PictureError: It cannot be read.
    """
    import struct

    from PIL import Image

    try:
        with _opened(picture) as file, Image.open(file, formats=_FORMATS) as image:
            width, height = image.size
            if is_unpacked:
                if width * height > MOST_PIXELS:
                    raise PictureError("The picture is too large.")
                image.load()
            is_turned = image.getexif().get(_ORIENTATION, 1) in range(_FIRST_TURNED, 9)
    except (
        *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError),
        *(ZeroDivisionError, AttributeError, NotImplementedError, RuntimeError, MemoryError),
        *(struct.error, Image.DecompressionBombError),
    ) as error:  # whatever a decoder says of broken bytes
        raise PictureError("The picture cannot be read.") from error
    return Shown(height, width, True) if is_turned else Shown(width, height, False)


def place(picture: PictureFile, target: Path, images: Images) -> int:
    """Put a picture in its place; return the bytes that this took on the disk.

    Args:
        picture: Where it lies.
        target: Does not exist; its folder may be missing.
        images: LINK falls back to a copy where the disk has no links, or the picture lies on another one.

    Raises:
        PictureError: The picture cannot be read.
        OSError: The disk refuses.
    """
    if images is Images.LINK and picture.start is None and _linked(picture.path, target):
        return 0
    try:
        source: IO[bytes] = _opened(picture)
    except OSError as error:
        raise PictureError("The picture cannot be read.") from error
    with source, _made(target) as copy:
        return _copied(source, copy)


def _opened(picture: PictureFile) -> IO[bytes]:
    if picture.start is not None and picture.end is not None:
        return BytesIO(read_part(ArchivePart(Path(picture.path), picture.start, picture.end), MOST_PICTURE_BYTES))
    return Path(picture.path).open("rb")


def _linked(source: str, target: Path) -> bool:
    try:
        os.link(source, target)
    except FileNotFoundError as error:
        if not Path(source).exists():
            raise PictureError("The picture is gone.") from error
        target.parent.mkdir(parents=True, exist_ok=True)
        return _linked(source, target)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    return True


def _made(target: Path) -> IO[bytes]:
    try:
        return target.open("xb")
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("xb")


def _copied(source: IO[bytes], copy: IO[bytes]) -> int:
    size = 0
    while True:
        try:
            block = source.read(_BLOCK)
        except OSError as error:
            raise PictureError("The picture cannot be read.") from error
        if not block:
            return size
        copy.write(block)
        size += len(block)
