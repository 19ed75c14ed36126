"""Pictures with their labels as the window shows them: fitted into a size, or a part of one at any scale.

Labels are in pixels as their annotation counts them. A picture of another size is stretched onto that size, so that
labels lie on it in proportion; without a size of the annotation the picture's own counts.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.gallery.paint import PaintTools, paint_labels
from app.gallery.paint_fills import Place
from app.gallery.picture import Decoded
from app.model.annotation import Annotation
from app.model.gallery import Paint, Painted, ShowThumb, ShowView

# More than any screen has.
MOST_VIEW_PIXELS = 64_000_000
_USUAL = Paint()
# From here on pixels of the picture are squares on the screen, so that edges can be judged.
_SQUARES_FROM = 2.0


def full_size(decoded: Decoded, annotation: Annotation) -> tuple[int, int]:
    """Return width and height of a picture as annotations count them; zeros when nothing is known."""
    if annotation.width and annotation.height:
        return annotation.width, annotation.height
    return decoded.facts.width, decoded.facts.height


def painted_thumb(
    decoded: Decoded, annotation: Annotation, asked: ShowThumb, tools: PaintTools | None = None
) -> Painted:
    """Return a picture with its labels, fitted into a size; a small one is not enlarged.

    Args:
        decoded: At least as large as it is to be shown, else it looks soft.
        annotation: Its labels.
        asked: Size and manner; path and number are not looked at.
        tools: What earlier pictures left; None makes everything anew.
    """
    return fitted(decoded, annotation, (asked.width, asked.height), asked.ratio, asked.paint, tools)


def fitted(
    decoded: Decoded,
    annotation: Annotation,
    box: tuple[int, int],
    ratio: float = 1.0,
    paint: Paint = _USUAL,
    tools: PaintTools | None = None,
) -> Painted:
    """Return a picture with its labels, fitted into a box of physical pixels; else as `painted_thumb`."""
    full = full_size(decoded, annotation)
    if not decoded.has_pixels or not all(full):
        return _nothing(decoded, annotation, full)
    # One pixel of the screen for one of the file at most; the sides are those that annotations count.
    most = (min(box[0], max(1, decoded.facts.width)), min(box[1], max(1, decoded.facts.height)))
    scale = min(most[0] / full[0], most[1] / full[1])
    size = max(1, round(full[0] * scale)), max(1, round(full[1] * scale))
    return _painted(decoded, annotation, Place(size, scale, 0.0, 0.0), ratio, paint, tools)


def painted_view(decoded: Decoded, annotation: Annotation, asked: ShowView, tools: PaintTools | None = None) -> Painted:
    """Return a part of a picture with its labels, of exactly the size that was asked for.

    Args:
        decoded: The picture; all its pixels, if single ones are to be seen.
        annotation: Its labels.
        asked: Part, scale and manner; path and number are not looked at.
        tools: What earlier views left; None makes everything anew.
    """
    full = full_size(decoded, annotation)
    if not decoded.has_pixels or not all(full):
        return _nothing(decoded, annotation, full)
    width, height = max(1, asked.width), max(1, asked.height)
    if width * height > MOST_VIEW_PIXELS or not asked.scale > 0:
        return Painted(0, 0, b"", "The view is larger than any screen.", len(annotation.labels), *full)
    place = Place((width, height), asked.scale, asked.left, asked.top)
    return _painted(decoded, annotation, place, asked.ratio, asked.paint, tools)


def _nothing(decoded: Decoded, annotation: Annotation, full: tuple[int, int]) -> Painted:
    problem = decoded.problem or "This picture cannot be shown."
    return Painted(0, 0, b"", problem, len(annotation.labels), *full)


def _painted(
    decoded: Decoded, annotation: Annotation, place: Place, ratio: float, paint: Paint, tools: PaintTools | None
) -> Painted:
    full = full_size(decoded, annotation)
    canvas = _ground(decoded, place, full)
    canvas = paint_labels(canvas, annotation, place, paint, ratio, tools or PaintTools())
    return Painted(*place.size, canvas.tobytes("raw", "BGRA"), "", len(annotation.labels), *full)


def _ground(decoded: Decoded, place: Place, full: tuple[int, int]) -> Image.Image:
    """Return the canvas with the picture on it: mode RGBA, colours multiplied with alpha."""
    width, height = place.size
    window = place.window((0, 0, *full))
    if window is None:
        return Image.new("RGBA", place.size)
    rows, columns = decoded.pixels.shape[:2]
    across, down = place.scale * full[0] / columns, place.scale * full[1] / rows
    part = _multiplied(_part(decoded, place, window, across, down))
    if window == (0, 0, width, height):
        return part
    canvas = Image.new("RGBA", place.size)
    canvas.paste(part, window[:2])
    return canvas


def _part(decoded: Decoded, place: Place, window: tuple[int, int, int, int], across: float, down: float) -> Image.Image:
    """Return the picture as it lies in a window of the canvas.

    Args:
        decoded: The picture.
        place: Where it lies.
        window: Left, top, right, bottom on the canvas.
        across: Pixels of the canvas per pixel that was decoded.
        down: The same for rows.
    """
    if min(across, down) >= _SQUARES_FROM:
        pixels = decoded.pixels
        columns = _picks(window[0], window[2], place.left * place.scale, across, pixels.shape[1])
        rows = _picks(window[1], window[3], place.top * place.scale, down, pixels.shape[0])
        return Image.fromarray(np.ascontiguousarray(pixels[rows[0] : rows[-1] + 1][rows - rows[0]][:, columns]))
    halvings = int(np.log2(1 / max(across, down))) if max(across, down) < 1 else 0
    while halvings and min(decoded.pixels.shape[:2]) >> halvings < 1:
        halvings -= 1
    pixels = decoded.halved(halvings)
    across, down = across * decoded.pixels.shape[1] / pixels.shape[1], down * decoded.pixels.shape[0] / pixels.shape[0]
    limits = pixels.shape[1], pixels.shape[0]
    start = (window[0] / across + place.left * place.scale / across, window[1] / down + place.top * place.scale / down)
    end = (window[2] / across + place.left * place.scale / across, window[3] / down + place.top * place.scale / down)
    box = (
        min(max(0.0, start[0]), limits[0] - 1e-3),
        min(max(0.0, start[1]), limits[1] - 1e-3),
        min(float(limits[0]), end[0]),
        min(float(limits[1]), end[1]),
    )
    # Only what is needed is handed over: Pillow would take all the pixels into memory.
    left, top = int(box[0]), int(box[1])
    right, bottom = min(limits[0], int(np.ceil(box[2])) + 1), min(limits[1], int(np.ceil(box[3])) + 1)
    image = Image.fromarray(pixels[top:bottom, left:right])
    size = (window[2] - window[0], window[3] - window[1])
    inner = (box[0] - left, box[1] - top, box[2] - left, box[3] - top)
    return image.resize(size, Image.Resampling.BILINEAR, inner)


def _picks(start: int, end: int, offset: float, scale: float, count: int) -> NDArray[np.int64]:
    """Return which pixel of the picture each pixel of the canvas shows."""
    at = np.floor((np.arange(start, end) + 0.5 + offset) / scale).astype(np.int64)
    return np.asarray(np.clip(at, 0, count - 1))


def _multiplied(image: Image.Image) -> Image.Image:
    """Return a picture as RGBA whose colours are multiplied with its alpha."""
    if image.mode != "RGBA":
        return image.convert("RGBA")
    # Pillow knows such pixels by another name, under which it cannot paint.
    return Image.frombuffer("RGBA", image.size, image.convert("RGBa").tobytes(), "raw", "RGBA", 0, 1).copy()
