"""Makes a JPEG of a picture of another kind, for Pascal VOC, within bounds: a file from elsewhere may be a trap.

Pixels stay where they lie in the file, and a mark that says how they are to be turned goes along. Opacity is left out,
grey of more than 8 bits is scaled, of several pictures in a file the first one counts.
"""

import struct
import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.formats.blob_folder import ArchivePart, read_part
from app.formats.supervisely import MOST_PICTURE_BYTES
from app.model.exporter import PictureFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

QUALITY = 95
# A decoder never starts another program for these, and never reads another file. MPO comes with JPEG.
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF")
# As RGB 360 MB; a JPEG has at most 65,500 pixels a side.
MOST_PIXELS = 120_000_000
MOST_SIDE = 65_500
# Cameras and scanners store 10, 12 or 14 bits in 16.
_WHITES = (255.0, 1023.0, 4095.0, 16383.0, 65535.0)
_STRIP = 256
_BROKEN = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, MemoryError),
    *(ZeroDivisionError, AttributeError, NotImplementedError, RuntimeError, struct.error),
)


class PictureProblemError(Exception):
    """No JPEG can be made; the text is a sentence."""


def jpeg_of(picture: PictureFile) -> bytes:
    """Return a picture as JPEG.

    Raises:
        PictureProblemError: It cannot be read, or is too large.
    """
    return _encoded(decoded(picture))


def decoded(picture: PictureFile) -> "Image":
    """Return the first picture of a file, unpacked, as Pillow has it.

    Raises:
        PictureProblemError: It cannot be read, or is too large.
    """
    from PIL import Image

    try:
        body = BytesIO(_body(picture))
        with warnings.catch_warnings():
            # Damaged marks and large sizes are warned of; the size is looked at here.
            warnings.simplefilter("ignore")
            Image.init()
            image = Image.open(body, formats=[name for name in _FORMATS if name in Image.OPEN])
            width, height = image.size
            if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
                raise PictureProblemError(f"A picture of {width:,} × {height:,} pixels is too large for a JPEG.")
            image.load()
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise PictureProblemError("The picture cannot be read.") from error
    return image


def _body(picture: PictureFile) -> bytes:
    path = Path(picture.path)
    start = picture.start or 0
    end = path.stat().st_size if picture.end is None else picture.end
    return read_part(ArchivePart(path, start, end), MOST_PICTURE_BYTES)


def _encoded(image: "Image") -> bytes:
    exif = image.info.get("exif")
    profile = image.info.get("icc_profile")
    body = BytesIO()
    try:
        plain = _eight_bits(image)
        # A profile of the colours it had does not fit those that it has now.
        kept = profile if isinstance(profile, bytes) and plain.mode == image.mode else None
        plain.save(body, "JPEG", quality=QUALITY, exif=exif if isinstance(exif, bytes) else b"", icc_profile=kept)
    except _BROKEN as error:
        raise PictureProblemError("No JPEG can be made of this picture.") from error
    return body.getvalue()


def _eight_bits(image: "Image") -> "Image":
    """Return a picture whose pixels a JPEG can hold."""
    if image.mode in ("RGB", "L", "CMYK"):
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return _scaled(image)
    return image.convert("L" if image.mode in ("1", "LA") else "RGB")


def _scaled(image: "Image") -> "Image":
    """Return grey of more bits with 8: white is the most that its bits can say, or its brightest pixel for others."""
    import numpy as np
    from PIL import Image

    low, high = _range(np.asarray(image))
    result = np.empty((image.height, image.width), np.uint8)
    for top in range(0, image.height, _STRIP):
        strip = np.asarray(image.crop((0, top, image.width, min(top + _STRIP, image.height)))).astype(np.float32)
        part = np.nan_to_num((strip - low) * (255.0 / (high - low)))
        result[top : top + _STRIP] = np.clip(part + 0.5, 0, 255).astype(np.uint8)
    return Image.fromarray(result)


def _range(pixels: "NDArray[np.generic]") -> tuple[float, float]:
    """Return the values that become black and white."""
    import numpy as np

    finite = pixels[np.isfinite(pixels)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if low < 0 or (pixels.dtype.kind == "f" and high <= 1):
        return low, high if high > low else low + 1
    return 0.0, next((white for white in _WHITES if high <= white), high)
