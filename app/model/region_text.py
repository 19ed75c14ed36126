"""Regions out of whatever people type or paste, and the forms in which they copy them. Pure.

Understood are four numbers, links to maps, well-known text and GeoJSON. The order of four numbers is west, south, east,
north; south, west, north, east is taken where only that makes sense, and the answer says which it was.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from app.model.region import Region, box, degrees_text
from app.model.region_geojson import geojson_of, regions_from_geojson
from app.model.region_link import is_link, regions_from_link
from app.model.region_wkt import is_wkt, region_from_wkt, wkt_of

MOST_TEXT = 4 * 1024 * 1024
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_HINT = "Give west, south, east, north in degrees, such as 4.80,45.73,4.85,45.77, or paste a link, WKT or GeoJSON."


@dataclass(frozen=True, slots=True)
class ParsedRegions:
    """What a text means.

    Attributes:
        regions: One or more.
        understood: One sentence for people: which form and which order it was.
    """

    regions: tuple[Region, ...]
    understood: str


def parse_regions(text: str) -> ParsedRegions:
    """Return the regions of a text in any common form.

    Raises:
        ValueError: It cannot be understood, or a number is out of range; one sentence that says what is wrong.
    """
    text = text.strip().strip("\ufeff").replace("\u2212", "-")
    if not text:
        raise ValueError(f"Nothing was given. {_HINT}")
    if len(text) > MOST_TEXT:
        raise ValueError("The text is too long. Save it as a file and import that.")
    if text[0] in "{[":
        return _from_json(text)
    if is_link(text):
        return ParsedRegions(*regions_from_link(text))
    if is_wkt(text):
        return ParsedRegions((region_from_wkt(text),), "Well-known text.")
    return _from_numbers(text)


def region_forms(region: Region) -> tuple[tuple[str, str], ...]:
    """Return (label, text) of every form in which a region is copied; the first three are its bounds."""
    west, south, east, north = region.bbox_text.split(",")
    geojson = msgspec.json.encode(geojson_of([region])).decode()
    link = f"https://www.openstreetmap.org/?minlon={west}&minlat={south}&maxlon={east}&maxlat={north}"
    return (
        ("West, south, east, north", region.bbox_text),
        ("South, west, north, east", ",".join((south, west, north, east))),
        ("OpenStreetMap link", link),
        ("WKT", wkt_of(region)),
        ("GeoJSON", geojson),
        ("geojson.io link", f"https://geojson.io/#data=data:application/json,{quote(geojson, safe='')}"),
    )


def _from_json(text: str) -> ParsedRegions:
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        if text[0] == "[":
            return _from_numbers(text)
        raise ValueError("The text begins like GeoJSON but is damaged. Copy it once more, whole.") from None
    if isinstance(document, list):
        return _from_numbers(text)
    regions = regions_from_geojson(document)
    return ParsedRegions(regions, "GeoJSON." if len(regions) == 1 else f"GeoJSON with {len(regions)} areas.")


def _from_numbers(text: str) -> ParsedRegions:
    """Read four numbers, or four in each line."""
    rows = [row for row in text.splitlines() if row.strip()]
    several = len(rows) > 1 and all(len(_numbers(row)) == 4 for row in rows)
    found = [_box(_numbers(row)) for row in (rows if several else [text])]
    orders = dict.fromkeys(order for _, order in found)
    return ParsedRegions(tuple(region for region, _ in found), " ".join(orders))


def _numbers(text: str) -> list[float]:
    text = text.strip().strip("[]()")
    tokens = re.split(r"[;\s]+", text)
    if len(tokens) == 4 and all(_DECIMAL_COMMA.fullmatch(token) for token in tokens):
        return [float(token.replace(",", ".")) for token in tokens]
    pieces = [piece for piece in re.split(r"[,;\s]+", text) if piece]
    strange = next((piece for piece in pieces if not _NUMBER.fullmatch(piece)), None)
    if strange is not None:
        raise ValueError(f"“{strange[:40]}” is no number. {_HINT}")
    return [float(piece) for piece in pieces]


def _box(numbers: list[float]) -> tuple[Region, str]:
    if len(numbers) != 4:
        word = "number was" if len(numbers) == 1 else "numbers were"
        raise ValueError(f"{len(numbers)} {word} found, and four are needed: west, south, east, north.")
    west, south, east, north = numbers
    if _makes_sense(west, south, east, north):
        region = box(west, south, east, north)
        across = " It crosses the antimeridian." if region.west > region.east else ""
        return region, f"West, south, east, north.{across}"
    # The same four numbers with their names exchanged.
    if -180 <= south < north <= 180 and _makes_sense(south, west, north, east):
        return box(south, west, north, east), "South, west, north, east."
    region = box(west, south, east, north)  # says which number is wrong, if one alone is
    raise ValueError(
        f"The box goes {degrees_text(region.width_deg)} degrees around the globe: west ({degrees_text(west)}) "
        f"lies east of east ({degrees_text(east)}). Swap the two numbers."
    )


def _makes_sense(west: float, south: float, east: float, north: float) -> bool:
    """Return whether four numbers are a box that somebody may mean; across the antimeridian it is a narrow one."""
    try:
        region = box(west, south, east, north)
    except ValueError:
        return False
    return max(abs(west), abs(east)) <= 360 and (west < east or region.width_deg <= 180)
