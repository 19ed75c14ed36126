"""Paints the masks of Pascal VOC as the official SDK does. Pure; numpy is imported when the first mask is painted.

Each shape gets a band of grey along its outline, then its colour over it. The band is three pixels for the drawing
library of the SDK, which in truth makes five of them; here it is every pixel within two steps of the outline.
"""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from app.formats.pascal_voc_masks import RGB, voc_color
from app.formats.pascal_voc_sdk_shapes import SdkShape
from app.model.geometry import (
    Cuboid,
    Geometry,
    Keypoints,
    Mask,
    MultiPolygon,
    OrientedBox,
    Point,
    Polygon,
    Polyline,
    Rectangle,
    Ring,
)
from app.model.geometry_measure import turned_corners
from app.model.label_class import LabelClass
from app.model.mask import decode_mask
from app.model.raster import raster_part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BAND: RGB = (224, 224, 192)
_BAND_NUMBER = 255  # whose colour in the palette of the challenge this is
_BAND_STEPS = 2
# The faces of the older cuboid of seven corners.
_FACES = ((0, 1, 2, 3), (0, 4, 5, 1), (1, 5, 6, 2))
_OLD_CORNERS = 7
_MOST_COLORS = 256


def class_color(shape: SdkShape, _: int) -> RGB:
    """Return the colour of the class of a shape."""
    return rgb(shape.known)


def rgb(known: LabelClass) -> RGB:
    """Return the colour of a class; black when it has none that can be read."""
    text = known.color.removeprefix("#")
    try:
        red, green, blue = bytes.fromhex(text)
    except ValueError:
        return (0, 0, 0)
    return red, green, blue


def object_color(_: SdkShape, number: int) -> RGB:
    """Return a colour for the n-th object, from 0, never that of the band; the SDK draws lots."""
    return voc_color(number + 1 if number + 1 < _BAND_NUMBER else number + 2)


def painted(
    shapes: Sequence[SdkShape], width: int, height: int, color: Callable[[SdkShape, int], RGB]
) -> "NDArray[np.uint8]":
    """Return a mask in colours, shape (height, width, 3); later shapes lie over earlier ones.

    Args:
        shapes: In the order of labels.
        width: Of the picture.
        height: Of the picture.
        color: Of a shape and its place.
    """
    import numpy as np

    canvas = np.zeros((height, width, 3), np.uint8)
    for number, shape in enumerate(shapes):
        if not shape.is_painted:
            continue
        if shape.is_object:
            for line in _outlines(shape.geometry):
                _band(line, canvas)
            _fill(shape.geometry, canvas, color(shape, number))
        else:
            _fill(shape.geometry, canvas, BAND)
    return canvas


def mask_file(canvas: "NDArray[np.uint8]") -> bytes:
    """Return a mask in colours as PNG: with a palette, in the order of its colours, unless there are too many."""
    import numpy as np
    from PIL import Image

    codes = canvas.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colors, numbers = np.unique(codes, return_inverse=True)
    if len(colors) > _MOST_COLORS:
        picture = Image.fromarray(canvas)
    else:
        picture = Image.fromarray(numbers.reshape(codes.shape).astype(np.uint8))
        picture.putpalette(
            [channel for code in colors.tolist() for channel in (code >> 16, code >> 8 & 255, code & 255)]
        )
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def _outlines(geometry: Geometry) -> Iterator[Geometry]:
    """Yield the lines along a shape; of a mask itself, whose border is its outline."""
    match geometry:
        case Polygon():
            yield from (_closed(ring) for ring in (geometry.exterior, *geometry.holes) if ring)
        case MultiPolygon():
            for part in geometry.parts:
                yield from _outlines(part)
        case Rectangle():
            left, top, right, bottom = geometry.left, geometry.top, geometry.right, geometry.bottom
            yield _closed(((left, top), (right, top), (right, bottom), (left, bottom)))
        case OrientedBox():
            yield _closed(_whole_corners(geometry))
        case Cuboid() if len(geometry.corners) == _OLD_CORNERS:
            yield from (_closed(face) for face in _faces(geometry))
        case Cuboid():
            yield from (Point(corner) for corner in geometry.corners)
        case Keypoints():
            yield from (Point(node.xy) for node in geometry.nodes if not node.is_hidden)
        case _:
            yield geometry


def _closed(ring: Ring) -> Polyline:
    return Polyline((*ring, ring[0]))


def _faces(cuboid: Cuboid) -> Iterator[Ring]:
    return (tuple(cuboid.corners[at] for at in face) for face in _FACES)


def _whole_corners(box: OrientedBox) -> Ring:
    return tuple((int(x), int(y)) for x, y in turned_corners(box))


def _fill(geometry: Geometry, canvas: "NDArray[np.uint8]", color: RGB) -> None:
    match geometry:
        case Mask() if geometry.is_alpha:
            _blend(geometry, canvas, color)
        case MultiPolygon():
            for part in geometry.parts:
                _fill(part, canvas, color)
        case OrientedBox():
            _set(Polygon(_whole_corners(geometry)), canvas, color)
        case Cuboid() if len(geometry.corners) == _OLD_CORNERS:
            for face in _faces(geometry):
                _set(Polygon(face), canvas, color)
        case Cuboid() | Keypoints():
            for point in _outlines(geometry):
                _set(point, canvas, color)
        case _:
            _set(geometry, canvas, color)


def _set(geometry: Geometry, canvas: "NDArray[np.uint8]", color: RGB) -> None:
    left, top, inside = raster_part(geometry, canvas.shape[1], canvas.shape[0])
    canvas[top : top + inside.shape[0], left : left + inside.shape[1]][inside] = color


def _blend(mask: Mask, canvas: "NDArray[np.uint8]", color: RGB) -> None:
    """Lay a colour over what is there, as far as the mask is opaque."""
    import numpy as np

    opacity = decode_mask(mask)
    x, y = mask.origin
    part = canvas[y : y + opacity.shape[0], x : x + opacity.shape[1]]
    alpha = (opacity[: part.shape[0], : part.shape[1]] / 255.0)[..., None]
    part[:] = (part * (1 - alpha) + alpha * np.array(color)).astype(np.uint8)


def _band(line: Geometry, canvas: "NDArray[np.uint8]") -> None:
    """Paint what lies within two steps of a line, of a point, or of the border of a mask."""
    import numpy as np

    height, width = canvas.shape[:2]
    left, top, inside = raster_part(line, width, height)
    if not inside.size:
        return
    near = np.pad(inside, _BAND_STEPS)
    if isinstance(line, Mask):
        # The pixels with one beside them that is outside.
        near &= ~(np.roll(near, 1, 0) & np.roll(near, -1, 0) & np.roll(near, 1, 1) & np.roll(near, -1, 1))
    for _ in range(_BAND_STEPS):
        grown = near.copy()
        grown[1:] |= near[:-1]
        grown[:-1] |= near[1:]
        grown[:, 1:] |= near[:, :-1]
        grown[:, :-1] |= near[:, 1:]
        near = grown
    x, y = max(0, left - _BAND_STEPS), max(0, top - _BAND_STEPS)
    cut = near[y - top + _BAND_STEPS :, x - left + _BAND_STEPS :]
    part = canvas[y : y + cut.shape[0], x : x + cut.shape[1]]
    part[cut[: part.shape[0], : part.shape[1]]] = BAND
