"""Problems of one picture in sentences: those of the whole picture, then those of its labels."""

import re
from collections.abc import Collection

from app.gallery.index import IMAGE_BITS, NONE, Index, State
from app.model.annotation import Annotation
from app.model.export_spec import image_key
from app.model.foreign_text import shown
from app.model.label_problems import label_problems
from app.model.problem import PROBLEMS, Problem, ProblemKind

# What `annotation_from_json` says of objects that become no label at all.
_LEFT_OUT = re.compile(r"Object \d+ is not a JSON object\.|The annotation has no list of objects\.")


def problems_of_labels(annotation: Annotation, width: int, height: int, names: Collection[str]) -> tuple[Problem, ...]:
    """Return the problems of all labels of an annotation, those that became no label first.

    Args:
        annotation: As it was read.
        width: Of the picture in pixels; 0 when unknown.
        height: Of the picture in pixels; 0 when unknown.
        names: Classes of the project; empty when it says none.
    """
    lost = [
        Problem(ProblemKind.UNREADABLE_LABEL, sentence) for sentence in annotation.problems if _LEFT_OUT.match(sentence)
    ]
    return (*lost, *label_problems(annotation, width, height, names))


def problems_of_picture(index: Index, number: int) -> tuple[Problem, ...]:
    """Return the problems of a picture as a whole. The lock of the index is held by whoever asks."""
    bits = int(index.problem_bits.view[number])
    return tuple(Problem(kind, _whole(index, number, kind)) for kind, bit in IMAGE_BITS.items() if bits & bit)


def _whole(index: Index, number: int, kind: ProblemKind) -> str:
    match kind:
        case ProblemKind.SIZE_DIFFERS:
            stored = f"{index.file_width.view[number]:,} × {index.file_height.view[number]:,}"
            stated = f"{index.width.view[number]:,} × {index.height.view[number]:,}"
            return f"The picture has {stored} pixels, the annotation says {stated}."
        case ProblemKind.UNREADABLE_PICTURE:
            return index.reasons.texts[int(index.file_reason.view[number])]
        case ProblemKind.UNREADABLE_ANNOTATION:
            return index.reasons.texts[int(index.note_reason.view[number])]
        case ProblemKind.NO_ANNOTATION:
            return "There is no annotation for this picture."
        case ProblemKind.NO_PICTURE:
            if index.has(number, State.HAS_NOTE):
                return "There is an annotation, but no picture."
            return "The picture is not in the folder any more."
        case ProblemKind.DUPLICATE:
            first = int(index.twin.view[number])
            name = "" if first == NONE else shown(image_key(index.dataset_of(first), index.names[first]))
            return f"It has the same bytes as “{name}”."
        case _:
            return f"{PROBLEMS[kind].title}."
