"""A look into the file of a picture without decoding it: size, whether it is turned, and whether it is whole.

What decoders find wrong later is not seen here: this look is for 100,000 pictures.

Sources: ITU-T T.81 annex B (JPEG); PNG, third edition, 5 (datastream structure); RFC 9649 (WebP); GIF89a, 18;
ISO/IEC 23008-12, 6.5 (AVIF).
"""

import mmap
import re
import zlib
from collections.abc import Callable
from typing import IO

from app.gallery.exif_turn import HEIGHT, ORIENTATION, SWAPS_SIDES, WIDTH, is_turned, tiff_numbers
from app.gallery.index import FileLook
from app.store.jpeg import proves_whole
from app.store.jpeg_segments import APP1, EXIF, FRAMES, ShortHeadError, frame_size, segments

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 4 * 1024
# Cameras write colour profiles and second pictures in front of the first one.
MOST_HEAD_BYTES = 8 * 1024 * 1024
EMPTY = "The file is empty."
NOT_WHOLE = "The picture has no end: some of it is missing."
UNKNOWN = "This is no picture that can be read."
_OLD_BMP_HEADER = 12
# Boxes "ispe" (image spatial extents: version and flags, width, height) and "irot" (image rotation, quarter turns).
_AVIF_SIZE = re.compile(rb"ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)
_AVIF_TURN = re.compile(rb"\0\0\0\x09irot[\x01\x03]")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"


def look_into(file: IO[bytes], start: int, end: int) -> FileLook:
    """Look into a picture; one that cannot be read is an answer, too.

    Args:
        file: Open for reading, at any position.
        start: Byte of the file where the picture begins.
        end: Byte behind its last one.

    Raises:
        OSError: The file cannot be read.
    """
    size = end - start
    head = _read(file, start, min(size, HEAD_BYTES))
    tail = head[-TAIL_BYTES:] if size <= len(head) else _read(file, max(start, end - TAIL_BYTES), TAIL_BYTES)
    print_ = (zlib.crc32(head) << 31) ^ zlib.crc32(tail)
    if not head:
        return FileLook(reason=EMPTY)
    try:
        width, height, turned = _reader_of(head)(file, start, size, head, tail)
    except ValueError as error:
        return FileLook(print=print_, reason=str(error) or UNKNOWN)
    return FileLook(width, height, turned, print_)


def _read(file: IO[bytes], at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)


_Reader = Callable[[IO[bytes], int, int, bytes, bytes], tuple[int, int, bool]]


def _reader_of(head: bytes) -> _Reader:
    if head.startswith(b"\xff\xd8"):
        return _jpeg
    if head.startswith(_PNG):
        return _png
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return _gif
    if head[:4] in (b"II*\0", b"MM\0*"):
        return _tiff
    if head[:4] in (b"II+\0", b"MM\0+"):
        return _unmeasured  # a TIFF of more than 4 GiB, which decoders read
    if head.startswith(b"BM"):
        return _bmp
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return _avif
    return _unknown


def _jpeg(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    while True:
        try:
            found = _jpeg_head(head)
            break
        except ShortHeadError:
            if len(head) >= min(size, MOST_HEAD_BYTES):
                raise
            head = _read(file, start, min(size, len(head) * 8))
    # Some write zeros or a second picture behind the end; then the picture is walked through.
    if not tail.rstrip(b"\0").endswith(b"\xff\xd9"):
        _walk_jpeg(file, start, size)
    return found


def _jpeg_head(head: bytes) -> tuple[int, int, bool]:
    turned = False
    for segment in segments(head):
        if segment.marker == APP1 and head.startswith(EXIF, segment.body):
            turned = is_turned(head[segment.body + len(EXIF) : segment.end])
        elif segment.marker in FRAMES:
            return (*frame_size(head, segment), turned)
    raise ValueError("The JPEG picture has no frame.")


def _walk_jpeg(file: IO[bytes], start: int, size: int) -> None:
    if start:
        proves_whole(_read(file, start, size), decodes=False)
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body:
        proves_whole(body, decodes=False)


def _png(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    width, height = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    if head[12:16] != b"IHDR" or not width or not height:
        raise ValueError("The PNG picture does not state its size.")
    if _PNG_END not in tail:
        raise ValueError(NOT_WHOLE)
    turned, at = False, len(_PNG)
    while at + 12 <= len(head) and head[at + 4 : at + 8] != b"IDAT":
        length = int.from_bytes(head[at : at + 4], "big")
        if head[at + 4 : at + 8] == b"eXIf":
            turned = is_turned(head[at + 8 : at + 8 + length])
        at += 12 + length
    return width, height, turned


def _webp(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    if int.from_bytes(head[4:8], "little") + 8 > size:
        raise ValueError(NOT_WHOLE)
    kind, body = head[12:16], head[20:]
    if kind == b"VP8X" and len(body) >= 10:
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
    elif kind == b"VP8L" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 " and len(body) >= 10:
        width, height = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    else:
        raise ValueError("The WebP picture does not state its size.")
    return width, height, kind == b"VP8X" and bool(body[0] & 0x08) and _webp_turned(file, start, size)


def _webp_turned(file: IO[bytes], start: int, size: int) -> bool:
    at = 12
    while at + 8 <= size:
        chunk = _read(file, start + at, 8)
        length = int.from_bytes(chunk[4:], "little")
        if chunk[:4] == b"EXIF":
            return is_turned(_read(file, start + at + 8, min(length, HEAD_BYTES)).removeprefix(EXIF))
        at += 8 + length + (length & 1)
    return False


def _gif(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    if b"\x3b" not in tail:
        raise ValueError(NOT_WHOLE)
    return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little"), False


def _tiff(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    order = "little" if head[:1] == b"I" else "big"
    at = int.from_bytes(head[4:8], "little" if order == "little" else "big")
    if at >= size:
        raise ValueError(NOT_WHOLE)
    # The directory often lies behind the pixels: it is looked at as if it followed the head.
    here = head[:4] + (8).to_bytes(4, "little" if order == "little" else "big") + _read(file, start + at, HEAD_BYTES)
    found = tiff_numbers(here, (WIDTH, HEIGHT, ORIENTATION))
    if not found.get(WIDTH) or not found.get(HEIGHT):
        raise ValueError("The TIFF picture does not state its size.")
    return found[WIDTH], found[HEIGHT], found.get(ORIENTATION) in SWAPS_SIDES


def _bmp(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    if int.from_bytes(head[10:14], "little") >= size:
        raise ValueError(NOT_WHOLE)
    if int.from_bytes(head[14:18], "little") == _OLD_BMP_HEADER:
        return int.from_bytes(head[18:20], "little"), int.from_bytes(head[20:22], "little"), False
    # A negative height says that rows come from the top.
    width, height = (abs(int.from_bytes(head[at : at + 4], "little", signed=True)) for at in (18, 22))
    return width, height, False


def _avif(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    sizes = [(int.from_bytes(box[1], "big"), int.from_bytes(box[2], "big")) for box in _AVIF_SIZE.finditer(head)]
    if not sizes:
        raise ValueError("The AVIF picture does not state its size.")
    # Previews and tiles of the picture state theirs, too.
    width, height = max(sizes, key=lambda one: one[0] * one[1])
    return width, height, _AVIF_TURN.search(head) is not None


def _unmeasured(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    return 0, 0, False


def _unknown(file: IO[bytes], start: int, size: int, head: bytes, tail: bytes) -> tuple[int, int, bool]:
    raise ValueError(UNKNOWN)
