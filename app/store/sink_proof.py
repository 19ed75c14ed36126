"""Is this the image that was listed? Decides by hash, else by length, else by the shape of the file. Pure.

Source: design/reliability.md 2.1. Decoding proves nothing: half a JPEG decodes without a word.
"""

from enum import Enum
from typing import Protocol

from app.model.failure import Failure, FailureKind
from app.store.sink_records import Level

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_NO_LENGTH = frozenset((0x01, *range(0xD0, 0xD9)))
_START_OF_SCAN = 0xDA
_TEXT_STARTS = (b"<", b"{", b"[")
_AGAIN = "It is fetched again."


class Body(Protocol):
    """Bytes, or a file that is mapped into memory."""

    def __len__(self) -> int:
        """Return the number of bytes."""
        ...

    def __getitem__(self, index: slice, /) -> bytes:
        """Return some of the bytes."""
        ...

    def rfind(self, sub: bytes, start: int, /) -> int:
        """Return where some bytes begin last; -1 when they do not occur."""
        ...


class Shape(Enum):
    """What the container of an image says about its end."""

    WHOLE = "whole"
    BROKEN = "broken"
    UNKNOWN = "unknown"


def prove(
    size: int, sha256: str, listed_size: int | None, listed_sha256: str | None
) -> tuple[Level | None, Failure | None]:
    """Compare what arrived with what was listed.

    Returns:
        The level that was reached, or the failure; both None when nothing was listed and the shape must decide.
    """
    if listed_size is not None and size < listed_size:
        return None, _data("The image arrived incomplete.", f"{size} of {listed_size} bytes")
    if listed_size is not None and size > listed_size:
        return None, _data("The image is longer than listed.", f"{size} of {listed_size} bytes")
    if listed_sha256 is not None:
        if sha256 != listed_sha256:
            return None, _data("The image is not the one that was listed.", f"{sha256} instead of {listed_sha256}")
        return Level.HASH, None
    if listed_size is not None:
        return Level.LENGTH, None
    return None, None


def prove_by_shape(body: Body) -> tuple[Level | None, Failure | None]:
    """Judge an image of which nothing is known. Other formats than JPEG, PNG and WebP stay unverified."""
    match shape(body):
        case Shape.WHOLE:
            return Level.STRUCTURE, None
        case Shape.BROKEN:
            return None, _data("The image arrived incomplete.", f"no proper end after {len(body)} bytes")
        case Shape.UNKNOWN:
            if not len(body) or body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_TEXT_STARTS):
                return None, _data("The server sent something else than an image.", f"{len(body)} bytes")
            return Level.UNVERIFIED, None


def shape(body: Body) -> Shape:
    """Look whether the container of a JPEG, PNG or WebP is complete; bytes after its end are tolerated.

    An archive (tar) is told by its magic, since its first bytes are the name of a file: anything at all.
    """
    head = body[:16]
    if head.startswith(_JPEG):
        scan = _scan_of_jpeg(body)
        return Shape.WHOLE if scan and body.rfind(b"\xff\xd9", scan) >= 0 else Shape.BROKEN
    if head.startswith(_PNG):
        return Shape.WHOLE if body.rfind(_PNG_END, len(_PNG)) >= 0 else Shape.BROKEN
    if body[257:262] == b"ustar":
        return Shape.WHOLE if len(body) % 512 == 0 else Shape.BROKEN
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Shape.WHOLE if len(body) >= 8 + int.from_bytes(head[4:8], "little") else Shape.BROKEN
    return Shape.UNKNOWN


def _scan_of_jpeg(body: Body) -> int:
    """Return where the first scan begins, 0 when there is none; a thumbnail inside a segment has an end of its own."""
    at = 2
    while True:
        marker = body[at : at + 4]
        if len(marker) < 4 or marker[0] != 0xFF:
            return 0
        if marker[1] == 0xFF:
            at += 1
        elif marker[1] in _NO_LENGTH:
            at += 2
        elif marker[1] == _START_OF_SCAN:
            return at + 2 + int.from_bytes(marker[2:4], "big")
        else:
            at += 2 + int.from_bytes(marker[2:4], "big")


def _data(title: str, detail: str) -> Failure:
    return Failure(FailureKind.DATA, title, _AGAIN, detail=detail)
