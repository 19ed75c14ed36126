"""Annotation JSON of the Supervisely format to an `Annotation`, from a file or from the server. Pure.

Nothing in a document makes this raise: what cannot be read becomes an `UnknownGeometry` or is left out, and one
sentence in `problems` says so. Coordinates are taken as they are: pixels in files, sub-pixels from the server.
"""

from collections.abc import Iterable, Mapping, Sequence

from app.model.annotation import Annotation, Label, Tag
from app.model.foreign_text import plain_text, shown
from app.model.geometry import (
    XY,
    Cuboid,
    Geometry,
    Keypoint,
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
from app.model.label_class import LabelClass

DEFAULT_COLOR = "#FF00FF"
MOST_PROBLEMS = 20
# No picture has a side of a thousand million pixels: a number beyond it is damage, and would not fit where it is drawn.
FARTHEST = 10**9

_FACE = ("topleft", "topright", "bottomright", "bottomleft")
CORNERS = tuple(f"face{face}-{corner}" for face in (1, 2) for corner in _FACE)
BOX_EDGES = tuple(edge for i in range(4) for edge in ((i, (i + 1) % 4), (i + 4, (i + 1) % 4 + 4), (i, i + 4)))


class _UnreadableError(ValueError):
    """A geometry is not what its type says."""


def annotation_from_json(document: object, classes: Iterable[LabelClass] = ()) -> Annotation:
    """Return the labels and tags of one image.

    Args:
        document: The parsed annotation object.
        classes: Classes of the project; they give colours, shapes and the edges of keypoint templates.

    Returns:
        The annotation; `problems` holds a sentence for everything that could not be read, at most 20 of them.
    """
    problems: list[str] = []
    if not isinstance(document, Mapping):
        return Annotation(0, 0, problems=("The annotation is not a JSON object.",))
    by_name = {c.name: c for c in classes}
    size = document.get("size")
    width, height = (_size(size, "width"), _size(size, "height")) if isinstance(size, Mapping) else (0, 0)
    objects = document.get("objects")
    if not isinstance(objects, list):
        problems.append("The annotation has no list of objects.")
        objects = []
    labels = tuple(_label(entry, place, by_name, problems) for place, entry in enumerate(objects))
    tags = _tags(document.get("tags"), problems)
    if len(problems) > MOST_PROBLEMS:
        problems[MOST_PROBLEMS - 1 :] = [f"… and {len(problems) - MOST_PROBLEMS + 1} more."]
    return Annotation(width, height, tuple(one for one in labels if one is not None), tags, tuple(problems))


def _size(size: Mapping[str, object], side: str) -> int:
    value = size.get(side)
    return int(value) if isinstance(value, (int, float)) and 0 < value <= FARTHEST else 0


def _label(entry: object, place: int, classes: Mapping[str, LabelClass], problems: list[str]) -> Label | None:
    if not isinstance(entry, Mapping):
        problems.append(f"Object {place + 1} is not a JSON object.")
        return None
    name = plain_text(entry.get("classTitle")) or f"unknown:{plain_text(entry.get('classId')) or ''}"
    known = classes.get(name)
    if classes and known is None:
        problems.append(f"Class “{shown(name)}” is not in the project.")
    kind = _kind(entry, known)
    geometry: Geometry
    try:
        geometry = geometry_from_json(kind, entry, known)
    except _UnreadableError as error:
        problems.append(f"Object {place + 1} ({shown(name)}): {error}")
        geometry = UnknownGeometry(kind)
    group = entry.get("instance")
    return Label(
        class_name=name,
        color=known.color if known else DEFAULT_COLOR,
        geometry=geometry,
        tags=_tags(entry.get("tags"), problems),
        key=plain_text(entry.get("id")) or "",
        group=group if isinstance(group, str) else "",
    )


def _kind(entry: Mapping[str, object], known: LabelClass | None) -> str:
    """Return the type of a geometry: as it names itself, else as its class says."""
    for key in ("geometryType", "shape"):
        kind = entry.get(key)
        if isinstance(kind, str) and kind:
            return kind
    return known.shape if known else ""


def _tags(entries: object, problems: list[str]) -> tuple[Tag, ...]:
    tags = []
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, str):
            tags.append(Tag(entry))
        elif isinstance(entry, Mapping) and isinstance(entry.get("name"), str):
            name, value = str(entry["name"]), plain_text(entry.get("value"))
            if value is None:
                problems.append(f"Tag “{shown(name)}” has a value that is not one.")
            tags.append(Tag(name, value or ""))
        else:
            problems.append("A tag has no name.")
    return tuple(tags)


def geometry_from_json(kind: str, entry: Mapping[str, object], known: LabelClass | None = None) -> Geometry:
    """Return the geometry of one object.

    Args:
        kind: Field word of the format, such as "polygon".
        entry: The parsed object.
        known: Its class, for the edges of a keypoint template.

    Raises:
        ValueError: The object is not what `kind` says; the text is a sentence.
    """
    match kind:
        case "point":
            return Point(_ring(_exterior(entry), 1)[0])
        case "rectangle":
            return _rectangle(_ring(_exterior(entry), 2))
        case "polygon":
            return _polygon(_points(entry))
        case "multipolygon":
            return MultiPolygon(
                tuple(_polygon(_mapping(part, "a part")) for part in _list(entry.get("parts"), "parts"))
            )
        case "line":
            return Polyline(_ring(_exterior(entry), 2))
        case "bitmap" | "alpha_mask":
            return _mask(entry, is_alpha=kind == "alpha_mask")
        case "graph":
            return _keypoints(entry, known)
        case "cuboid_2d":
            return _cuboid_2d(entry)
        case "cuboid":
            return _cuboid(entry)
        case "oriented_bbox":
            return _oriented_box(entry)
        case _:
            return UnknownGeometry(kind)


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _UnreadableError(f"{what} is missing.")
    return value


def _list(value: object, what: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise _UnreadableError(f"{what} is missing.")
    return value


def _points(entry: Mapping[str, object]) -> Mapping[str, object]:
    return _mapping(entry.get("points"), "points")


def _exterior(entry: Mapping[str, object]) -> object:
    return _points(entry).get("exterior")


def _is_near(value: float) -> bool:
    return -FARTHEST <= value <= FARTHEST


def _xy(value: object) -> XY:
    if isinstance(value, list) and len(value) >= 2:
        x, y = value[0], value[1]
        if isinstance(x, (int, float)) and isinstance(y, (int, float)) and _is_near(x) and _is_near(y):
            return (x, y)
    raise _UnreadableError("a point is not a pair of numbers.")


def _ring(value: object, least: int) -> Ring:
    ring = tuple(_xy(point) for point in _list(value, "the list of points"))
    if len(ring) < least:
        raise _UnreadableError(f"{len(ring)} points where {least} are needed.")
    return ring


def _rectangle(corners: Ring) -> Rectangle:
    (x1, y1), (x2, y2) = corners[:2]
    return Rectangle(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _polygon(points: Mapping[str, object]) -> Polygon:
    holes = points.get("interior")
    return Polygon(
        _ring(points.get("exterior"), 1),
        tuple(_ring(hole, 1) for hole in holes) if isinstance(holes, list) else (),
    )


def _mask(entry: Mapping[str, object], *, is_alpha: bool) -> Mask:
    bitmap = _mapping(entry.get("bitmap"), "the mask")
    data = bitmap.get("data")
    if not isinstance(data, str):
        raise _UnreadableError("the mask has no data.")
    x, y = _xy(bitmap.get("origin"))
    return Mask((int(x // 1), int(y // 1)), data, is_alpha)


def _keypoints(entry: Mapping[str, object], known: LabelClass | None) -> Keypoints:
    nodes = tuple(
        Keypoint(str(key), _xy(_mapping(node, "a node").get("loc")), bool(_mapping(node, "a node").get("disabled")))
        for key, node in _mapping(entry.get("nodes"), "nodes").items()
    )
    if not nodes:
        raise _UnreadableError("no nodes.")
    return Keypoints(nodes, known.edges if known else ())


def _cuboid_2d(entry: Mapping[str, object]) -> Cuboid:
    vertices = _mapping(entry.get("vertices"), "vertices")
    return Cuboid(
        tuple(_xy(_mapping(vertices.get(corner), f"corner {corner}").get("loc")) for corner in CORNERS), BOX_EDGES
    )


def _cuboid(entry: Mapping[str, object]) -> Cuboid:
    corners = _ring(entry.get("points"), 1)
    edges: dict[tuple[int, int], None] = {}
    for face in _list(entry.get("faces"), "faces"):
        around = [at for at in _list(face, "a face") if isinstance(at, int) and 0 <= at < len(corners)]
        for start, end in zip(around, around[1:] + around[:1], strict=True):
            edges[(min(start, end), max(start, end))] = None
    return Cuboid(corners, tuple(edges))


def _oriented_box(entry: Mapping[str, object]) -> OrientedBox:
    box = _rectangle(_ring(entry.get("points"), 2))
    angle = entry.get("angle", 0)
    if not isinstance(angle, (int, float)) or not _is_near(angle):
        raise _UnreadableError("the angle is not a number.")
    return OrientedBox(box.left, box.top, box.right, box.bottom, angle)
