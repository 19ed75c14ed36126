"""Bounding box and area of a figure in whole pixels, as figure listings state them. Pure."""

import base64
import zlib
from collections.abc import Iterator, Mapping
from struct import unpack

_PNG = b"\x89PNG\r\n\x1a\n"


def box_of(entry: Mapping[str, object]) -> list[float]:
    """Return [top, left, bottom, right] of an object in pixels; zeros when it has no place."""
    bitmap = entry.get("bitmap")
    if isinstance(bitmap, Mapping):
        left, top = bitmap["origin"]
        width, height = mask_size(str(bitmap["data"]))
        return [top, left, top + height - 1, left + width - 1]
    places = list(_places(entry))
    if not places:
        return [0, 0, 0, 0]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return [min(ys), min(xs), max(ys), max(xs)]


def mask_size(data: str) -> tuple[int, int]:
    """Return width and height of an encoded mask, (1, 1) when it is not the usual form."""
    try:
        head = zlib.decompressobj().decompress(base64.b64decode(data), 24)
    except (ValueError, zlib.error):
        return 1, 1
    if len(head) < 24 or not head.startswith(_PNG):
        return 1, 1
    width, height = unpack(">II", head[16:24])
    return width, height


def _places(value: object) -> Iterator[tuple[float, float]]:
    """Yield every [x, y] inside the geometry of an object."""
    if isinstance(value, Mapping):
        for key in ("points", "parts", "nodes", "vertices", "exterior", "loc"):
            if key in value:
                yield from _places(value[key])
        if not value.keys() & {"points", "parts", "nodes", "vertices", "exterior", "loc"}:
            for inner in value.values():
                yield from _places(inner)
    elif isinstance(value, list):
        if len(value) >= 2 and all(isinstance(one, (int, float)) for one in value[:2]):
            yield value[0], value[1]
        else:
            for inner in value:
                yield from _places(inner)


def area_of(entry: Mapping[str, object]) -> int:
    """Return the pixels of the bounding box for boxes and masks, of the outline for polygons, else 0."""
    match entry.get("geometryType"):
        case "polygon":
            points = entry.get("points")
            return _ring_area(points.get("exterior")) if isinstance(points, Mapping) else 0
        case "multipolygon":
            parts = entry.get("parts")
            found = parts if isinstance(parts, list) else []
            return sum(_ring_area(one.get("exterior")) for one in found if isinstance(one, Mapping))
        case "rectangle" | "bitmap" | "alpha_mask" | "oriented_bbox":
            top, left, bottom, right = box_of(entry)
            return int((bottom - top + 1) * (right - left + 1))
        case _:
            return 0


def _ring_area(ring: object) -> int:
    if not isinstance(ring, list) or len(ring) < 3:
        return 0
    turned = [*ring[1:], ring[0]]
    return int(abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, turned, strict=True))) / 2)
