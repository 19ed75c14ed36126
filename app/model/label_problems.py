"""What is wrong with the labels of one annotation, in sentences with numbers. Pure.

Problems of the image as a whole (its file, its size, twins elsewhere) are found where files are read.
"""

from collections.abc import Collection, Iterator
from itertools import chain
from math import floor

from app.model.annotation import Annotation
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
from app.model.geometry_clip import is_outside
from app.model.geometry_measure import SHAPE_WORDS, area, bounds
from app.model.mask import MOST_PIXELS, decode_mask
from app.model.problem import Problem, ProblemKind

# Kinds that name a shape which we read; "cuboid_2d" is the newer form of "cuboid".
_READABLE = frozenset((*SHAPE_WORDS, "cuboid_2d"))
# An object whose kind is left to its class, although that is unknown or leaves it to the object.
_UNSAID = frozenset(("", "any"))
_FAR_PX = 1_000_000_000
_LONGEST_NAME = 80

_Found = Iterator[tuple[ProblemKind, str]]


def label_problems(
    annotation: Annotation, width: int, height: int, class_names: Collection[str] | None, check_masks: bool = True
) -> tuple[Problem, ...]:
    """Return the problems of all labels, by label, then in the order of their kinds.

    Args:
        annotation: As it was read.
        width: Of the picture in pixels; 0 when unknown, then nothing is outside.
        height: Of the picture in pixels; 0 when unknown.
        class_names: Classes of the project; None or empty when it says none, then none is unknown. A set is fastest.
        check_masks: Decode masks to see whether they can be; without, only their headers are read.
    """
    found = []
    for place, label in enumerate(annotation.labels):
        problems: list[_Found] = []
        shape = label.geometry
        if type(shape) is Rectangle:
            # Most labels are boxes, and most boxes are well.
            if not (0 <= shape.left < shape.right < width and 0 <= shape.top < shape.bottom < height):
                problems.append(_of_shape(shape, width, height, check_masks))
        else:
            problems.append(_of_shape(shape, width, height, check_masks))
        if class_names and label.class_name not in class_names:
            problems.append(_unknown(label.class_name))
        if problems:
            found += [Problem(kind, sentence, place) for kind, sentence in chain.from_iterable(problems)]
    return tuple(found)


def _unknown(class_name: str) -> _Found:
    name = " ".join(class_name.split())
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    yield ProblemKind.UNKNOWN_CLASS, f"The project has no class “{shown}”."


def _of_shape(shape: Geometry, width: int, height: int, check_masks: bool) -> _Found:
    """Yield what is wrong with one shape, in the order of the kinds."""
    if width and height and is_outside(shape, width, height):
        yield ProblemKind.OUTSIDE, _outside(shape, width, height)
    match shape:
        case Rectangle() | OrientedBox():
            yield from _flat_box(shape)
        case Polygon():
            yield from _of_parts((shape,), "The polygon")
        case MultiPolygon():
            yield from _of_parts(shape.parts, "The shape")
        case Polyline():
            yield from _of_line(shape)
        case Mask():
            yield from _of_mask(shape, width * height or MOST_PIXELS, check_masks)
        case UnknownGeometry():
            if shape.kind in _READABLE:
                yield ProblemKind.UNREADABLE_LABEL, f"It is called a {shape.kind}, but does not hold what makes one."
            elif shape.kind in _UNSAID:
                yield ProblemKind.UNREADABLE_LABEL, "The label does not say what shape it is."
        case Point() | Keypoints() | Cuboid():
            pass


def _outside(shape: Geometry, width: int, height: int) -> str:
    place = bounds(shape)
    assert place is not None  # a shape without a place is not outside
    name = _name(shape)
    left, top, right, bottom = (floor(edge) for edge in place)
    if left >= width or top >= height or right <= 0 or bottom <= 0:
        return f"{name} lies wholly outside the picture."
    beyond = (("left", -left), ("top", -top), ("right", right - width), ("bottom", bottom - height))
    parts = [f"{_pixels(distance)} beyond the {side} edge" for side, distance in beyond if distance > 0]
    return f"{name} reaches {', '.join(parts[:-1])}{' and ' if len(parts) > 1 else ''}{parts[-1]}."


def _pixels(distance: int) -> str:
    return f"{distance:,} px" if distance < _FAR_PX else "more than a billion px"


def _name(shape: Geometry) -> str:
    match shape:
        case Rectangle() | OrientedBox():
            return "The box"
        case Polygon():
            return "The polygon"
        case Polyline():
            return "The line"
        case Point():
            return "The point"
        case Mask():
            return "The mask"
        case Keypoints():
            return "The skeleton"
        case Cuboid():
            return "The cuboid"
        case _:
            return "The shape"


def _flat_box(box: Rectangle | OrientedBox) -> _Found:
    is_thin, is_low = box.left == box.right, box.top == box.bottom
    if is_thin and is_low:
        yield ProblemKind.ZERO_AREA, f"The box is a single pixel at {_at((box.left, box.top))}."
    elif is_thin:
        yield ProblemKind.ZERO_AREA, f"The box has no width: both corners lie at x = {_number(box.left)}."
    elif is_low:
        yield ProblemKind.ZERO_AREA, f"The box has no height: both corners lie at y = {_number(box.top)}."


def _of_parts(parts: tuple[Polygon, ...], name: str) -> _Found:
    fewest = min((len(part.exterior) for part in parts), default=0)
    if fewest < 3:
        where = "" if len(parts) < 2 else "in one of its parts "
        yield ProblemKind.FEW_POINTS, f"{name} has {_points(fewest)} {where}where three are needed."
    elif not sum(area(part) for part in parts):
        count = sum(len(part.exterior) for part in parts)
        yield ProblemKind.ZERO_AREA, f"{name} has {_points(count)}, but its area is 0 px."


def _of_line(line: Polyline) -> _Found:
    if len(line.points) < 2:
        yield ProblemKind.FEW_POINTS, f"The line has {_points(len(line.points))} where two are needed."
    elif len(set(line.points)) == 1:
        yield ProblemKind.ZERO_AREA, f"All {len(line.points):,} points of the line lie at {_at(line.points[0])}."


def _of_mask(mask: Mask, most_pixels: int, check_masks: bool) -> _Found:
    if not check_masks:
        if bounds(mask) is None:
            yield ProblemKind.BAD_MASK, "The mask has no header that can be read."
        return
    try:
        is_empty = not decode_mask(mask, most_pixels).any()
    except ValueError as error:
        yield ProblemKind.BAD_MASK, str(error)
    else:
        if is_empty:
            yield ProblemKind.BAD_MASK, "The mask is empty."


def _points(count: int) -> str:
    return {0: "no points", 1: "one point"}.get(count, f"{count:,} points")


def _at(point: XY) -> str:
    return f"{_number(point[0])}, {_number(point[1])}"


def _number(value: float) -> str:
    return f"{float(value):.15g}"
