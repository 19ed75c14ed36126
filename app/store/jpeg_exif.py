"""EXIF from an imprint: the bytes of one APP1 segment. Pure.

Source: CIPA DC-008 (Exif 2.32); TIFF 6.0, little-endian. Clock times are UTC and say so.
"""

import datetime
import math
import struct
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, TypeGuard

from app.model.imprint import Imprint
from app.store.jpeg_segments import APP1, EXIF, segment_of

# Six texts of this length leave room for everything else in one segment of 64 KB.
MOST_TEXT = 8 * 1024
# Nobody photographs higher or lower, and services do send nonsense here.
MOST_ALTITUDE = 100_000.0
_HEAD = b"II*\0\x08\0\0\0"
_BYTE, _ASCII, _SHORT, _LONG, _RATIONAL, _UNDEFINED = 1, 2, 3, 4, 5, 7
_LETTERS = {_BYTE: "B", _SHORT: "H", _LONG: "I", _RATIONAL: "I"}
_ROW = struct.Struct("<HHI4s")
_SIZES = {_BYTE: 1, _ASCII: 1, _SHORT: 2, _LONG: 4, _RATIONAL: 8, _UNDEFINED: 1}
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_EXIF_POINTER, _GPS_POINTER = 0x8769, 0x8825


class _Entry(NamedTuple):
    tag: int
    kind: int
    value: bytes


def exif_segment(imprint: Imprint, width: int, height: int) -> bytes:
    """Return the whole APP1 segment.

    Args:
        imprint: What is known; values that no tag can hold are left out.
        width: Of this very file, pixels.
        height: Of this very file, pixels.
    """
    moment = _moment(imprint.captured_at_ms)
    main = [
        *_text(0x010E, imprint.description),
        *_text(0x010F, imprint.make),
        *_text(0x0110, imprint.model),
        # Thumbnails are upright already: another turn would be one too many.
        _numbers(0x0112, _SHORT, 1),
        *_text(0x013B, imprint.artist),
        *_text(0x8298, imprint.copyright),
    ]
    exif = [
        _Entry(0x9000, _UNDEFINED, b"0232"),
        _numbers(0xA002, _LONG, width),
        _numbers(0xA003, _LONG, height),
        *_text(0xA420, imprint.unique_id),
    ]
    if moment is not None:
        clock = f"{moment.year:04}:{moment:%m:%d %H:%M:%S}"
        main += _text(0x0132, clock)
        for tag in (0x9003, 0x9004):
            exif += _text(tag, clock)
        for tag in (0x9010, 0x9011, 0x9012):
            exif += _text(tag, "+00:00")
        for tag in (0x9290, 0x9291, 0x9292):
            exif += _text(tag, f"{moment.microsecond // 1000:03}")
    return segment_of(APP1, EXIF + _tiff(main, exif, _gps(imprint, moment)))


def _moment(ms: int | None) -> datetime.datetime | None:
    """Return a time; None when it is unknown, when it is 0 (a bad clock), and for years that no calendar holds."""
    if not ms:
        return None
    try:
        return _EPOCH + datetime.timedelta(milliseconds=ms)
    except OverflowError:
        return None


def _gps(imprint: Imprint, moment: datetime.datetime | None) -> list[_Entry]:
    entries: list[_Entry] = []
    lon, lat = imprint.lon, imprint.lat
    if _is_within(lon, 180) and _is_within(lat, 90):
        entries += [
            *_text(0x01, "S" if lat < 0 else "N"),
            _numbers(0x02, _RATIONAL, *_sexagesimal(lat)),
            *_text(0x03, "W" if lon < 0 else "E"),
            _numbers(0x04, _RATIONAL, *_sexagesimal(lon)),
            *_text(0x12, "WGS-84"),
        ]
    if _is_within(imprint.altitude, MOST_ALTITUDE):
        thousandths = round(imprint.altitude * 1000)
        entries += [_numbers(0x05, _BYTE, int(thousandths < 0)), _numbers(0x06, _RATIONAL, abs(thousandths), 1000)]
    if imprint.heading_deg is not None and math.isfinite(imprint.heading_deg):
        # 359.99999 rounds up to a full turn, which is north again.
        parts = round(imprint.heading_deg % 360 * 10_000) % 3_600_000
        entries += [*_text(0x10, "T"), _numbers(0x11, _RATIONAL, parts, 10_000)]
    if entries and moment is not None:
        seconds_ms = moment.second * 1000 + moment.microsecond // 1000
        entries += [
            _numbers(0x07, _RATIONAL, moment.hour, 1, moment.minute, 1, seconds_ms, 1000),
            *_text(0x1D, f"{moment.year:04}:{moment:%m:%d}"),
        ]
    return [_numbers(0x00, _BYTE, 2, 3, 0, 0), *entries] if entries else []


def _is_within(value: float | None, most: float) -> TypeGuard[float]:
    return value is not None and abs(value) <= most  # never true of NaN


def _sexagesimal(degrees: float) -> tuple[int, ...]:
    """Return degrees, minutes, seconds as three fractions; whole microseconds first, so that 60 carries over."""
    minutes, micro = divmod(round(abs(degrees) * 3_600_000_000), 60_000_000)
    return minutes // 60, 1, minutes % 60, 1, micro, 1_000_000


def _text(tag: int, text: str) -> list[_Entry]:
    """Return an entry with a closing NUL, which counts; none for an empty text. Long ones are cut at a character."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    body = text.strip().encode("utf-8", "replace")
    if len(body) > MOST_TEXT:
        body = body[:MOST_TEXT].decode("utf-8", "ignore").encode()
    return [_Entry(tag, _ASCII, body + b"\0")] if body else []


def _numbers(tag: int, kind: int, *values: int) -> _Entry:
    return _Entry(tag, kind, struct.pack(f"<{len(values)}{_LETTERS[kind]}", *values))


def _tiff(main: Sequence[_Entry], exif: Sequence[_Entry], gps: Sequence[_Entry]) -> bytes:
    """Return the TIFF block: three directories one after the other, each followed by its long values."""
    pointers = [_EXIF_POINTER, _GPS_POINTER] if gps else [_EXIF_POINTER]
    main_size = _size([*main, *(_numbers(tag, _LONG, 0) for tag in pointers)])
    exif_at = len(_HEAD) + main_size
    places = (exif_at, exif_at + _size(exif))
    main = [*main, *(_numbers(tag, _LONG, at) for tag, at in zip(pointers, places, strict=False))]
    block = _HEAD + _directory(main, len(_HEAD)) + _directory(exif, exif_at)
    return block + _directory(gps, places[1]) if gps else block


def _size(entries: Sequence[_Entry]) -> int:
    return 2 + 12 * len(entries) + 4 + sum(len(_even(entry.value)) for entry in entries if len(entry.value) > 4)


def _even(value: bytes) -> bytes:
    return value + b"\0" * (len(value) % 2)


def _directory(entries: Sequence[_Entry], start: int) -> bytes:
    """Return a directory that will stand at an offset of the block; short values stand in the entry itself."""
    rows, values = [], b""
    after = start + 2 + 12 * len(entries) + 4
    for entry in sorted(entries, key=lambda entry: entry.tag):
        if len(entry.value) <= 4:
            field = entry.value.ljust(4, b"\0")
        else:
            field = (after + len(values)).to_bytes(4, "little")
            values += _even(entry.value)
        rows.append(_ROW.pack(entry.tag, entry.kind, len(entry.value) // _SIZES[entry.kind], field))
    return len(entries).to_bytes(2, "little") + b"".join(rows) + b"\0\0\0\0" + values
