"""An `Annotation` as annotation JSON of the Supervisely format: the way back of `app.model.figure_json`. Pure.

What was read from such JSON and is written again reads the same. A shape that is not known keeps only its kind.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from math import isfinite
from typing import Any

from app.model.annotation import Annotation, Label, Tag
from app.model.figure_json import BOX_EDGES, CORNERS
from app.model.geometry import (
    Cuboid,
    Geometry,
    Keypoints,
    Mask,
    MultiPolygon,
    OrientedBox,
    Point,
    Polygon,
    Polyline,
    Rectangle,
    Ring,
    UnknownGeometry,
)
from app.model.label_class import TagMeta

# The faces of the older cuboid: front, top and side of seven corners.
_FACES = ((0, 1, 2, 3), (0, 4, 5, 1), (1, 5, 6, 2))
_SEVEN = 7
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")

Json = dict[str, Any]


def annotation_to_json(annotation: Annotation, tags: Iterable[TagMeta] = ()) -> Json:
    """Return the annotation object of one image.

    Args:
        annotation: What is written.
        tags: Of the project; they say which values are numbers.
    """
    types = {tag.name: tag.value_type for tag in tags}
    return {
        "description": "",
        "size": {"height": annotation.height, "width": annotation.width},
        "tags": [_tag(tag, types) for tag in annotation.tags],
        "objects": [_object(label, types) for label in annotation.labels],
    }


def label_to_json(label: Label, tags: Iterable[TagMeta] = ()) -> Json:
    """Return one object of an annotation; `tags` as in `annotation_to_json`."""
    return _object(label, {tag.name: tag.value_type for tag in tags})


def geometry_to_json(geometry: Geometry) -> Json:
    """Return the fields of an object that hold its shape, with the name of the shape."""
    kind, fields = _shape(geometry)
    return {"geometryType": kind, "shape": kind, **fields}


def _object(label: Label, types: Mapping[str, str]) -> Json:
    made: Json = {"classTitle": label.class_name, "description": "", "tags": [_tag(tag, types) for tag in label.tags]}
    if label.key:
        made["id"] = _number(label.key)
    if label.group:
        made["instance"] = label.group
    return made | geometry_to_json(label.geometry)


def _number(text: str) -> int | str:
    """Return a whole number that reads as the same text again; else the text."""
    return int(text) if _WHOLE.fullmatch(text) else text


def _tag(tag: Tag, types: Mapping[str, str]) -> Json:
    kind = types.get(tag.name)
    if kind == "none" or (kind is None and not tag.value):
        return {"name": tag.name}
    value = _number(tag.value)
    if kind == "any_number" and isinstance(value, str):
        with suppress(ValueError):
            number = float(value)
            # JSON knows no number without end.
            if isfinite(number):
                return {"name": tag.name, "value": number}
    return {"name": tag.name, "value": value if kind == "any_number" else tag.value}


def _shape(geometry: Geometry) -> tuple[str, Json]:
    match geometry:
        case Point(xy=xy):
            return "point", _points((xy,))
        case Rectangle():
            corners = ((geometry.left, geometry.top), (geometry.right, geometry.bottom))
            return "rectangle", _points(corners)
        case Polygon():
            return "polygon", {"points": _polygon(geometry)}
        case MultiPolygon(parts=parts):
            return "multipolygon", {"parts": [_polygon(part) for part in parts]}
        case Polyline(points=points):
            return "line", _points(points)
        case Mask():
            bitmap = {"origin": list(geometry.origin), "data": geometry.data}
            return "alpha_mask" if geometry.is_alpha else "bitmap", {"bitmap": bitmap}
        case Keypoints(nodes=nodes):
            return "graph", {"nodes": {n.node: {"loc": list(n.xy), "disabled": n.is_hidden} for n in nodes}}
        case Cuboid():
            return _cuboid(geometry)
        case OrientedBox():
            corners = ((geometry.left, geometry.top), (geometry.right, geometry.bottom))
            return "oriented_bbox", {"points": _ring(corners), "angle": geometry.angle}
        case UnknownGeometry(kind=kind):
            return kind, {}


def _points(ring: Ring) -> Json:
    return {"points": {"exterior": _ring(ring), "interior": []}}


def _ring(ring: Ring) -> list[list[float]]:
    return [list(point) for point in ring]


def _polygon(polygon: Polygon) -> Json:
    return {"exterior": _ring(polygon.exterior), "interior": [_ring(hole) for hole in polygon.holes]}


def _cuboid(cuboid: Cuboid) -> tuple[str, Json]:
    if len(cuboid.corners) == len(CORNERS) and cuboid.edges == BOX_EDGES:
        named = zip(CORNERS, cuboid.corners, strict=True)
        return "cuboid_2d", {"vertices": {name: {"loc": list(corner)} for name, corner in named}}
    faces: Iterable[tuple[int, ...]] = _FACES
    if len(cuboid.corners) != _SEVEN or cuboid.edges != _edges():
        faces = cuboid.edges  # a face of two corners is an edge
    return "cuboid", {"points": _ring(cuboid.corners), "faces": [list(face) for face in faces]}


def _edges() -> tuple[tuple[int, int], ...]:
    """Return the edges of the seven corners in the order in which the faces name them."""
    around = ((start, end) for face in _FACES for start, end in zip(face, face[1:] + face[:1], strict=True))
    return tuple(dict.fromkeys((min(edge), max(edge)) for edge in around))
