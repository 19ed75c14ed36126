"""What was drawn once is kept: one pack file per dataset in the cache folder, written whole or not at all."""

import contextlib
import hashlib
import os
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import PIL

from app.sandbox.shelves import Stock
from app.sandbox.world import Document

# Raise it when a drawing changes: packs of another edition are drawn anew.
EDITION = 3


class _Line(msgspec.Struct):
    name: str
    mime: str
    width: int
    height: int
    length: int
    document: Document
    meta: Document


def kept(cache: Path | None, name: str, draw: Callable[[], Sequence[Stock]]) -> Sequence[Stock]:
    """Return the drawn pictures of a pack; drawn now when there is no good pack.

    Args:
        cache: Folder of the packs; None keeps nothing.
        name: Name of the pack.
        draw: Draws all of it.
    """
    if cache is None:
        return draw()
    # Another Pillow may encode other bytes; its hashes would not be those of a fresh drawing.
    path = cache / f"{name}-{EDITION}-{PIL.__version__}.pack"
    found = _read(path)
    if found is None:
        found = draw()
        # A cache that cannot be written is no reason not to serve.
        with contextlib.suppress(OSError):
            _write(path, found)
    return found


def _read(path: Path) -> Sequence[Stock] | None:
    """Return what a pack holds, None when it is missing or damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if len(data) < 40 or hashlib.sha256(data[32:]).digest() != data[:32]:
        return None
    (length,) = struct.unpack(">Q", data[32:40])
    try:
        lines = msgspec.json.decode(data[40 : 40 + length], type=list[_Line])
    except msgspec.DecodeError:
        return None
    found, at = [], 40 + length
    for line in lines:
        body = data[at : at + line.length]
        found.append(Stock(line.name, line.mime, line.width, line.height, body, line.document, line.meta))
        at += line.length
    return found


def _write(path: Path, stocks: Sequence[Stock]) -> None:
    bodies = [stock.body for stock in stocks if isinstance(stock.body, bytes)]
    lines = [
        _Line(s.name, s.mime, s.width, s.height, len(body), s.document, dict(s.meta))
        for s, body in zip(stocks, bodies, strict=True)
    ]
    head = msgspec.json.encode(lines)
    data = b"".join((struct.pack(">Q", len(head)), head, *bodies))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(hashlib.sha256(data).digest() + data)
    part.replace(path)
