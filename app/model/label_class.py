"""Classes of labels and the tags of a project. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelClass:
    """A class of labels.

    Attributes:
        name: Unique within the project.
        shape: Field word of the source: "rectangle", "polygon", "bitmap", …
        color: "#RRGGBB".
        key: Id in the source as text; empty when unknown.
        description: Free text.
        nodes: For keypoint classes: (node key, label) in template order.
        edges: For keypoint classes: pairs of node keys.
    """

    name: str
    shape: str
    color: str
    key: str = ""
    description: str = ""
    nodes: tuple[tuple[str, str], ...] = ()
    edges: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TagMeta:
    """A tag that images or labels may carry.

    Attributes:
        name: Unique within the project.
        value_type: "none", "any_number", "any_string", "oneof_string" or "date".
        color: "#RRGGBB".
        values: Allowed values of "oneof_string".
        applicable_to: "all", "imagesOnly" or "objectsOnly".
        key: Id in the source as text; empty when unknown.
    """

    name: str
    value_type: str
    color: str
    values: tuple[str, ...] = ()
    applicable_to: str = "all"
    key: str = ""
