"""Poses for YOLO: a box around the points of a label, then its points in the order of their template. Pure.

A point is written as the middle of its pixel. Missing ones are 0 0 0, hidden ones have visibility 1, others 2.

Source: Ultralytics, "Pose estimation datasets overview", "Ultralytics YOLO format".
"""

from collections.abc import Iterator, Mapping, Sequence

from app.formats.boxing import CLIPPED, NOT_KNOWN, OUTSIDE, lost, unboxed, written
from app.formats.yolo_task import Drawn, box_numbers, shares
from app.model.exporter import ExportLabel, ExportPlan, Verdict
from app.model.geometry import Keypoint, Keypoints, UnknownGeometry
from app.model.geometry_clip import is_outside
from app.model.geometry_measure import bounds

NO_POSE = "only keypoints are poses"
NO_TEMPLATE = "its class has no keypoint template"
NOT_IN_TEMPLATE = "points that are not in the template left out"
POINTS_OUTSIDE = "points outside the picture left out"
_MISSING = ("0", "0", "0")


def most_points(plan: ExportPlan) -> int:
    """Return how many points the largest template of the plan has; 0 without any."""
    return max((len(known.nodes) for known in plan.classes), default=0)


class Pose:
    """Poses, each with as many points as the largest template."""

    def __init__(self, plan: ExportPlan) -> None:
        """Know the templates of the plan."""
        self._points = most_points(plan)
        self._templates: Mapping[str, Sequence[str]] = {
            known.name: [key for key, _ in known.nodes] for known in plan.classes
        }

    def judge(self, label: ExportLabel, width: int, height: int) -> Verdict:
        """Return the fate of a label."""
        return self.draw(label, width, height).verdict

    def draw(self, label: ExportLabel, width: int, height: int) -> Drawn:
        """Return the fate of a label and its line."""
        geometry = label.label.geometry
        template = self._templates.get(label.label.class_name, ())
        if not isinstance(geometry, Keypoints):
            return Drawn(lost(NOT_KNOWN if isinstance(geometry, UnknownGeometry) else NO_POSE))
        if not template:
            return Drawn(lost(NO_TEMPLATE))
        if why := unboxed(geometry, width, height):
            return Drawn(lost(why))
        known = [node for node in geometry.nodes if node.node in template]
        inside = [node for node in known if not is_outside(Keypoints((node,)), width, height)]
        place = bounds(Keypoints(tuple(inside)))
        if place is None:
            return Drawn(lost(OUTSIDE if known else NOT_IN_TEMPLATE))
        verdict = written(
            NOT_IN_TEMPLATE if len(known) < len(geometry.nodes) else "",
            POINTS_OUTSIDE if len(inside) < len(known) else "",
            CLIPPED if label.was_clipped else "",
        )
        left, top, right, bottom = place
        box = (left, top, min(right, float(width)), min(bottom, float(height)))
        points = self._numbers({node.node: node for node in inside}, template, width, height)
        return Drawn(verdict, ((*box_numbers(box, width, height), *points),))

    def _numbers(
        self, nodes: Mapping[str, Keypoint], template: Sequence[str], width: int, height: int
    ) -> Iterator[str]:
        for key in template:
            node = nodes.get(key)
            if node is None:
                yield from _MISSING
            else:
                yield from shares(((node.xy[0] + 0.5, width), (node.xy[1] + 0.5, height)))
                yield "1" if node.is_hidden else "2"
        for _ in range(self._points - len(template)):
            yield from _MISSING
