"""The annotations that the official SDK's COCO converter makes of an image, its losses included. Pure.

Rules and traps as we understand them from the converter of supervisely 6.74: boxes are one pixel narrower than their
areas say, holes and hidden nodes are gone, absent nodes pull a box to the corner, bound labels are joined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, isfinite

from app.formats.coco_rle import column_runs
from app.model.exporter import ExportImage, ExportLabel, Fate, Verdict
from app.model.geometry import XY, Geometry, Keypoint, Keypoints, Mask, Polygon, Rectangle, Ring
from app.model.geometry_clip import clip, is_outside
from app.model.geometry_measure import area, bounds, ring_area
from app.model.label_class import LabelClass
from app.model.mask import decode_mask

# So far may a shape reach out of the bound boxes that stand for it.
_REACH = 10

_KEPT = Verdict(Fate.KEPT)
_CUT = Verdict(Fate.CHANGED, "cut at the edge of the picture")
_HOLES = Verdict(Fate.CHANGED, "holes are dropped")
_NODES = Verdict(Fate.CHANGED, "hidden nodes are shown, absent ones lie at the corner")
_JOINED = Verdict(Fate.CHANGED, "bound polygons become one annotation of the first one's class")
_MATCHED = Verdict(Fate.CHANGED, "bound box becomes the bbox of its object")
_PASSED_OVER = Verdict(Fate.LOST, "the official converter passes over this shape")
_NO_CLASS = Verdict(Fate.LOST, "its class is not in the export")
_NO_TEMPLATE = Verdict(Fate.LOST, "its class has no template of key points")
_NO_MASK = Verdict(Fate.LOST, "mask does not decode")
_FEW_POINTS = Verdict(Fate.LOST, "fewer than three points")
_NO_NUMBERS = Verdict(Fate.LOST, "its coordinates are no numbers")
_GONE = Verdict(Fate.LOST, "it lies outside the picture, and the official converter drops it")
_SECOND = Verdict(Fate.LOST, "only the first key points of an object are converted")


@dataclass(frozen=True, slots=True)
class SdkObject:
    """One annotation, but for its ids.

    Attributes:
        before: Keys between its id and the id of the image.
        after: Keys behind the id of the image.
    """

    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is left of a label inside the picture; one label may fall into several."""

    place: int
    class_name: str
    geometry: Geometry


class SdkObjects:
    """The annotations of one image, and the fate of each of its labels."""

    def __init__(self, image: ExportImage, classes: Mapping[str, LabelClass]) -> None:
        self._size = (image.width, image.height)
        self._classes = classes
        self._numbers = {name: number for number, name in enumerate(classes, 1)}
        self._verdicts: list[Verdict] = []
        self.objects: list[SdkObject] = []
        bound: dict[str, list[_Piece]] = {}
        for place, label in enumerate(image.labels):
            verdict, pieces = self._seen(place, label)
            self._verdicts.append(verdict)
            if pieces:
                bound.setdefault(label.group, []).extend(pieces)
        for group, pieces in bound.items():
            if group:
                self._bound(pieces)
            else:
                self._loose(pieces)
        self.verdicts = tuple(self._verdicts)

    def _seen(self, place: int, label: ExportLabel) -> tuple[Verdict, list[_Piece]]:
        """Return a label as the converter gets to see it, after parsing and cutting."""
        name = label.label.class_name
        known = self._classes.get(name)
        geometry = label.label.geometry
        if known is None:
            return _NO_CLASS, []
        refused = _refused(geometry, known) or _unplaced(geometry)
        if refused is not None:
            return refused, []
        whole = _floored(geometry)
        is_cut = is_outside(whole, *self._size)
        try:
            pieces = () if is_cut and isinstance(whole, Keypoints) else clip(whole, *self._size)
            pieces = tuple(piece for piece in pieces if not isinstance(piece, Mask) or decode_mask(piece).any())
        except ValueError:
            return _NO_MASK, []
        if not pieces:
            return _GONE, []
        return _seen_as(whole, known, is_cut=is_cut or label.was_clipped), [_Piece(place, name, one) for one in pieces]

    def _loose(self, pieces: Sequence[_Piece]) -> None:
        for kind in (Polygon, Rectangle, Mask):
            for piece in pieces:
                if isinstance(piece.geometry, kind):
                    self._take(piece, _box([piece]))
        for piece in pieces:
            if isinstance(piece.geometry, Keypoints):
                self._take_nodes(piece, piece.geometry)

    def _bound(self, pieces: Sequence[_Piece]) -> None:
        graphs = [piece for piece in pieces if isinstance(piece.geometry, Keypoints)]
        boxes, polygons, masks = (
            [piece for piece in pieces if isinstance(piece.geometry, kind)] for kind in (Rectangle, Polygon, Mask)
        )
        for number, piece in enumerate(graphs):
            if number == 0 and isinstance(piece.geometry, Keypoints):
                self._take_nodes(piece, piece.geometry)
            else:
                self._verdicts[piece.place] = _SECOND
        may_match = bool(boxes) and not (masks and polygons)
        is_matched = False
        for piece in masks:
            is_matched = may_match and _holds(boxes, [piece])
            self._take(piece, _box(boxes if is_matched else [piece]))
        if polygons:
            is_matched = may_match and _holds(boxes, polygons)
            self._join(polygons, _box(boxes if is_matched else polygons))
        for piece in boxes:
            if is_matched:
                self._verdicts[piece.place] = _MATCHED
            else:
                self._take(piece, _box([piece]))

    def _take(self, piece: _Piece, bbox: list[int]) -> None:
        match piece.geometry:
            case Polygon():
                segmentation: object = [_flat(piece.geometry.exterior)]
            case Mask():
                segmentation = self._runs(piece.geometry)
            case _:
                segmentation = []
        self._put(piece.class_name, segmentation, _area(piece.geometry), bbox)

    def _join(self, polygons: Sequence[_Piece], bbox: list[int]) -> None:
        rings = [_flat(piece.geometry.exterior) for piece in polygons if isinstance(piece.geometry, Polygon)]
        self._put(polygons[0].class_name, rings, sum(_area(piece.geometry) for piece in polygons), bbox)
        for piece in polygons:
            if piece.class_name != polygons[0].class_name:
                self._verdicts[piece.place] = _JOINED

    def _take_nodes(self, piece: _Piece, geometry: Keypoints) -> None:
        by_key = {node.node: node.xy for node in geometry.nodes}
        numbers: list[int] = []
        for key, _ in self._classes[piece.class_name].nodes:
            numbers.extend((int(by_key[key][0]), int(by_key[key][1]), 2) if key in by_key else (0, 0, 0))
        xs, ys = numbers[0::3], numbers[1::3]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        more = {"keypoints": numbers, "num_keypoints": len(xs)}
        self._put(piece.class_name, [], width * height, [min(xs), min(ys), width, height], more)

    def _put(
        self,
        class_name: str,
        segmentation: object,
        pixels: float,
        bbox: list[int],
        more: Mapping[str, object] | None = None,
    ) -> None:
        before = {"segmentation": segmentation, "area": pixels, "iscrowd": 0}
        after = {"bbox": bbox, "category_id": self._numbers[class_name], **(more or {})}
        self.objects.append(SdkObject(before, after))

    def _runs(self, mask: Mask) -> dict[str, object]:
        width, height = self._size
        pixels = decode_mask(mask) != 0
        return {"counts": column_runs(pixels, *mask.origin, width, height), "size": [height, width]}


def _refused(geometry: Geometry, known: LabelClass) -> Verdict | None:
    """Return why a label is passed over; None when it is not."""
    match geometry:
        case Rectangle():
            return None
        case Polygon():
            return _FEW_POINTS if len(geometry.exterior) < 3 else None
        case Mask():
            return _PASSED_OVER if geometry.is_alpha else None
        case Keypoints():
            return None if known.nodes else _NO_TEMPLATE
        case _:
            return _PASSED_OVER


def _unplaced(geometry: Geometry) -> Verdict | None:
    place = bounds(geometry)
    if place is None:
        return _NO_MASK if isinstance(geometry, Mask) else _PASSED_OVER
    return None if all(isfinite(edge) for edge in place) else _NO_NUMBERS


def _seen_as(geometry: Geometry, known: LabelClass, *, is_cut: bool) -> Verdict:
    if isinstance(geometry, Polygon) and geometry.holes:
        return _HOLES
    if isinstance(geometry, Keypoints) and not _is_as_template(geometry, known):
        return _NODES
    return _CUT if is_cut else _KEPT


def _is_as_template(geometry: Keypoints, known: LabelClass) -> bool:
    seen = {node.node for node in geometry.nodes if not node.is_hidden}
    return len(seen) == len(geometry.nodes) and seen == {key for key, _ in known.nodes}


def _floored(geometry: Geometry) -> Geometry:
    """Return a shape with whole coordinates, as the SDK parses them."""
    match geometry:
        case Rectangle():
            return Rectangle(floor(geometry.left), floor(geometry.top), floor(geometry.right), floor(geometry.bottom))
        case Polygon():
            return Polygon(_whole(geometry.exterior), tuple(_whole(hole) for hole in geometry.holes))
        case Keypoints():
            nodes = tuple(Keypoint(node.node, _whole([node.xy])[0], node.is_hidden) for node in geometry.nodes)
            return replace(geometry, nodes=nodes)
        case _:
            return geometry


def _whole(points: Iterable[XY]) -> Ring:
    return tuple((floor(x), floor(y)) for x, y in points)


def _area(geometry: Geometry) -> float:
    if isinstance(geometry, Polygon):  # less than nothing where holes are larger, as the converter has it
        return ring_area(geometry.exterior) - sum(ring_area(hole) for hole in geometry.holes)
    return area(geometry)


def _flat(ring: Ring) -> list[float]:
    return [float(value) for point in ring for value in point]


def _edges(piece: _Piece) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom; right and bottom are the last pixels inside."""
    match piece.geometry:
        case Rectangle(left, top, right, bottom):
            return int(left), int(top), int(right), int(bottom)
        case Polygon(exterior):
            xs, ys = [int(x) for x, _ in exterior], [int(y) for _, y in exterior]
            return min(xs), min(ys), max(xs), max(ys)
        case Mask():
            rows, columns = decode_mask(piece.geometry).shape
            left, top = piece.geometry.origin
            return left, top, left + columns - 1, top + rows - 1
        case _:
            return 0, 0, 0, 0


def _common(pieces: Sequence[_Piece]) -> tuple[int, int, int, int]:
    edges = [_edges(piece) for piece in pieces]
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _box(pieces: Sequence[_Piece]) -> list[int]:
    left, top, right, bottom = _common(pieces)
    return [left, top, right - left, bottom - top]


def _holds(boxes: Sequence[_Piece], pieces: Sequence[_Piece]) -> bool:
    left, top, right, bottom = _common(boxes)
    inner = _common(pieces)
    return (
        left - _REACH <= inner[0]
        and top - _REACH <= inner[1]
        and right + _REACH >= inner[2]
        and bottom + _REACH >= inner[3]
    )
