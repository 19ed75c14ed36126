"""Masks of the Supervisely format: text to pixels and back, with a lid on what a few bytes may unfold into.

Encoded: base64 of zlib of a PNG; older data leaves the zlib step out. numpy and Pillow are imported when the first
mask is decoded.
"""

import struct
import zlib
from base64 import b64decode, b64encode
from binascii import Error
from io import BytesIO
from typing import TYPE_CHECKING

from app.model.geometry import Mask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.ImageFile import ImageFile

# A mask may be as large as the largest picture that people label (a 20,000 × 20,000 slide), and no larger.
MOST_PIXELS = 400_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">8sI4sII")
_PART = struct.Struct(">I4s")
_SUM_BYTES = 4
_PIXEL_PARTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
# Characters of base64, a multiple of 4, in which the header lies, however it was zipped.
_HEADER_TEXT = 1024


def decode_mask(mask: Mask, most_pixels: int = MOST_PIXELS) -> "NDArray[np.uint8]":
    """Return the pixels of a mask.

    Args:
        mask: An encoded mask.
        most_pixels: A larger mask is refused before it is unfolded; give the area of the image when it is known.

    Returns:
        Shape (height, width); 0 is outside. Bitmaps are 255 inside, alpha masks hold their opacity.

    Raises:
        ValueError: The data is no mask or a larger one; the text is a sentence.
    """
    png = _inflated(mask.data, 4 * most_pixels + 1024 * 1024)
    size = width, height = _size(png)
    if not width * height:
        raise ValueError("The mask has no pixels.")
    if width * height > most_pixels:
        raise ValueError(f"The mask has {width} × {height} pixels, more than its image can hold.")
    return _pixels(png, size, is_alpha=mask.is_alpha)


def mask_size(mask: Mask) -> tuple[int, int]:
    """Return width and height of a mask from its header; no pixel is unfolded.

    Raises:
        ValueError: There is no header; the text is a sentence.
    """
    png, _ = _unfolded(mask.data[:_HEADER_TEXT], _HEADER.size)
    if len(png) < _HEADER.size < len(mask.data):
        png, _ = _unfolded(mask.data, _HEADER.size)
    return _size(png)


def _inflated(text: str, most_bytes: int) -> bytes:
    png, has_more = _unfolded(text, most_bytes)
    if has_more:
        raise ValueError("The mask unfolds into more than its image can hold.")
    return png


def _unfolded(text: str, most_bytes: int) -> tuple[bytes, bool]:
    """Return the PNG, cut off behind `most_bytes` if it was zipped, and whether there is more."""
    try:
        data = b64decode(text, validate=True)
    except (Error, ValueError):
        raise ValueError("The mask is not base64.") from None
    if data.startswith(_SIGNATURE):
        return data, False
    unfold = zlib.decompressobj()
    try:
        png = unfold.decompress(data, most_bytes)
    except zlib.error:
        raise ValueError("The mask is neither zlib nor a PNG.") from None
    return png, bool(unfold.unconsumed_tail)


def _size(png: bytes) -> tuple[int, int]:
    """Return width and height from the header, before any pixel is decoded."""
    if len(png) < _HEADER.size:
        raise ValueError("The mask is cut off.")
    signature, _, kind, width, height = _HEADER.unpack_from(png)
    if signature != _SIGNATURE or kind != b"IHDR":
        raise ValueError("The mask is not a PNG.")
    return width, height


def _pixel_parts(png: bytes) -> bytes:
    """Return a PNG without the parts that tell no pixels: texts, profiles and films, over which Pillow may trip."""
    parts = [_SIGNATURE]
    at = len(_SIGNATURE)
    while at + _PART.size <= len(png):
        length, kind = _PART.unpack_from(png, at)
        end = at + _PART.size + length + _SUM_BYTES
        if kind in _PIXEL_PARTS:
            parts.append(png[at:end])
        at = end
    return b"".join(parts)


def _pixels(png: bytes, size: tuple[int, int], *, is_alpha: bool) -> "NDArray[np.uint8]":
    import numpy as np
    from PIL import Image

    try:
        with Image.open(BytesIO(_pixel_parts(png)), formats=("PNG",)) as image:
            # A second header would count, and nobody has looked at it.
            if image.size != size:
                raise ValueError("it has two sizes")
            if image.mode == "P" and image.palette is None:
                raise ValueError("it has no palette")
            image.load()
            if is_alpha:
                return np.asarray(image.convert("L"), dtype=np.uint8)
            return np.where(_inside(image), np.uint8(255), np.uint8(0))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValueError(f"The mask cannot be decoded: {error}") from None


def _inside(image: "ImageFile") -> "NDArray[np.bool_]":
    """Return what is inside: where alpha is not 0; without alpha, where any value is not 0."""
    import numpy as np

    inside: NDArray[np.bool_]
    if image.mode in ("RGBA", "LA"):
        inside = np.asarray(image.getchannel("A")) != 0
    elif image.mode == "P" and "transparency" in image.info:
        inside = np.asarray(image.convert("RGBA").getchannel("A")) != 0
    elif image.mode in ("P", "RGB"):
        inside = np.asarray(np.asarray(image.convert("RGB")).any(axis=2))
    else:
        inside = np.asarray(image) != 0
    return inside


def encode_mask(pixels: "NDArray[np.uint8]", origin: tuple[int, int] = (0, 0), *, is_alpha: bool = False) -> Mask:
    """Return pixels as an encoded mask, cropped to what is not zero.

    Args:
        pixels: Shape (height, width); for bitmaps anything but 0 is inside.
        origin: Pixel of the image that the top-left corner lies on.
        is_alpha: Keep the values as opacity.

    Raises:
        ValueError: All pixels are zero.
    """
    import numpy as np
    from PIL import Image

    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    if not rows.size:
        raise ValueError("The mask is empty.")
    top, left = int(rows[0]), int(columns[0])
    cropped = pixels[top : rows[-1] + 1, left : columns[-1] + 1]
    body = BytesIO()
    if is_alpha:
        Image.fromarray(np.ascontiguousarray(cropped, dtype=np.uint8)).save(body, "PNG", transparency=0)
    else:
        image = Image.fromarray(np.ascontiguousarray(cropped != 0, dtype=np.uint8)).convert("P")
        image.putpalette([0, 0, 0, 255, 255, 255])
        image.save(body, "PNG", transparency=0, bits=1)
    data = b64encode(zlib.compress(body.getvalue())).decode("ascii")
    return Mask((origin[0] + left, origin[1] + top), data, is_alpha)
