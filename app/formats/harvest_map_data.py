"""What the harvest map shows, as lean as it gets: one row per picture, names once. Pure.

A row is [lon, lat, captured_at_ms, heading, year, sequence, creator, folder, file name, id]; unknown is null, and year,
sequence, creator and folder are numbers of their lists.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias
from urllib.parse import quote

import msgspec

from app.formats.geotable_columns import position_of
from app.model.class_color import class_color
from app.model.harvest_record import LICENCE, LICENCE_URL, PAGE_URL, HarvestRecord
from app.model.region import Region
from app.model.region_geojson import areas_of

Row: TypeAlias = tuple[float, float, int | None, float | None, int, int, int, int, str, str]

# From old to new: dark blue to yellow, in equal steps of lightness, told apart by most eyes (after "viridis").
_YEARS = ("#440154", "#46327E", "#365C8D", "#277F8E", "#1FA187", "#4AC16D", "#A0DA39", "#FDE725")
_UNDATED = "#8A8F98"
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
NO_YEAR = "No date"


class MapRegion(msgspec.Struct, frozen=True):
    """An outline: rings of [lat, lon] pairs per polygon, as Leaflet takes them."""

    name: str
    polygons: list[list[list[tuple[float, float]]]]


class MapData(msgspec.Struct, frozen=True):
    """All that the page needs beside Leaflet.

    Attributes:
        rows: Pictures.
        years: (words, colour, pictures), old to new.
        sequences: Colours.
        creators: Names.
        folders: Relative addresses, ready for a link, each ending in "/" or empty.
        regions: Outlines.
        bounds: South-west and north-east corner as (lat, lon).
        licence: Its name and its address.
        page: Address of a picture's page with "{id}" in it.
    """

    rows: list[Row]
    years: list[tuple[str, str, int]]
    sequences: list[str]
    creators: list[str]
    folders: list[str]
    regions: list[MapRegion]
    bounds: tuple[tuple[float, float], tuple[float, float]]
    licence: tuple[str, str]
    page: str


def map_data(records: Iterable[HarvestRecord], regions: Sequence[Region]) -> MapData:
    """Return what is on the map; pictures without any position are not."""
    years: dict[str, int] = {}
    numbers: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
    rows: list[Row] = []
    for record in records:
        place = position_of(record)
        if place is None:
            continue
        year = record.captured_at[:4] or NO_YEAR
        folder, _, name = record.file.rpartition("/")
        rows.append(
            (
                round(place[0], 7),
                round(place[1], 7),
                record.captured_at_ms if record.captured_at else None,
                _heading(record),
                years.setdefault(year, len(years)),
                numbers[0].setdefault(record.sequence, len(numbers[0])),
                numbers[1].setdefault(record.creator, len(numbers[1])),
                numbers[2].setdefault(quote(f"{folder}/") if folder else "", len(numbers[2])),
                quote(name, safe=""),
                record.id,
            )
        )
    rows, outlines = _on_one_side(rows, [MapRegion(one.name, _outline(one)) for one in regions])
    legend, order = _legend(years, rows)
    return MapData(
        rows=[(*row[:4], order[row[4]], *row[5:]) for row in rows],
        years=legend,
        sequences=[class_color(name) if name else _UNDATED for name in numbers[0]],
        creators=list(numbers[1]),
        folders=list(numbers[2]),
        regions=outlines,
        bounds=_bounds(rows, outlines),
        licence=(LICENCE, LICENCE_URL),
        page=PAGE_URL,
    )


def script_text(data: MapData) -> str:
    """Return the data as JSON that may stand inside a script element: nothing in it can end the element."""
    text = msgspec.json.encode(data).decode()
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return text


def _heading(record: HarvestRecord) -> float | None:
    """Return the direction that belongs to the position: the original one to the original one."""
    is_original = record.lon is not None and record.lat is not None
    heading = record.compass_angle if is_original else record.computed_compass_angle
    return None if heading is None else round(heading % 360, 1)


def _outline(region: Region) -> list[list[list[tuple[float, float]]]]:
    return [[[(lat, lon) for lon, lat in ring] for ring in area] for area in areas_of(region)]


def _legend(years: dict[str, int], rows: Sequence[Row]) -> tuple[list[tuple[str, str, int]], list[int]]:
    """Return the legend from old to new, and for every number of `years` its place in it."""
    counts = [0] * len(years)
    for row in rows:
        counts[row[4]] += 1
    dated = sorted((year for year in years if year != NO_YEAR), key=int)
    names = [*dated, *([NO_YEAR] if NO_YEAR in years else [])]
    legend = [(name, _color(name, dated), counts[years[name]]) for name in names]
    places = {years[name]: place for place, name in enumerate(names)}
    return legend, [places[number] for number in range(len(years))]


def _color(year: str, dated: Sequence[str]) -> str:
    if year == NO_YEAR:
        return _UNDATED
    # A year keeps its colour as long as the span of years stays the same.
    span = max(int(dated[-1]) - int(dated[0]), 1)
    return _YEARS[round((int(year) - int(dated[0])) / span * (len(_YEARS) - 1))]


def _on_one_side(rows: list[Row], regions: list[MapRegion]) -> tuple[list[Row], list[MapRegion]]:
    """Put what lies on both sides of the antimeridian side by side, beyond 180."""
    lons = [row[0] for row in rows] + [lon for one in regions for area in one.polygons for _, lon in area[0]]
    if not lons or max(lons) - min(lons) <= 180:
        return rows, regions
    turned = [lon + 360 if lon < 0 else lon for lon in lons]
    if max(turned) - min(turned) > 180:
        return rows, regions
    moved = [(row[0] + 360 if row[0] < 0 else row[0], *row[1:]) for row in rows]
    outlines = [
        MapRegion(
            one.name,
            [[[(lat, lon + 360 if lon < 0 else lon) for lat, lon in ring] for ring in area] for area in one.polygons],
        )
        for one in regions
    ]
    return moved, outlines


def _bounds(rows: Sequence[Row], regions: Sequence[MapRegion]) -> tuple[tuple[float, float], tuple[float, float]]:
    places = [(row[1], row[0]) for row in rows] + [
        place for one in regions for area in one.polygons for place in area[0]
    ]
    if not places:
        return (-60.0, -180.0), (75.0, 180.0)
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    return (min(lats), min(lons)), (max(lats), max(lons))
