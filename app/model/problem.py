"""What can be wrong with a picture or its labels, and what an export may do about it. Pure.

Nothing on disk is ever changed: a remedy is a decision about what is written elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """A kind of problem; in the order in which they are shown."""

    OUTSIDE = "outside"
    ZERO_AREA = "zero-area"
    FEW_POINTS = "few-points"
    BAD_MASK = "bad-mask"
    UNREADABLE_LABEL = "unreadable-label"
    UNKNOWN_CLASS = "unknown-class"
    SIZE_DIFFERS = "size-differs"
    UNREADABLE_PICTURE = "unreadable-picture"
    UNREADABLE_ANNOTATION = "unreadable-annotation"
    NO_ANNOTATION = "no-annotation"
    NO_PICTURE = "no-picture"
    DUPLICATE = "duplicate"


class Remedy(StrEnum):
    """What an export does about a problem.

    AUTO: keep it where the format can hold it, else change as little as possible and report that.
    CLIP: cut the shape to the picture.
    DROP: leave the shape out.
    EXCLUDE: leave the whole image out.
    """

    AUTO = "auto"
    CLIP = "clip"
    DROP = "drop"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """How a kind of problem is told and mended.

    Attributes:
        title: Name for a list, sentence case.
        is_of_label: It belongs to one label; else to the whole image.
        is_error: It breaks or spoils exports; else it is worth a look.
        remedies: What can be chosen besides AUTO.
        auto: What AUTO means, one sentence.
    """

    title: str
    is_of_label: bool
    is_error: bool
    remedies: tuple[Remedy, ...]
    auto: str


_OF_LABEL = (Remedy.DROP, Remedy.EXCLUDE)
_OF_IMAGE = (Remedy.EXCLUDE,)

PROBLEMS: Mapping[ProblemKind, ProblemWords] = {
    ProblemKind.OUTSIDE: ProblemWords(
        "Shape outside picture",
        True,
        True,
        (Remedy.CLIP, *_OF_LABEL),
        "Kept where the format can hold it, else clipped.",
    ),
    ProblemKind.ZERO_AREA: ProblemWords(
        "Zero-area shape", True, True, _OF_LABEL, "Kept where the format can hold it, else left out."
    ),
    ProblemKind.FEW_POINTS: ProblemWords("Too few points", True, True, _OF_LABEL, "Left out and counted as lost."),
    ProblemKind.BAD_MASK: ProblemWords("Mask does not decode", True, True, _OF_LABEL, "Left out and counted as lost."),
    ProblemKind.UNREADABLE_LABEL: ProblemWords(
        "Label cannot be read", True, True, _OF_LABEL, "Left out and counted as lost."
    ),
    ProblemKind.UNKNOWN_CLASS: ProblemWords(
        "Class not in the project", True, True, _OF_LABEL, "Kept; the class is added behind those of the project."
    ),
    ProblemKind.SIZE_DIFFERS: ProblemWords(
        "Picture size differs", False, True, _OF_IMAGE, "Kept; the size of the annotation counts."
    ),
    ProblemKind.UNREADABLE_PICTURE: ProblemWords(
        "Picture cannot be read", False, True, _OF_IMAGE, "Kept as it is; only formats that draw leave it out."
    ),
    ProblemKind.UNREADABLE_ANNOTATION: ProblemWords(
        "Annotation cannot be read", False, True, _OF_IMAGE, "The image is left out and counted."
    ),
    ProblemKind.NO_ANNOTATION: ProblemWords(
        "Annotation missing", False, False, _OF_IMAGE, "Kept as an image without labels."
    ),
    ProblemKind.NO_PICTURE: ProblemWords(
        "Picture missing", False, True, _OF_IMAGE, "Left out, unless the export goes without pictures."
    ),
    ProblemKind.DUPLICATE: ProblemWords("Exact duplicate picture", False, False, _OF_IMAGE, "Kept."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one image.

    Attributes:
        kind: What it is.
        sentence: What exactly, for people.
        label: Place of the label in its annotation, from 0; None when the whole image is meant.
    """

    kind: ProblemKind
    sentence: str
    label: int | None = None
