"""A picture file as the alpha mask of a figure: grey is opacity, and so is transparency where there is some."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.model.foreign_text import shown
from app.model.geometry import Mask
from app.model.mask import MOST_PIXELS, encode_mask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image as Picture

MOST_BYTES = 256 * 1024 * 1024


def read_mask(path: Path) -> Mask:
    """Return a picture as an alpha mask; its top-left corner is that of the image.

    Args:
        path: A grey picture (0 is outside, 255 is opaque), or one with an alpha channel, which counts then.

    Raises:
        ValueError: It cannot be read, is coloured without transparency, or is empty; the text is a sentence.
    """
    from PIL import Image

    name = shown(path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"“{name}” is larger than a mask can be.")
        with Image.open(path) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(f"“{name}” has more pixels than any image here.")
            pixels = _opacity(picture, name)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"“{name}” cannot be read as a picture: {error}") from None
    try:
        return encode_mask(pixels, is_alpha=True)
    except ValueError:
        raise ValueError(f"“{name}” is empty: every pixel is outside.") from None


def _opacity(picture: "Picture", name: str) -> "NDArray[np.uint8]":
    import numpy as np

    if picture.mode in ("RGBA", "LA", "PA"):
        return np.asarray(picture.getchannel("A"), dtype=np.uint8)
    if picture.mode == "P" and "transparency" in picture.info:
        return np.asarray(picture.convert("RGBA").getchannel("A"), dtype=np.uint8)
    if picture.mode in ("L", "1"):
        return np.asarray(picture.convert("L"), dtype=np.uint8)
    raise ValueError(f"“{name}” is neither grey with 8 bits nor transparent, so nothing says what is inside.")
