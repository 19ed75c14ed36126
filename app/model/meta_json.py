"""Project meta JSON of the Supervisely format to classes and tags, from a file or from the server. Pure.

Tolerant: an entry that cannot be read is left out and named in `problems`; legacy metas with `tags_images` and
`tags_objects` are read too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.model.figure_json import DEFAULT_COLOR
from app.model.foreign_text import plain_text
from app.model.label_class import LabelClass, TagMeta

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_LEGACY_TAGS = (("tags_images", "imagesOnly"), ("tags_objects", "objectsOnly"))


@dataclass(frozen=True, slots=True)
class Meta:
    """What a project says about its labels.

    Attributes:
        classes: In the order of the project.
        tags: In the order of the project.
        project_type: "images", …; empty when it does not say.
        problems: Sentences about what could not be read.
    """

    classes: tuple[LabelClass, ...] = ()
    tags: tuple[TagMeta, ...] = ()
    project_type: str = ""
    problems: tuple[str, ...] = ()


def meta_from_json(document: object) -> Meta:
    """Return classes and tags of a project; never raises for what a document holds."""
    if not isinstance(document, Mapping):
        return Meta(problems=("The project meta is not a JSON object.",))
    problems: list[str] = []
    classes = document.get("classes")
    if not isinstance(classes, list):
        problems.append("The project meta has no list of classes.")
        classes = []
    entries = [(entry, "all") for entry in _entries(document.get("tags"))]
    if not entries:
        entries = [(entry, applies) for key, applies in _LEGACY_TAGS for entry in _entries(document.get(key))]
    kind = document.get("projectType")
    return Meta(
        classes=tuple(c for c in (_label_class(entry, problems) for entry in classes) if c is not None),
        tags=tuple(t for t in (_tag(entry, applies, problems) for entry, applies in entries) if t is not None),
        project_type=kind if isinstance(kind, str) else "",
        problems=tuple(problems),
    )


def hex_color(value: object) -> str | None:
    """Return "#RRGGBB" in capitals, or None when the value is no such colour."""
    return value.upper() if isinstance(value, str) and _HEX.fullmatch(value) else None


def _entries(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return plain_text(value) or ""


def _label_class(entry: object, problems: list[str]) -> LabelClass | None:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("title"), str):
        problems.append("A class has no title.")
        return None
    nodes, edges = _template(entry.get("geometry_config"))
    return LabelClass(
        name=str(entry["title"]),
        shape=_text(entry.get("shape")) or "any",
        color=hex_color(entry.get("color")) or DEFAULT_COLOR,
        key=_text(entry.get("id")),
        description=_text(entry.get("description")),
        nodes=nodes,
        edges=edges,
    )


def _template(config: object) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return nodes as (key, label) and edges as pairs of keys of a keypoint template."""
    if not isinstance(config, Mapping):
        return (), ()
    nodes = config.get("nodes")
    keys = (
        tuple((str(key), _text(node.get("label")) if isinstance(node, Mapping) else "") for key, node in nodes.items())
        if isinstance(nodes, Mapping)
        else ()
    )
    edges = tuple(
        (_text(edge["src"]), _text(edge["dst"]))
        for edge in _entries(config.get("edges"))
        if isinstance(edge, Mapping) and "src" in edge and "dst" in edge
    )
    return keys, edges


def _tag(entry: object, applies: str, problems: list[str]) -> TagMeta | None:
    if isinstance(entry, str):
        return TagMeta(entry, "none", DEFAULT_COLOR)
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
        problems.append("A tag has no name.")
        return None
    return TagMeta(
        name=str(entry["name"]),
        value_type=_text(entry.get("value_type")) or "none",
        color=hex_color(entry.get("color")) or DEFAULT_COLOR,
        values=tuple(_text(value) for value in _entries(entry.get("values"))),
        applicable_to=_text(entry.get("applicable_type")) or applies,
        key=_text(entry.get("id")),
    )
