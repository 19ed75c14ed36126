"""What the official SDK's COCO converter makes of an image, worked out a second time. Pure.

Written apart from the writer, from the reference of the converter, to check an export that follows it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import floor
from typing import NamedTuple

from app.model.exporter import ExportImage, ExportLabel
from app.model.geometry import XY, Geometry, Keypoint, Keypoints, Mask, Polygon, Rectangle
from app.model.geometry_clip import clip, is_outside
from app.model.label_class import LabelClass
from app.model.mask import decode_mask
from app.model.raster import raster

_GROWN = 10

Entry = dict[str, object]


class _Seen(NamedTuple):
    """A piece of a label as the converter sees it, and the number of its class."""

    group: str
    number: int
    shape: Geometry
    known: LabelClass


def expected_entries(image: ExportImage, classes: Mapping[str, LabelClass]) -> Iterator[Entry]:
    """Yield the annotations of an image without their ids, in the converter's order."""
    numbers = {name: number for number, name in enumerate(classes, 1)}
    seen = [
        _Seen(label.group, numbers[name], piece, classes[name])
        for label in image.labels
        if (name := label.label.class_name) in classes
        for piece in _pieces(label, classes[name], image)
    ]
    for group in dict.fromkeys(one.group for one in seen):
        polygons, boxes, masks, graphs = (
            [one for one in seen if one.group == group and isinstance(one.shape, kind)]
            for kind in (Polygon, Rectangle, Mask, Keypoints)
        )
        if not group:
            yield from (_drawn(one.number, [one.shape], one.shape, image) for one in [*polygons, *boxes, *masks])
            yield from map(_graph, graphs)
            continue
        yield from map(_graph, graphs[:1])
        frame = [one.shape for one in boxes] if not (masks and polygons) else []
        stands_for = False
        for one in masks:
            stands_for = _reaches(frame, [one.shape])
            yield _drawn(one.number, frame if stands_for else [one.shape], one.shape, image)
        if polygons:
            shapes = [one.shape for one in polygons]
            stands_for = _reaches(frame, shapes)
            entries = [_drawn(polygons[0].number, frame if stands_for else shapes, shape, image) for shape in shapes]
            entries[0]["segmentation"] = [ring for entry in entries for ring in _rings(entry)]
            entries[0]["area"] = sum(_number(entry["area"]) for entry in entries)
            yield entries[0]
        if not stands_for:
            yield from (_drawn(one.number, [one.shape], one.shape, image) for one in boxes)


def _rings(entry: Entry) -> list[object]:
    rings = entry["segmentation"]
    return rings if isinstance(rings, list) else []


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else 0.0


def _pieces(label: ExportLabel, known: LabelClass, image: ExportImage) -> Sequence[Geometry]:
    """Return what the converter sees of a label: whole coordinates, cut to the picture."""
    try:
        return _cut(label, known, image)
    except (ValueError, OverflowError):  # no numbers, or no mask
        return ()


def _cut(label: ExportLabel, known: LabelClass, image: ExportImage) -> Sequence[Geometry]:
    match label.label.geometry:
        case Rectangle(left, top, right, bottom):
            shape: Geometry = Rectangle(*(floor(edge) for edge in (left, top, right, bottom)))
        case Polygon(exterior, holes) if len(exterior) > 2:
            shape = Polygon(tuple(map(_floor, exterior)), tuple(tuple(map(_floor, hole)) for hole in holes))
        case Mask(is_alpha=False) as mask:
            shape = mask
        case Keypoints(nodes) if known.nodes:
            shape = Keypoints(tuple(Keypoint(node.node, _floor(node.xy)) for node in nodes))
            return () if is_outside(shape, image.width, image.height) else (shape,)
        case _:
            return ()
    pieces = clip(shape, image.width, image.height)
    return [one for one in pieces if not isinstance(one, Mask) or raster(one, image.width, image.height).any()]


def _floor(point: XY) -> XY:
    return floor(point[0]), floor(point[1])


def _extent(shapes: Sequence[Geometry]) -> tuple[int, int, int, int]:
    points: list[XY] = []
    for shape in shapes:
        match shape:
            case Rectangle(left, top, right, bottom):
                points += [(left, top), (right, bottom)]
            case Polygon(exterior):
                points += exterior
            case Mask((x, y)):
                height, width = decode_mask(shape).shape
                points += [(x, y), (x + width - 1, y + height - 1)]
            case _:
                pass
    xs, ys = sorted(int(x) for x, _ in points), sorted(int(y) for _, y in points)
    return xs[0], ys[0], xs[-1], ys[-1]


def _reaches(frame: Sequence[Geometry], shapes: Sequence[Geometry]) -> bool:
    if not frame:
        return False
    outer, inner = _extent(frame), _extent(shapes)
    room = [inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]]
    return min(room) >= -_GROWN


def _drawn(number: int, frame: Sequence[Geometry], shape: Geometry, image: ExportImage) -> Entry:
    """Return an annotation with its box around `frame`."""
    left, top, right, bottom = _extent(frame)
    segmentation: object = []
    match shape:
        case Polygon(exterior, holes):
            segmentation = [[float(value) for point in exterior for value in point]]
            area = _enclosed(exterior) - sum(_enclosed(hole) for hole in holes)
        case Mask():
            pixels = raster(shape, image.width, image.height)
            flat = pixels.T.ravel()
            edges = [0, *((flat[1:] != flat[:-1]).nonzero()[0] + 1).tolist(), flat.size]
            counts = [end - start for start, end in pairwise(edges)]
            segmentation = {"counts": [0, *counts] if flat[0] else counts, "size": [image.height, image.width]}
            area = float(pixels.sum())
        case Rectangle():
            x0, y0, x1, y1 = _extent([shape])
            area = float((x1 - x0 + 1) * (y1 - y0 + 1))
        case _:
            area = 0.0
    bbox = [left, top, right - left, bottom - top]
    return {"segmentation": segmentation, "area": area, "iscrowd": 0, "bbox": bbox, "category_id": number}


def _enclosed(ring: Sequence[XY]) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    nexts = zip(xs[1:] + xs[:1], ys[1:] + ys[:1], strict=True)
    return 0.5 * abs(sum(x * y1 - x1 * y for x, y, (x1, y1) in zip(xs, ys, nexts, strict=True)))


def _graph(one: _Seen) -> Entry:
    known = one.known
    nodes = {node.node: node.xy for node in one.shape.nodes} if isinstance(one.shape, Keypoints) else {}
    rows = [(int(nodes[key][0]), int(nodes[key][1]), 2) if key in nodes else (0, 0, 0) for key, _ in known.nodes]
    left, top = min(row[0] for row in rows), min(row[1] for row in rows)
    width, height = max(row[0] for row in rows) - left, max(row[1] for row in rows) - top
    return {
        "segmentation": [],
        "area": width * height,
        "iscrowd": 0,
        "bbox": [left, top, width, height],
        "category_id": one.number,
        "keypoints": [value for row in rows for value in row],
        "num_keypoints": len(rows),
    }
