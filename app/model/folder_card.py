"""What is known of an open project folder as a whole, and what is counted in it. Pure."""

from dataclasses import dataclass

from app.model.label_class import LabelClass, TagMeta
from app.model.problem import ProblemKind


@dataclass(frozen=True, slots=True)
class FolderCard:
    """A folder that was opened.

    Attributes:
        path: Absolute, as asked.
        title: Name for people: of the receipt, else of the folder.
        classes, tags: Of the project.
        datasets: Names, parents before children.
        problems: Sentences about the folder as a whole.
        has_places: Pictures know where they were taken: it is a harvest.
        images: Pictures listed so far.
    """

    path: str
    title: str
    classes: tuple[LabelClass, ...] = ()
    tags: tuple[TagMeta, ...] = ()
    datasets: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    has_places: bool = False
    images: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """How often something is there.

    Attributes:
        name: Of the class, shape, dataset, tag ("weather", or "weather=sunny").
        images: Pictures of the search that have it.
        labels: Labels of those; 0 where labels make no sense.
        color: Of a class, "#RRGGBB"; else empty.
    """

    name: str
    images: int
    labels: int = 0
    color: str = ""


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How often a kind of problem is there: all numbers over the pictures of the search."""

    kind: ProblemKind
    images: int
    problems: int


@dataclass(frozen=True, slots=True)
class FolderCounts:
    """What a folder holds, and what a search finds of it. All counts are exact for what was read.

    Attributes:
        revision: Changes with everything that may change a count or an order.
        images: Pictures in the folder.
        read: Annotations read so far; equal to `images` at the end.
        checked: Pictures looked into so far; equal to `images` at the end.
        is_complete: All was read and checked.
        shown: Pictures that the search finds.
        labels: Labels on those.
        excluded: Of those, pictures that are left out of the export.
        datasets, classes, shapes, tags: Counts over the pictures of the search; classes in the order of the project.
        most_labels: Most labels on one picture of the folder.
        problems: By kind, only those that are there.
        complaint: What is wrong with the search text; empty when it can be read.
    """

    revision: int
    images: int
    read: int
    checked: int
    is_complete: bool
    shown: int
    labels: int
    excluded: int = 0
    datasets: tuple[Count, ...] = ()
    classes: tuple[Count, ...] = ()
    shapes: tuple[Count, ...] = ()
    tags: tuple[Count, ...] = ()
    most_labels: int = 0
    problems: tuple[ProblemCount, ...] = ()
    complaint: str = ""
