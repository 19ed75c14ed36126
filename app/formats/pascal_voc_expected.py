"""What a Pascal VOC export must hold of an image, worked out from the image alone, for readers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, TypeAlias

from app.formats.pascal_voc_layout import MOST_IN_BYTE, MOST_NUMBERS, MOST_PIXELS
from app.formats.read_extent import cut_extent
from app.model.exporter import ExportImage, ExportLabel, ExportPlan
from app.model.geometry import Mask, MultiPolygon, Point, Polygon, UnknownGeometry
from app.model.raster import raster_part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that must be there.

    Attributes:
        label: The label.
        box: xmin, ymin, xmax, ymax: pixels from 1, all of them inside.
        is_painted: It must be in the masks.
    """

    label: ExportLabel
    box: tuple[int, int, int, int]
    is_painted: bool

    def is_marked(self, flag: str) -> bool:
        """Return whether a tag of this name says yes."""
        said = [tag.value.strip().lower() for tag in self.label.label.tags if tag.name.lower() == flag]
        return any(value not in ("0", "0.0", "false", "no", "off") for value in said)


class Expected:
    """Knows what images of one export must have become."""

    def __init__(self, plan: ExportPlan) -> None:
        """Know the classes."""
        self.title = _held(plan.title)
        self.class_names = [known.name for known in plan.classes]
        self.spelled = spelled(self.class_names)
        self._numbers = {name: at + 1 for at, name in enumerate(self.class_names)}

    def wanted(self, image: ExportImage) -> list[Wanted]:
        """Return the objects of an image, in order."""
        found: list[Wanted] = []
        for label in image.labels:
            geometry = label.label.geometry
            number = self._numbers.get(label.label.class_name)
            if number is None or isinstance(geometry, Point | UnknownGeometry) or image.width < 1 or image.height < 1:
                continue
            place = cut_extent(geometry, image.width, image.height)
            if place is None:
                continue
            x0, y0 = floor(place[0]), floor(place[1])
            box = (x0 + 1, y0 + 1, max(x0 + 1, floor(place[2])), max(y0 + 1, floor(place[3])))
            fits = image.width * image.height <= MOST_PIXELS and max(number, len(found) + 1) <= MOST_NUMBERS
            found.append(Wanted(label, box, fits and isinstance(geometry, Polygon | MultiPolygon | Mask)))
        return found

    def presence(self, wanted: Sequence[Wanted]) -> list[int]:
        """Return for each class: 1 when it is there, 0 when it is there in what is difficult alone, else -1."""
        values = dict.fromkeys(self.class_names, -1)
        for one in wanted:
            name = one.label.label.class_name
            values[name] = max(values[name], 0 if one.is_marked("difficult") else 1)
        return list(values.values())

    def masks(self, image: ExportImage, wanted: Sequence[Wanted]) -> "tuple[Pixels, Pixels] | None":
        """Return the numbers of classes and of objects in the masks; None when there must be none."""
        import numpy as np

        if not any(one.is_painted for one in wanted):
            return None
        classes, objects = (np.zeros((image.height, image.width), np.int32) for _ in range(2))
        # From the top down: what has been set already lies over what comes.
        for at in reversed(range(len(wanted))):
            if wanted[at].is_painted:
                label = wanted[at].label.label
                x, y, inside = raster_part(label.geometry, image.width, image.height)
                part = np.s_[y : y + inside.shape[0], x : x + inside.shape[1]]
                free = inside & (objects[part] == 0)
                classes[part] += free * self._numbers[label.class_name]
                objects[part] += free * (at + 1)
        return classes, objects

    def is_wide(self, wanted: Sequence[Wanted]) -> tuple[bool, bool]:
        """Return whether the class mask and the object mask must have 16 bits."""
        painted = [
            (self._numbers[one.label.label.class_name], at + 1) for at, one in enumerate(wanted) if one.is_painted
        ]
        return any(pair[0] > MOST_IN_BYTE for pair in painted), any(pair[1] > MOST_IN_BYTE for pair in painted)


def spelled(names: Iterable[str]) -> Mapping[str, str]:
    """Return how each class must be called in XML."""
    names = list(names)
    odd = [name for name in names if _held(name) != name]
    found = {name: name for name in names if name not in odd}
    for name in odd:
        text, number = _held(name), 2
        while text in found.values():
            text, number = f"{_held(name)}~{number}", number + 1
        found[name] = text
    return found


def _held(text: str) -> str:
    return "".join(letter if _is_held(ord(letter)) else "\ufffd" for letter in text)


def _is_held(number: int) -> bool:
    """Return whether XML 1.0 can hold a character and gives it back as it was."""
    if number < 32:
        return number in (9, 10)
    return not 0xD800 <= number <= 0xDFFF and number not in (0xFFFE, 0xFFFF)
