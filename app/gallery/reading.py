"""What is counted of one annotation, and the record of a harvest beside it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from app.formats.supervisely import AnnotationError, ItemFiles, load_annotation
from app.gallery.index import Note
from app.gallery.sentences import problems_of_labels
from app.model.annotation import Annotation
from app.model.geometry_measure import shape_word
from app.model.harvest_record import HarvestRecord, record_from_json
from app.model.label_class import LabelClass

MOST_RECORD_BYTES = 1024 * 1024


def read_note(
    item: ItemFiles, classes: Iterable[LabelClass], names: Collection[str], file_size: Callable[[], tuple[int, int]]
) -> Note:
    """Read and count the annotation of an item; whatever is wrong with it becomes a part of the answer.

    Args:
        item: Without an annotation there is nothing to count.
        classes: Of the project; empty when it says none.
        names: Of those classes.
        file_size: Asked for the pixels of the picture when the annotation does not state them; 0 when unknown.
    """
    if item.annotation is None:
        return Note()
    try:
        annotation = load_annotation(item.annotation, classes)
    except AnnotationError as error:
        return Note(reason=str(error))
    is_sized = annotation.width and annotation.height
    return counted(annotation, names, (0, 0) if is_sized else file_size())


def counted(annotation: Annotation, names: Collection[str], file_size: tuple[int, int] = (0, 0)) -> Note:
    """Return what is counted of an annotation."""
    labels = Counter((label.class_name, shape_word(label.geometry)) for label in annotation.labels)
    tags: Counter[tuple[str, str, int]] = Counter((tag.name, tag.value, 0) for tag in annotation.tags)
    for label in annotation.labels:
        tags.update((tag.name, tag.value, 1) for tag in set(label.tags))
    width, height = annotation.width or file_size[0], annotation.height or file_size[1]
    problems = problems_of_labels(annotation, width, height, names)
    return Note(
        annotation.width,
        annotation.height,
        [(name, shape, count) for (name, shape), count in labels.items()],
        [(tag, value, whose, count) for (tag, value, whose), count in tags.items()],
        [(problem.kind, problem.label) for problem in problems],
    )


def read_record(path: Path | None) -> HarvestRecord | None:
    """Return the record of a harvested picture; None when there is none that can be read."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return record_from_json(file.read(MOST_RECORD_BYTES))
    except (OSError, ValueError):
        return None


def place_of(record: HarvestRecord) -> tuple[float, float] | None:
    """Return longitude and latitude of a picture: as reconstructed, where its file says so, else of the camera."""
    computed = (record.computed_lon, record.computed_lat)
    original = (record.lon, record.lat)
    for lon, lat in (computed, original) if record.written_position == "computed" else (original, computed):
        if lon is not None and lat is not None:
            return (lon, lat)
    return None
