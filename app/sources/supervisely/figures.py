"""Annotations of the server as annotation files: pixels instead of sub-pixels, masks complete, the rest untouched.

The server counts in sub-pixels (a corner may lie anywhere in a pixel), files count in pixels. Only the coordinates
change; keys that we do not know stay, and a shape that is not what its type says stays as it came.
"""

from math import ceil, floor

import msgspec

from app.sources.supervisely.pretty import parsed

Json = dict[str, object]

# A left or top edge that leaves less than this share of its pixel outside belongs to the next pixel.
_EDGE_IN = 0.7
# A right or bottom edge that covers at least this share of a pixel takes that pixel in.
_EDGE_OUT = 0.3


class AnnotationFile:
    """One annotation on its way from the server to a file.

    Attributes:
        document: The parsed annotation, changed in place.
        width, height: As the annotation says; None when it does not.
    """

    def __init__(self, raw: bytes | msgspec.Raw) -> None:
        """Parse an annotation.

        Raises:
            ValueError: It is not a JSON object.
        """
        document = parsed(raw)
        if not isinstance(document, dict):
            raise ValueError("the annotation is not a JSON object")
        self.document: Json = document
        size = document.get("size")
        self.width = _side(size, "width")
        self.height = _side(size, "height")
        # A reader of the format needs both lists, even when they are empty.
        document.setdefault("tags", [])
        document.setdefault("objects", [])

    def figures_without_mask(self) -> list[int]:
        """Return the ids of alpha masks whose pixels have to be asked for."""
        return [
            figure
            for entry in self._objects()
            if entry.get("geometryType") == "alpha_mask"
            and entry.get("bitmap") is None
            and (figure := _figure_id(entry)) is not None
        ]

    def insert_masks(self, masks: dict[int, object]) -> None:
        """Put the masks that were asked for under their figures."""
        for entry in self._objects():
            figure = _figure_id(entry)
            if figure is not None and entry.get("geometryType") == "alpha_mask" and figure in masks:
                entry["bitmap"] = masks[figure]

    def settle(self, width: int | None, height: int | None) -> None:
        """Convert all coordinates to pixels; where the annotation knows no size, take the one from the listing."""
        for entry in self._objects():
            to_pixels(entry, self.width, self.height)
        if self.width is None or self.height is None:
            self.width, self.height = width, height
            self.document["size"] = {"height": height, "width": width}

    def _objects(self) -> list[Json]:
        objects = self.document["objects"]
        return [entry for entry in objects if isinstance(entry, dict)] if isinstance(objects, list) else []


def _side(size: object, side: str) -> int | None:
    value = size.get(side) if isinstance(size, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _figure_id(entry: Json) -> int | None:
    figure = entry.get("id")
    if isinstance(figure, str) and figure.isascii() and figure.isdigit():
        return int(figure)
    return figure if isinstance(figure, int) else None


def to_pixels(entry: Json, width: int | None, height: int | None) -> None:
    """Convert the coordinates of one object in place.

    Args:
        entry: The parsed object.
        width: Pixels of the image; a coordinate exactly on the far edge belongs to the last pixel. None when
            unknown: then no coordinate is on the edge.
        height: Likewise.
    """
    kind = entry.get("geometryType")
    points = entry.get("points")
    if kind == "rectangle":
        if isinstance(points, dict):
            points["exterior"] = _box(points.get("exterior"))
        return
    if kind == "oriented_bbox":
        entry["points"] = _box(points)
        return
    if isinstance(points, dict):
        _rings(points, width, height)
    elif isinstance(points, list):
        entry["points"] = _ring(points, width, height)
    parts = entry.get("parts")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict):
            part.setdefault("interior", [])
            _rings(part, width, height)
    bitmap = entry.get("bitmap")
    if isinstance(bitmap, dict) and "origin" in bitmap:
        bitmap["origin"] = _point(bitmap["origin"], None, None)
    nodes = entry.get("nodes")
    for node in nodes.values() if isinstance(nodes, dict) else ():
        if isinstance(node, dict) and "loc" in node:
            node["loc"] = _point(node["loc"], width, height)


def _rings(holder: Json, width: int | None, height: int | None) -> None:
    if "exterior" in holder:
        holder["exterior"] = _ring(holder["exterior"], width, height)
    holes = holder.get("interior")
    if isinstance(holes, list):
        holder["interior"] = [_ring(hole, width, height) for hole in holes]


def _ring(ring: object, width: int | None, height: int | None) -> object:
    if not isinstance(ring, list):
        return ring
    try:
        # A comparison counts as 0 or 1: on the far edge the coordinate moves back by one pixel.
        return [[floor(x) - (x == width), floor(y) - (y == height)] for x, y in ring]
    except (TypeError, ValueError):
        return [_point(point, width, height) for point in ring]


def _point(point: object, width: int | None, height: int | None) -> object:
    if not isinstance(point, list) or len(point) < 2 or not all(isinstance(v, (int, float)) for v in point[:2]):
        return point
    x, y = point[:2]
    return [floor(x) - (x == width), floor(y) - (y == height), *point[2:]]


def _box(corners: object) -> object:
    """Return two corners as the first and the last pixel inside; anything else stays as it is."""
    if not isinstance(corners, list) or len(corners) != 2:
        return corners
    try:
        (x1, y1), (x2, y2) = corners
        left, right = (x1, x2) if x1 <= x2 else (x2, x1)
        top, bottom = (y1, y2) if y1 <= y2 else (y2, y1)
        if int(left) == int(right) and int(top) == int(bottom):
            return [[int(left), int(top)], [int(right), int(bottom)]]
        left, top = _edge(left, _EDGE_IN), _edge(top, _EDGE_IN)
        right, bottom = _edge(right, _EDGE_OUT), _edge(bottom, _EDGE_OUT)
    except (TypeError, ValueError):
        return corners
    return [[left, top], [max(left, right - 1), max(top, bottom - 1)]]


def _edge(value: float, share: float) -> int:
    """Return the whole number below, or the one above when the fraction reaches `share`."""
    return ceil(value) if value % 1 >= share else floor(value)
