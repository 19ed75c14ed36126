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
    """One labelled geometry.

    Attributes:
        class_name, color: Of its class.
        geometry: Its shape.
        tags: On this label alone.
        key: Id in the source as text; empty when unknown.
        group: Labels with the same text are one object ("bound" labels); empty for most.
    """

    class_name: str
    color: str
    geometry: Geometry
    tags: tuple[Tag, ...] = ()
    key: str = ""
    group: str = ""


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
