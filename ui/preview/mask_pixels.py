"""Masks as pixels: decoding what the service sends and colouring it. Runs in a worker thread.

Source: Supervisely bitmap format: base64 of zlib of a PNG; inside is where the alpha (or the grey) is not 0.
"""

import base64
import binascii
import io
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from app.model.geometry import Mask

# A mask larger than this is not a first look at anything; 64 million pixels decode to 64 MB.
MOST_PIXELS = 64_000_000
MOST_BYTES = 64_000_000


def decode_mask(mask: Mask) -> NDArray[np.uint8]:
    """Return the opacity of a mask.

    Returns:
        Shape (height, width), 0 outside; 255 inside, or the given opacity for alpha masks.

    Raises:
        ValueError: The text is not a mask.
    """
    try:
        packed = base64.b64decode(mask.data, validate=True)
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(packed, MOST_BYTES)
        with Image.open(io.BytesIO(body)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValueError("The mask is too large to draw.")
            has_alpha = "A" in image.getbands() or "transparency" in image.info
            values = np.asarray(image.convert("RGBA"))[..., 3] if has_alpha else np.asarray(image.convert("L"))
    except (binascii.Error, zlib.error, UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError("The mask cannot be read.") from error
    if mask.is_alpha:
        return np.ascontiguousarray(values, dtype=np.uint8)
    return np.where(values > 0, 255, 0).astype(np.uint8)


def tint(opacity: NDArray[np.uint8], color: tuple[int, int, int], strength: float) -> NDArray[np.uint8]:
    """Return a mask in a colour, with an opaque edge of one pixel.

    Args:
        opacity: Shape (height, width).
        color: Red, green, blue.
        strength: Opacity of the inside, 0 to 1.

    Returns:
        Shape (height, width, 4), BGRA with premultiplied alpha.
    """
    inside = opacity > 0
    alpha = opacity.astype(np.float32) * strength
    alpha[edge_of(inside)] = 255.0
    result = np.empty((*opacity.shape, 4), dtype=np.uint8)
    for channel, value in enumerate((color[2], color[1], color[0])):
        result[..., channel] = (alpha * (value / 255.0)).astype(np.uint8)
    result[..., 3] = alpha.astype(np.uint8)
    return result


def edge_of(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels inside that touch the outside (or the border of the mask) up, down, left or right."""
    padded = np.pad(inside, 1)
    core = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return np.asarray(inside & ~core)
