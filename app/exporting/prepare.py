"""From the files of an image to what goes into the export, or the reason why the image stays out.

The same image, annotation and spec give the same answer in every process and every pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from app.exporting.entry import Entry, path_beside
from app.exporting.finder import OF_PICTURES, Finder
from app.exporting.pictures import PictureError, is_there, shown_size
from app.exporting.sieve import Sieve, Sieved, remedies_of
from app.exporting.split import is_for_validation
from app.formats.supervisely import AnnotationError, load_annotation
from app.model.annotation import Annotation
from app.model.export_spec import ExportSpec, Images, SplitBy
from app.model.exporter import ExportImage
from app.model.harvest_record import record_from_json
from app.model.label_class import LabelClass
from app.model.label_problems import label_problems
from app.model.layout import SidecarKind
from app.model.problem import PROBLEMS, Problem, ProblemKind, Remedy

BY_HAND = "left out by hand"
NOT_FOUND = "not found by the search"
NO_SIZE = "size unknown"


@dataclass(frozen=True, slots=True)
class Excluded:
    """An image that stays out.

    Attributes:
        reason: A few words, the same for the same cause.
        is_problem: Nobody chose it: it cannot be exported.
    """

    reason: str
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What goes in of one image.

    Attributes:
        image: As it goes into the export.
        strangers: Classes of its labels that are not in the project.
        bad_masks: Places of labels whose masks do not decode.
    """

    image: ExportImage
    strangers: frozenset[str] = frozenset()
    bad_masks: tuple[int, ...] = ()


class _Info(msgspec.Struct):
    """What we want of the file with what the server knows of an image."""

    id: int | str | None = None


class _Known(NamedTuple):
    """What is known of one image: kinds are problems of the whole, problems those of its labels."""

    annotation: Annotation
    kinds: list[ProblemKind]
    problems: tuple[Problem, ...]
    width: int
    height: int


class Preparer:
    """Prepares the images of one export."""

    def __init__(self, spec: ExportSpec, classes: Sequence[LabelClass]) -> None:
        """Take what was asked and the classes of the project.

        Raises:
            ValueError: The spec names a remedy that there is not, or a search that cannot be read.
        """
        self._spec = spec
        self._classes = classes
        self._sieve = Sieve(spec, classes)
        self._remedies = remedies_of(spec)
        self._excluded = frozenset(spec.excluded)
        self._finder = Finder(spec.only)
        self._names = frozenset(one.name for one in classes)

    @cached_property
    def _looks_at_pictures(self) -> bool:
        """Return whether a remedy or the search depends on what is in the picture files."""
        return self._finder.needs_pictures or any(self._excludes(kind) for kind in OF_PICTURES)

    @property
    def wants_duplicates(self) -> bool:
        """Return whether equal pictures must be known before images are prepared."""
        return self._finder.needs_duplicates or self._excludes(ProblemKind.DUPLICATE)

    def prepare(self, entry: Entry) -> Prepared | Excluded:
        """Return what goes in of an image, or why it stays out."""
        if entry.key in self._excluded:
            return Excluded(BY_HAND)
        known = self._known(entry)
        of_labels = [problem.kind for problem in known.problems]
        if not self._finder.finds(entry.dataset, entry.name, known.annotation, [*known.kinds, *of_labels]):
            return Excluded(NOT_FOUND)
        for kind in known.kinds:
            if self._excludes(kind):
                return _by(kind)
        if ProblemKind.NO_PICTURE in known.kinds and self._spec.images is not Images.NONE:
            return _by(ProblemKind.NO_PICTURE, is_problem=True)
        if ProblemKind.UNREADABLE_ANNOTATION in known.kinds:
            return _by(ProblemKind.UNREADABLE_ANNOTATION, is_problem=True)
        if not (known.width > 0 and known.height > 0):
            return Excluded(NO_SIZE, is_problem=True)
        sieved = self._sieve.sift(known.annotation, known.problems, known.width, known.height)
        if sieved.excluded_by is not None:
            return _by(sieved.excluded_by)
        return self._made(entry, known, sieved)

    def _known(self, entry: Entry) -> _Known:
        kinds = [ProblemKind.DUPLICATE] if entry.is_duplicate else []
        annotation = Annotation(0, 0)
        if entry.annotation:
            try:
                annotation = load_annotation(Path(entry.annotation), self._classes)
            except AnnotationError:
                kinds.append(ProblemKind.UNREADABLE_ANNOTATION)
        else:
            kinds.append(ProblemKind.NO_ANNOTATION)
        width, height = annotation.width, annotation.height
        is_sized = width > 0 and height > 0
        if entry.picture is None or not is_there(entry.picture):
            kinds.append(ProblemKind.NO_PICTURE)
        elif self._looks_at_pictures or not is_sized:
            try:
                shown = shown_size(entry.picture, is_unpacked=self._looks_at_pictures)
            except PictureError:
                kinds.append(ProblemKind.UNREADABLE_PICTURE)
            else:
                if not is_sized:
                    width, height = shown.width, shown.height
                elif not shown.fits(width, height):
                    kinds.append(ProblemKind.SIZE_DIFFERS)
        # Masks are unfolded once; later passes know which cannot be.
        problems = label_problems(annotation, width, height, self._names, check_masks=not entry.was_looked_at)
        problems += tuple(Problem(ProblemKind.BAD_MASK, "", place) for place in entry.bad_masks)
        return _Known(annotation, kinds, problems, width, height)

    def _made(self, entry: Entry, known: _Known, sieved: Sieved) -> Prepared:
        annotation = known.annotation
        image = ExportImage(
            number=entry.number,
            dataset=entry.dataset,
            name=entry.name,
            file=entry.file,
            width=known.width,
            height=known.height,
            labels=tuple(sieved.labels),
            tags=annotation.tags,
            is_val=entry.is_val if entry.was_looked_at else self._is_val(entry, annotation),
            picture=None if self._spec.images is Images.NONE else entry.picture,
            key=_key(entry),
            source=entry.annotation,
            lost=tuple(sieved.lost),
            left_out=tuple(sieved.left_out),
        )
        bad_masks = (one.label for one in known.problems if one.kind is ProblemKind.BAD_MASK)
        return Prepared(image, frozenset(sieved.strangers), tuple(place for place in bad_masks if place is not None))

    def _is_val(self, entry: Entry, annotation: Annotation) -> bool:
        spec = self._spec
        by_sequence = spec.val > 0 and spec.val_by is SplitBy.SEQUENCE
        sequence = _sequence(entry) if by_sequence else ""
        return is_for_validation(spec, entry.dataset, entry.key, (tag.name for tag in annotation.tags), sequence)

    def _excludes(self, kind: ProblemKind) -> bool:
        return self._remedies.get(kind) is Remedy.EXCLUDE


def _by(kind: ProblemKind, *, is_problem: bool = False) -> Excluded:
    title = PROBLEMS[kind].title
    return Excluded(title[:1].lower() + title[1:], is_problem)


def _sequence(entry: Entry) -> str:
    """Return the sequence of a harvested image; empty when nothing says so."""
    path = path_beside(entry, SidecarKind.IMAGE_META)
    try:
        return "" if path is None else record_from_json(path.read_bytes()).sequence
    except (OSError, ValueError):
        return ""


def _key(entry: Entry) -> str:
    """Return the id of an image at its service; empty when nothing says so."""
    path = path_beside(entry, SidecarKind.IMAGE_INFO)
    try:
        found = None if path is None else msgspec.json.decode(path.read_bytes(), type=_Info).id
    except (OSError, msgspec.DecodeError):
        return ""
    return "" if found is None else str(found)
