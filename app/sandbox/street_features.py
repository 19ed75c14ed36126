"""Map features of the town: signs and things along the street that several images saw."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.model.mercator import LISTING_ZOOM
from app.sandbox.street_detections import NO_DETECTIONS, Detections, iso_moment, point
from app.sandbox.street_errors import StreetRefusalError
from app.sandbox.street_index import Index
from app.sandbox.street_mvt import EXTENT, Column, Kind, Shape, layer, points
from app.sandbox.street_outlines import POINTS, SIGN_VALUES
from app.sandbox.street_plan import METRES_PER_LAT, METRES_PER_LON
from app.sandbox.street_roll import fractions
from app.sandbox.world import Document

FIRST_FEATURE = 400_000_000_000_000
_SIGNS = frozenset(SIGN_VALUES.values())
_AHEAD_M, _SEEN_MS = 9.0, 400 * 86_400_000
# Every so many images: not each sight of a lamp is a lamp of its own.
_EVERY = 6
SETS = {"mly_map_feature_point": "point", "mly_map_feature_traffic_sign": "traffic_sign"}


@dataclass(frozen=True, slots=True)
class MapFeature:
    """A thing on the map.

    Attributes:
        is_sign: A traffic sign; else a point.
        rows: Rows of the images that saw it.
        places: Which detection of each of them it is.
    """

    id: int
    value: str
    is_sign: bool
    lon: float
    lat: float
    direction: float
    first_ms: int
    last_ms: int
    rows: tuple[int, ...]
    places: tuple[int, ...]


class FeatureBook:
    """The map features of one roll."""

    def __init__(self, index: Index, detections: Detections) -> None:
        """Look at every scene; called on a worker thread."""
        self.index = index
        self.features = _features(index, detections)
        lon, lat = (np.array([getattr(one, word) for one in self.features]) for word in ("lon", "lat"))
        self.lon, self.lat = lon, lat
        self._x, self._y = fractions(lon, lat, LISTING_ZOOM)

    def find(self, number: int) -> MapFeature | None:
        """Return a feature by id."""
        place = number - FIRST_FEATURE
        return self.features[place] if 0 <= place < len(self.features) else None

    def in_box(self, west: float, south: float, east: float, north: float) -> Sequence[MapFeature]:
        """Return the features within a box."""
        inside = (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)
        return [self.features[place] for place in np.flatnonzero(inside).tolist()]

    def tile(self, name: str, x: int, y: int) -> bytes:
        """Return a tile of zoom 14 of a set; empty where there is nothing."""
        grid = np.floor(np.stack([(self._x - x) * EXTENT, (self._y - y) * EXTENT], axis=1)).astype(np.int64)
        here = np.flatnonzero(((grid >= 0) & (grid < EXTENT)).all(axis=1))
        wants_signs = SETS[name] == "traffic_sign"
        rows = [place for place in here.tolist() if self.features[place].is_sign == wants_signs]
        if not rows:
            return b""
        chosen = [self.features[place] for place in rows]
        texts = sorted({one.value for one in chosen})
        return layer(SETS[name], Shape.POINT, points(grid[rows]), [
            Column("first_seen_at", Kind.INT, np.array([one.first_ms for one in chosen])),
            Column("id", Kind.INT, np.array([one.id for one in chosen])),
            Column("last_seen_at", Kind.INT, np.array([one.last_ms for one in chosen])),
            Column("value", Kind.TEXT, np.array([texts.index(one.value) for one in chosen]), texts=texts),
        ])  # fmt: skip


def _features(index: Index, detections: Detections) -> list[MapFeature]:
    roll = index.roll
    found: list[MapFeature] = []
    for rows in index.sequences():
        for row in range(rows.start, rows.stop - 1, _EVERY):
            if int(roll.missing[row]) & NO_DETECTIONS or math.isnan(roll.heading[row]) or not roll.at_ms[row]:
                continue
            others = [mark.value for mark in detections.make(int(roll.scene[row + 1]))]
            seen = set()
            for place, mark in enumerate(detections.make(int(roll.scene[row]))):
                if mark.value in seen or (mark.value not in _SIGNS and mark.value not in POINTS):
                    continue
                seen.add(mark.value)
                is_twice = mark.value in others and not int(roll.missing[row + 1]) & NO_DETECTIONS
                found.append(_feature(index, row, place, mark.value, others, is_twice, len(found)))
    return found


def _feature(
    index: Index, row: int, place: int, value: str, others: Sequence[str], is_twice: bool, number: int
) -> MapFeature:
    roll = index.roll
    heading = math.radians(float(roll.heading[row]))
    side = 4.0 if place % 2 else -4.0
    east = math.sin(heading) * _AHEAD_M + math.cos(heading) * side
    north = math.cos(heading) * _AHEAD_M - math.sin(heading) * side
    first = int(roll.at_ms[row])
    return MapFeature(
        FIRST_FEATURE + number,
        value,
        value in _SIGNS,
        round(float(roll.lon[row]) + east / METRES_PER_LON, 9),
        round(float(roll.lat[row]) + north / METRES_PER_LAT, 9),
        round((math.degrees(heading) + 180) % 360, 4),
        first,
        first + _SEEN_MS,
        (row, row + 1) if is_twice else (row,),
        (place, others.index(value)) if is_twice else (place,),
    )


def feature_document(book: FeatureBook, one: MapFeature, fields: Sequence[str]) -> Document:
    """Return a map feature with the fields that were asked for. Raises StreetRefusalError for an unknown name."""
    roll = book.index.roll
    images = [{"id": str(int(roll.ids[row])), "geometry": point(roll.lon[row], roll.lat[row])} for row in one.rows]
    every: Mapping[str, object] = {
        "id": str(one.id),
        "aligned_direction": one.direction,
        "first_seen_at": iso_moment(one.first_ms),
        "last_seen_at": iso_moment(one.last_ms),
        "object_value": one.value,
        "object_type": "trafficsign" if one.is_sign else "point",
        "geometry": point(one.lon, one.lat),
        "images": {"data": images},
    }
    out: Document = {"id": every["id"]}
    for name in fields:
        if name not in every:
            raise StreetRefusalError("field", name)
        out[name] = every[name]
    return out
