"""Regions out of links to maps: a box that the link names, or the view that it opens. Pure.

Known are the links of OpenStreetMap, geojson.io, bboxfinder, Google Maps, Mapillary and JOSM, and every other one that
spells a box or a view the same way.
"""

import math
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from app.model.mercator import fraction_of, lon_lat_of
from app.model.region import Region, box
from app.model.region_geojson import regions_from_geojson

# What a link shows depends on the window it is opened in; this is a usual one.
VIEW_PIXELS = (1024, 640)
_TILE_PIXELS = 256
# A link that names a place and no zoom means about a street corner.
_PLACE_ZOOM = 17.0
_METRES_PER_PIXEL_AT_0 = 156_543.03392804097
_NUMBER = r"[-+]?\d+(?:\.\d*)?"
_HASH_VIEW = re.compile(rf"(?:^|[#&/])(?:map=|view=)?({_NUMBER})/({_NUMBER})/({_NUMBER})(?=$|[/&?#])")
_GOOGLE_VIEW = re.compile(rf"/@({_NUMBER}),({_NUMBER}),({_NUMBER})([zma])")
_FOUR = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*,\s*({_NUMBER})\s*,\s*({_NUMBER})\s*/?\s*")
_EDGES = (
    ("minlon", "minlat", "maxlon", "maxlat"),
    ("left", "bottom", "right", "top"),
    ("west", "south", "east", "north"),
)
_CENTRES = (("lat", "lng"), ("lat", "lon"), ("mlat", "mlon"))
_LINK = re.compile(r"(?:https?://|www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}[/?#])", re.IGNORECASE)
_DATA = "data=data:application/json,"


def is_link(text: str) -> bool:
    """Return whether a text begins as a link does."""
    return _LINK.match(text) is not None


def regions_from_link(text: str) -> tuple[tuple[Region, ...], str]:
    """Return what a link shows, and how it was understood.

    Raises:
        ValueError: It names no place, or one beyond the map; one sentence.
    """
    parts = urlsplit(text if "://" in text else f"https://{text}")
    fragment = unquote(parts.fragment)
    query = dict(parse_qsl(parts.query)) | dict(parse_qsl(parts.fragment.lstrip("/?")))
    if _DATA in parts.fragment:
        data = parts.fragment.partition(_DATA)[2].partition("&map=")[0]
        return _from_data(unquote(data)), "GeoJSON inside the link."
    named = _named_box(query)
    if named is not None:
        return (named,), "West, south, east, north from the link."
    four = _FOUR.fullmatch(fragment)
    if four is not None:
        south, west, north, east = (float(number) for number in four.groups())
        return (box(west, south, east, north),), "South, west, north, east from the link."
    view = _view(parts.path, fragment, query)
    if view is None:
        raise ValueError("The link names no place. Move the map there first, then copy its address.")
    lon, lat, zoom = view
    return (view_region(lon, lat, zoom),), f"The view of the link at zoom {zoom:.4g}."


def view_region(lon: float, lat: float, zoom: float) -> Region:
    """Return what a window of usual size shows around a place.

    Raises:
        ValueError: The place is beyond the map, or the view goes all around the globe.
    """
    if abs(lat) > 90 or abs(lon) > 360:
        raise ValueError(f"The link names a place beyond the map: longitude {lon:g}, latitude {lat:g}.")
    zoom = min(max(zoom, 0.0), 24.0)
    x, y = fraction_of(lon, lat, 0)
    across, down = (pixels / _TILE_PIXELS / 2 / 2**zoom for pixels in VIEW_PIXELS)
    if across * 2 >= 1:
        raise ValueError("The view of the link goes all around the globe. Zoom in first, then copy its address.")
    west, north = lon_lat_of(x - across, y - down, 0)
    east, south = lon_lat_of(x + across, y + down, 0)
    return box(round(west, 7), round(south, 7), round(east, 7), round(north, 7))


def _from_data(text: str) -> tuple[Region, ...]:
    try:
        return regions_from_geojson(msgspec.json.decode(text))
    except (msgspec.DecodeError, RecursionError):
        raise ValueError("The data in the link is no GeoJSON.") from None


def _named_box(query: Mapping[str, str]) -> Region | None:
    four = _FOUR.fullmatch(query.get("bbox", ""))
    if four is not None:
        west, south, east, north = (float(number) for number in four.groups())
        return box(west, south, east, north)
    for names in _EDGES:
        edges = [edge for edge in (_number(query.get(name)) for name in names) if edge is not None]
        if len(edges) == len(names):
            west, south, east, north = edges
            return box(west, south, east, north)
    return None


def _view(path: str, fragment: str, query: Mapping[str, str]) -> tuple[float, float, float] | None:
    """Return longitude, latitude and zoom."""
    google = _GOOGLE_VIEW.search(path)
    if google is not None:
        lat, lon, number = (float(part) for part in google.groups()[:3])
        return lon, lat, _google_zoom(lat, number, google[4])
    found = _HASH_VIEW.search(fragment)
    if found is not None:
        zoom, lat, lon = (float(part) for part in found.groups())
        return lon, lat, zoom
    for names in _CENTRES:
        place = [_number(query.get(name)) for name in names]
        zoom = _number(query.get("z")) or _number(query.get("zoom")) or _PLACE_ZOOM
        if place[0] is not None and place[1] is not None:
            return place[1], place[0], zoom
    return None


def _google_zoom(lat: float, number: float, unit: str) -> float:
    """Return the zoom: z states it, m states the height of the view in metres, a stands for a picture of a street."""
    if unit == "z":
        return number
    if unit == "a" or number <= 0:
        return _PLACE_ZOOM
    across = _METRES_PER_PIXEL_AT_0 * math.cos(math.radians(lat)) * VIEW_PIXELS[1]
    return math.log2(max(across / number, 1.0))


def _number(text: str | None) -> float | None:
    return float(text) if text is not None and re.fullmatch(_NUMBER, text.strip()) else None
