"""What should stand in a COCO file for a label, and how an annotation differs from it. Pure.

Written apart from the writer, from docs/FORMATS.md: pixels are compared with pycocotools, outlines with shapely. Both
are imported when the first label is compared.
"""

import re
from cmath import exp
from collections.abc import Iterator, Mapping, Sequence
from math import isclose, isfinite

from app.formats.coco_lines import AnnotationLine, Rle
from app.formats.coco_tools import unpacked
from app.formats.plain_text import plain
from app.model.annotation import Tag
from app.model.exporter import ExportImage, ExportLabel
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
    Rectangle,
)
from app.model.label_class import LabelClass, TagMeta
from app.model.raster import raster

# As JSON knows numbers.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# Numbers are written with all their digits; turned boxes go through sines.
_CLOSE = 1e-6


def is_written(label: ExportLabel, classes: Mapping[str, LabelClass], image: ExportImage) -> bool:
    """Decide whether COCO has a place for a label."""
    known = classes.get(label.label.class_name)
    if known is None:
        return False
    match label.label.geometry:
        case Rectangle(left, top, right, bottom):
            return all(isfinite(edge) for edge in (left, top, right, bottom))
        case Polygon() | MultiPolygon() as geometry:
            solid = _solid(geometry)
            if not solid or not all(isfinite(v) for part in solid for point in part.exterior for v in point):
                return False
            return not _becomes_pixels(geometry) or _has_pixels(geometry, image)
        case Mask() as geometry:
            return _has_pixels(geometry, image)
        case OrientedBox() | Cuboid() as geometry:
            return not _becomes_pixels(geometry) or _has_pixels(geometry, image)
        case Keypoints(nodes):
            template = {key for key, _ in known.nodes}
            return any(node.node in template for node in nodes)
        case Point():
            return known.shape == "point"
        case _:
            return False


def differences(
    found: AnnotationLine, label: ExportLabel, known: LabelClass, image: ExportImage, tags: Mapping[str, TagMeta]
) -> Iterator[str]:
    """Yield what an annotation says otherwise than its label; class and ids are compared elsewhere."""
    if found.iscrowd != 0:
        yield f"iscrowd is {found.iscrowd}"
    if found.attributes != expected_attributes(label.label.tags, tags):
        yield "attributes differ from its tags"
    if found.group != plain(label.group):
        yield "group differs"
    geometry = label.label.geometry
    if isinstance(geometry, Keypoints):
        yield from _nodes(found, geometry, known)
    elif isinstance(geometry, Point):
        yield from _same(found.keypoints, [*geometry.xy, 2], "keypoints")
        yield from _same([found.num_keypoints or 0], [1], "num_keypoints")
        yield from _box(found, [geometry.xy])
    elif found.keypoints is not None or found.num_keypoints is not None:
        yield "it has keypoints"
    if isinstance(geometry, Rectangle):
        yield from _box(found, [(geometry.left, geometry.top), (geometry.right, geometry.bottom)])
    elif isinstance(geometry, Polygon | MultiPolygon | Mask | OrientedBox | Cuboid):
        yield from _pixels(found, geometry, image) if _becomes_pixels(geometry) else _outline(found, geometry)


def expected_attributes(tags: Sequence[Tag], known: Mapping[str, TagMeta]) -> dict[str, object]:
    """Return tags as the attributes that should stand for them."""
    names = [plain(tag.name) for tag in tags]
    values = [_value(tag, known.get(tag.name)) for tag in tags]
    found: dict[str, object] = {}
    for name in dict.fromkeys(names):
        mine = [value for other, value in zip(names, values, strict=True) if other == name]
        found[name] = mine if len(mine) > 1 else mine[0]
    return found


def _value(tag: Tag, known: TagMeta | None) -> object:
    kind = known.value_type if known else "none"
    if tag.value == "" and kind == "none":
        return True
    digits = tag.value.strip(" \t\r\n")
    if kind == "any_number" and _NUMBER.fullmatch(digits) and isfinite(float(digits)):
        return float(digits) if set(digits) & set(".eE") else int(digits)
    return plain(tag.value)


def _solid(geometry: Polygon | MultiPolygon) -> tuple[Polygon, ...]:
    parts = geometry.parts if isinstance(geometry, MultiPolygon) else (geometry,)
    return tuple(part for part in parts if len(part.exterior) > 2)


def _becomes_pixels(geometry: Geometry) -> bool:
    """Decide whether the shape is written as a mask: masks, holes, and outlines that enclose nothing."""
    match geometry:
        case Mask():
            return True
        case Polygon() | MultiPolygon():
            return any(part.holes or _is_line(part.exterior) for part in _solid(geometry))
        case Cuboid(corners):
            return _is_line(corners)
        case _:
            return False


def _is_line(points: Sequence[XY]) -> bool:
    import shapely

    kind: str = shapely.MultiPoint(points).convex_hull.geom_type
    return kind != "Polygon"


def _whole(geometry: Geometry) -> Geometry:
    """Return a shape without its parts of fewer than three points."""
    if not isinstance(geometry, MultiPolygon):
        return geometry
    return MultiPolygon(_solid(geometry))


def _has_pixels(geometry: Geometry, image: ExportImage) -> bool:
    if not (image.width and image.height):
        return False
    try:
        return bool(raster(_whole(geometry), image.width, image.height).any())
    except ValueError:
        return False


def _pixels(found: AnnotationLine, geometry: Geometry, image: ExportImage) -> Iterator[str]:
    """Compare a mask pixel by pixel."""
    from pycocotools import mask

    if not isinstance(found.segmentation, Rle) or found.segmentation.size != (image.height, image.width):
        yield "segmentation is no mask of the picture"
        return
    truth = raster(_whole(geometry), image.width, image.height)
    try:
        pixels = unpacked(found.segmentation.counts, image.width, image.height) != 0
    except ValueError as error:
        yield f"the mask does not decode: {error}"
        return
    wrong = int((pixels != truth).sum())
    if wrong:
        yield f"{wrong:,} pixels of the mask differ"
    yield from _same([found.area], [int(truth.sum())], "area")
    yield from _same(
        found.bbox,
        mask.toBbox({"size": list(found.segmentation.size), "counts": found.segmentation.counts}).tolist(),
        "bbox",
    )


def _outline(found: AnnotationLine, geometry: Geometry) -> Iterator[str]:
    """Compare rings point by point, areas and boxes."""
    import shapely

    if isinstance(found.segmentation, Rle):
        yield "segmentation is a mask"
        return
    rings = [list(zip(ring[0::2], ring[1::2], strict=False)) for ring in found.segmentation]
    match geometry:
        case Polygon() | MultiPolygon():
            expected: list[Sequence[XY]] = [part.exterior for part in _solid(geometry)]
        case OrientedBox():
            expected = [_turned(geometry)]
        case Cuboid(corners):
            expected = [shapely.MultiPoint(corners).convex_hull.exterior.coords[:-1]]
            rings = [_from_same_start(ring, expected[0]) for ring in rings]
        case _:
            expected = []
    if [len(ring) for ring in rings] != [len(ring) for ring in expected]:
        yield "segmentation has other points"
        return
    for ring, truth in zip(rings, expected, strict=True):
        yield from _same([v for point in ring for v in point], [v for point in truth for v in point], "segmentation")
    points = [point for ring in expected for point in ring]
    yield from _same(found.bbox, _bbox(points), "bbox")
    yield from _same([found.area], [_area(geometry, expected)], "area")


def _area(geometry: Geometry, rings: Sequence[Sequence[XY]]) -> float:
    if isinstance(geometry, OrientedBox):
        return (geometry.right - geometry.left + 1) * (geometry.bottom - geometry.top + 1)
    return sum(abs(_doubled(ring)) / 2 for ring in rings)


def _doubled(ring: Sequence[XY]) -> float:
    x0, y0 = ring[0]
    around = [complex(x - x0, y - y0) for x, y in ring]
    return sum((a.conjugate() * b).imag for a, b in zip(around, around[1:] + around[:1], strict=True))


def _turned(box: OrientedBox) -> list[XY]:
    centre = complex((box.left + box.right) // 2, (box.top + box.bottom) // 2)
    corners = [
        complex(box.left, box.top),
        complex(box.right, box.top),
        complex(box.right, box.bottom),
        complex(box.left, box.bottom),
    ]
    turned = [centre + (corner - centre) * exp(1j * box.angle) for corner in corners]
    return [(corner.real, corner.imag) for corner in turned]


def _from_same_start(ring: Sequence[XY], truth: Sequence[XY]) -> list[XY]:
    """Return the ring as it goes round from the first point of another one, in the same direction."""
    points = list(ring)
    if points and len(points) == len(truth):
        if _doubled(points) * _doubled(truth) < 0:
            points.reverse()
        x, y = truth[0]
        if (x, y) in points:
            at = points.index((x, y))
            points = points[at:] + points[:at]
    return points


def _nodes(found: AnnotationLine, geometry: Keypoints, known: LabelClass) -> Iterator[str]:
    nodes: dict[str, Keypoint] = {node.node: node for node in geometry.nodes}
    places = [nodes.get(key) for key, _ in known.nodes]
    numbers: list[float] = []
    for node in places:
        numbers += [0, 0, 0] if node is None else [node.xy[0], node.xy[1], 1 if node.is_hidden else 2]
    yield from _same(found.keypoints, numbers, "keypoints")
    there = [node.xy for node in places if node is not None]
    yield from _same([found.num_keypoints or 0], [len(there)], "num_keypoints")
    yield from _box(found, there)


def _bbox(points: Sequence[XY]) -> list[float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return [min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1]


def _box(found: AnnotationLine, points: Sequence[XY]) -> Iterator[str]:
    x, y, width, height = box = _bbox(points)
    yield from _same(found.bbox, box, "bbox")
    yield from _same([found.area], [width * height], "area")
    ring = [] if isinstance(found.segmentation, Rle) or len(found.segmentation) != 1 else found.segmentation[0]
    corners = [x, y, x, y + height, x + width, y + height, x + width, y]
    yield from _same(ring, corners, "segmentation")


def _same(found: Sequence[float] | None, truth: Sequence[float], what: str) -> Iterator[str]:
    if found is None or len(found) != len(truth):
        yield f"{what} has {len(found or ())} numbers, not {len(truth)}"
        return
    for one, other in zip(found, truth, strict=True):
        if not isclose(one, other, rel_tol=1e-9, abs_tol=_CLOSE):
            yield f"{what} says {one:g}, not {other:g}"
            return
