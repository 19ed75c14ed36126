"""The objects that the official SDK's Pascal VOC converter makes of an image, its losses included. Pure.

Labels are cut to the picture first, and may fall into several objects. Boxes count from 0. Everything is drawn into the
masks but what belongs to a class of rectangles; the class `neutral` is drawn and is no object.

Source: what the converter of supervisely 6.74 writes; our reference, F.3 and C.5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, floor, pi, sin

from app.formats.boxing import (
    BAD_MASK,
    BOXED,
    CLIPPED,
    EMPTY_MASK,
    NO_CLASS,
    NO_NUMBERS,
    NO_SIZE,
    NOT_KNOWN,
    OUTSIDE,
    is_finite,
    lost,
    written,
)
from app.formats.pascal_voc_layout import MOST_PIXELS
from app.model.exporter import ExportImage, ExportLabel, Verdict
from app.model.geometry import (
    XY,
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
    UnknownGeometry,
)
from app.model.geometry_clip import clip, is_outside
from app.model.geometry_measure import bounds
from app.model.label_class import LabelClass
from app.model.mask import encode_mask
from app.model.raster import raster_part

NEUTRAL = "neutral"
IS_NEUTRAL = "the class neutral has no objects, only pixels"
AS_PIXELS = "as pixels and a bounding box"
TOO_LARGE = "the picture is too large for masks"


@dataclass(frozen=True, slots=True)
class SdkShape:
    """One label as the SDK sees it.

    Attributes:
        known: Its class.
        geometry: Within the picture, whole pixels.
        box: left, top, right, bottom as they are written.
        is_painted: It is drawn into the masks.
    """

    known: LabelClass
    geometry: Geometry
    box: tuple[float, float, float, float]
    is_painted: bool

    @property
    def is_object(self) -> bool:
        """Return whether it stands in the XML."""
        return self.known.name != NEUTRAL


def sdk_shapes(
    image: ExportImage, classes: Mapping[str, LabelClass]
) -> tuple[tuple[Verdict, ...], tuple[SdkShape, ...]]:
    """Return the fate of each label, and what becomes of them.

    Args:
        image: With its labels.
        classes: Of the export, by name.
    """
    verdicts: list[Verdict] = []
    shapes: list[SdkShape] = []
    for label in image.labels:
        why = _refused(label, image, classes)
        found = [] if why else list(_shapes(label, image, classes[label.label.class_name]))
        if not found:
            verdicts.append(lost(why or _nothing(label.label.geometry, image)))
            continue
        shapes.extend(found)
        verdicts.append(_verdict(label, image, is_painted=found[0].is_painted))
    return tuple(verdicts), tuple(shapes)


def _refused(label: ExportLabel, image: ExportImage, classes: Mapping[str, LabelClass]) -> str:
    geometry = label.label.geometry
    if label.label.class_name not in classes:
        return NO_CLASS
    if isinstance(geometry, UnknownGeometry):
        return NOT_KNOWN
    if image.width < 1 or image.height < 1:
        return NO_SIZE
    return "" if is_finite(geometry) else NO_NUMBERS


def _nothing(geometry: Geometry, image: ExportImage) -> str:
    """Return why nothing is left of a shape."""
    if not isinstance(geometry, Mask):
        return OUTSIDE
    try:
        raster_part(geometry, image.width, image.height)
    except ValueError:
        return BAD_MASK
    return OUTSIDE if is_outside(geometry, image.width, image.height) else EMPTY_MASK


def _verdict(label: ExportLabel, image: ExportImage, *, is_painted: bool) -> Verdict:
    geometry = label.label.geometry
    if label.label.class_name == NEUTRAL:
        return lost(IS_NEUTRAL)
    is_cut = label.was_clipped or is_outside(geometry, image.width, image.height)
    shape = "" if isinstance(geometry, Rectangle) else AS_PIXELS if is_painted else BOXED
    too_large = TOO_LARGE if image.width * image.height > MOST_PIXELS else ""
    return written(shape, CLIPPED if is_cut and not isinstance(geometry, OrientedBox) else "", too_large)


def _shapes(label: ExportLabel, image: ExportImage, known: LabelClass) -> Iterator[SdkShape]:
    for piece in _pieces(_floored(label.label.geometry), image.width, image.height):
        box = _box(piece)
        if box is not None:
            fits = image.width * image.height <= MOST_PIXELS
            yield SdkShape(known, piece, box, fits and known.shape != "rectangle")


def _pieces(geometry: Geometry, width: int, height: int) -> Iterator[Geometry]:
    """Yield what is left of a shape: the SDK cuts no turned boxes, and drops points and skeletons that reach out."""
    match geometry:
        case OrientedBox():
            yield geometry
        case Point() | Keypoints():
            if not is_outside(geometry, width, height):
                yield geometry
        case Mask():
            yield from _mask(geometry, width, height)
        case MultiPolygon():
            for part in clip(geometry, width, height):
                if isinstance(part, MultiPolygon) and any(one.exterior for one in part.parts):
                    yield part
        case _:
            yield from clip(geometry, width, height)


def _mask(mask: Mask, width: int, height: int) -> Iterator[Mask]:
    """Yield a mask without zeros around it, cut to the picture."""
    try:
        (piece,) = clip(mask, width, height) or (None,)
        if piece is None:
            return
        if mask.is_alpha:
            yield piece if isinstance(piece, Mask) else mask
            return
        left, top, inside = raster_part(piece, width, height)
        yield encode_mask(inside.astype("uint8"), (left, top))
    except ValueError:
        return


def _box(geometry: Geometry) -> tuple[float, float, float, float] | None:
    if isinstance(geometry, OrientedBox):
        return _turned_box(geometry)
    place = bounds(geometry)
    return None if place is None else (place[0], place[1], place[2] - 1, place[3] - 1)


def _turned_box(box: OrientedBox) -> tuple[float, float, float, float]:
    """Return the box around a turned one as the SDK reckons it: from its width and height in pixels."""
    if box.angle % (2 * pi) == 0:
        return box.left, box.top, box.right, box.bottom
    x, y = (box.left + box.right) // 2, (box.top + box.bottom) // 2
    across, down = abs(cos(box.angle)), abs(sin(box.angle))
    width, height = box.right - box.left + 1, box.bottom - box.top + 1
    half_x, half_y = (width * across + height * down) / 2, (width * down + height * across) / 2
    return int(x - half_x), int(y - half_y), int(x + half_x), int(y + half_y)


def _floored(geometry: Geometry) -> Geometry:
    """Return a shape with whole coordinates."""
    match geometry:
        case Rectangle():
            left, top, right, bottom = map(floor, (geometry.left, geometry.top, geometry.right, geometry.bottom))
            return Rectangle(left, top, right, bottom)
        case OrientedBox():
            left, top, right, bottom = map(floor, (geometry.left, geometry.top, geometry.right, geometry.bottom))
            return OrientedBox(left, top, right, bottom, geometry.angle)
        case Polygon():
            return _floored_polygon(geometry)
        case MultiPolygon():
            return MultiPolygon(tuple(_floored_polygon(part) for part in geometry.parts))
        case Polyline():
            return Polyline(_floored_points(geometry.points))
        case Point():
            return Point(_floored_points((geometry.xy,))[0])
        case Cuboid():
            return Cuboid(_floored_points(geometry.corners), geometry.edges)
        case _:
            return geometry


def _floored_polygon(polygon: Polygon) -> Polygon:
    return Polygon(_floored_points(polygon.exterior), tuple(_floored_points(hole) for hole in polygon.holes))


def _floored_points(points: tuple[XY, ...]) -> tuple[XY, ...]:
    return tuple((floor(x), floor(y)) for x, y in points)
