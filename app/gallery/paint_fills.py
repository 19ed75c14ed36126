"""The insides of labels, tinted in the colours of their classes, later over earlier. Changes a canvas in place.

A canvas is a Pillow image of mode RGBA whose colours are multiplied with its alpha already, so that pasting an opaque
picture through a mask is painting over (an ink would not do: Pillow takes RGBA for colours that are not multiplied and
lets it through whole where the canvas is clear). Where there are very many, the upper inside replaces the lower one,
which costs one drawing instead of one painting each: so many layers of tint could not be told apart anyway.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from app.gallery.paint_masks import MaskShelf, halvings_for, sampled
from app.gallery.paint_sketch import Area, Sketch

# Above this the way for many is quicker than painting one by one.
MANY = 400
Window = tuple[int, int, int, int]
_FAR = 1_000_000.0


class MaskPart(NamedTuple):
    """A mask on a canvas: the part that it covers, some pixels of which may lie beside the canvas, and its values."""

    window: Window
    values: NDArray[np.uint8]


class Place:
    """Where a picture lies on a canvas: `scale` pixels per picture pixel, `left` and `top` at the canvas's corner."""

    __slots__ = ("left", "scale", "size", "top")

    def __init__(self, size: tuple[int, int], scale: float, left: float, top: float) -> None:
        """Take the size of the canvas and the part of the picture on it."""
        self.size = size
        self.scale = scale
        self.left = left
        self.top = top

    def at(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of the picture, shape (…, 2), as points of the canvas."""
        return (points - (self.left, self.top)) * self.scale

    def edges(self, boxes: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return boxes of the picture, shape (…, 4), as whole pixels of the canvas, right and bottom exclusive."""
        moved = (boxes - (self.left, self.top, self.left, self.top)) * self.scale
        return np.round(np.clip(moved, -_FAR, _FAR)).astype(np.int64)

    def window(self, box: Sequence[float], margin: int = 0) -> Window | None:
        """Return the part of the canvas that a box of the picture covers, and some more; None when there is none."""
        x0 = max(-margin, int(np.floor(max(-_FAR, (box[0] - self.left) * self.scale))) - margin)
        y0 = max(-margin, int(np.floor(max(-_FAR, (box[1] - self.top) * self.scale))) - margin)
        x1 = min(self.size[0] + margin, int(np.ceil(min(_FAR, (box[2] - self.left) * self.scale))) + margin)
        y1 = min(self.size[1] + margin, int(np.ceil(min(_FAR, (box[3] - self.top) * self.scale))) + margin)
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def fill_areas(
    canvas: Image.Image,
    drawing: Sketch,
    areas: Sequence[Area],
    colors: NDArray[np.uint8],
    place: Place,
    opacity: float,
    masks: Mapping[int, MaskPart],
) -> None:
    """Tint the insides of labels.

    Args:
        canvas: As said above.
        drawing: The labels.
        areas: Those that are to be seen, in drawing order.
        colors: Shape (labels, 3 or more): RGB of each label.
        place: Where the picture lies on the canvas.
        opacity: 0 to 1.
        masks: Masks on the canvas by the place of their label; one that is not there is not to be seen.
    """
    alpha = round(255 * min(1.0, max(0.0, opacity)))
    if not alpha:
        return
    inks = [(*ink[:3], 255) for ink in colors.tolist()]
    solid = [area for area in areas if area.mask is None]
    if len(solid) > MANY:
        _fill_many(canvas, drawing, solid, inks, place, alpha)
        areas = [area for area in areas if area.mask is not None]
    fade = (np.arange(256) * alpha // 255).astype(np.uint8)
    for area in areas:
        if area.mask is None:
            found = _stencil(drawing, area, place, alpha)
        elif part := masks.get(area.owner):
            found = part.window[:2], Image.fromarray(fade[part.values])
        else:
            continue
        if found is not None:
            canvas.paste(Image.new("RGBA", found[1].size, inks[area.owner]), found[0], found[1])


def mask_parts(areas: Sequence[Area], place: Place, masks: MaskShelf, margin: int) -> dict[int, MaskPart]:
    """Return the masks that are to be seen, as they lie on the canvas, by the place of their label.

    Args:
        areas: Insides of labels; only masks are looked at.
        place: Where the picture lies.
        masks: Decoded masks.
        margin: So many pixels more on all sides, so that it is known where a mask ends.
    """
    halvings = halvings_for(place.scale)
    step = 2.0**halvings
    found = {}
    for area in areas:
        if area.mask is None or (tile := masks.get(area.mask, halvings=halvings)) is None:
            continue
        x, y = area.mask.origin
        window = place.window((x, y, x + tile.shape[1] * step, y + tile.shape[0] * step), margin)
        if window is not None:
            left, top = (x - place.left) * place.scale, (y - place.top) * place.scale
            found[area.owner] = MaskPart(window, sampled(tile, left, top, place.scale * step, window))
    return found


def _stencil(drawing: Sketch, area: Area, place: Place, alpha: int) -> tuple[tuple[int, int], Image.Image] | None:
    """Return how strongly an area tints the pixels of a part of the canvas, and the corner of that part."""
    if area.box is not None:
        left, top, right, bottom = place.edges(drawing.boxes[area.box]).tolist()
        left, top = max(0, left), max(0, top)
        right, bottom = min(place.size[0], right), min(place.size[1], bottom)
        if right <= left or bottom <= top:
            return None
        return (left, top), Image.new("L", (right - left, bottom - top), alpha)
    window = place.window(drawing.bounds[area.owner].tolist())
    if window is None:
        return None
    stencil = Image.new("L", (window[2] - window[0], window[3] - window[1]))
    draw = ImageDraw.Draw(stencil)
    for number, points in _rings(drawing, area):
        draw.polygon(_corners(place.at(points) - window[:2]).ravel().tolist(), fill=0 if number else alpha)
    return window[:2], stencil


def _rings(drawing: Sketch, area: Area) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield the rings of an area: 0 for an exterior, else the number of the hole, and its points."""
    for part in area.rings:
        for number, line in enumerate(part):
            points = drawing.points[drawing.starts[line] : drawing.starts[line + 1]]
            if len(points) > 3:
                yield number, points


def _corners(points: NDArray[np.float64]) -> NDArray[np.float64]:
    # Pillow means the middle of a pixel by its whole numbers; we mean its corner.
    return np.clip(points - 0.5, -_FAR, _FAR)


def _fill_many(
    canvas: Image.Image,
    drawing: Sketch,
    areas: Sequence[Area],
    inks: Sequence[tuple[int, ...]],
    place: Place,
    alpha: int,
) -> None:
    numbers = Image.new("I", place.size)
    draw = ImageDraw.Draw(numbers)
    # All at once: a call for each would cost more than the drawing.
    boxes = place.edges(drawing.boxes).tolist()
    points = _corners(place.at(drawing.points)).ravel().tolist()
    starts = (drawing.starts * 2).tolist()
    for area in areas:
        if area.box is not None:
            left, top, right, bottom = boxes[area.box]
            if right > left and bottom > top:
                draw.rectangle((left, top, right - 1, bottom - 1), fill=area.owner + 1)
            continue
        for part in area.rings:
            for number, line in enumerate(part):
                if starts[line + 1] - starts[line] > 6:
                    # A hole shows what was there before only where areas are painted one by one.
                    ring = points[starts[line] : starts[line + 1]]
                    draw.polygon(ring, fill=0 if number else area.owner + 1)
    found = np.asarray(numbers, dtype=np.int32)
    tints = np.array([0, *(int.from_bytes(bytes(ink), "little") for ink in inks)], "<u4")[found]
    layer = Image.frombuffer("RGBA", place.size, tints.tobytes(), "raw", "RGBA", 0, 1)
    canvas.paste(layer, (0, 0), Image.fromarray(np.where(found > 0, np.uint8(alpha), np.uint8(0))))
