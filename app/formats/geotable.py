"""Tables of positions: as a GeoDataFrame, and as GeoJSON, GeoPackage, CSV and GeoParquet files.

EPSG:4326. The same records give the same bytes. geopandas, pandas and pyarrow are loaded when they are needed and not
before: GeoJSON and CSV are written without them.
"""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.formats.geotable_columns import COLUMNS, GEOMETRY, TEXTS, CellKind, Column, columns_of, position_of
from app.formats.geotable_text import csv_rows, filled, geojson_rows, unguarded
from app.model.harvest import TableKind
from app.model.harvest_record import HarvestRecord

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LAYER = "images"
CRS = "EPSG:4326"
_DTYPES = {CellKind.TEXT: "string", CellKind.WHOLE: "Int64", CellKind.REAL: "Float64", CellKind.SWITCH: "boolean"}
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def frame_of(records: Iterable[HarvestRecord], columns: Sequence[Column] = ()) -> "GeoDataFrame":
    """Return the records as a frame, one row each, in their order; unknown cells are missing, whole numbers stay whole.

    Args:
        records: Walked once, or twice without `columns`.
        columns: From `columns_of`; empty takes them all.
    """
    import geopandas
    import pandas
    import shapely

    kept = records if columns else list(records)
    columns = columns or columns_of(kept)
    cells: list[list[object]] = [[] for _ in columns]
    points: list[object] = []
    for record in kept:
        for column, values in zip(columns, cells, strict=True):
            values.append(filled(column.cell(record)))
        place = position_of(record)
        points.append(None if place is None else shapely.Point(place))
    data = {
        column.name: pandas.array(values, dtype=_DTYPES[column.kind])
        for column, values in zip(columns, cells, strict=True)
    }
    return geopandas.GeoDataFrame(data, geometry=geopandas.GeoSeries(points, crs=CRS), crs=CRS)


def write_table(
    kind: TableKind,
    records: Iterable[HarvestRecord],
    path: Path,
    columns: Sequence[Column],
    stamp: datetime.datetime = _EPOCH,
) -> None:
    """Write one table; a file that stood there is replaced when the new one is complete, not before.

    Args:
        kind: Which form.
        records: Walked once.
        path: With the extension of its form.
        columns: From `columns_of`.
        stamp: What a GeoPackage gives as the time of its last change; nothing of the present time gets in.

    Raises:
        OSError: The file cannot be written.
    """
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        match kind:
            case TableKind.GEOJSON | TableKind.CSV:
                rows = (geojson_rows if kind is TableKind.GEOJSON else csv_rows)(records, columns)
                with part.open("wb") as file:
                    file.writelines(rows)
            case TableKind.GPKG:
                _write_gpkg(frame_of(records, columns), part, stamp)
            case TableKind.PARQUET:
                frame_of(records, columns).to_parquet(part, index=False, compression="zstd")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_table(path: Path) -> "GeoDataFrame":
    """Return a table of ours as a frame; ids are text in every form.

    Raises:
        OSError: It is not there.
        ValueError: It is no such table.
    """
    import geopandas

    if not path.is_file():
        raise FileNotFoundError(f"There is no table {path.name}.")
    match path.suffix.lower():
        case ".csv":
            return _read_csv(path)
        case ".parquet":
            return geopandas.read_parquet(path)
        case _:
            from pyogrio.errors import DataSourceError

            try:
                return geopandas.read_file(path)
            except DataSourceError:
                raise ValueError(f"{path.name} is no table of positions.") from None


def _write_gpkg(frame: "GeoDataFrame", path: Path, stamp: datetime.datetime) -> None:
    import pyogrio

    path.unlink(missing_ok=True)
    # GDAL writes the present time otherwise, and two files of one harvest would differ.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp.strftime("%Y-%m-%dT%H:%M:%S.000Z")})
    try:
        pyogrio.write_dataframe(frame, path, layer=LAYER, driver="GPKG", geometry_type="Point")
    except pyogrio.errors.DataSourceError as error:
        raise OSError(f"{path.name} cannot be written: {error}") from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _read_csv(path: Path) -> "GeoDataFrame":
    import geopandas
    import pandas

    dtypes = {column.name: _DTYPES[column.kind] for column in COLUMNS}
    try:
        table = pandas.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])
        points = geopandas.GeoSeries.from_wkt(table.pop(GEOMETRY), crs=CRS)
    except (ValueError, KeyError):
        raise ValueError(f"{path.name} is no table of positions.") from None
    for name in TEXTS:
        if name in table:
            table[name] = table[name].map(unguarded, na_action="ignore").astype("string")
    return geopandas.GeoDataFrame(table.drop(columns=["lon", "lat"]), geometry=points, crs=CRS)
