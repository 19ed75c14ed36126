"""Tables of positions as text, row by row: GeoJSON and CSV. Needs no memory to speak of and no further library.

Source: RFC 7946, RFC 4180. In CSV a text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from app.formats.geotable_columns import GEOMETRY, Cell, Column, point_text, position_of
from app.model.harvest_record import HarvestRecord

# OWASP, "CSV injection". Apostrophes in front count, so that reading takes away exactly what writing added.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_ENCODER = msgspec.json.Encoder()


def geojson_rows(records: Iterable[HarvestRecord], columns: Sequence[Column]) -> Iterator[bytes]:
    """Yield a feature collection, one feature a line. Every feature has every property; unknown ones are null."""
    yield b'{"type":"FeatureCollection","name":"images","features":['
    mark = b"\n"
    for record in records:
        place = position_of(record)
        feature = {
            "type": "Feature",
            "properties": {column.name: filled(column.cell(record)) for column in columns},
            "geometry": None if place is None else {"type": "Point", "coordinates": place},
        }
        yield mark + _ENCODER.encode(feature)
        mark = b",\n"
    yield b"\n]}\n"


def csv_rows(records: Iterable[HarvestRecord], columns: Sequence[Column]) -> Iterator[bytes]:
    """Yield a header and the rows: texts in quotes, numbers bare, unknown cells empty.

    The position stands as `lon` and `lat`, which maps look for, and as well-known text, which geopandas reads.
    """
    yield (",".join([_quoted(column.name) for column in columns] + ['"lon"', '"lat"', f'"{GEOMETRY}"']) + "\n").encode()
    for record in records:
        place = position_of(record)
        cells = [_csv_cell(filled(column.cell(record))) for column in columns]
        cells += ["", "", ""] if place is None else [repr(place[0]), repr(place[1]), _quoted(point_text(place))]
        yield (",".join(cells) + "\n").encode("utf-8", "replace")


def filled(cell: Cell) -> Cell:
    """Return a cell; an empty text is unknown, and a zero byte is nothing that a table can hold."""
    return cell.replace("\0", "") or None if isinstance(cell, str) else cell


def unguarded(text: str) -> str:
    """Return a text of a CSV as it was before the apostrophe was put in front."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return _quoted("'" + cell if _FORMULA.match(cell) else cell)
        case _:
            return repr(cell)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
