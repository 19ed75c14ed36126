"""Messages between us and the process that decodes: a head of fixed length, a note in msgpack, a body of bytes.

us -> decoder    note `Order`, body: the encoded picture, or nothing when it lies in a file
decoder -> us    note `Answer`, body: the pixels, rows from the top
"""

import struct
from typing import IO

import msgspec

_HEAD = struct.Struct(">IQ")
MOST_NOTE_BYTES = 64 * 1024


class Order(msgspec.Struct, array_like=True):
    """One picture to be decoded; see `app.gallery.decode.decode`.

    Attributes:
        path: The file, or the archive; empty when the body is the picture.
        start, end: Bytes within an archive, end exclusive; end -1 for a file of its own.
        box: Width and height to fit into; zeros for as large as it is.
        annotated: Width and height of its annotation.
        has_pixels: False asks for the facts alone.
    """

    path: str
    start: int
    end: int
    box: tuple[int, int]
    annotated: tuple[int, int]
    has_pixels: bool = True


class Answer(msgspec.Struct, array_like=True):
    """What became of it.

    Attributes:
        facts: As `PictureFacts`, in its order.
        shape: Rows, columns, channels of the pixels in the body.
        problem: Why it cannot be shown; empty when it can.
    """

    facts: tuple[str, int, int, int, int, int, bool, str, int]
    shape: tuple[int, int, int]
    problem: str = ""


def write_head(stream: IO[bytes], note: Order | Answer, body_bytes: int) -> None:
    """Write everything but the body."""
    text = msgspec.msgpack.encode(note)
    stream.write(_HEAD.pack(len(text), body_bytes) + text)


def read_head(stream: IO[bytes]) -> tuple[bytes, int]:
    """Return the encoded note and the length of the body that follows.

    Raises:
        EOFError: The other side has ended.
        ValueError: The note is longer than any of ours.
    """
    note_bytes, body_bytes = _HEAD.unpack(read_exactly(stream, _HEAD.size))
    if note_bytes > MOST_NOTE_BYTES:
        raise ValueError("A note is longer than any of ours.")
    return read_exactly(stream, note_bytes), body_bytes


def read_exactly(stream: IO[bytes], count: int) -> bytes:
    """Return so many bytes.

    Raises:
        EOFError: The other side has ended.
    """
    body = stream.read(count)
    if len(body) != count:
        raise EOFError
    return body
