"""All labels and tags of one image. Pure."""

from dataclasses import dataclass

from app.model.geometry import Geometry


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag on an image or a label; `value` is empty for tags without one."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled geometry."""

    class_name: str
    color: str
    geometry: Geometry
    tags: tuple[Tag, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """All labels and tags of one image.

    Attributes:
        width, height: Pixels; 0 when the service does not say.
        labels: In drawing order, later over earlier.
        tags: Tags of the whole image.
        problems: Sentences about what could not be read.
    """

    width: int
    height: int
    labels: tuple[Label, ...] = ()
    tags: tuple[Tag, ...] = ()
    problems: tuple[str, ...] = ()
