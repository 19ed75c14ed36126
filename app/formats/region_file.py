"""Regions in files: GeoJSON, WKT and plain numbers natively; GPX, KML, GeoPackage and Shapefile through GDAL.

Lines and points become corridors of 25 metres to each side. Whatever the file is measured in, regions are in degrees.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.model.failure import FailedError, Failure, FailureKind
from app.model.region import Region
from app.model.region_geojson import (
    MOST_AREAS,
    geojson_of,
    is_in_degrees,
    name_of,
    region_from_geometry,
    regions_from_geojson,
)
from app.model.region_text import parse_regions
from app.store.disk_words import disk_errors

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

MOST_BYTES = 64 * 1024 * 1024
GEOJSON_ENDINGS = (".geojson", ".json")
TEXT_ENDINGS = (".txt", ".wkt", ".csv")
GDAL_ENDINGS = (".gpkg", ".kml", ".gpx", ".shp", ".zip")
ENDINGS = (*GEOJSON_ENDINGS, *GDAL_ENDINGS, *TEXT_ENDINGS)
_INSIDE = (".shp", ".gpkg", ".kml", ".geojson")
_CHOICES = "Choose a GeoJSON, GeoPackage, KML, GPX or Shapefile."
# The layers of a GPX that hold places; the points of its tracks would come twice.
_GPX_LAYERS = ("tracks", "routes", "waypoints")


def read_regions(path: Path) -> tuple[Region, ...]:
    """Return the areas in a file, with their names where it has some.

    Raises:
        FailedError: DISK, it cannot be read; DATA, it holds no area, too many, or is damaged.
    """
    with disk_errors(path.name):
        if _size(path) > MOST_BYTES:
            raise _refused(f"{path.name} is larger than {MOST_BYTES // 2**20} MB.", "Cut it down to the area you need.")
        ending = path.suffix.lower()
        try:
            if ending in GEOJSON_ENDINGS:
                found = _from_geojson(path)
            elif ending in TEXT_ENDINGS:
                found = parse_regions(path.read_text(encoding="utf-8-sig")).regions
            elif ending in GDAL_ENDINGS:
                found = tuple(_from_gdal(path))
            else:
                raise _refused(f"{path.name} is of a kind that is not read here.", _CHOICES)
        except UnicodeDecodeError:
            raise _refused(f"{path.name} is no text.", _CHOICES) from None
        except ValueError as error:
            raise _refused(f"{path.name} holds no region.", str(error)) from None
    if not found:
        raise _refused(f"{path.name} holds no area.", "A polygon, a line or a point is needed.")
    if len(found) == 1 and not found[0].name:
        return (_named(found[0], path.stem),)
    return found


def write_regions(path: Path, regions: Sequence[Region]) -> None:
    """Write regions as GeoJSON; a file that stood there is replaced when the new one is complete.

    Raises:
        FailedError: DISK, it cannot be written.
    """
    body = msgspec.json.format(msgspec.json.encode(geojson_of(regions)), indent=2) + b"\n"
    part = path.with_name(f".{path.name}.part")
    with disk_errors(path.name):
        try:
            part.write_bytes(body)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _from_geojson(path: Path) -> tuple[Region, ...]:
    try:
        document = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError):
        raise ValueError("It is not JSON, or damaged.") from None
    if isinstance(document, dict) and not is_in_degrees(document):
        return tuple(_from_gdal(path))
    return regions_from_geojson(document)


def _from_gdal(path: Path) -> Iterator[Region]:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    target = _inside_zip(path) if path.suffix.lower() == ".zip" else str(path)
    count = 0
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(target)]
        if path.suffix.lower() == ".gpx":
            layers = [name for name in _GPX_LAYERS if name in layers]
        for layer in layers:
            for region in _from_frame(pyogrio.read_dataframe(target, layer=layer, max_features=MOST_AREAS + 1)):
                count += 1
                if count > MOST_AREAS:
                    raise ValueError(f"There are more than {MOST_AREAS} areas. Join them, or take a part.")
                yield region
    except (DataSourceError, DataLayerError):
        raise ValueError("It is damaged, or not what its name says.") from None


def _from_frame(frame: "GeoDataFrame") -> Iterator[Region]:
    """Yield the areas of one layer in degrees."""
    if "geometry" not in frame or not len(frame):
        return
    if frame.crs is not None:
        frame = frame.to_crs("EPSG:4326")
    rows = frame.drop(columns="geometry").to_dict("records")
    for row, shape in zip(rows, frame.geometry, strict=True):
        if shape is None or shape.is_empty:
            continue
        region = region_from_geometry(shape.__geo_interface__, name_of(row))
        if region is not None:
            yield region


def _inside_zip(path: Path) -> str:
    """Return how GDAL reaches the one map file of an archive, after a look at how large it would become."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise ValueError("It is no archive, or damaged.") from None
    if sum(entry.file_size for entry in entries) > 4 * MOST_BYTES:
        raise ValueError("Unpacked it would be too large.")
    inner = [
        entry.filename for entry in entries if entry.filename.lower().endswith((".shp", ".gpkg", ".kml", ".geojson"))
    ]
    if not inner:
        raise ValueError("No Shapefile was found in the archive.")
    return f"/vsizip/{{{path.resolve()}}}/{inner[0]}"


def _size(path: Path) -> int:
    """Return the bytes of a file; of a Shapefile with its geometry and its table."""
    parts = [path.with_suffix(ending) for ending in (".dbf", ".shx")] if path.suffix.lower() == ".shp" else []
    return path.stat().st_size + sum(part.stat().st_size for part in parts if part.is_file())


def _named(region: Region, name: str) -> Region:
    return Region(region.west, region.south, region.east, region.north, name, region.polygons)


def _refused(title: str, hint: str) -> FailedError:
    return FailedError(Failure(FailureKind.DATA, title, hint))
