"""The process that decodes pictures: takes orders on standard input, answers on standard output, within its limits.

It may die of any picture; whoever started it (`app.gallery.decoding`) starts another.
"""

import os
import stat
import sys
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import IO

import msgspec
from PIL import Image

from app.gallery.decode import decode
from app.gallery.decode_frames import Answer, Order, read_exactly, read_head, write_head
from app.gallery.picture import Decoded, PictureFacts

# Loaded before memory is limited, and none of the forty others.
PLUGINS = ("Jpeg", "Mpo", "Png", "WebP", "Bmp", "Tiff", "Gif", "Avif")
# More than the largest picture that is decoded needs.
MORE_MEMORY_BYTES = 1024 * 1024 * 1024
# Should nobody be there to end us; whoever started us waits less.
MOST_CPU_SECONDS = 15
MOST_ARCHIVED_BYTES = 256 * 1024 * 1024
_ROWS_BYTES = 8 * 1024 * 1024


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Decode picture after picture until the orders end. Says once, with an answer without facts, that it is ready."""
    for plugin in PLUGINS:
        import_module(f"PIL.{plugin}ImagePlugin")
    # We judge sizes ourselves, before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    _limit_memory()
    _answer(answers, Decoded(PictureFacts()))
    while True:
        try:
            note, body_bytes = read_head(orders)
            body = read_exactly(orders, body_bytes)
        except EOFError:
            return
        _limit_time()
        _answer(answers, carry_out(msgspec.msgpack.decode(note, type=Order), body))


def carry_out(order: Order, body: bytes) -> Decoded:
    """Return what an order asks for; a file that cannot be read is a problem of its picture."""
    box = order.box if all(order.box) else None
    if not order.path:
        return decode(BytesIO(body), len(body), box, order.annotated, has_pixels=order.has_pixels)
    try:
        with Path(order.path).open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return Decoded(PictureFacts(), problem="This is no file. Choose the picture itself.")
            if order.end < 0:
                return decode(file, status.st_size, box, order.annotated, has_pixels=order.has_pixels)
            part = _part(file, order.start, order.end)
    except FileNotFoundError:
        return Decoded(PictureFacts(), problem="The picture is missing: there is no such file.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        return Decoded(PictureFacts(), problem=f"The picture file cannot be read ({reason}).")
    if part is None:
        return Decoded(PictureFacts(), problem="The archive does not hold this picture as a whole.")
    return decode(BytesIO(part), len(part), box, order.annotated, has_pixels=order.has_pixels)


def _part(file: IO[bytes], start: int, end: int) -> bytes | None:
    if not 0 <= start <= end or end - start > MOST_ARCHIVED_BYTES:
        return None
    file.seek(start)
    part = file.read(end - start)
    return part if len(part) == end - start else None


def _answer(stream: IO[bytes], decoded: Decoded) -> None:
    facts, pixels = decoded.facts, decoded.pixels
    height, width, channels = pixels.shape
    note = Answer(
        (
            facts.format,
            facts.width,
            facts.height,
            facts.stored_width,
            facts.stored_height,
            facts.orientation,
            facts.is_turned,
            facts.mode,
            facts.size_bytes,
        ),
        (height, width, channels),
        decoded.problem,
    )
    write_head(stream, note, pixels.nbytes)
    # By strips: a copy of all pixels of a large picture would be one too many.
    rows = max(1, _ROWS_BYTES // max(1, width * channels))
    for top in range(0, height, rows):
        stream.write(pixels[top : top + rows].tobytes())
    stream.flush()


def _limit_memory() -> None:
    """Allow ourselves so much more than we have now; where the system knows no such limit, time alone bounds us."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MORE_MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time() -> None:
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + MOST_CPU_SECONDS
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
