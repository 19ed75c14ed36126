"""A GeoDataFrame of street images. Importing this loads geopandas.

Required columns: `image_url` (text), `name` (text), `geometry` (points, EPSG:4326, longitude first). Ids are text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas
import pandas
from geopandas import GeoDataFrame

from app.formats.geotable import frame_of
from app.formats.geotable_columns import columns_of
from app.formats.harvest_folder import read_records
from app.model.described import Described
from app.model.harvest_record import HarvestRecord
from app.store.names import safe_name

if TYPE_CHECKING:
    import folium

REQUIRED = ("image_url", "name", "geometry")
CRS = "EPSG:4326"
# What is known of a file only, and there is none yet.
_OF_FILES = ("file", "file_width", "file_height")
PICTURE = ".jpg"


class Link:
    """The way from a frame back to what it came from; it is lost when a frame is pickled."""

    def __init__(self, face: Any = None) -> None:
        """Keep what downloads."""
        self.face = face

    def __reduce__(self) -> tuple[type["Link"], tuple[()]]:
        """Leave engine and token behind."""
        return (Link, ())


class GeoImageFrame(GeoDataFrame):  # type: ignore[misc] # geopandas is not typed
    """Images as rows: facts, positions, and where each picture is.

    It stays one when rows are chosen or columns are added; without one of the required columns it becomes an ordinary
    frame. `attrs["problems"]` says what could not be had.
    """

    _metadata = ["_geometry_column_name", "_link"]  # noqa: RUF012 - the spelling of pandas
    _link = Link()

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take what a GeoDataFrame takes.

        Raises:
            ValueError: A required column is missing.
            TypeError: A required column holds something else.
        """
        super().__init__(*args, **options)
        _check(self)
        source = args[0] if args else options.get("data")
        if isinstance(source, GeoImageFrame):
            self._link = source._link

    @classmethod
    def _geodataframe_constructor_with_fallback(cls, *args: Any, **options: Any) -> Any:
        return _promoted(GeoDataFrame._geodataframe_constructor_with_fallback(*args, **options))

    def _constructor_from_mgr(self, mgr: Any, axes: Any) -> Any:
        return _promoted(super()._constructor_from_mgr(mgr, axes))

    def linked(self, face: Any) -> "GeoImageFrame":
        """Return this frame, able to download through a face of this package."""
        self._link = Link(face)
        return self

    def download(self, to: str | Path, **options: Any) -> Any:
        """Bring the pictures home; see `Streets.download`. Of an async face it has to be awaited.

        Raises:
            RuntimeError: The frame does not come from `fetch_…` of this program.
        """
        if self._link.face is None:
            raise RuntimeError("This frame is not linked to an account: use streets.download(frame, folder).")
        return self._link.face.download(self, to, **options)

    def map(self, *args: Any, **options: Any) -> "folium.Map":
        """Return a folium map with a point and a heading per image; see `app.api.frame_map.map_of`."""
        from app.api.frame_map import map_of

        return map_of(self, *args, **options)

    def to_file(self, filename: str | Path, *args: Any, **options: Any) -> None:
        """Write a table; .csv (positions as lon and lat) and .parquet besides every format of geopandas."""
        path = Path(filename)
        match path.suffix.lower():
            case ".csv":
                plain = pandas.DataFrame(self.drop(columns=self.geometry.name))
                plain.insert(0, "lon", self.geometry.x)
                plain.insert(1, "lat", self.geometry.y)
                plain.to_csv(path, index=False)
            case ".parquet":
                self.to_parquet(path, *args, **options)
            case _:
                super().to_file(path, *args, **options)

    def to_dict_records(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries."""
        records: list[dict[str, Any]] = self.to_dict("records")
        return records

    def with_files(
        self, ids: Sequence[str], files: Mapping[str, Path], problems: Iterable[str] = ()
    ) -> "GeoImageFrame":
        """Return a copy that says where each picture lies; rows without one keep their address."""
        paths = [str(files[key]) if key in files else None for key in ids]
        frame: GeoImageFrame = self.copy()
        frame["image_url"] = [path or url for path, url in zip(paths, self["image_url"], strict=True)]
        frame["file"] = pandas.array(paths, dtype="string")
        frame.attrs["problems"] = list(problems)
        return frame


def frame_of_described(described: Iterable[Described], fields: Sequence[str] = ()) -> GeoImageFrame:
    """Return what a service knows of images; those of which it knows nothing are named in `attrs["problems"]`.

    Args:
        described: In listing order.
        fields: Names of the service that were chosen; empty keeps all columns.
    """
    every = list(described)
    known = [(one.record, one.address) for one in every if one.record is not None]
    records = [record for record, _ in known]
    frame = _frame(records, fields, [address for _, address in known])
    missing = [one for one in every if one.failure is not None]
    frame.attrs["problems"] = [f"{one.key}: {one.failure.sentence()}" for one in missing if one.failure is not None]
    kept: GeoImageFrame = frame.drop(columns=[name for name in _OF_FILES if name in frame])
    return kept


def open_harvest(folder: str | Path) -> GeoImageFrame:
    """Return the images of a harvested folder, with the path of each; no table is needed for it.

    Raises:
        FailedError: It is no harvested folder.
    """
    place = Path(folder).expanduser().absolute()
    records = [replace(record, file=str(place / record.file)) for record in read_records(place)]
    return _frame(records, (), [record.file for record in records])


def ids_of(frame: GeoImageFrame) -> list[str]:
    """Return the id of each row, as text.

    Raises:
        ValueError: A row has none.
    """
    texts = frame["mly_id"] if "mly_id" in frame else frame["name"]
    ids = [str(text).removeprefix("mly_").removeprefix("mly|") for text in texts]
    for key in ids:
        if not (key.isascii() and key.isdigit()):
            raise ValueError(f"{key!r} is no image id: a column mly_id is needed, or names like mly_<id>.")
    return ids


def names_of(frame: GeoImageFrame, ids: Sequence[str], column: str) -> dict[str, str]:
    """Return the file name of each id from a column, cleaned for every disk, with .jpg behind it.

    Raises:
        ValueError: The column is missing, or two rows would get one name.
    """
    if column not in frame:
        raise ValueError(f"There is no column {column!r}.")
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    for key, text in zip(ids, frame[column], strict=True):
        name = safe_name(f"{str(text).removesuffix(PICTURE)}{PICTURE}", key)
        other = owners.setdefault(name.casefold(), key)
        if other != key:
            raise ValueError(f"Images {other} and {key} would both be called {name}. Choose another column.")
        names[key] = name
    return names


def _frame(records: Sequence[HarvestRecord], fields: Sequence[str], addresses: Sequence[str]) -> GeoImageFrame:
    plain = frame_of(records, columns_of(records, fields))
    plain["image_url"] = pandas.array(list(addresses), dtype="string")
    return GeoImageFrame(plain)


def _check(frame: GeoDataFrame) -> None:
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        raise ValueError(f"Required columns are missing: {', '.join(missing)}.")
    for name in ("image_url", "name"):
        if not all(isinstance(value, str) or pandas.isna(value) for value in frame[name]):
            raise TypeError(f"The column {name} has to hold text.")
    kinds = set(geopandas.GeoSeries(frame["geometry"]).dropna().geom_type)
    if kinds - {"Point"}:
        raise TypeError(f"The geometry has to hold points, not {', '.join(sorted(kinds))}.")


def _promoted(made: Any) -> Any:
    """Return a result of pandas as what it is: a frame of images only with its columns."""
    if isinstance(made, GeoDataFrame):
        made.__class__ = GeoImageFrame if set(REQUIRED) <= set(made.columns) else GeoDataFrame
    return made
