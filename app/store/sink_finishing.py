"""What can only be done when the whole image is here: its size in pixels, the files that follow from it, the imprint.

Runs in a writer thread after an image has passed its check and before it gets its name.
"""

import mmap

from app.model.failure import FailedError, Failure, FailureKind
from app.model.imprint import Imprint
from app.store import jpeg
from app.store.parts import OpenPart, Part
from app.store.sink_records import Incoming

MOST_HEAD = 4 * 1024 * 1024
_BLOCK = 1024 * 1024
_AGAIN = "It is fetched again."


def prove_picture(body: bytes | mmap.mmap, *, has_length: bool) -> None:
    """Look whether a picture of which no hash is known is a whole JPEG.

    Where its length was announced and is right, its segments are walked from the first to the end of the picture.
    Only without a length a decoder has to get through as well: it costs more than all the rest of an image together
    and finds less than people think (of 300 pictures that lack a byte it refused none).

    Args:
        body: The file.
        has_length: Its length was announced and is right.

    Raises:
        FailedError: DATA.
    """
    try:
        jpeg.proves_whole(body, decodes=not has_length)
    except ValueError as error:
        raise FailedError(
            Failure(FailureKind.DATA, "What arrived is not a whole picture.", _AGAIN, detail=str(error))
        ) from None


def finished(item: Incoming, head: bytes) -> tuple[tuple[tuple[str, bytes], ...], Imprint | None]:
    """Return the further files of an item, and what is to be written into its image.

    Args:
        item: With a `finish`.
        head: The beginning of its image, at least up to the frame header.

    Raises:
        FailedError: DATA: it is no JPEG.
    """
    if item.finish is None:
        return (), None
    try:
        width, height = jpeg.dimensions(head)
    except ValueError as error:
        raise FailedError(
            Failure(FailureKind.DATA, "What arrived is not a JPEG picture.", _AGAIN, detail=str(error))
        ) from None
    return item.finish(width, height)


def with_imprint(body: bytes, imprint: Imprint) -> bytes:
    """Return an image with an imprint. Raise FailedError (DATA) when its segments cannot be read."""
    try:
        return jpeg.with_imprint(body, imprint)
    except ValueError as error:
        raise _unreadable(error) from None


def rewritten(image: mmap.mmap, fresh: OpenPart, imprint: Imprint) -> Part:
    """Copy an image with an imprint into a fresh part; only its head is held in memory.

    Args:
        image: The image, mapped into memory.
        fresh: Where it goes; discarded by the caller when this raises.
        imprint: What is written into it.

    Raises:
        FailedError: DATA or DISK.
    """
    try:
        new_head, tail = jpeg.spliced_head(image[:MOST_HEAD], imprint)
    except ValueError as error:
        raise _unreadable(error) from None
    fresh.write(new_head)
    for at in range(tail, len(image), _BLOCK):
        fresh.write(image[at : at + _BLOCK])
    return fresh.close()


def _unreadable(error: ValueError) -> FailedError:
    return FailedError(Failure(FailureKind.DATA, "The picture has a broken head.", _AGAIN, detail=str(error)))
