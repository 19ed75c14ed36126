"""The images of one coverage tile as compact columns. Pure.

About sixty bytes an image: a tile of 80,000 images costs five megabytes to keep.
Source: reference B.2; positions by B.3.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.model.mercator import Tile
from app.sources.mapillary.columns import UNKNOWN, Columns, points
from app.sources.mapillary.frames import features_of
from app.sources.mapillary.mvt import inflated, read_tile

_WANTED = (
    "id",
    "captured_at",
    "compass_angle",
    "is_pano",
    "creator_id",
    "organization_id",
    "quality_score",
    "sequence_id",
    "foot",
)
# What a tile costs besides its columns: an empty one is not free.
OBJECT_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class TileImages:
    """Columns, one row per image, all of one length.

    Attributes:
        ids: Image ids, all positive.
        lon, lat: Degrees, rounded to the grid of the tile.
        captured_at_ms: Milliseconds since 1970 UTC; 0 when the tile does not say or says 0.
        compass: Degrees; NaN when unknown.
        pano: 1 yes, 0 no, -1 unknown.
        creator: User id; 0 when unknown.
        organization: Organisation id; 0 when there is none.
        quality: 0 to 1; NaN when unknown.
        sequence: Place in `sequences`; -1 when unknown.
        foot: 1 yes, 0 no, -1 unknown.
        sequences: Sequence keys.
        nameless: Features that were left out because they have no usable id or no point.
    """

    ids: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    captured_at_ms: NDArray[np.int64]
    compass: NDArray[np.float32]
    pano: NDArray[np.int8]
    creator: NDArray[np.int64]
    organization: NDArray[np.int64]
    quality: NDArray[np.float32]
    sequence: NDArray[np.int32]
    foot: NDArray[np.int8]
    sequences: tuple[str, ...] = ()
    nameless: int = 0

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.ids)

    @property
    def size_bytes(self) -> int:
        """Return about how much memory the columns take."""
        arrays = sum(getattr(self, name).nbytes for name in COLUMN_NAMES)
        return OBJECT_BYTES + int(arrays) + sum(len(text) + 60 for text in self.sequences)

    def chosen(self, rows: NDArray[Any]) -> "TileImages":
        """Return some rows: a mask, or places in order."""
        return replace(self, **{name: getattr(self, name)[rows] for name in COLUMN_NAMES})

    def between(self, first: int, end: int) -> "TileImages":
        """Return the rows from `first` up to `end`, without copying."""
        return replace(self, **{name: getattr(self, name)[first:end] for name in COLUMN_NAMES})

    def sequence_of(self, row: int) -> str:
        """Return the sequence key of a row; empty when unknown."""
        place = int(self.sequence[row])
        return self.sequences[place] if place >= 0 else ""


COLUMN_NAMES = tuple(f.name for f in fields(TileImages) if f.name not in ("sequences", "nameless"))


def no_images() -> TileImages:
    """Return an empty tile."""
    whole, small = np.empty(0, np.int64), np.empty(0, np.int8)
    degrees, light = np.empty(0, np.float64), np.empty(0, np.float32)
    return TileImages(
        ids=whole,
        lon=degrees,
        lat=degrees,
        captured_at_ms=whole,
        compass=light,
        pano=small,
        creator=whole,
        organization=whole,
        quality=light,
        sequence=np.empty(0, np.int32),
        foot=small,
    )


def tile_images(body: bytes, tile: Tile) -> TileImages:
    """Return the images of a tile, each id once. The layer is called "image"; other layers are not looked at.

    Args:
        body: As it came, gzip or not; an empty body is a tile without images.
        tile: Which tile it is.

    Raises:
        ValueError: The body is no vector tile, or not a whole one.
    """
    body = inflated(body)
    layer = read_tile(body).get("image")
    if layer is None or not len(layer):
        return no_images()
    features = features_of(body, layer)
    columns = Columns(body, layer, features, _WANTED)
    pixels, is_point = points(body, features)
    ids = columns.whole("id")
    usable = np.flatnonzero(is_point & (ids > 0))
    _, first = np.unique(ids[usable], return_index=True)
    rows = usable[np.sort(first)]
    sequence, sequences = columns.text("sequence_id")
    lon, lat = degrees_of(pixels[rows], layer.extent, tile)
    return TileImages(
        ids=ids[rows],
        lon=lon,
        lat=lat,
        captured_at_ms=columns.whole("captured_at")[rows],
        compass=columns.fraction("compass_angle")[rows],
        pano=columns.truth("is_pano")[rows],
        creator=columns.whole("creator_id")[rows],
        organization=columns.whole("organization_id")[rows],
        quality=columns.fraction("quality_score")[rows],
        sequence=sequence[rows],
        foot=columns.truth("foot")[rows],
        sequences=sequences,
        nameless=len(layer) - len(usable),
    )


def degrees_of(pixels: NDArray[np.int32], extent: int, tile: Tile) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitudes and latitudes of pixels of a tile."""
    n = 2.0**tile.z
    lon = (tile.x + pixels[:, 0] / extent) / n * 360.0 - 180.0
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * (tile.y + pixels[:, 1] / extent) / n))))
    return lon, lat


def joined(parts: list[TileImages]) -> TileImages:
    """Return several tiles as one; an image that stands in more than one counts where it came first."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return no_images()
    if len(parts) == 1:
        return parts[0]
    table: dict[str, int] = {}
    sequences = []
    for part in parts:
        numbers = np.array([table.setdefault(text, len(table)) for text in part.sequences] + [UNKNOWN], np.int32)
        sequences.append(numbers[part.sequence])
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMN_NAMES if name != "sequence"
    }
    whole = TileImages(
        **columns,
        sequence=np.concatenate(sequences),
        sequences=tuple(table),
        nameless=sum(part.nameless for part in parts),
    )
    _, first = np.unique(whole.ids, return_index=True)
    return whole if len(first) == len(whole) else whole.chosen(np.sort(first))
