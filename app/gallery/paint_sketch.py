"""All labels of a picture as arrays, made once, so that every frame of a view is a few operations on them. No pixels.

Coordinates are continuous pixels of the picture: pixel (x, y) reaches from x to x + 1. Right and bottom of a box are
the last pixels inside, so its edge runs at right + 1. Points of every other shape name pixels, so they lie in the
middle of theirs; a polygon, its mask and its box then differ by half a pixel, the same on all sides.

Source: Supervisely annotation format, "sub-pixel coordinates": what is uploaded gets 0.5 added.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

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
from app.model.mask import mask_size

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Area:
    """The inside of one label.

    Attributes:
        owner: Place of the label.
        box: Number of its box, when it is an upright one.
        rings: Else exterior and holes of each part, as numbers of their lines.
        mask: Or a mask.
    """

    owner: int
    box: int | None = None
    rings: tuple[tuple[int, ...], ...] = ()
    mask: Mask | None = None


@dataclass(frozen=True, slots=True)
class Sketch:
    """All labels of one picture.

    Attributes:
        annotation: What it was made of.
        kinds: (class, colour) as they occur.
        kind_of: Shape (labels,): number of the kind of each label.
        bounds: Shape (labels, 4): left, top, right, bottom; NaN for what cannot be drawn.
        points: Shape (n, 2): vertices of all lines, one line after the other; the first one of a ring stands at its
            end once more.
        line_of: Shape (n,): number of the line of each vertex.
        starts: Shape (lines + 1,): where the vertices of each line begin.
        owner_of_line: Shape (lines,): place of the label.
        boxes, owner_of_box: Upright boxes as in `bounds`, whose edges are drawn without smoothing.
        dots, owner_of_dot: Shape (m, 2) and (m,).
        is_hollow: Shape (m,): dots that are drawn as rings.
        areas: Insides, in drawing order.
    """

    annotation: Annotation
    kinds: tuple[tuple[str, str], ...]
    kind_of: Ints
    bounds: Floats
    points: Floats
    line_of: Ints
    starts: Ints
    owner_of_line: Ints
    boxes: Floats
    owner_of_box: Ints
    dots: Floats
    owner_of_dot: Ints
    is_hollow: NDArray[np.bool_]
    areas: tuple[Area, ...]


def sketch(annotation: Annotation) -> Sketch:
    """Return the labels of a picture as arrays; of masks only the head is read."""
    draft = _Draft(annotation)
    for owner, label in enumerate(annotation.labels):
        draft.add(owner, label.geometry)
    return draft.done()


def box_corners(box: OrientedBox) -> tuple[XY, ...]:
    """Return the corners of an oriented box as it is drawn: at angle 0 those of the upright box."""
    middle_x = math.floor((box.left + box.right) / 2) + HALF
    middle_y = math.floor((box.top + box.bottom) / 2) + HALF
    cos, sin = math.cos(box.angle), math.sin(box.angle)
    right, bottom = box.right + 1, box.bottom + 1
    return tuple(
        (middle_x + (x - middle_x) * cos - (y - middle_y) * sin, middle_y + (x - middle_x) * sin + (y - middle_y) * cos)
        for x, y in ((box.left, box.top), (right, box.top), (right, bottom), (box.left, bottom))
    )


class _Draft:
    """A sketch in the making."""

    def __init__(self, annotation: Annotation) -> None:
        self._annotation = annotation
        self._bounds = np.full((len(annotation.labels), 4), np.nan)
        self._lines: list[Floats] = []
        self._owners: list[int] = []
        self._boxes: list[tuple[float, float, float, float]] = []
        self._box_owners: list[int] = []
        self._dots: list[XY] = []
        self._dot_owners: list[int] = []
        self._hollow: list[bool] = []
        self._areas: list[Area] = []

    def add(self, owner: int, geometry: Geometry) -> None:
        match geometry:
            case Rectangle(left=left, top=top, right=right, bottom=bottom):
                self._box(owner, (left, top, right + 1, bottom + 1))
            case Polygon():
                self._polygons(owner, (geometry,))
            case MultiPolygon(parts=parts):
                self._polygons(owner, parts)
            case Polyline(points=points):
                self._line(owner, np.array(points, float) + HALF)
            case Point(xy=xy):
                self._dot(owner, xy, is_hollow=False)
            case Keypoints():
                self._keypoints(owner, geometry)
            case Cuboid():
                self._cuboid(owner, geometry)
            case OrientedBox():
                self._areas.append(Area(owner, rings=((len(self._lines),),)))
                self._line(owner, _closed(np.array(box_corners(geometry))))
            case Mask():
                self._mask(owner, geometry)
            case UnknownGeometry():
                pass
            case _ as never:
                assert_never(never)

    def done(self) -> Sketch:
        counts = [len(line) for line in self._lines]
        kinds: dict[tuple[str, str], int] = {}
        labels = self._annotation.labels
        kind_of = [kinds.setdefault((label.class_name, label.color), len(kinds)) for label in labels]
        return Sketch(
            self._annotation,
            tuple(kinds),
            np.array(kind_of, np.int64),
            self._bounds,
            np.concatenate(self._lines) if self._lines else np.zeros((0, 2)),
            np.repeat(np.arange(len(counts)), counts),
            np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
            np.array(self._owners, np.int64),
            np.array(self._boxes, float).reshape(-1, 4),
            np.array(self._box_owners, np.int64),
            np.array(self._dots, float).reshape(-1, 2),
            np.array(self._dot_owners, np.int64),
            np.array(self._hollow, bool),
            tuple(self._areas),
        )

    def _box(self, owner: int, box: tuple[float, float, float, float]) -> None:
        self._areas.append(Area(owner, box=len(self._boxes)))
        self._boxes.append(box)
        self._box_owners.append(owner)
        self._bounds[owner] = box

    def _polygons(self, owner: int, polygons: Iterable[Polygon]) -> None:
        parts = []
        for polygon in polygons:
            first = len(self._lines)
            for ring in (polygon.exterior, *polygon.holes):
                if ring:
                    self._line(owner, _closed(np.array(ring, float) + HALF))
            if len(polygon.exterior) >= 3:
                parts.append(tuple(range(first, len(self._lines))))
        if parts:
            self._areas.append(Area(owner, rings=tuple(parts)))

    def _line(self, owner: int, points: Floats) -> None:
        if not len(points):
            return
        self._lines.append(points)
        self._owners.append(owner)
        self._reach(owner, points)

    def _dot(self, owner: int, xy: XY, *, is_hollow: bool) -> None:
        self._dots.append((xy[0] + HALF, xy[1] + HALF))
        self._dot_owners.append(owner)
        self._hollow.append(is_hollow)
        self._reach(owner, np.array([self._dots[-1]]))

    def _keypoints(self, owner: int, geometry: Keypoints) -> None:
        places = {node.node: node.xy for node in geometry.nodes}
        for first, second in geometry.edges:
            # Templates may name nodes that this one label does not have.
            if first in places and second in places:
                self._line(owner, np.array((places[first], places[second]), float) + HALF)
        for node in geometry.nodes:
            self._dot(owner, node.xy, is_hollow=node.is_hidden)

    def _cuboid(self, owner: int, geometry: Cuboid) -> None:
        corners = np.array(geometry.corners, float)
        # Its corners come as the service has them, mostly with fractions: those are continuous already.
        if corners.size and (corners == np.floor(corners)).all():
            corners = corners + HALF
        for first, second in geometry.edges:
            if first < len(corners) and second < len(corners):
                self._line(owner, corners[[first, second]])

    def _mask(self, owner: int, mask: Mask) -> None:
        try:
            width, height = mask_size(mask)
        except ValueError:
            # Its problem is told beside the picture; here it is simply not drawn.
            return
        x, y = mask.origin
        self._areas.append(Area(owner, mask=mask))
        self._bounds[owner] = (x, y, x + width, y + height)

    def _reach(self, owner: int, points: Floats) -> None:
        low, high = points.min(axis=0), points.max(axis=0)
        self._bounds[owner, :2] = np.fmin(self._bounds[owner, :2], low)
        self._bounds[owner, 2:] = np.fmax(self._bounds[owner, 2:], high)


def _closed(ring: Floats) -> Floats:
    return np.concatenate((ring, ring[:1]))
