"""What an image search asks for, and which rows that are. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from app.sandbox.street_errors import RADIUS, StreetRefusalError
from app.sandbox.street_index import Index, Rows

MOST_RESULTS = 2_000
MOST_RADIUS = 50.0
_EARTH_M = 6_371_008.8

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Query:
    """A search.

    Attributes:
        box: West, south, east, north.
        near: Longitude, latitude and metres.
        start_ms, end_ms: Times of capture, both inclusive.
        is_pano: True or False; None asks for both, and for those that do not say.
        creator: User name.
        organization: Id.
        sequences: Keys.
        make, model: As the camera names itself.
        limit: Most results.
    """

    box: Box | None = None
    near: tuple[float, float, float] | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    is_pano: bool | None = None
    creator: str = ""
    organization: int | None = None
    sequences: tuple[str, ...] = ()
    make: str = ""
    model: str = ""
    limit: int = MOST_RESULTS


def read_query(values: Mapping[str, str], box_most: float) -> Query:
    """Return what the parameters of a search say.

    Raises:
        StreetRefusalError: One of them is out of its range.
    """
    pano = values.get("is_pano")
    if pano not in (None, "true", "false"):
        raise StreetRefusalError("parameter", "Param is_pano must be a boolean")
    organization = values.get("organization_id")
    return Query(
        box=read_box(values, box_most),
        near=_near(values),
        start_ms=_moment(values, "start_captured_at"),
        end_ms=_moment(values, "end_captured_at"),
        is_pano=None if pano is None else pano == "true",
        creator=values.get("creator_username", ""),
        organization=None if organization is None else _whole(organization, "organization_id"),
        sequences=tuple(filter(None, values.get("sequence_ids", "").split(","))),
        make=values.get("make", ""),
        model=values.get("model", ""),
        limit=read_limit(values),
    )


def read_box(values: Mapping[str, str], box_most: float) -> Box | None:
    """Return the box of a search. Raises StreetRefusalError."""
    text = values.get("bbox")
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise StreetRefusalError("parameter", "Param bbox must be four numbers: minLon,minLat,maxLon,maxLat") from None
    if not (west < east and south < north and west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise StreetRefusalError("parameter", "Param bbox is not a box: minLon,minLat,maxLon,maxLat")
    # A hair of rounding does not make a box of 0.01 degrees smaller.
    if max(east - west, north - south) > box_most - 1e-9:
        raise StreetRefusalError("parameter", f"Param bbox must be smaller than {box_most:g} degrees square")
    return west, south, east, north


def read_limit(values: Mapping[str, str]) -> int:
    """Return the most results. Raises StreetRefusalError."""
    limit = _whole(values.get("limit", str(MOST_RESULTS)), "limit")
    if not 1 <= limit <= MOST_RESULTS:
        raise StreetRefusalError("parameter", f"Param limit must be a number between 1 and {MOST_RESULTS}")
    return limit


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise StreetRefusalError("parameter", f"Param {name} must be a number")
    return int(text)


def _near(values: Mapping[str, str]) -> tuple[float, float, float] | None:
    if "lat" not in values and "lng" not in values:
        return None
    try:
        lat, lon = float(values["lat"]), float(values["lng"])
        radius = float(values.get("radius", MOST_RADIUS))
    except (KeyError, ValueError):
        raise StreetRefusalError("parameter", "Params lat, lng and radius must be numbers") from None
    if radius > MOST_RADIUS:
        raise StreetRefusalError(RADIUS)
    return lon, lat, radius


def _moment(values: Mapping[str, str], name: str) -> int | None:
    text = values.get(name)
    return None if text is None else moment_ms(text, name)


def moment_ms(text: str, name: str) -> int:
    """Return an ISO 8601 time in milliseconds; without a zone it is UTC. Raises StreetRefusalError."""
    try:
        then = datetime.fromisoformat(text)
    except ValueError:
        raise StreetRefusalError("parameter", f"Param {name} must be an ISO 8601 date") from None
    then = then if then.tzinfo is not None else then.replace(tzinfo=UTC)
    return round(then.timestamp() * 1000)


def rows_of(index: Index, query: Query) -> Rows:
    """Return the rows of a roll that fit, by their number; the box and the place are looked at first."""
    roll = index.roll
    if query.box is not None:
        rows = index.in_box(*query.box)
    elif query.near is not None:
        rows = _rows_near(index, query.near)
    elif query.sequences:
        found = [index.sequence(key) for key in query.sequences]
        rows = np.concatenate([np.arange(one.start, one.stop) for one in found if one is not None] or [np.arange(0)])
    else:
        rows = np.arange(len(roll))
    if not len(rows):
        return rows
    fits = np.ones(len(rows), np.bool_)
    if query.start_ms is not None:
        fits &= roll.at_ms[rows] >= query.start_ms
    if query.end_ms is not None:
        fits &= roll.at_ms[rows] <= query.end_ms
    if query.is_pano is not None:
        fits &= roll.pano[rows] == int(query.is_pano)
    if query.creator:
        numbers = [place for place, one in enumerate(roll.creators) if one.username == query.creator]
        fits &= np.isin(roll.creator[rows], numbers)
    if query.organization is not None:
        numbers = [place for place, one in enumerate(roll.organizations) if one.id == query.organization]
        fits &= np.isin(roll.organization[rows], numbers)
    if query.sequences:
        numbers = [place for place, key in enumerate(roll.keys) if key in query.sequences]
        fits &= np.isin(roll.sequence[rows], numbers)
    if query.make or query.model:
        numbers = [
            place
            for place, one in enumerate(roll.cameras)
            if (not query.make or one.make.strip() == query.make.strip())
            and (not query.model or one.model.strip() == query.model.strip())
        ]
        fits &= np.isin(roll.camera[rows], numbers)
    return rows[fits]


def _rows_near(index: Index, near: tuple[float, float, float]) -> Rows:
    lon, lat, radius = near
    high = math.degrees(radius / _EARTH_M)
    wide = high / max(0.01, math.cos(math.radians(lat)))
    rows = index.in_box(lon - wide, lat - high, lon + wide, lat + high)
    east = np.radians(index.roll.lon[rows] - lon) * math.cos(math.radians(lat)) * _EARTH_M
    north = np.radians(index.roll.lat[rows] - lat) * _EARTH_M
    return rows[np.hypot(east, north) <= radius]
