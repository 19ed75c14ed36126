"""What an export is made of: images as they go in, the fate of each label, writers and readers. Pure.

Implementations live in app/formats, one entry of its registry each; `app/exporting` drives them and knows only this.
The way of one image: prepare (exporting) ▶ judge ▶ make (any process, any order) ▶ add (one process, in order).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from app.model.annotation import Label, Tag
from app.model.export_spec import ExportSpec
from app.model.label_class import LabelClass, TagMeta


class Fate(StrEnum):
    """What became of a label: written as it was; written but changed; not in the files."""

    KEPT = "kept"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate of one label.

    Attributes:
        fate: What becomes of it.
        why: One sentence, the same for the same cause; empty when it is kept.
    """

    fate: Fate
    why: str = ""


@dataclass(frozen=True, slots=True)
class ExportLabel:
    """A label as it goes into an export.

    Attributes:
        label: With its class name for the export; geometry in pixels of the picture, after the remedies.
        shape: Field word of the shape it had in the project ("rectangle", "polygon", …), for the counts.
        class_before: Its class in the project, for the counts.
        place: Place in the annotation, from 0.
        group: Key that binds several labels to one object; empty for most.
        was_clipped: A remedy cut it; a format that keeps it reports it as changed.
    """

    label: Label
    shape: str
    class_before: str
    place: int
    group: str = ""
    was_clipped: bool = False


@dataclass(frozen=True, slots=True)
class PictureFile:
    """Where the bytes of a picture lie.

    Attributes:
        path: The file, or the archive.
        start, end: Bytes within an archive, end exclusive; both None for a file of its own.
    """

    path: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ExportImage:
    """One image as it goes into an export.

    Attributes:
        number: Running number over all images that are written, from 0, in the order of datasets and names.
        dataset: Names from the root joined by "/"; empty when the folder is the dataset.
        name: File name in the project, with extension.
        file: File name for the export: unique without regard to case over the whole export, also without its
            extension, safe on every system, "<dataset, / as _>_<name>".
        width, height: Pixels: of the annotation, or of the picture where that does not say.
        labels: What is left after classes, remedies and least area.
        tags: Of the image.
        is_val: For validation; else for training.
        picture: None when there is none.
        key: Id in the source as text; empty when unknown.
        source: Path of its annotation file, for a format that keeps what we do not understand; empty without one.
        lost: (class, shape, why) of labels that were lost before the format saw them (unreadable, bad mask, …).
        left_out: (class, shape, why) of labels that a person left out: by class, by size, by remedy.
    """

    number: int
    dataset: str
    name: str
    file: str
    width: int
    height: int
    labels: tuple[ExportLabel, ...] = ()
    tags: tuple[Tag, ...] = ()
    is_val: bool = False
    picture: PictureFile | None = None
    key: str = ""
    source: str = ""
    lost: tuple[tuple[str, str, str], ...] = ()
    left_out: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What holds for a whole export.

    Attributes:
        spec: What was asked.
        title: Name of the project.
        classes: Classes of the export, renamed and merged, in the order of the project; then unknown ones by name.
        tags: Tags of the project.
        datasets: Names of the datasets that are in it, in order.
        date: "YYYY-MM-DD HH:MM:SS" of the newest file of the project, so that the same input gives the same bytes.
        has_val: Some image is for validation.
    """

    spec: ExportSpec
    title: str
    classes: tuple[LabelClass, ...]
    tags: tuple[TagMeta, ...] = ()
    datasets: tuple[str, ...] = ()
    date: str = "1970-01-01 00:00:00"
    has_val: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one image.

    Attributes:
        verdicts: One for each of its labels, in their order.
        tags_kept, tags_lost: Tags of image and labels that are in the files, and those that are not.
        shapes: Shapes that were written (a label may become several, or none).
        fragments: Bytes for shared files; only the writer that made them knows their meaning.
        picture_problem: Why its picture could not be drawn or placed; empty when it was.
    """

    verdicts: tuple[Verdict, ...]
    tags_kept: int = 0
    tags_lost: int = 0
    shapes: int = 0
    fragments: tuple[bytes, ...] = ()
    picture_problem: str = ""


class Exporter(Protocol):
    """Writes annotations in one format into an empty folder. Made anew in each process from plan and folder."""

    def judge(self, image: ExportImage) -> tuple[Verdict, ...]:
        """Return the fate of each label; writes nothing. `make` does exactly what this says. Pure."""
        ...

    def picture_path(self, image: ExportImage) -> str:
        """Return where the picture belongs, relative to the folder, forward slashes; the driver puts it there."""
        ...

    def make(self, image: ExportImage) -> Made:
        """Write the files that belong to this image alone. Any process, any order.

        Raises:
            OSError: The disk refuses.
        """
        ...

    def begin(self) -> None:
        """Open the shared files. One process: `begin`, `add` for each image in the order of its number, `end`."""
        ...

    def add(self, image: ExportImage, made: Made) -> None:
        """Take one image into the shared files.

        The image was made in another process: `labels`, `lost` and `left_out` of it and `verdicts` of `made` are empty
        here. What the shared files need of them lies in `made.fragments`.
        """
        ...

    def end(self) -> None:
        """Complete the shared files."""
        ...


@runtime_checkable
class Converter(Protocol):
    """What a writer also has that draws some pictures anew, because its format takes no others."""

    def converts(self, image: ExportImage) -> bool:
        """Return whether `make` itself writes this picture to its `picture_path`, or tells its `picture_problem`.

        The driver then neither places the picture nor compares it with its source: the reader looks at it. Pure.
        """
        ...


def converts(exporter: Exporter, image: ExportImage) -> bool:
    """Return whether the writer makes the picture of this image itself; most writers never do."""
    return isinstance(exporter, Converter) and exporter.converts(image)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a reader found.

    Attributes:
        images: Images compared.
        shapes: Shapes compared.
        differences: How many differ, are missing or are too many.
        first: Sentences about the first few, file named.
    """

    images: int = 0
    shapes: int = 0
    differences: int = 0
    first: tuple[str, ...] = ()

    def __add__(self, other: "Checked") -> "Checked":
        """Return the sum; the first sentences are those of the earlier one."""
        return Checked(
            self.images + other.images,
            self.shapes + other.shapes,
            self.differences + other.differences,
            (*self.first, *other.first)[:MOST_SENTENCES],
        )


MOST_SENTENCES = 5


class Verifier(Protocol):
    """Reads an export back, written apart from the writer, and compares it with what should be in it."""

    def check(self, images: Sequence[ExportImage]) -> Checked:
        """Compare consecutive images with the files. Any process."""
        ...

    def totals(self) -> tuple[int, int]:
        """Return how many images and shapes the files hold in all, counted without the images."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One entry of the registry of formats.

    Attributes:
        key: As on the command line.
        title: For people.
        cannot_hold: One sentence on what gets lost; shown before the start.
        exporter: Makes a writer from plan and folder.
        verifier: Makes a reader from plan and folder.
        fields: Fields of `ExportSpec` that mean something to this format alone.
        keeps_tags: Tags of images, and of labels that are not lost, are in the files; else no tag is.
    """

    key: str
    title: str
    cannot_hold: str
    exporter: "ExporterFactory"
    verifier: "VerifierFactory"
    fields: tuple[str, ...] = field(default=())
    keeps_tags: bool = False


class ExporterFactory(Protocol):
    """Makes writers."""

    def __call__(self, plan: ExportPlan, folder: Path) -> Exporter:
        """Return a writer into a folder."""
        ...


class VerifierFactory(Protocol):
    """Makes readers."""

    def __call__(self, plan: ExportPlan, folder: Path) -> Verifier:
        """Return a reader of a folder."""
        ...
