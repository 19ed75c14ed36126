"""The columns of a table of positions: what they are called, what they hold, and which of them are wanted.

Ids are text everywhere: they are larger than 2^53, which spreadsheets and floats cannot hold.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import msgspec

from app.model.harvest_record import HarvestRecord
from app.model.region import LonLat

Cell: TypeAlias = str | int | float | bool | None

GEOMETRY = "geometry"
# Names that the formats use themselves.
_RESERVED = frozenset({"fid", "geom", "lon", "lat", "ogc_fid"})
_CORE = frozenset({"mly_id", "name", "image_url", "file"})
# What the service calls a field -> the columns that hold it, where the names differ.
_OF_FIELD: dict[str, tuple[str, ...]] = {
    "id": ("mly_id",),
    "geometry": ("original_lon", "original_lat", "position"),
    "computed_geometry": ("computed_lon", "computed_lat", "computed_geometry"),
    "captured_at": ("captured_at", "captured_at_ms"),
    "creator": ("creator", "creator_id"),
    "organization": ("organization_id",),
    "detections": ("labels",),
    "thumb_256_url": ("size_asked", "size_got"),
    "thumb_1024_url": ("size_asked", "size_got"),
    "thumb_2048_url": ("size_asked", "size_got"),
    "thumb_original_url": ("size_asked", "size_got"),
}


class CellKind(StrEnum):
    """What a column holds; each cell may be empty."""

    TEXT = "text"
    WHOLE = "whole"
    REAL = "real"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: As it stands in the table.
        kind: Of its cells.
        cell: The value of a record; None when it is unknown.
    """

    name: str
    kind: CellKind
    cell: Callable[[HarvestRecord], Cell]


def position_of(record: HarvestRecord) -> LonLat | None:
    """Return where a picture stands on the map: at its original position, else at the computed one."""
    if record.lon is not None and record.lat is not None:
        return record.lon, record.lat
    if record.computed_lon is not None and record.computed_lat is not None:
        return record.computed_lon, record.computed_lat
    return None


def _position(record: HarvestRecord) -> str:
    if record.lon is not None and record.lat is not None:
        return "original"
    return "computed" if position_of(record) is not None else ""


def _computed(record: HarvestRecord) -> str:
    lon, lat = record.computed_lon, record.computed_lat
    return "" if lon is None or lat is None else point_text((lon, lat))


def point_text(place: LonLat) -> str:
    """Return a place as well-known text, exact."""
    return f"POINT ({place[0]!r} {place[1]!r})"


_T, _W, _R, _S = CellKind.TEXT, CellKind.WHOLE, CellKind.REAL, CellKind.SWITCH
COLUMNS = (
    Column("mly_id", _T, lambda r: r.id),
    Column("name", _T, lambda r: f"mly_{r.id}"),
    Column("image_url", _T, lambda r: r.file),
    Column("file", _T, lambda r: r.file),
    Column("region", _T, lambda r: r.region),
    Column("captured_at", _T, lambda r: r.captured_at),
    Column("captured_at_ms", _W, lambda r: r.captured_at_ms),
    Column("compass_angle", _R, lambda r: r.compass_angle),
    Column("computed_compass_angle", _R, lambda r: r.computed_compass_angle),
    Column("altitude", _R, lambda r: r.altitude),
    Column("computed_altitude", _R, lambda r: r.computed_altitude),
    Column("camera_type", _T, lambda r: r.camera_type),
    Column("make", _T, lambda r: r.make),
    Column("model", _T, lambda r: r.model),
    Column("is_pano", _S, lambda r: r.is_pano),
    Column("quality_score", _R, lambda r: r.quality_score),
    Column("sequence", _T, lambda r: r.sequence),
    Column("creator", _T, lambda r: r.creator),
    Column("creator_id", _T, lambda r: r.creator_id),
    Column("organization_id", _T, lambda r: r.organization_id),
    Column("width", _W, lambda r: r.width),
    Column("height", _W, lambda r: r.height),
    Column("file_width", _W, lambda r: r.file_width or None),
    Column("file_height", _W, lambda r: r.file_height or None),
    Column("size_asked", _T, lambda r: r.size_asked),
    Column("size_got", _T, lambda r: r.size_got),
    Column("labels", _W, lambda r: sum(r.labels.values())),
    Column("licence", _T, lambda r: r.licence),
    Column("page", _T, lambda r: r.page),
    Column("original_lon", _R, lambda r: r.lon),
    Column("original_lat", _R, lambda r: r.lat),
    Column("computed_lon", _R, lambda r: r.computed_lon),
    Column("computed_lat", _R, lambda r: r.computed_lat),
    Column("computed_geometry", _T, _computed),
    Column("position", _T, _position),
)
_NAMES = frozenset(column.name for column in COLUMNS)
# Columns that must be read as text however much they look like numbers.
TEXTS = tuple(column.name for column in COLUMNS if column.kind is CellKind.TEXT)


def columns_of(records: Iterable[HarvestRecord], wanted: Sequence[str] = ()) -> tuple[Column, ...]:
    """Return the columns of a table, without the geometry, which is always the last.

    Args:
        records: All of them; walked once, to see which further fields there are and what they hold.
        wanted: Fields of the service that were chosen; empty takes everything. Id, name and file always stay.
    """
    kinds: dict[str, CellKind] = {}
    for record in records:
        for name, value in record.extra.items():
            kind = _kind(value)
            if kind is not None:
                kinds[name] = kind if kinds.get(name, kind) is kind else _common(kinds[name], kind)
    further = [_further(name, kinds[name]) for name in sorted(kinds)]
    if not wanted:
        return (*COLUMNS, *further)
    chosen = set(_CORE)
    for name in wanted:
        first = name.partition(".")[0]
        chosen.update(_OF_FIELD.get(first, (first, _safe(first))))
    return tuple(column for column in (*COLUMNS, *further) if column.name in chosen)


def _kind(value: object) -> CellKind | None:
    match value:
        case None:
            return None
        case bool():
            return CellKind.SWITCH
        case int():
            # What a float cannot hold exactly is an id, not a number.
            return CellKind.WHOLE if abs(value) <= 2**53 else CellKind.TEXT
        case float():
            return CellKind.REAL
        case _:
            return CellKind.TEXT


def _common(one: CellKind, other: CellKind) -> CellKind:
    return CellKind.REAL if {one, other} == {CellKind.WHOLE, CellKind.REAL} else CellKind.TEXT


def _safe(name: str) -> str:
    return f"field_{name}" if name in _NAMES or name == GEOMETRY or name.casefold() in _RESERVED else name


def _further(name: str, kind: CellKind) -> Column:
    def cell(record: HarvestRecord) -> Cell:
        value = record.extra.get(name)
        if value is None:
            return None
        match kind:
            case CellKind.REAL:
                return float(value)
            case CellKind.WHOLE | CellKind.SWITCH:
                return value  # type: ignore[no-any-return]  # the kind was taken from the value itself
            case CellKind.TEXT:
                return _text(value)

    return Column(_safe(name), kind, cell)


def _text(value: object) -> str:
    """Return a value as one text: lists of plain values joined with commas, everything else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str | int | float) for part in value):
        return ",".join(str(part) for part in value)
    return msgspec.json.encode(value).decode()
