"""The marker segments in front of a JPEG picture: found, told apart, made. Pure.

Source: ITU-T T.81, annex B. A file is FF D8, then segments (FF, marker, two bytes of length that count themselves),
up to FF DA, where the coded picture begins.
"""

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

# A body, or a file that is mapped into memory.
Bytes: TypeAlias = bytes | mmap.mmap

START = b"\xff\xd8"
END = b"\xff\xd9"
APP0, APP1, APP15 = 0xE0, 0xE1, 0xEF
SCAN = 0xDA
EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
# A segment states its own length in 16 bits, and these two bytes count.
MOST_PAYLOAD = 65_533
# C4 is a Huffman table, C8 is reserved, CC is arithmetic conditioning.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
PROGRESSIVE = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
# Within a scan FF is followed by 00 (a stuffed FF) or by the number of a restart.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_BARE = frozenset((0x01, *range(0xD0, 0xD8)))


class ShortHeadError(ValueError):
    """The bytes end before the picture begins: read more of the file and ask again."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment.

    Attributes:
        marker: Its second byte: 0xE1 is APP1.
        start: Offset of its first FF, fill bytes included.
        body: Offset of what follows the length.
        end: Offset of the next segment.
    """

    marker: int
    start: int
    body: int
    end: int


def segments(head: Bytes) -> Iterator[Segment]:
    """Yield the segments of a JPEG from its beginning up to the first scan, that one included.

    Raises:
        ShortHeadError: The bytes end within a segment or between two.
        ValueError: This is no JPEG, or what follows a segment is none.
    """
    if not START.startswith(head[:2]):
        raise ValueError("This is no JPEG picture.")
    at = len(START)
    while True:
        segment = _segment(head, at)
        yield segment
        if segment.marker == SCAN:
            return
        at = segment.end


def _segment(head: Bytes, start: int) -> Segment:
    at = start
    if at < len(head) and head[at] != 0xFF:
        raise ValueError("The JPEG picture is damaged: a segment begins where none can be.")
    while at + 1 < len(head) and head[at + 1] == 0xFF:
        at += 1  # any number of fill bytes may stand before a marker
    if at + 1 >= len(head):
        raise ShortHeadError("The JPEG picture ends before its first scan.")
    marker = head[at + 1]
    if marker == END[1]:
        raise ValueError("The JPEG picture ends before its first scan.")
    if marker in _BARE:
        return Segment(marker, start, at + 2, at + 2)
    length = int.from_bytes(head[at + 2 : at + 4], "big")
    if at + 4 > len(head) or at + 2 + length > len(head):
        raise ShortHeadError("The JPEG picture ends within a segment.")
    if length < 2:
        raise ValueError("The JPEG picture is damaged: a segment has no length.")
    return Segment(marker, start, at + 4, at + 2 + length)


def end_of_picture(body: Bytes, scan: Segment) -> int:
    """Return the offset behind the end mark of a picture: scan after scan, whatever lies between them.

    Args:
        body: The whole file.
        scan: The first scan.

    Raises:
        ShortHeadError: There is no end mark: some of it is missing.
        ValueError: What follows a scan is no segment.
    """
    at = scan.end
    while True:
        marker = _AFTER_SCAN.search(body, at)
        if marker is None:
            raise ShortHeadError("The picture has no end: some of it is missing.")
        if body[marker.start() + 1] == END[1]:
            return marker.end()
        at = _segment(body, marker.start()).end


def segment_of(marker: int, payload: bytes) -> bytes:
    """Return a segment. Raise ValueError for more than `MOST_PAYLOAD` bytes."""
    if len(payload) > MOST_PAYLOAD:
        raise ValueError("A JPEG segment cannot hold more than 65,533 bytes.")
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def frame_size(head: Bytes, frame: Segment) -> tuple[int, int]:
    """Return width and height that a start of frame states, in pixels.

    Raises:
        ValueError: It states none; a height that only follows the picture (DNL) counts as none.
    """
    height = int.from_bytes(head[frame.body + 1 : frame.body + 3], "big")
    width = int.from_bytes(head[frame.body + 3 : frame.body + 5], "big")
    if frame.body + 5 > frame.end or not width or not height:
        raise ValueError("The JPEG picture does not state its size.")
    return width, height
