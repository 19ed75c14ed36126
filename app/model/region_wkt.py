"""Regions as well-known text, and back. Pure.

Source: OGC 06-103r4 (WKT, and EWKT's "SRID=4326;" in front), CQL's ENVELOPE(west, east, north, south), PostGIS'
BOX(west south, east north). Heights and measures are passed over.
"""

import re
from collections.abc import Iterator

from app.model.region import LonLat, Region, box, degrees_text
from app.model.region_geojson import areas_of, region_from_geometry

_SRID = re.compile(r"SRID\s*=\s*(\d+)\s*;", re.IGNORECASE)
_TOKEN = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*|[(),]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_WORDS = ("POLYGON", "MULTIPOLYGON", "LINESTRING", "MULTILINESTRING", "POINT", "MULTIPOINT", "GEOMETRYCOLLECTION")
_BOXES = ("ENVELOPE", "BBOX", "BOX", "BOX2D", "BOX3D")
_START = re.compile(rf"(?:{_SRID.pattern}\s*)?(?:{'|'.join((*_WORDS, *_BOXES))})(?:ZM|Z|M)?\b", re.IGNORECASE)
_NAMES = dict(
    zip(
        _WORDS,
        ("Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point", "MultiPoint", "GeometryCollection"),
        strict=True,
    )
)
# Nesting of coordinates: how many lists stand around a point.
_DEPTHS = {"POINT": 0, "LINESTRING": 1, "MULTIPOINT": 1, "POLYGON": 2, "MULTILINESTRING": 2, "MULTIPOLYGON": 3}
_DEEPEST = 16
_DIGITS = frozenset("0123456789+-.")


def is_wkt(text: str) -> bool:
    """Return whether a text begins as well-known text does."""
    return _START.match(text.lstrip()) is not None


def region_from_wkt(text: str) -> Region:
    """Return the area of one geometry.

    Raises:
        ValueError: It is no such text, has no area, or is in other units than degrees; one sentence.
    """
    text = text.strip().rstrip(";")
    srid = _SRID.match(text)
    if srid is not None:
        if srid[1] not in ("4326", "4979"):
            raise ValueError(f"The coordinates are in EPSG:{srid[1]}, and degrees (EPSG:4326) are needed.")
        text = text[srid.end() :]
    reader = _Reader(text)
    if reader.peek().upper() in _BOXES:
        region = _box(reader)
    else:
        found = region_from_geometry(_geometry(reader, 0))
        if found is None:
            raise ValueError("The geometry is empty. A polygon needs three corners or more.")
        region = found
    if reader.peek():
        raise ValueError(f"Something follows the geometry: “{reader.peek()}”.")
    return region


def wkt_of(region: Region) -> str:
    """Return POLYGON or MULTIPOLYGON with seven digits; areas across the antimeridian go on beyond 180."""
    polygons = []
    for area in areas_of(region):
        rings = (
            ", ".join(f"{degrees_text(lon)} {degrees_text(lat)}" for lon, lat in (*ring, ring[0])) for ring in area
        )
        polygons.append("(" + ", ".join(f"({ring})" for ring in rings) + ")")
    return f"POLYGON {polygons[0]}" if len(polygons) == 1 else f"MULTIPOLYGON ({', '.join(polygons)})"


class _Reader:
    """The words, numbers and signs of a text, one ahead."""

    def __init__(self, text: str) -> None:
        self._tokens = self._split(text)
        self._next = next(self._tokens, "")

    def peek(self) -> str:
        """Return what comes next; empty at the end."""
        return self._next

    def take(self) -> str:
        """Return what comes next and go on."""
        token, self._next = self._next, next(self._tokens, "")
        return token

    def must(self, token: str) -> None:
        """Go over a sign that must stand here."""
        if self.peek() != token:
            found = f"“{self.peek()}”" if self.peek() else "the end"
            raise ValueError(f"The text is no well-known text: {found} stands where “{token}” is needed.")
        self.take()

    @staticmethod
    def _split(text: str) -> Iterator[str]:
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise ValueError(f"The text is no well-known text: “{text[at : at + 20].strip()}” cannot be read.")
            yield found[1]
            at = found.end()


def _box(reader: _Reader) -> Region:
    word = reader.take().upper()
    reader.must("(")
    numbers: list[float] = []
    while reader.peek() not in (")", ""):
        numbers += _numbers(reader)[:2]  # BOX3D states heights: three numbers a corner
        if reader.peek() == ",":
            reader.take()
    reader.must(")")
    if len(numbers) != 4:
        raise ValueError(f"{word} has {len(numbers)} numbers, and four are needed.")
    if word == "ENVELOPE":
        west, east, north, south = numbers
    else:
        west, south, east, north = numbers
    return box(west, south, east, north)


def _geometry(reader: _Reader, depth: int) -> dict[str, object]:
    word = reader.take().upper()
    word = word if word in _NAMES else re.sub(r"(ZM|Z|M)$", "", word)
    if word not in _NAMES or depth > _DEEPEST:
        raise ValueError(f"The text is no well-known text: “{word}” is no geometry that is known here.")
    if reader.peek().upper() in ("Z", "M", "ZM"):
        reader.take()
    if reader.peek().upper() == "EMPTY":
        reader.take()
        return {"type": "GeometryCollection", "geometries": []}
    if word == "GEOMETRYCOLLECTION":
        parts = []
        reader.must("(")
        while True:
            parts.append(_geometry(reader, depth + 1))
            if reader.peek() != ",":
                break
            reader.take()
        reader.must(")")
        return {"type": _NAMES[word], "geometries": parts}
    coordinates: object = _place(reader) if word == "POINT" else _nested(reader, _DEPTHS[word])
    return {"type": _NAMES[word], "coordinates": coordinates}


def _place(reader: _Reader) -> LonLat:
    reader.must("(")
    place = _corner(reader)
    reader.must(")")
    return place


def _nested(reader: _Reader, depth: int) -> list[object]:
    reader.must("(")
    rows: list[object] = []
    while True:
        if depth > 1:
            rows.append(_nested(reader, depth - 1))
        else:
            # The points of a MULTIPOINT may stand in brackets of their own.
            rows.append(_place(reader) if reader.peek() == "(" else _corner(reader))
        if reader.peek() != ",":
            break
        reader.take()
    reader.must(")")
    return rows


def _corner(reader: _Reader) -> LonLat:
    numbers = _numbers(reader)
    if len(numbers) not in (2, 3, 4):
        raise ValueError("The text is no well-known text: a corner needs longitude and latitude.")
    return numbers[0], numbers[1]


def _numbers(reader: _Reader) -> list[float]:
    """Return the numbers that stand here side by side, one at least."""
    numbers = []
    while reader.peek()[:1] in _DIGITS:
        numbers.append(float(reader.take()))
    if not numbers:
        found = f"“{reader.peek()}”" if reader.peek() else "the end"
        raise ValueError(f"The text is no well-known text: {found} stands where a number is needed.")
    return numbers
