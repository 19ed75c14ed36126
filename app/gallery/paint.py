"""Draws the labels of a picture: tinted insides, lines in the colours of their classes on a dark halo, names.

The way of one frame: which labels are to be seen ▶ insides ▶ all lines into one canvas of keys ▶ halo, lines ▶ names.
"""

from collections import OrderedDict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.gallery import paint_lines
from app.gallery.paint_fills import MaskPart, Place, fill_areas, mask_parts
from app.gallery.paint_masks import MaskShelf
from app.gallery.paint_names import CHIP_PX, MOST_TRIES, ChipBox, paint_names
from app.gallery.paint_sketch import Sketch, sketch
from app.model.annotation import Annotation
from app.model.class_color import class_color
from app.model.gallery import NamesShown, Paint
from app.model.geometry import Mask

# Logical pixels. The halo reaches so far beyond the line on both sides: three in all.
LINE_PX = 2.0
HALO_PX = 1.5
HALO_OPACITY = 0.6
DOT_PX = 7.0
# A selected label is drawn so much thicker.
SELECTED = 2.0
# Of a mask that is seen from afar, a pixel that it covers by a fifth belongs to its outline: cracks stay visible.
_MASK_EDGE = 51
_RING_CORNERS = 12
# Width of the line of a hollow dot as a part of its size: a little thinner than others, so that it stays open.
_RING_PEN = 0.22
# Where less than this part of a canvas is touched by lines, its pixels are painted one by one.
_SPARSE = 10
_HALO = np.array([round(value * HALO_OPACITY) for value in range(256)], np.uint8)

RGB = tuple[int, int, int]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class PaintTools:
    """What is made once and used for many frames: sketches, decoded masks, chips. For one thread at a time."""

    def __init__(self, masks: MaskShelf | None = None, chips: ChipBox | None = None) -> None:
        """Begin with nothing."""
        self.masks = masks or MaskShelf()
        self.chips = chips or ChipBox()
        self._sketches: OrderedDict[int, Sketch] = OrderedDict()

    def sketch(self, annotation: Annotation) -> Sketch:
        """Return the sketch of an annotation, the same for the same object."""
        found = self._sketches.get(id(annotation))
        # A sketch holds on to its annotation, so nothing else can have this id.
        if found is None:
            found = self._sketches[id(annotation)] = sketch(annotation)
            if len(self._sketches) > 8:
                self._sketches.popitem(last=False)
        else:
            self._sketches.move_to_end(id(annotation))
        return found


def is_drawn(class_name: str, paint: Paint) -> bool:
    """Return whether labels of a class are drawn at all."""
    if paint.is_hidden or class_name in paint.hidden_classes:
        return False
    return not paint.only_classes or class_name in paint.only_classes


def color_of(class_name: str, color: str, chosen: Mapping[str, str]) -> RGB:
    """Return the colour of a class: the person's, else the project's, else one made of its name."""
    for text in (chosen.get(class_name, ""), color, class_color(class_name)):
        if len(text) == 7 and text[0] == "#":
            try:
                number = int(text[1:], 16)
            except ValueError:
                continue
            return number >> 16, number >> 8 & 255, number & 255
    return 255, 0, 255


def paint_labels(
    canvas: Image.Image, annotation: Annotation, place: Place, paint: Paint, ratio: float, tools: PaintTools
) -> Image.Image:
    """Return a canvas with labels painted over it.

    Args:
        canvas: Mode RGBA, colours multiplied with alpha; an empty one gives the labels alone. It may be changed.
        annotation: The labels.
        place: Where the picture lies on the canvas.
        paint: How they are drawn.
        ratio: Physical pixels per logical one.
        tools: What earlier frames left.
    """
    drawing = tools.sketch(annotation)
    seen = _seen(drawing, place, paint, ratio)
    if not seen.any():
        return canvas
    count = len(annotation.labels)
    colors = _colors(drawing, paint)
    widths = np.full(count, LINE_PX * ratio)
    ranks = np.minimum(np.arange(1, count + 1), paint_lines.RANKS)
    if paint.selected is not None and 0 <= paint.selected < count:
        widths[paint.selected] *= SELECTED
        # Its lines lie over all others.
        ranks[paint.selected] = paint_lines.RANKS
    pens = np.maximum(1, np.round(widths)).astype(np.int64)
    areas = [area for area in drawing.areas if seen[area.owner]]
    parts = mask_parts(areas, place, tools.masks, int(pens.max()))
    if not paint.is_outline_only:
        fill_areas(canvas, drawing, areas, colors, place, paint.opacity, parts)
    keys = _boxes(drawing, seen, place, ranks, pens)
    for area in areas:
        if area.mask is not None and area.owner in parts and _has_edge(area.mask, area.owner, paint):
            _edge_of_mask(keys, parts[area.owner], int(ranks[area.owner]), int(pens[area.owner]), area.mask.is_alpha)
    _lines_and_dots(keys, drawing, seen, place, ratio, ranks, widths)
    pixels = _with_lines(canvas, keys, colors, paint.selected, ratio)
    if paint.names is NamesShown.CLASSES:
        _write_names(pixels, drawing, seen, place, paint, ratio, tools, colors)
    return Image.fromarray(pixels)


def _colors(drawing: Sketch, paint: Paint) -> NDArray[np.uint8]:
    """Return RGB and an opaque alpha for each label, shape (labels, 4)."""
    chosen = dict(paint.colors)
    inks = [(*color_of(name, color, chosen), 255) for name, color in drawing.kinds]
    return np.array(inks, np.uint8).reshape(-1, 4)[drawing.kind_of]


def _seen(drawing: Sketch, place: Place, paint: Paint, ratio: float) -> Bools:
    """Return which labels are to be drawn and come near the canvas."""
    margin = (DOT_PX + LINE_PX + HALO_PX) * ratio * SELECTED
    bounds = drawing.bounds
    left, top = place.left - margin / place.scale, place.top - margin / place.scale
    right = place.left + (place.size[0] + margin) / place.scale
    bottom = place.top + (place.size[1] + margin) / place.scale
    # Comparing with NaN is never true: what cannot be drawn falls out here.
    near = (bounds[:, 0] <= right) & (bounds[:, 2] >= left) & (bounds[:, 1] <= bottom) & (bounds[:, 3] >= top)
    if paint.is_hidden or paint.hidden_classes or paint.only_classes:
        drawn = np.array([is_drawn(name, paint) for name, _ in drawing.kinds], bool)
        near &= drawn[drawing.kind_of]
    return near


def _boxes(drawing: Sketch, seen: Bools, place: Place, ranks: Ints, pens: Ints) -> paint_lines.Keys:
    """Return the canvas of keys with the edges of upright boxes."""
    is_seen = seen[drawing.owner_of_box]
    owners = drawing.owner_of_box[is_seen]
    # Centred on the edge as nearly as whole pixels allow; a box of no extent is still a line.
    out = (pens[owners] // 2)[:, None] * np.array([-1, -1, 1, 1])
    corners = place.edges(drawing.boxes[is_seen]) + out
    upwards = np.argsort(ranks[owners], kind="stable")
    owners = owners[upwards]
    return paint_lines.boxes(place.size, corners[upwards], ranks[owners], pens[owners])


def _lines_and_dots(
    keys: paint_lines.Keys,
    drawing: Sketch,
    seen: Bools,
    place: Place,
    ratio: float,
    ranks: Ints,
    widths: Floats,
) -> None:
    is_seen = seen[drawing.owner_of_line]
    of_seen = is_seen[drawing.line_of]
    points, lines = place.at(drawing.points[of_seen]), drawing.line_of[of_seen]
    ends, line = paint_lines.segments(points, lines)
    owner = drawing.owner_of_line[line]
    if paint_lines.effort(ends, place.size, widths[owner]) > paint_lines.MOST_SAMPLES:
        counts = np.diff(drawing.starts)[is_seen]
        starts = np.concatenate(([0], np.cumsum(counts)))
        paint_lines.plain(keys, points, starts, ranks[drawing.owner_of_line[is_seen]])
    else:
        paint_lines.stroke(keys, ends, ranks[owner], widths[owner])
    is_seen = seen[drawing.owner_of_dot]
    if is_seen.any():
        owners = drawing.owner_of_dot[is_seen]
        sizes = DOT_PX / LINE_PX * widths[owners]
        _dots(keys, place.at(drawing.dots[is_seen]), drawing.is_hollow[is_seen], ranks[owners], sizes)


def _dots(keys: paint_lines.Keys, middles: Floats, is_hollow: Bools, ranks: Ints, sizes: Floats) -> None:
    """Draw dots; a hollow one is a ring around nothing, whatever line leads to it."""
    full = ~is_hollow
    paint_lines.stroke(keys, np.hstack((middles, middles))[full], ranks[full], sizes[full])
    if not is_hollow.any():
        return
    middles, ranks, sizes = middles[is_hollow], ranks[is_hollow], sizes[is_hollow]
    inside = np.zeros_like(keys)
    paint_lines.stroke(inside, np.hstack((middles, middles)), ranks, sizes)
    keys[inside > paint_lines.FULL // 2] = 0
    angle = np.linspace(0, 2 * np.pi, _RING_CORNERS + 1)
    pens = sizes * _RING_PEN
    radii = (sizes - pens) / 2 + pens / 3
    corners = middles[:, None, :] + radii[:, None, None] * np.stack((np.cos(angle), np.sin(angle)), axis=1)
    around = np.concatenate((corners[:, :-1], corners[:, 1:]), axis=2).reshape(-1, 4)
    paint_lines.stroke(keys, around, np.repeat(ranks, _RING_CORNERS), np.repeat(pens, _RING_CORNERS))


def _has_edge(mask: Mask, owner: int, paint: Paint) -> bool:
    """Return whether a mask gets an outline: a soft one only where nothing else would show it, or it is selected."""
    return not mask.is_alpha or paint.is_outline_only or paint.selected == owner


def _edge_of_mask(keys: paint_lines.Keys, part: MaskPart, rank: int, pen: int, is_alpha: bool) -> None:
    """Draw the outline of a mask along the inside of its edge; of an alpha mask along its half-way line."""
    (x0, y0, x1, y1), values = part
    inside = values >= (max(1, int(values.max()) // 2) if is_alpha else _MASK_EDGE)
    core = inside
    for _ in range(pen):
        smaller = np.zeros_like(core)
        smaller[1:-1, 1:-1] = core[1:-1, 1:-1] & core[:-2, 1:-1] & core[2:, 1:-1] & core[1:-1, :-2] & core[1:-1, 2:]
        core = smaller
    height, width = keys.shape
    left, top, right, bottom = max(0, x0), max(0, y0), min(width, x1), min(height, y1)
    if right <= left or bottom <= top:
        return
    edge = (inside & ~core)[top - y0 : bottom - y0, left - x0 : right - x0]
    there = keys[top:bottom, left:right]
    np.maximum(there, np.where(edge, np.int32(paint_lines.FULL | rank), np.int32(0)), out=there)


def _with_lines(
    canvas: Image.Image, keys: paint_lines.Keys, colors: NDArray[np.uint8], selected: int | None, ratio: float
) -> NDArray[np.uint8]:
    """Return the pixels of a canvas with the halo of all lines over it, and the lines over that."""
    inks = np.ascontiguousarray(colors).view("<u4")[:, 0]
    inks = np.concatenate((inks[:1], inks, inks[:1] if selected is None else inks[selected : selected + 1]))
    covered = (keys >> paint_lines.RANK_BITS).astype(np.uint8)
    halo = _HALO[paint_lines.grown(covered, HALO_PX * ratio)]
    touched = np.flatnonzero(halo)
    if touched.size * _SPARSE < halo.size:
        return _blended(np.array(canvas), touched, halo, keys, inks)
    canvas.paste((0, 0, 0, 255), (0, 0), Image.fromarray(halo))
    tints = inks[np.minimum(keys & paint_lines.RANKS, len(inks) - 1)]
    layer = Image.frombuffer("RGBA", canvas.size, tints.tobytes(), "raw", "RGBA", 0, 1)
    canvas.paste(layer, (0, 0), Image.fromarray(covered))
    return np.array(canvas)


def _blended(
    pixels: NDArray[np.uint8], touched: Ints, halo: NDArray[np.uint8], keys: paint_lines.Keys, inks: NDArray[np.uint32]
) -> NDArray[np.uint8]:
    """Return pixels with halo and lines over those that are touched; the same as pasting, quicker for few."""
    flat = pixels.reshape(-1, 4)
    dark = halo.reshape(-1)[touched].astype(np.uint16)[:, None]
    under = (flat[touched] * (255 - dark) + 127) // 255
    under[:, 3:] += dark
    key = keys.reshape(-1)[touched]
    cover = (key >> paint_lines.RANK_BITS).astype(np.uint16)[:, None]
    tints = inks[np.minimum(key & paint_lines.RANKS, len(inks) - 1)].view(np.uint8).reshape(-1, 4)
    flat[touched] = (under * (255 - cover) + tints * cover + 127) // 255
    return pixels


def _write_names(
    pixels: NDArray[np.uint8],
    drawing: Sketch,
    seen: Bools,
    place: Place,
    paint: Paint,
    ratio: float,
    tools: PaintTools,
    colors: NDArray[np.uint8],
) -> None:
    other = dict(paint.names_of)
    labels = drawing.annotation.labels
    upper_first = np.flatnonzero(seen)[::-1][:MOST_TRIES].tolist()
    if paint.selected in upper_first:
        upper_first.remove(paint.selected)
        upper_first.insert(0, paint.selected)
    inks = colors.tolist()
    bounds = place.edges(drawing.bounds[upper_first])
    reach = round((LINE_PX / 2 + HALO_PX) * ratio)
    bounds[:, 1] -= round(LINE_PX / 2 * ratio)
    bounds[:, 3] += reach
    names = [
        (
            other.get(labels[owner].class_name, labels[owner].class_name),
            tuple(inks[owner][:3]),
            tuple(box),
        )
        for owner, box in zip(upper_first, bounds.tolist(), strict=True)
    ]
    paint_names(pixels, names, max(6, round(CHIP_PX * ratio)), tools.chips)
