"""A few street images behind a `FakeNetwork`: tiles, entities, searches, detections and pictures, answered honestly.

Tests change what lies in the attributes before they ask.
"""

import base64
import functools
import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.mercator import Tile, fraction_of, tile_at, tile_from_key
from app.model.region import Region
from tests.fakes.network import FakeNetwork, Reply
from tests.fakes.tile_writer import Feature, image, layer_bytes, path, span, tile_bytes

CDN = "https://scontent-abc1-1.xx.fbcdn.test"
TILE = Tile(14, 14549, 6452)
EXPIRY = 0x67A1B2C3
FIRST_ID = 600_000_000_000_001
GONE = Failure(FailureKind.NOT_FOUND, "Mapillary does not have it any more.", "It was deleted.", code="100/33")
REFUSED_FIELD = Failure(FailureKind.REFUSED, "Mapillary refused the request.", code="100")
NOT_THERE = Failure(FailureKind.NOT_FOUND, "It is not there.", status=404)
SIZES = ("256", "1024", "2048", "original")


@dataclass
class Shot:
    """One image, in the units of the graph."""

    id: int
    lon: float
    lat: float
    captured_at: int = 1_700_000_000_123
    compass_angle: float | None = 87.5
    is_pano: bool | None = False
    creator: tuple[str, int] = ("walker_one", 101_234_567_890_123)
    organization: int = 0
    quality: float | None = 0.75
    sequence: str = "aB3dE5fG7hI9jK1lM3nO5p"
    sizes: tuple[str, ...] = SIZES
    detections: list[dict[str, Any]] = field(default_factory=list)
    leaves_out: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


def region_of(tile: Tile = TILE, name: str = "Shibuya", inset: float = 1e-9) -> Region:
    """Return a region that is just a tile."""
    west, south, east, north = tile.bounds
    return Region(west + inset, south + inset, east - inset, north - inset, name)


def in_tile(tile: Tile, count: int, first: int = FIRST_ID, **facts: Any) -> list[Shot]:
    """Return shots on a diagonal of a tile, a minute apart."""
    west, south, east, north = tile.bounds
    shots = []
    for at in range(count):
        share = (at + 0.5) / count
        lon, lat = west + (east - west) * share, south + (north - south) * share
        shots.append(Shot(first + at, lon, lat, **{"captured_at": 1_700_000_000_123 + at * 60_000, **facts}))
    return shots


class SmallStreet:
    """Street images that lie in memory.

    Attributes:
        shots: All images.
        tiles: Answers for tiles that are not to be honest, by key.
        gone: Ids that were deleted since.
        missing_in_batch: Ids that batches leave out.
        unknown_fields: Names that the service refuses.
        too_dense: Boxes wider than this (degrees) are refused with "reduce the amount of data".
        batch_limit: Batches larger than this are refused with "reduce".
        most_results: What a search brings at most, whatever its limit.
    """

    def __init__(self, count: int = 12, shots: list[Shot] | None = None) -> None:
        self.shots = in_tile(TILE, count) if shots is None else shots
        self.tiles: dict[str, Reply] = {}
        self.gone: set[int] = set()
        self.missing_in_batch: set[int] = set()
        self.unknown_fields: set[str] = set()
        self.too_dense: float | None = None
        self.batch_limit = 1000
        self.most_results: int | None = None
        self.page_size = 5
        self.network = FakeNetwork(
            {"tile": self._tile, "entity": self._entity, "search": self._search, "image": self._image}
        )

    def spec(self, **options: Any) -> MapillarySpec:
        return MapillarySpec(**{"regions": (region_of(),), **options})

    def asked_tiles(self) -> list[str]:
        """Return the keys of all tiles that were asked for, in order."""
        return [call.url.partition("mly1_public/2/")[2] for call in self.network.calls if call.route == "tile"]

    def routes_asked(self) -> list[str]:
        return [call.route for call in self.network.calls]

    def _tile(self, asked: dict[str, Any]) -> Reply:
        key = asked["path"].partition("mly1_public/2/")[2]
        if key in self.tiles:
            return self.tiles[key]
        return "application/x-protobuf", self.tile_body(tile_from_key(key))

    def tile_body(self, tile: Tile) -> bytes:
        inside = [shot for shot in self.shots if tile_at(shot.lon, shot.lat, tile.z) == tile]
        lines = _lines(inside, tile)
        if tile.z < 14:
            return tile_bytes(overview=[_dot(s, tile) for s in inside]) if tile.z < 6 else tile_bytes(sequence=lines)
        if not inside:
            return b""
        return span(3, layer_bytes("sequence", lines)) + span(
            3, layer_bytes("image", [_dot(shot, tile) for shot in inside])
        )

    def _entity(self, asked: dict[str, Any]) -> Reply:
        if self.unknown_fields & set(asked.get("fields", "").split(",")):
            return REFUSED_FIELD
        if "ids" in asked:
            ids = [int(key) for key in asked["ids"].split(",")]
            if len(ids) > self.batch_limit:
                return Failure(FailureKind.REFUSED, "That is too much.", code="reduce")
            if self.gone & set(ids):
                return GONE
            return {str(key): self.entity(key, asked) for key in ids if key not in self.missing_in_batch}
        key, _, edge = asked["path"].strip("/").partition("/")
        if not any(str(shot.id) == key for shot in self.shots):
            named = next((s.creator[0] for s in self.shots if str(s.creator[1]) == key), None)
            return GONE if named is None else {"id": key, "username": named}
        if int(key) in self.gone:
            return GONE
        if edge == "detections":
            return self._detections(int(key), asked.get("after", ""))
        return self.entity(int(key), asked)

    def entity(self, key: int, asked: dict[str, Any]) -> dict[str, Any]:
        shot = next(shot for shot in self.shots if shot.id == key)
        whole = {name: value for name, value in _facts(shot).items() if name not in shot.leaves_out}
        wanted = {name.partition(".")[0] for name in asked.get("fields", "id").split(",")} | {"id"}
        return {name: value for name, value in whole.items() if name in wanted}

    def _detections(self, key: int, after: str) -> Reply:
        shot = next(shot for shot in self.shots if shot.id == key)
        at = int(after or 0)
        rows = shot.detections[at : at + self.page_size]
        reply: dict[str, Any] = {"data": rows}
        if at + self.page_size < len(shot.detections):
            reply["paging"] = {
                "cursors": {"after": str(at + self.page_size)},
                "next": "https://elsewhere.test/?token=x",
            }
        return reply

    def _search(self, asked: dict[str, Any]) -> Reply:
        if asked["path"].endswith("/image_ids"):
            return {"data": [{"id": str(s.id)} for s in self.shots if s.sequence == asked["sequence_id"]]}
        limit = min(int(asked["limit"]), self.most_results or 2000)
        if "creator_username" in asked:
            return self._by_creator(asked, limit)
        west, south, east, north = map(float, asked["bbox"].split(","))
        if self.too_dense is not None and east - west > self.too_dense:
            return Failure(FailureKind.REFUSED, "That is too much.", code="reduce")
        found = [s for s in self.shots if west <= s.lon <= east and south <= s.lat <= north]
        return {"data": [self.entity(shot.id, asked) for shot in found][: int(asked["limit"])]}

    def _by_creator(self, asked: dict[str, Any], limit: int) -> Reply:
        mine = sorted(
            (s for s in self.shots if s.creator[0] == asked["creator_username"]), key=lambda s: -s.captured_at
        )
        at = int(asked.get("after", 0))
        reply: dict[str, Any] = {"data": [self.entity(shot.id, asked) for shot in mine[at : at + limit]]}
        if at + limit < len(mine):
            reply["paging"] = {
                "cursors": {"before": "x", "after": str(at + limit)},
                "next": "https://elsewhere.test/images?access_token=stolen",
            }
        return reply

    def _image(self, asked: dict[str, Any]) -> Reply:
        return "image/jpeg", picture(min(64, int(asked["path"].rpartition("_")[2].replace("original", "4032")) // 16))


@functools.cache
def picture(width: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, width * 3 // 4), (90, 120, 150)).save(buffer, "JPEG")
    return buffer.getvalue()


def thumb_url(key: int, size: str, expiry: int = EXPIRY) -> str:
    return f"{CDN}/m1/v/t6/An8_{key}_{size}?stp=s{size}x768&oh=00_Ab&oe={expiry:X}&_nc_sid=000000"


def outline(points: list[tuple[int, int]], *holes: list[tuple[int, int]]) -> str:
    """Return the base64 geometry of a detection, in the 4096 grid of its picture."""
    numbers = path(points, is_closed=True)
    last = points[-1]
    for hole in holes:
        numbers += path(hole, start=last, is_closed=True)
        last = hole[-1]
    return base64.b64encode(span(3, layer_bytes("mpy-or", [Feature(3, numbers)]))).decode()


def detection(key: int, value: str, points: list[tuple[int, int]], *holes: list[tuple[int, int]]) -> dict[str, Any]:
    return {
        "id": str(key),
        "value": value,
        "geometry": outline(points, *holes),
        "created_at": "2023-02-03T04:05:06+0000",
    }


def _facts(shot: Shot) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": str(shot.id),
        "captured_at": shot.captured_at,
        "compass_angle": shot.compass_angle,
        "geometry": {"type": "Point", "coordinates": [shot.lon, shot.lat]},
        "computed_geometry": {"type": "Point", "coordinates": [shot.lon + 1e-5, shot.lat + 1e-5]},
        "computed_compass_angle": 89.25,
        "is_pano": shot.is_pano,
        "creator": {"username": shot.creator[0], "id": str(shot.creator[1])},
        "organization": {"id": str(shot.organization)} if shot.organization else None,
        "quality_score": shot.quality,
        "sequence": shot.sequence,
        "make": " Acme ",
        "model": "Cam 7",
        "camera_type": "perspective",
        "altitude": 41.2,
        "computed_altitude": 2.31,
        "width": 4032,
        "height": 3024,
        "detections": {"data": shot.detections},
        **{f"thumb_{size}_url": thumb_url(shot.id, size) for size in shot.sizes},
        **shot.more,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _pixel(shot: Shot, tile: Tile) -> tuple[int, int]:
    x, y = fraction_of(shot.lon, shot.lat, tile.z)
    return int((x - tile.x) * 4096), int((y - tile.y) * 4096)


def _dot(shot: Shot, tile: Tile) -> Feature:
    facts = {
        "captured_at": shot.captured_at,
        "compass_angle": shot.compass_angle,
        "sequence_id": shot.sequence,
        "is_pano": shot.is_pano,
        "creator_id": shot.creator[1],
        "organization_id": shot.organization or None,
        "quality_score": shot.quality,
    }
    return image(shot.id, *_pixel(shot, tile), **{name: v for name, v in facts.items() if v is not None})


def _lines(shots: list[Shot], tile: Tile) -> list[Feature]:
    by_key: dict[str, list[Shot]] = {}
    for shot in shots:
        by_key.setdefault(shot.sequence, []).append(shot)
    return [
        Feature(2, path([_pixel(s, tile) for s in several]), {"id": key, "image_id": several[0].id})
        for key, several in by_key.items()
        if len(several) > 1
    ]
