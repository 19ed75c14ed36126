"""What becomes of each label in Pascal VOC: its box, whether it is painted into the masks, and what it loses. Pure.

Boxes are kept; every other shape gets its bounding box. Areas with an outline of their own (polygons and masks) are
painted as well, later labels over earlier ones, so that a label may lose pixels to one behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, TypeAlias

from app.formats.boxing import NO_CLASS, boxed, lost, written
from app.formats.pascal_voc_layout import MOST_IN_BYTE, MOST_NUMBERS, MOST_PIXELS
from app.formats.pascal_voc_names import xml_names
from app.model.exporter import ExportImage, ExportLabel, ExportPlan, Verdict
from app.model.geometry import Mask, MultiPolygon, Polygon, Rectangle
from app.model.geometry_measure import Bounds, bounds
from app.model.raster import raster_part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.uint8 | np.uint16]

AS_PIXELS = "as pixels and a bounding box"
OPACITY = "opacity becomes inside or outside"
COVERED = "some pixels lie under later labels in the masks"
ROUNDED = "rounded to whole pixels"
RENAMED = "its class name has characters that XML cannot hold"
TOO_LARGE = "the picture is too large for masks"
WIDE_OBJECT = "its number in the object mask takes 16 bits"
WIDE_CLASS = "its number in the class mask takes 16 bits"


@dataclass(frozen=True, slots=True)
class VocObject:
    """A label that is written.

    Attributes:
        label: The label.
        place: Of the label among the labels of its image.
        box: xmin, ymin, xmax, ymax: pixels from 1, all of them inside.
        number: Place among the objects of the file, from 1; its value in the object mask.
        class_number: Place of its class, from 1; its value in the class mask.
        is_painted: Its pixels go into the masks.
    """

    label: ExportLabel
    place: int
    box: tuple[int, int, int, int]
    number: int
    class_number: int
    is_painted: bool


@dataclass(frozen=True, slots=True)
class Fated:
    """The fate of all labels of an image, and what is written of them."""

    verdicts: tuple[Verdict, ...]
    objects: tuple[VocObject, ...]


class VocFate:
    """Decides for the images of one export."""

    def __init__(self, plan: ExportPlan) -> None:
        """Know the classes."""
        self._numbers: Mapping[str, int] = {known.name: number for number, known in enumerate(plan.classes, 1)}
        names = xml_names(self._numbers)
        self._renamed = {name for name in names if names[name] != name}

    def decide(self, image: ExportImage) -> Fated:
        """Return the fate of each label."""
        verdicts: list[Verdict] = []
        objects: list[VocObject] = []
        for place, label in enumerate(image.labels):
            verdict, found = self._placed(label, place, len(objects) + 1, image)
            verdicts.append(verdict)
            if found is not None:
                objects.append(found)
        for number in covered(objects, image.width, image.height):
            at = objects[number].place
            verdicts[at] = written(verdicts[at].why, COVERED)
        return Fated(tuple(verdicts), tuple(objects))

    def _placed(
        self, label: ExportLabel, place: int, number: int, image: ExportImage
    ) -> tuple[Verdict, VocObject | None]:
        class_number = self._numbers.get(label.label.class_name)
        if class_number is None:
            return lost(NO_CLASS), None
        verdict, around = boxed(label, image.width, image.height)
        if around is None:
            return verdict, None
        is_painted, whys = _painting(label, verdict, image, number, class_number)
        renamed = RENAMED if label.label.class_name in self._renamed else ""
        box, rounded = _whole(around, label)
        found = VocObject(label, place, box, number, class_number, is_painted)
        return written(*whys, rounded, renamed), found


def _painting(
    label: ExportLabel, verdict: Verdict, image: ExportImage, number: int, class_number: int
) -> tuple[bool, Sequence[str]]:
    """Return whether a label is painted, and how it is changed by that or by being no more than its box."""
    geometry = label.label.geometry
    whys = verdict.why.split("; ")
    if not isinstance(geometry, Polygon | MultiPolygon | Mask):
        return False, whys
    if image.width * image.height > MOST_PIXELS or max(number, class_number) > MOST_NUMBERS:
        return False, (*whys, TOO_LARGE)
    if isinstance(geometry, Mask):
        whys[0] = OPACITY if geometry.is_alpha else ""
    else:
        whys[0] = AS_PIXELS
    wide = (WIDE_OBJECT if number > MOST_IN_BYTE else "", WIDE_CLASS if class_number > MOST_IN_BYTE else "")
    return True, (*whys, *wide)


def _whole(around: Bounds, label: ExportLabel) -> tuple[tuple[int, int, int, int], str]:
    """Return the pixels that a box covers, counted from 1, and whether a rectangle was rounded for that."""
    left, top, right, bottom = around
    last_x, last_y = max(floor(left) + 1, floor(right)), max(floor(top) + 1, floor(bottom))
    box = (floor(left) + 1, floor(top) + 1, last_x, last_y)
    is_whole = all(side == floor(side) for side in around)
    return box, "" if is_whole or not isinstance(label.label.geometry, Rectangle) else ROUNDED


def covered(objects: Sequence[VocObject], width: int, height: int) -> list[int]:
    """Return which painted objects lose pixels to a later one; only those whose bounds meet are painted for that.

    Args:
        objects: In the order in which they are painted.
        width: Of the picture.
        height: Of the picture.
    """
    import numpy as np

    meets = _meeting(objects)
    if not meets:
        return []
    canvas = np.zeros((height, width), np.bool_)
    found = []
    for number in sorted(meets, reverse=True):
        under, over = meets[number]
        left, top, inside = raster_part(objects[number].label.label.geometry, width, height)
        window = canvas[top : top + inside.shape[0], left : left + inside.shape[1]]
        if under and (window & inside).any():
            found.append(number)
        if over:
            window |= inside
    return sorted(found)


def _meeting(objects: Sequence[VocObject]) -> dict[int, tuple[bool, bool]]:
    """Return for painted objects whose bounds meet others: whether a later one is among them, and an earlier one."""
    import numpy as np

    painted = [number for number, one in enumerate(objects) if one.is_painted]
    places = [bounds(objects[number].label.label.geometry) for number in painted]
    if len(painted) < 2:
        return {}
    left, top, right, bottom = np.floor(np.array(places, np.float64)).T
    found: dict[int, tuple[bool, bool]] = {}
    for at, number in enumerate(painted):
        meets = (left < right[at]) & (left[at] < right) & (top < bottom[at]) & (top[at] < bottom)
        under, over = bool(meets[at + 1 :].any()), bool(meets[:at].any())
        if under or over:
            found[number] = (under, over)
    return found


def paint(objects: Sequence[VocObject], width: int, height: int) -> "tuple[Numbers, Numbers]":
    """Return the class mask and the object mask, later objects over earlier ones.

    Args:
        objects: Of one image.
        width: Of the picture.
        height: Of the picture.

    Returns:
        Numbers, 0 where nothing is painted, shape (height, width); 8 bits where they suffice.
    """
    import numpy as np

    classes = np.zeros((height, width), _kind([one.class_number for one in objects if one.is_painted]))
    numbers = np.zeros((height, width), _kind([one.number for one in objects if one.is_painted]))
    for one in objects:
        if one.is_painted:
            left, top, inside = raster_part(one.label.label.geometry, width, height)
            rows, columns = slice(top, top + inside.shape[0]), slice(left, left + inside.shape[1])
            classes[rows, columns][inside] = one.class_number
            numbers[rows, columns][inside] = one.number
    return classes, numbers


def _kind(numbers: Sequence[int]) -> "type[np.uint8 | np.uint16]":
    import numpy as np

    return np.uint16 if max(numbers, default=0) > MOST_IN_BYTE else np.uint8
