"""Pixels of every kind to plain 8-bit RGB or RGBA as they are meant to look. Nothing is clipped that can be scaled.

Grey of more than 8 bits is scaled from the bits that it uses; colours with a profile other than sRGB are converted.
"""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from PIL.ImageCms import ImageCmsProfile

# No profile of a camera or a press is larger; a larger one is there to waste our time.
MOST_PROFILE_BYTES = 4 * 1024 * 1024
_BITS_PER_SAMPLE = 258
_PHOTOMETRIC = 262
_WHITE_IS_ZERO = 0
# Cameras and scanners store 10, 12 or 14 bits in 16: scaled from 16, such a picture would be nearly black.
_DEPTHS = (10, 12, 14)
_DARK = 16
_STRIP_PIXELS = 4_000_000
_WIDE = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})


def is_wide(image: Image.Image) -> bool:
    """Return whether a picture is grey with more than 8 bits, which Pillow would clip."""
    return image.mode in _WIDE


def strips(image: Image.Image) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield some rows of a picture after the other, with the first row of each: at once would need twice the room."""
    rows = max(1, _STRIP_PIXELS // max(1, image.width))
    for top in range(0, image.height, rows):
        yield top, np.asarray(image.crop((0, top, image.width, min(top + rows, image.height))))


def grey8(image: Image.Image) -> Image.Image:
    """Return a wide grey picture with 8 bits.

    Floats from 0 to 1 and whole numbers are scaled from their range; what is neither, from its least to its greatest.
    """
    low, high = _range(image)
    span = high - low or 1.0
    result = np.empty((image.height, image.width), np.uint8)
    for top, strip in strips(image):
        scaled = np.nan_to_num((strip.astype(np.float32) - low) * (255.0 / span), nan=0.0, posinf=255.0, neginf=0.0)
        result[top : top + len(strip)] = np.clip(scaled + 0.5, 0, 255).astype(np.uint8)
    if _tag(image, _PHOTOMETRIC) == _WHITE_IS_ZERO and image.mode != "F":
        np.subtract(255, result, out=result)
    return Image.fromarray(result)


def plain(image: Image.Image, profile: bytes = b"") -> Image.Image:
    """Return an 8-bit picture as RGB, or RGBA when it has any transparency.

    Args:
        image: Of any mode but the wide ones.
        profile: Its ICC profile, if it has one.
    """
    mode = image.mode
    if mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        full = image if mode == "RGBA" else image.convert("RGBA")
        alpha = full.getchannel("A")
        if alpha.getextrema() == (255, 255):
            return _managed(full.convert("RGB"), profile)
        if profile:
            full = _managed(full.convert("RGB"), profile)
            full.putalpha(alpha)
        return full
    if mode == "LAB":
        return _converted(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))) or image.convert("L")
    if mode in {"CMYK", "RGB"}:
        return _managed(image, profile)
    return _managed(image.convert("RGB"), profile) if mode == "P" else image.convert("RGB")


def _managed(image: Image.Image, profile: bytes) -> Image.Image:
    """Return an RGB or CMYK picture as sRGB; a profile that cannot be used counts as absent."""
    if 0 < len(profile) <= MOST_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            name = (source.profile.profile_description or "").casefold()
            kind = source.profile.xcolor_space.strip()
        except (OSError, ValueError, TypeError, ImageCms.PyCMSError):
            return _as_rgb(image)
        if kind == image.mode and not (kind == "RGB" and "srgb" in name):
            return _converted(image, source) or _as_rgb(image)
    return _as_rgb(image)


def _as_rgb(image: Image.Image) -> Image.Image:
    # `convert` would copy what is RGB already, and a large picture has no room for a copy.
    return image if image.mode == "RGB" else image.convert("RGB")


def _converted(image: Image.Image, source: "ImageCmsProfile") -> Image.Image | None:
    try:
        return ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None


@lru_cache(maxsize=1)
def _srgb() -> "ImageCmsProfile":
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _range(image: Image.Image) -> tuple[float, float]:
    """Return the values that become black and white."""
    low, high = _extremes(image)
    if image.mode == "F":
        if low >= 0 and high <= 1:
            return 0.0, 1.0
        return (0.0, 255.0) if low >= 0 and 1 < high <= 255 else (low, high)
    if low < 0 or high > 0xFFFF:
        return low, high
    if image.mode == "I" and high <= 255:
        return 0.0, 255.0
    bits = _tag(image, _BITS_PER_SAMPLE)
    if not isinstance(bits, int) or not 8 < bits < 16:
        bits = next((depth for depth in _DEPTHS if high < 2**depth), 16)
    white = float(2**bits - 1)
    # Measurements that use next to nothing of their range would be black.
    return (low, high) if high * _DARK < white else (0.0, white)


def _extremes(image: Image.Image) -> tuple[float, float]:
    """Return the least and the greatest value; what is no number does not count."""
    low, high = np.inf, -np.inf
    for _, strip in strips(image):
        finite = strip[np.isfinite(strip)] if image.mode == "F" else strip
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    return (low, high) if low <= high else (0.0, 1.0)


def _tag(image: Image.Image, number: int) -> object:
    """Return a TIFF tag of a picture; None when it has none."""
    value = getattr(image, "tag_v2", {}).get(number)
    return value[0] if isinstance(value, tuple) and value else value
