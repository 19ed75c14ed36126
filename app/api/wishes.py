"""What programs may say about a selection of street images, as the spec that the engine reads. Pure.

Nothing that is handed in is changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypedDict, TypeVar

from app.model.harvest import HarvestLayout, MapillarySpec, Pano, Pick, TableKind, ThumbSize, Via
from app.model.region import Region, box
from app.model.region_geojson import regions_from_geojson
from app.model.region_text import parse_regions

E = TypeVar("E", bound=StrEnum)


class Wishes(TypedDict, total=False):
    """Which images. All are optional.

    fields: names of the service; none takes the useful ones. max_images: at most so many, chosen by pick ("first",
    "newest", "spread"). start_date, end_date: ISO, UTC, inclusive. pano: "any", "yes", "no". creator: user name.
    organization: id. min_quality: 0 to 1. spacing: metres. size: 256, 1024, 2048 or "original". detections: labels,
    too. via: "tiles" or "search". batch_size: images per metadata request, at most 50.
    """

    fields: Iterable[str] | None
    max_images: int | None
    pick: str
    start_date: str | None
    end_date: str | None
    pano: str
    creator: str
    organization: str | int
    min_quality: float | None
    spacing: float | None
    size: str | int
    detections: bool
    via: str
    batch_size: int | None


class HarvestWishes(Wishes, total=False):
    """Which images, and which files beside them.

    tables: "geojson", "gpkg", "csv", "parquet". map: write map.html. exif: write position, time and credits into the
    files. layout: "project" or "flat". fetch_workers: metadata requests at once.
    """

    tables: Iterable[str]
    map: bool
    exif: bool
    layout: str
    fetch_workers: int | None


def spec_of(
    wishes: HarvestWishes | Wishes,
    *,
    regions: tuple[Region, ...] = (),
    sequences: Iterable[str] = (),
    image_ids: Iterable[str | int] = (),
    creator: str = "",
) -> MapillarySpec:
    """Return the spec.

    Raises:
        TypeError: A wish is unknown.
        ValueError: A wish has a value that does not exist.
    """
    said: Mapping[str, Any] = wishes
    unknown = said.keys() - HarvestWishes.__annotations__.keys()
    if unknown:
        raise TypeError(f"There is no option {min(unknown)!r}; there are {', '.join(HarvestWishes.__annotations__)}.")
    names = tuple(dict.fromkeys(said.get("fields") or ()))
    return MapillarySpec(
        regions=regions,
        sequences=_texts(sequences),
        image_ids=_texts(image_ids),
        captured_from=said.get("start_date") or "",
        captured_until=said.get("end_date") or "",
        pano=_one_of(Pano, said.get("pano", Pano.ANY)),
        creator=creator or said.get("creator", ""),
        organization=str(said.get("organization", "")),
        min_quality=said.get("min_quality"),
        spacing=said.get("spacing"),
        max_images=_positive("max_images", said.get("max_images")),
        pick=_one_of(Pick, said.get("pick", Pick.FIRST)),
        size=_one_of(ThumbSize, said["size"]) if "size" in said else size_named(names),
        fields=names,
        detections=said.get("detections", False),
        tables=tuple(_one_of(TableKind, kind) for kind in _listed(said.get("tables", (TableKind.GEOJSON,)))),
        has_map=said.get("map", False),
        has_exif=said.get("exif", True),
        layout=_one_of(HarvestLayout, said.get("layout", HarvestLayout.PROJECT)),
        via=_one_of(Via, said.get("via", Via.TILES)),
        fetch_workers=_positive("fetch_workers", said.get("fetch_workers")),
        batch_size=_positive("batch_size", said.get("batch_size")),
    )


def size_named(fields: Sequence[str]) -> ThumbSize:
    """Return the largest size whose address is among the fields; 1024 when none is."""
    named = [size for size in ThumbSize if f"thumb_{size.value}_url" in fields]
    return named[-1] if named else ThumbSize.MEDIUM


def region_of_bbox(bbox: Sequence[float], name: str = "") -> Region:
    """Return the box of four numbers: west, south, east, north in degrees, longitude before latitude.

    Raises:
        ValueError: There are not four, or one is out of range; the text says which.
    """
    if len(bbox) != 4:
        raise ValueError("A bbox has four numbers: west, south, east, north.")
    west, south, east, north = (float(number) for number in bbox)
    return box(west, south, east, north, name)


def regions_of(area: Any) -> tuple[Region, ...]:
    """Return the regions of an area in any common form.

    Args:
        area: Four numbers (a bbox), a Region or several, GeoJSON, text (numbers, a map link, WKT, GeoJSON), or anything
            with `__geo_interface__`, such as a shapely geometry. None is no region.

    Raises:
        ValueError: It is none of these.
    """
    if area is None:
        return ()
    if isinstance(area, Region):
        return (area,)
    if isinstance(area, str):
        return parse_regions(area).regions
    if hasattr(area, "__geo_interface__"):
        return regions_from_geojson(area.__geo_interface__)
    if isinstance(area, Mapping):
        return regions_from_geojson(area)
    parts = tuple(area)
    if parts and all(isinstance(part, Region) for part in parts):
        return parts
    return (region_of_bbox(parts),)


def _texts(values: Iterable[str | int]) -> tuple[str, ...]:
    listed = [values] if isinstance(values, str | int) else list(values)
    return tuple(dict.fromkeys(str(value) for value in listed))


def _listed(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys([values] if isinstance(values, str) else values or ()))


def _one_of(kind: type[E], value: object) -> E:
    try:
        return kind(str(value))
    except ValueError:
        raise ValueError(f"{value!r} does not exist; there are {', '.join(one.value for one in kind)}.") from None


def _positive(name: str, value: int | None) -> int | None:
    if value is not None and value < 1:
        raise ValueError(f"{name} must be 1 or more, or None.")
    return value
