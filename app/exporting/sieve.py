"""What goes in of the labels of one image: classes, remedies, least area. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.exporting.classes import ClassChoice
from app.model.annotation import Annotation, Label
from app.model.export_spec import ExportSpec
from app.model.exporter import ExportLabel
from app.model.geometry import Geometry, Mask, MultiPolygon, OrientedBox, Polygon, Rectangle
from app.model.geometry_clip import clip
from app.model.geometry_measure import area, shape_word
from app.model.label_class import LabelClass
from app.model.problem import PROBLEMS, Problem, ProblemKind, Remedy

# A mask that does not decode and the like: no format can hold it.
NEVER = (ProblemKind.UNREADABLE_LABEL, ProblemKind.BAD_MASK, ProblemKind.FEW_POINTS)
_HAS_AREA = (Rectangle, Polygon, MultiPolygon, Mask, OrientedBox)

Count = tuple[str, str, str]


@dataclass(slots=True)
class Sieved:
    """What is left of the labels of one image.

    Attributes:
        labels: What goes in.
        lost, left_out: As in `ExportImage`.
        excluded_by: A problem of a label for which the whole image is left out; None when there is none.
        strangers: Classes of the labels that go in and are not in the project.
    """

    labels: list[ExportLabel] = field(default_factory=list)
    lost: list[Count] = field(default_factory=list)
    left_out: list[Count] = field(default_factory=list)
    excluded_by: ProblemKind | None = None
    strangers: set[str] = field(default_factory=set)


class Sieve:
    """Decides about labels for one export."""

    def __init__(self, spec: ExportSpec, classes: Sequence[LabelClass]) -> None:
        """Take what was asked and the classes of the project.

        Raises:
            ValueError: A remedy or a kind of problem is unknown.
        """
        self._choice = ClassChoice(spec)
        self._known = {one.name: one for one in classes}
        self._remedies = remedies_of(spec)
        self._least = spec.min_area
        self._too_small = f"smaller than {spec.min_area:g} pixels"

    def sift(self, annotation: Annotation, problems: Iterable[Problem], width: int, height: int) -> Sieved:
        """Return what goes in of the labels of an image of so many pixels, given the problems of its labels."""
        found = Sieved()
        kinds: dict[int, list[ProblemKind]] = {}
        for problem in problems:
            if problem.label is not None:
                kinds.setdefault(problem.label, []).append(problem.kind)
        for place, label in enumerate(annotation.labels):
            self._take(found, place, label, kinds.get(place, ()), width, height)
            if found.excluded_by is not None:
                return found
        return found

    def _take(
        self, found: Sieved, place: int, label: Label, kinds: Sequence[ProblemKind], width: int, height: int
    ) -> None:
        name, shape = label.class_name, shape_word(label.geometry)
        if not self._choice.is_in(name):
            found.left_out.append((name, shape, "class not chosen"))
            return
        for kind in kinds:
            remedy = self._remedies.get(kind, Remedy.AUTO)
            if remedy is Remedy.EXCLUDE:
                found.excluded_by = kind
                return
            if remedy is Remedy.DROP:
                found.left_out.append((name, shape, _lower(PROBLEMS[kind].title)))
                return
        for kind in NEVER:
            if kind in kinds:
                found.lost.append((name, shape, _lower(PROBLEMS[kind].title)))
                return
        pieces: tuple[Geometry, ...] = (label.geometry,)
        was_clipped = False
        if ProblemKind.OUTSIDE in kinds and self._remedies.get(ProblemKind.OUTSIDE) is Remedy.CLIP:
            pieces = clip(label.geometry, width, height)
            was_clipped = pieces != (label.geometry,)
            if not pieces:
                found.left_out.append((name, shape, "nothing of it inside the picture"))
                return
        if self._least > 0 and isinstance(label.geometry, _HAS_AREA) and sum(map(area, pieces)) < self._least:
            found.left_out.append((name, shape, self._too_small))
            return
        if name not in self._known:
            found.strangers.add(name)
        whole = replace(label, class_name=self._choice.new_name(name))
        group = label.group or (f"piece {place}" if len(pieces) > 1 else "")
        for piece in pieces:
            found.labels.append(ExportLabel(replace(whole, geometry=piece), shape, name, place, group, was_clipped))


def remedies_of(spec: ExportSpec) -> Mapping[ProblemKind, Remedy]:
    """Return the remedies that were chosen. Raise ValueError for one that there is not."""
    return {ProblemKind(kind): Remedy(remedy) for kind, remedy in spec.remedies}


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
