"""Writes `<stem>_offsets.pkl` so that the official SDK reads it, without the SDK and without `pickle`.

One pickle of protocol 4 per 10,000 images: a list of instances of one class, each with three fields. The file is
written whole; the SDK adds to it, and names that stand twice make its own dataset unreadable.

Source: our reference of the format, "Blob layout"; the opcodes as `pickletools` documents them.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from app.formats.offsets import BlobEntry, OffsetsError, read_offsets

PER_LIST = 10_000
_MODULE, _CLASS = "supervisely.api.image_api", "BlobImageInfo"
_FIELDS = ("name", "offset_start", "offset_end")


def offsets_file(entries: Sequence[tuple[str, int, int]]) -> bytes:
    """Return a file of offsets.

    Args:
        entries: (name, first byte, byte behind the last one); no name twice.
    """
    starts = range(0, len(entries), PER_LIST) or (0,)
    return b"".join(_pickle(entries[start : start + PER_LIST]) for start in starts)


def entries_before(path: Path) -> dict[str, tuple[int, int]]:
    """Return what a file of offsets says by name; nothing when it is missing or damaged from its beginning."""
    entries: Sequence[BlobEntry] = ()
    with suppress(OSError, OffsetsError):
        entries = read_offsets(path).entries
    return {entry.name: (entry.start, entry.end) for entry in entries}


def _pickle(entries: Sequence[tuple[str, int, int]]) -> bytes:
    body = b"".join(_opcodes(entries))
    return b"\x80\x04\x95" + struct.pack("<Q", len(body)) + body


def _opcodes(entries: Sequence[tuple[str, int, int]]) -> Iterator[bytes]:
    yield b"]("
    # Remembered as 0: the class; as 1, 2, 3: the names of the fields.
    whole = _text(_MODULE) + _text(_CLASS) + b"\x93\x94"
    words = [_text(field) + b"\x94" for field in _FIELDS]
    for entry in entries:
        values = (_text(entry[0]), _integer(entry[1]), _integer(entry[2]))
        yield whole + b")\x81}(" + b"".join(word + value for word, value in zip(words, values, strict=True)) + b"ub"
        whole = b"h\x00"
        words = [b"h\x01", b"h\x02", b"h\x03"]
    yield b"e."


def _text(value: str) -> bytes:
    body = value.encode("utf-8", "surrogatepass")
    return b"\x8c" + bytes((len(body),)) + body if len(body) < 256 else b"X" + struct.pack("<I", len(body)) + body


def _integer(value: int) -> bytes:
    if value < 1 << 8:
        return b"K" + bytes((value,))
    if value < 1 << 16:
        return b"M" + struct.pack("<H", value)
    if value < 1 << 31:
        return b"J" + struct.pack("<i", value)
    count = value.bit_length() // 8 + 1
    return b"\x8a" + bytes((count,)) + value.to_bytes(count, "little", signed=True)
