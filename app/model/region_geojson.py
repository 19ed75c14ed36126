"""Regions as GeoJSON, and back. Pure.

Source: RFC 7946. Tolerant of what is found in the wild: bare geometries, heights, areas cut in two at the antimeridian,
lines and points (which become corridors), and the old "crs" member as long as it means degrees.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.model.corridor import corridor
from app.model.region import Area, LonLat, LonLatRing, Region, box, polygon_region

Json = dict[str, object]

MOST_AREAS = 500
_NAMES = ("name", "title", "label")
_DEEPEST = 32
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")


@dataclass(slots=True)
class _Parts:
    """What one geometry is made of."""

    polygons: list[list[list[LonLat]]] = field(default_factory=list)
    lines: list[list[LonLat]] = field(default_factory=list)


def regions_from_geojson(document: object) -> tuple[Region, ...]:
    """Return the regions of a geometry, a feature or a collection, one per feature, with their names.

    Raises:
        ValueError: It is no GeoJSON, holds no area at all, or is in other units than degrees.
    """
    if not isinstance(document, Mapping):
        raise ValueError("This is no GeoJSON: an object with a type is missing.")
    if not is_in_degrees(document):
        raise ValueError("The coordinates are not in degrees. Save the file in WGS 84 (EPSG:4326).")
    features = _list(document.get("features")) if document.get("type") == "FeatureCollection" else [document]
    found = []
    for feature in features:
        region = _region(feature)
        if region is not None:
            found.append(region)
        if len(found) > MOST_AREAS:
            raise ValueError(f"There are more than {MOST_AREAS} areas. Join them, or take a part.")
    if not found:
        raise ValueError("No area was found. A polygon, a line or a point is needed.")
    return tuple(found)


def is_in_degrees(document: Mapping[str, object]) -> bool:
    """Return whether a document is in WGS 84, as all are that name no other system."""
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    return not isinstance(name, str) or name.endswith(_DEGREES)


def region_from_geometry(geometry: object, name: str = "") -> Region | None:
    """Return the area of a GeoJSON geometry; lines and points become corridors. None when it is empty.

    Raises:
        ValueError: It is no geometry, or it lies beyond the map.
    """
    parts = _Parts()
    _collect(geometry, parts, 0)
    polygons: list[Sequence[Sequence[LonLat]]] = [*parts.polygons]
    if parts.lines:
        polygons += corridor([_whole(line) for line in parts.lines])
    if not polygons:
        return None
    return area_region(_joined(polygons), name)


def area_region(polygons: Sequence[Sequence[Sequence[LonLat]]], name: str = "") -> Region:
    """Return the region of polygons; a single upright rectangle is a box. Raise ValueError without an area."""
    region = polygon_region(polygons, name)
    if len(region.polygons) == 1 and len(region.polygons[0]) == 1:
        ring = region.polygons[0][0]
        lons, lats = sorted({lon for lon, _ in ring}), sorted({lat for _, lat in ring})
        if len(ring) == 4 and len(lons) == len(lats) == 2 and len(set(ring)) == 4:
            return box(lons[0], lats[0], lons[1], lats[1], name)
    return region


def geojson_of(regions: Iterable[Region]) -> Json:
    """Return a feature collection; areas across the antimeridian go on beyond 180."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": region.name} if region.name else {},
                "geometry": geometry_of(region),
            }
            for region in regions
        ],
    }


def geometry_of(region: Region) -> Json:
    """Return a Polygon or a MultiPolygon, exteriors anticlockwise, holes clockwise, rings closed."""
    areas = [[_closed(ring, is_hole=number > 0) for number, ring in enumerate(area)] for area in areas_of(region)]
    if len(areas) == 1:
        return {"type": "Polygon", "coordinates": areas[0]}
    return {"type": "MultiPolygon", "coordinates": areas}


def areas_of(region: Region) -> tuple[Area, ...]:
    """Return the polygons of a region; of a box its four corners, anticlockwise from the south-west."""
    if region.polygons:
        return region.polygons
    west, east = region.west, region.west + region.width_deg
    if region.width_deg == region.east - region.west:
        east = region.east  # adding would cost the last digit
    return ((((west, region.south), (east, region.south), (east, region.north), (west, region.north)),),)


def _region(feature: object) -> Region | None:
    if not isinstance(feature, Mapping) or not isinstance(feature.get("type"), str):
        raise ValueError("This is no GeoJSON: an object with a type is missing.")
    if feature["type"] != "Feature":
        return region_from_geometry(feature)
    if feature.get("geometry") is None:
        return None
    return region_from_geometry(feature["geometry"], name_of(feature.get("properties")))


def name_of(properties: object) -> str:
    """Return what a feature is called, however the key is spelled; empty when it says nothing."""
    if not isinstance(properties, Mapping):
        return ""
    lowered = {str(key).casefold(): value for key, value in properties.items()}
    for key in _NAMES:
        value = lowered.get(key)
        if isinstance(value, str | int) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _collect(geometry: object, parts: _Parts, depth: int) -> None:
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(geometry, Mapping) or depth > _DEEPEST:
        raise ValueError("This is no GeoJSON: a geometry is missing.")
    coordinates = _list(geometry.get("coordinates"))
    match kind:
        case "Polygon":
            parts.polygons.append([_line(ring) for ring in coordinates])
        case "MultiPolygon":
            parts.polygons += [[_line(ring) for ring in _list(polygon)] for polygon in coordinates]
        case "LineString":
            parts.lines.append(_line(coordinates))
        case "MultiLineString":
            parts.lines += [_line(line) for line in coordinates]
        case "Point":
            parts.lines.append(_line([coordinates]))
        case "MultiPoint":
            parts.lines += [_line([point]) for point in coordinates]
        case "GeometryCollection":
            for one in _list(geometry.get("geometries")):
                _collect(one, parts, depth + 1)
        case _:
            raise ValueError(f"“{kind}” is no geometry of GeoJSON.")
    parts.polygons = [polygon for polygon in parts.polygons if polygon]
    parts.lines = [line for line in parts.lines if line]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _line(points: object) -> list[LonLat]:
    return [_place(point) for point in _list(points) if _list(point)]


def _place(point: object) -> LonLat:
    numbers = _list(point)[:2]
    lon, lat = numbers if len(numbers) == 2 else (None, None)
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        raise ValueError("This is no GeoJSON: a corner is not made of two numbers.")
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError("The shape has a corner that is not a number.")
    if abs(lat) > 90 or abs(lon) > 540:
        raise ValueError(
            f"A corner lies at {lon:g}, {lat:g}, beyond the map. The order is longitude, latitude, in degrees."
        )
    return float(lon), float(lat)


def _whole(line: list[LonLat]) -> list[LonLat]:
    """Return a line that goes on beyond 180 where it leaps over the antimeridian."""
    whole: list[LonLat] = []
    for lon, lat in line:
        while whole and lon - whole[-1][0] > 180:
            lon -= 360
        while whole and lon - whole[-1][0] < -180:
            lon += 360
        whole.append((lon, lat))
    return whole


def _joined(polygons: list[Sequence[Sequence[LonLat]]]) -> list[Sequence[Sequence[LonLat]]]:
    """Put the eastern half of an area that was cut at the antimeridian beside its western half."""
    lons = [lon for polygon in polygons for lon, _ in polygon[0]]
    if not lons or max(lons) - min(lons) <= 180:
        return polygons
    turned = [
        [[(lon + 360, lat) for lon, lat in ring] for ring in polygon]
        if max(lon for lon, _ in polygon[0]) <= 0
        else polygon
        for polygon in polygons
    ]
    lons = [lon for polygon in turned for lon, _ in polygon[0]]
    return turned if max(lons) - min(lons) <= 180 else polygons


def _closed(ring: LonLatRing, *, is_hole: bool) -> list[list[float]]:
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))
    points = ring if (area < 0) == is_hole else ring[::-1]
    return [[lon, lat] for lon, lat in (*points, points[0])]
