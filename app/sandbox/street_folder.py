"""Real street images from a folder: thumbs.json, thumbs/mly_<id>.jpg, tiles/<z>_<x>_<y>.mvt.

Tiles are served byte for byte. A tile whose place is not known (no numbers in its name) is served east of the first one
that has a place, or at `FREE_TILE`. Pictures exist for the images of thumbs.json; the images of tiles get drawn ones.
A recorded picture is 1024 pixels wide, so it is its own 2048 and its own original; its 256 is made here.
"""

import hashlib
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image

from app.model.failure import FailedError, Failure, FailureKind
from app.model.mercator import LISTING_ZOOM, Tile
from app.sandbox.street_kept import Kept
from app.sandbox.street_mvt import EXTENT
from app.sandbox.street_mvt_read import PointFeature, point_features
from app.sandbox.street_pictures import Size
from app.sandbox.street_roll import Camera, Creator, Organization, Roll, places
from app.sandbox.street_town import ROUND, UPRIGHT
from app.sandbox.wire import FileSlice, Piece

THUMBS_ROLL = 10
FREE_TILE = (8_575, 5_735)
_NAME = re.compile(r"(\d+)_(\d+)_(\d+)")
_POINT = re.compile(r"POINT \((-?[\d.]+) (-?[\d.]+)\)")
_DRAWN = (Camera("", "", "perspective", 2560, 1920), Camera("", "", "spherical", 4096, 2048))
_UNKNOWN = math.nan


class _Line(msgspec.Struct):
    """A line of thumbs.json."""

    id: str
    lon: float
    lat: float
    captured_at: str
    altitude: float = _UNKNOWN
    camera_type: str = "perspective"
    quality_score: float = _UNKNOWN
    compass_angle: float = _UNKNOWN
    computed_compass_angle: float = _UNKNOWN
    computed_geometry_wkt: str = ""


@dataclass(frozen=True, slots=True)
class RecordedTile:
    """A tile file and where it is served."""

    path: Path
    x: int
    y: int


class StreetFolder:
    """A folder of real images."""

    def __init__(self, root: Path) -> None:
        """Look at what there is; nothing is decoded.

        Raises:
            FailedError: There is nothing to serve, or thumbs.json cannot be read.
        """
        self.root = root
        self.lines = _lines(root)
        self.tiles = _tiles(root)
        if not self.lines and not self.tiles:
            raise FailedError(
                Failure(
                    FailureKind.DATA,
                    f"There are no street images in {root.name}.",
                    "Choose a folder with thumbs.json and thumbs, or with tiles.",
                )
            )
        self._small: Kept[int, bytes] = Kept(self._make_small, 1_000)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return the box around the images of thumbs.json."""
        lons, lats = [one.lon for one in self.lines], [one.lat for one in self.lines]
        return min(lons), min(lats), max(lons), max(lats)

    def piece(self, image_id: int, size: Size) -> Piece:
        """Return the bytes of a recorded picture. Raises UnreadyError."""
        if size is Size.SMALL:
            return self._small.get(image_id)
        path = self._path(image_id)
        return FileSlice(path, 0, path.stat().st_size)

    def _path(self, image_id: int) -> Path:
        return self.root / "thumbs" / f"mly_{image_id}.jpg"

    def _make_small(self, image_id: int) -> bytes:
        with Image.open(self._path(image_id)) as image:
            height = round(image.height * Size.SMALL / image.width)
            small = image.resize((Size.SMALL, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=85, progressive=True)
        return out.getvalue()

    def thumbs_roll(self) -> Roll:
        """Return the images of thumbs.json: one sequence per day."""
        lines = sorted(self.lines, key=lambda one: (one.captured_at[:10], _ms(one.captured_at), one.id))
        days = sorted({one.captured_at[:10] for one in lines})
        sizes = [_size(self._path(int(one.id))) for one in lines]
        shapes = [Camera("", "", one.camera_type, *size) for one, size in zip(lines, sizes, strict=True)]
        cameras = sorted(set(shapes), key=repr)
        computed = [_POINT.match(one.computed_geometry_wkt) for one in lines]
        count = len(lines)
        return Roll(
            number=THUMBS_ROLL,
            ids=np.array([int(one.id) for one in lines]),
            lon=np.array([one.lon for one in lines]),
            lat=np.array([one.lat for one in lines]),
            at_ms=np.array([_ms(one.captured_at) for one in lines]),
            heading=np.array([one.compass_angle for one in lines]),
            pano=np.array([int(one.camera_type == "spherical") for one in lines], np.int8),
            quality=np.array([one.quality_score for one in lines], np.float32),
            creator=np.full(count, -1, np.int16),
            organization=np.full(count, -1, np.int16),
            sequence=np.array([days.index(one.captured_at[:10]) for one in lines]),
            camera=np.array([cameras.index(one) for one in shapes], np.int16),
            foot=np.full(count, -1, np.int8),
            altitude=np.array([one.altitude for one in lines]),
            computed_lon=np.array([float(one[1]) if one else _UNKNOWN for one in computed]),
            computed_lat=np.array([float(one[2]) if one else _UNKNOWN for one in computed]),
            computed_heading=np.array([one.computed_compass_angle for one in lines]),
            scene=np.full(count, -1, np.int16),
            missing=np.full(count, 4, np.int8),
            keys=[_key(day) for day in days],
            creators=(),
            organizations=(),
            cameras=cameras,
        )


def _lines(root: Path) -> Sequence[_Line]:
    path = root / "thumbs.json"
    try:
        lines = msgspec.json.decode(path.read_bytes(), type=list[_Line])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError) as error:
        raise FailedError(
            Failure(FailureKind.DATA, f"thumbs.json cannot be read: {error}", "Correct it and start again.")
        ) from error
    return [one for one in lines if (root / "thumbs" / f"mly_{one.id}.jpg").is_file()]


def _tiles(root: Path) -> Sequence[RecordedTile]:
    """Return the tiles of zoom 14, those without a known place last."""
    found, homeless = [], []
    for path in sorted((root / "tiles").glob("*.mvt")):
        match = _NAME.fullmatch(path.stem)
        if match is None:
            homeless.append(path)
        elif int(match[1]) == LISTING_ZOOM:
            found.append(RecordedTile(path, int(match[2]), int(match[3])))
    taken = {(one.x, one.y) for one in found}
    x, y = (found[0].x + 1, found[0].y) if found else FREE_TILE
    for path in homeless:
        while (x, y) in taken:
            x += 1
        taken.add((x, y))
        found.append(RecordedTile(path, x, y))
    return found


def tile_roll(recorded: RecordedTile, number: int) -> Roll:
    """Return the images of a recorded tile, in the order of their sequences.

    Raises:
        ValueError: The tile is damaged.
    """
    features = point_features(recorded.path.read_bytes(), "image")
    features.sort(key=lambda one: (_text(one, "sequence_id"), _whole(one, "captured_at"), _whole(one, "id")))
    keys = sorted({_text(one, "sequence_id") for one in features})
    creators = sorted({_whole(one, "creator_id") for one in features if "creator_id" in one.values})
    organizations = sorted({_whole(one, "organization_id") for one in features if "organization_id" in one.values})
    numbers = {key: place for place, key in enumerate(keys)}
    # The middle of a pixel: it is read as the same pixel again.
    x = np.array([recorded.x + (one.x + 0.5) / EXTENT for one in features])
    y = np.array([recorded.y + (one.y + 0.5) / EXTENT for one in features])
    lon, lat = (np.round(part, 10) for part in places(x, y, LISTING_ZOOM))
    count, unknown = len(features), np.full(len(features), _UNKNOWN)
    ids = np.array([_whole(one, "id") for one in features])
    pano = np.array([int(one.values["is_pano"]) if "is_pano" in one.values else -1 for one in features], np.int8)
    first, many = np.where(pano == 1, ROUND[0], UPRIGHT[0]), np.where(pano == 1, ROUND[1], UPRIGHT[1])
    return Roll(
        number=number,
        ids=ids,
        lon=lon,
        lat=lat,
        at_ms=np.array([_whole(one, "captured_at") for one in features]),
        heading=np.array([float(one.values.get("compass_angle", _UNKNOWN)) for one in features]),
        pano=pano,
        quality=np.array([float(one.values.get("quality_score", _UNKNOWN)) for one in features], np.float32),
        creator=_places_in(creators, features, "creator_id"),
        organization=_places_in(organizations, features, "organization_id"),
        sequence=np.array([numbers[_text(one, "sequence_id")] for one in features]),
        camera=(pano == 1).astype(np.int16),
        foot=np.full(count, -1, np.int8),
        altitude=unknown,
        computed_lon=unknown,
        computed_lat=unknown,
        computed_heading=unknown,
        scene=(first + ids % many).astype(np.int16),
        missing=np.zeros(count, np.int8),
        keys=keys,
        creators=[Creator(one, f"mapper_{one % 100_000}") for one in creators],
        organizations=[
            Organization(one, f"org-{one % 1_000}", f"Organisation {one % 1_000}", "") for one in organizations
        ],
        cameras=_DRAWN,
    )


def tile_bounds(recorded: RecordedTile) -> tuple[float, float, float, float]:
    """Return the box of a recorded tile."""
    return Tile(LISTING_ZOOM, recorded.x, recorded.y).bounds


def _places_in(table: Sequence[int], features: Sequence[PointFeature], name: str) -> "np.typing.NDArray[np.int16]":
    numbers: Mapping[int, int] = {one: place for place, one in enumerate(table)}
    return np.array([numbers[_whole(one, name)] if name in one.values else -1 for one in features], np.int16)


def _whole(feature: PointFeature, name: str) -> int:
    value = feature.values.get(name, 0)
    return value if isinstance(value, int) else 0


def _text(feature: PointFeature, name: str) -> str:
    return str(feature.values.get(name, ""))


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.width, image.height


def _key(day: str) -> str:
    """Return a sequence key for a day."""
    return hashlib.blake2b(day.encode(), digest_size=11).hexdigest()
