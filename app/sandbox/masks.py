"""Masks as the format stores them: base64 of the zlib-compressed PNG of the cropped mask. Pure."""

import base64
import io
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.sandbox.world import Document


def bitmap_of(mask: NDArray[np.bool_], left: int, top: int) -> Document | None:
    """Return the `bitmap` of a mask, None when nothing is inside.

    Args:
        mask: Shape (height, width).
        left: Column of its first pixel in the image.
        top: Row of its first pixel in the image.
    """
    box = _tight(mask)
    if box is None:
        return None
    x, y, right, bottom = box
    image = _palette(mask[y:bottom, x:right])
    out = io.BytesIO()
    image.save(out, "PNG", bits=1, transparency=0)
    return _document(out.getvalue(), left + x, top + y)


def alpha_of(alpha: NDArray[np.uint8], left: int, top: int) -> Document | None:
    """Return the `bitmap` of an alpha mask with values 0–255, None when all is 0."""
    box = _tight(alpha > 0)
    if box is None:
        return None
    x, y, right, bottom = box
    image = Image.fromarray(np.ascontiguousarray(alpha[y:bottom, x:right]))
    out = io.BytesIO()
    image.save(out, "PNG", transparency=0)
    return _document(out.getvalue(), left + x, top + y)


def _palette(mask: NDArray[np.bool_]) -> Image.Image:
    image = Image.new("P", (mask.shape[1], mask.shape[0]))
    image.putpalette([0, 0, 0, 255, 255, 255])
    image.frombytes(mask.astype(np.uint8).tobytes())
    return image


def _tight(mask: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom (not included) of what is inside."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _document(png: bytes, x: int, y: int) -> Document:
    return {"origin": [x, y], "data": base64.b64encode(zlib.compress(png)).decode()}
