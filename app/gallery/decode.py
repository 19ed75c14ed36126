"""Decodes one picture: bytes of any kind to pixels as they are to be shown, or a sentence why not.

Runs in a process of its own (`app.gallery.decoder`), because a file from elsewhere may crash, hang or fill memory.
Only formats of an allow-list are opened, never one that starts another program (EPS).
"""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from app.gallery import tones
from app.gallery.picture import Decoded, PictureFacts
from app.gallery.turning import UPRIGHT, Size, is_shown_turned, orientation_of, turned_size

# MPO, JPEG with more pictures behind the first one, comes with JPEG.
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF")
# As RGB in Pillow 480 MB, twice that while it is turned: what a child of 1 GiB can hold.
MOST_PIXELS = 120_000_000
# Its decoder keeps two more copies, for animations.
MOST_WEBP_PIXELS = 60_000_000
# Only to be counted, never to be decoded: a header beyond this is a joke.
MOST_SIDE = 1_000_000
HEAD_BYTES = 64
# How much larger than needed a JPEG is decoded before it is scaled down smoothly: 1.0 would show jags.
DRAFT_MARGIN = 1.5

_ORIENTATION = 274
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Turning back is the same turn again, but for the two quarter turns.
_BACK = {6: 8, 8: 6}
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"8BPS", "a Photoshop document"),
    (b"SIMPLE  =", "FITS"),
    (b"\xd7\xcd\xc6\x9a", "a Windows metafile"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"NRRD", "NRRD"),
    (b"PK\x03\x04", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error, EOFError, OverflowError)


class _UnshownError(Exception):
    """A picture cannot be shown; the text is a sentence."""


def decode(
    source: IO[bytes], size_bytes: int, box: Size | None = None, annotated: Size = (0, 0), *, has_pixels: bool = True
) -> Decoded:
    """Return the first frame of a picture.

    Args:
        source: The file, at its beginning; it can seek.
        size_bytes: Of the file.
        box: Width and height to fit into; the aspect is kept, a small picture is not enlarged. None: as large as it is.
        annotated: Width and height of its annotation, which decide whether it is shown turned; 0 when unknown.
        has_pixels: False reads the facts alone.

    Returns:
        Pixels and facts; a picture that cannot be shown has a problem, and the facts that could be read.
    """
    facts = PictureFacts(size_bytes=size_bytes)
    try:
        _refuse_foreign(source, size_bytes)
        with _opened(source) as image:
            facts = _facts(image, size_bytes, annotated)
            if not has_pixels:
                return Decoded(facts)
            return Decoded(facts, _pixels(_shown(image, facts, box)))
    except _UnshownError as error:
        return Decoded(facts, problem=str(error))
    except MemoryError:
        return Decoded(facts, problem="This picture needs more memory than it may have to be shown.")
    except UnidentifiedImageError:
        return Decoded(facts, problem=_unknown(source))
    except _BROKEN as error:
        return Decoded(facts, problem=_broken(error))


def _refuse_foreign(source: IO[bytes], size_bytes: int) -> None:
    head = source.read(HEAD_BYTES)
    source.seek(0)
    if not size_bytes or not head:
        raise _UnshownError("The file is empty. Download the picture again.")
    for start, name in _FOREIGN:
        if head.startswith(start):
            raise _UnshownError(f"The file is {name}, which cannot be shown.")
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"heim"}:
        raise _UnshownError("The file is HEIC, which cannot be shown.")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        _refuse_size(*_webp_size(head), most=MOST_WEBP_PIXELS)


def _webp_size(head: bytes) -> Size:
    """Return the size of a WebP, whose decoder takes its memory as soon as the file is opened."""
    match head[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
        case b"VP8L":
            bits = int.from_bytes(head[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            return (
                int.from_bytes(head[26:28], "little") & 0x3FFF,
                int.from_bytes(head[28:30], "little") & 0x3FFF,
            )
        case _:
            return (1, 1)


@contextmanager
def _opened(source: IO[bytes]) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        # Damaged EXIF, a size that we judge ourselves: nobody reads warnings here.
        warnings.simplefilter("ignore")
        try:
            image = Image.open(source, formats=FORMATS)
        except Image.DecompressionBombError:
            raise _UnshownError(_too_large("hundreds of")) from None
        with image:
            yield image


def _facts(image: Image.Image, size_bytes: int, annotated: Size) -> PictureFacts:
    orientation = _orientation(image)
    # Pillow turns TIFF by itself and says the turned size.
    stored = turned_size(image.size, orientation) if _turns_itself(image) else image.size
    is_turned = is_shown_turned(stored, orientation, annotated)
    width, height = turned_size(stored, orientation) if is_turned else stored
    kind = "JPEG" if image.format == "MPO" else image.format or ""
    return PictureFacts(kind, width, height, *stored, orientation, is_turned, image.mode, size_bytes)


def _orientation(image: Image.Image) -> int:
    if image.format == "PNG" and "exif" not in image.info:
        # Pillow would decode the whole picture to look for EXIF behind it.
        return UPRIGHT
    try:
        return orientation_of(image.getexif().get(_ORIENTATION))
    except _BROKEN:
        # Damaged EXIF turns nothing.
        return UPRIGHT


def _turns_itself(image: Image.Image) -> bool:
    return image.format == "TIFF"


def _shown(image: Image.Image, facts: PictureFacts, box: Size | None) -> Image.Image:
    """Return the picture as plain RGB or RGBA in the way it is shown, fitted into the box."""
    wanted = None if box is None else _fitted((facts.width, facts.height), box)
    # Before it is turned; sides that are exchanged by the turn are exchanged here.
    inner = wanted
    if wanted and (facts.width, facts.height) != (facts.stored_width, facts.stored_height):
        inner = (wanted[1], wanted[0])
    if image.format in {"JPEG", "MPO"}:
        _draft(image, inner)
    _refuse_size(*image.size)
    profile = image.info.get("icc_profile") or b""
    image.load()
    # Orientation is settled before anything is loaded, but for TIFF: that was turned while it was loaded.
    turn = facts.orientation if facts.is_turned else UPRIGHT
    if _turns_itself(image):
        turn = UPRIGHT if facts.is_turned else _BACK.get(facts.orientation, facts.orientation)
        inner = wanted if turn == UPRIGHT or wanted is None else turned_size(wanted, turn)
    plain: Image.Image = image
    if tones.is_wide(plain):
        plain = tones.grey8(plain)
    elif inner and plain.mode in {"RGB", "CMYK", "L"} and "transparency" not in plain.info:
        # Fewer pixels first: colours are converted for those that are shown.
        plain = _resized(plain, inner)
    plain = tones.plain(plain, profile if isinstance(profile, bytes) else b"")
    if inner:
        plain = _resized(plain, inner)
    if turn not in _TURNS:
        return plain
    turned = plain.transpose(_TURNS[turn])
    # A large picture and its turned copy fill the memory that we have: nothing more may come beside them.
    plain.close()
    image.close()
    return turned


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    pixels = np.empty((image.height, image.width, len(image.getbands())), np.uint8)
    for top, strip in tones.strips(image):
        pixels[top : top + len(strip)] = strip
    return pixels


def _draft(image: Image.Image, wanted: Size | None) -> None:
    """Let the JPEG decoder halve the picture while it decodes, as often as what is wanted, or memory, allows."""
    width, height = image.size
    if wanted is not None:
        image.draft(None, (max(1, int(wanted[0] * DRAFT_MARGIN)), max(1, int(wanted[1] * DRAFT_MARGIN))))
        return
    times = next((n for n in (1, 2, 4, 8) if -(-width // n) * -(-height // n) <= MOST_PIXELS), 8)
    if times > 1:
        image.draft(None, (width // times, height // times))


def _fitted(size: Size, box: Size) -> Size:
    """Return the size that fits into a box; never larger than it is."""
    share = min(1.0, box[0] / max(1, size[0]), box[1] / max(1, size[1]))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _resized(image: Image.Image, size: Size) -> Image.Image:
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)


def _refuse_size(width: int, height: int, most: int = MOST_PIXELS) -> None:
    if width > MOST_SIDE or height > MOST_SIDE:
        raise _UnshownError("This picture claims sides of more than a million pixels; it cannot be shown.")
    if width * height > most:
        raise _UnshownError(_too_large(f"{width * height / 1e6:,.0f}"))


def _too_large(megapixels: str) -> str:
    return f"This picture has {megapixels} megapixels, too many to be shown. Its file is kept as it is."


def _unknown(source: IO[bytes]) -> str:
    source.seek(0)
    head = source.read(HEAD_BYTES).lstrip()
    if head[:1] == b"<":
        return "The file is not a picture but a web page or XML. Download the picture again."
    if head[:1] in {b"{", b"["}:
        return "The file is not a picture but JSON. Download the picture again."
    if head and all(32 <= byte < 127 or byte in b"\t\r\n" for byte in head):
        return "The file is not a picture but text. Download the picture again."
    return "The file is not a picture of a kind that can be shown, or its beginning is damaged."


def _broken(error: Exception) -> str:
    words = str(error).casefold()
    if "truncated" in words or "end of file" in words or isinstance(error, EOFError):
        return "The picture is cut off: a part of its file is missing. Download it again."
    return "The picture is damaged and cannot be decoded. Download it again."
