"""What the lines of YOLO boxes and poses must hold, worked out from the labels alone. Pure.

Numbers are shares of the picture with six decimals: each may be half of the last digit off, and no more.
"""

from collections.abc import Sequence
from functools import partial
from math import isfinite

from app.formats.read_extent import cut_extent
from app.formats.yolo_read import Complain
from app.model.exporter import ExportLabel, ExportPlan
from app.model.geometry import Keypoints, Point, UnknownGeometry
from app.model.geometry_measure import Bounds

# Half of the sixth decimal, and what binary numbers add to it.
ROUNDING = 0.5e-6 + 1e-12


def expect_box(label: ExportLabel, width: int, height: int) -> Sequence[Complain]:
    """Return what a label must have become for detection: one box, or nothing."""
    geometry = label.label.geometry
    if isinstance(geometry, Point | UnknownGeometry) or width < 1 or height < 1:
        return ()
    place = cut_extent(geometry, width, height)
    return () if place is None else (partial(_complain, _box_shares(place, width, height)),)


class PoseExpectation:
    """What a label must have become for pose: a box around its points, then the points as the template orders them."""

    def __init__(self, plan: ExportPlan, points: int) -> None:
        """Know the node keys of each class, and how many points each line has."""
        self._templates = {known.name: [key for key, _ in known.nodes] for known in plan.classes}
        self._points = points

    def __call__(self, label: ExportLabel, width: int, height: int) -> Sequence[Complain]:
        """Return one judgement, or none."""
        geometry, template = label.label.geometry, self._templates.get(label.label.class_name, [])
        if not isinstance(geometry, Keypoints) or width < 1 or height < 1:
            return ()
        if not all(isfinite(x + y) for x, y in (node.xy for node in geometry.nodes)):
            return ()
        seen = {
            node.node: node
            for node in geometry.nodes
            if node.node in template and 0 <= node.xy[0] < width and 0 <= node.xy[1] < height
        }
        if not seen:
            return ()
        xs, ys = [node.xy[0] for node in seen.values()], [node.xy[1] for node in seen.values()]
        place = (min(xs), min(ys), min(max(xs) + 1, width), min(max(ys) + 1, height))
        numbers = list(_box_shares(place, width, height))
        for key in template:
            node = seen.get(key)
            if node is None:
                numbers += (0.0, 0.0, 0.0)
            else:
                x, y = min(1.0, (node.xy[0] + 0.5) / width), min(1.0, (node.xy[1] + 0.5) / height)
                numbers += (x, y, 1.0 if node.is_hidden else 2.0)
        numbers += [0.0] * (4 + 3 * self._points - len(numbers))
        return (partial(_complain, tuple(numbers)),)


def _box_shares(place: Bounds, width: int, height: int) -> tuple[float, ...]:
    left, top, right, bottom = place
    return (
        left / width + (right - left) / width / 2,
        top / height + (bottom - top) / height / 2,
        (right - left) / width,
        (bottom - top) / height,
    )


def _complain(wanted: Sequence[float], numbers: Sequence[float]) -> str:
    if len(numbers) != len(wanted):
        return f"{len(numbers)} numbers where {len(wanted)} were expected."
    for place, (number, right) in enumerate(zip(numbers, wanted, strict=True), 1):
        if abs(number - right) > ROUNDING:
            return f"number {place} is {number:g} where {right:.6f} was expected."
    return ""
