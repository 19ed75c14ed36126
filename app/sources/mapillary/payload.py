"""What an item remembers of its tile, and items out of columns. Pure.

The payload rests in the ledger; what the service leaves out later falls back to it.
"""

import hashlib
import math

import msgspec

from app.model.harvest import HarvestLayout, MapillarySpec
from app.model.item import Dataset, Item
from app.model.region import Region
from app.sources.mapillary.tile_images import TileImages

# The service says nothing that changes when a picture does.
VERSION = "1"


class Payload(msgspec.Struct, omit_defaults=True):
    """Facts from a listing.

    Attributes:
        t: Key of the tile.
        lon, lat: Degrees, rounded to the grid of the tile.
        ms: Capture time; 0 when unknown.
        angle: Degrees.
        pano: None when unknown.
        seq: Sequence key.
        by: User id.
        org: Organisation id.
        q: Quality score.
    """

    t: str = ""
    lon: float | None = None
    lat: float | None = None
    ms: int = 0
    angle: float | None = None
    pano: bool | None = None
    seq: str = ""
    by: str = ""
    org: str = ""
    q: float | None = None


_DECODER = msgspec.json.Decoder(Payload)
_ENCODER = msgspec.json.Encoder()


def payload_of(text: str) -> Payload:
    """Return the payload of an item; an empty one when another version of ourselves wrote it."""
    try:
        return _DECODER.decode(text)
    except msgspec.MsgspecError:
        return Payload()


def picture_name(key: str) -> str:
    """Return the file name of an image: legal on every disk, and the same every time."""
    return f"mly_{key}.jpg"


def items_of(images: TileImages, tile: str = "") -> tuple[Item, ...]:
    """Return the rows as items, in order."""
    return tuple(_item(images, row, tile) for row in range(len(images)))


def _item(images: TileImages, row: int, tile: str) -> Item:
    key = str(images.ids[row])
    lon, lat = float(images.lon[row]), float(images.lat[row])
    angle, quality = float(images.compass[row]), float(images.quality[row])
    has_place = not math.isnan(lon)
    payload = Payload(
        t=tile,
        lon=round(lon, 7) if has_place else None,
        lat=round(lat, 7) if has_place else None,
        ms=int(images.captured_at_ms[row]),
        angle=None if math.isnan(angle) else round(angle, 3),
        pano=None if images.pano[row] < 0 else bool(images.pano[row]),
        seq=images.sequence_of(row),
        by=str(images.creator[row]) if images.creator[row] else "",
        org=str(images.organization[row]) if images.organization[row] else "",
        q=None if math.isnan(quality) else round(quality, 5),
    )
    return Item(key, picture_name(key), None, None, VERSION, _ENCODER.encode(payload).decode())


def region_key(region: Region) -> str:
    """Return a key of an area that is the same for the same area, whatever it is called."""
    rings = [[lon_lat for ring in area for lon_lat in ring] for area in region.polygons]
    text = msgspec.json.encode([region.bbox_text, rings])
    return hashlib.sha256(text).hexdigest()[:16]


def region_name(region: Region) -> str:
    """Return what a region is called; without a name, its bounds."""
    return region.name.strip() or region.bbox_text


def region_dataset(region: Region, spec: MapillarySpec) -> Dataset:
    """Return the dataset of a region."""
    return named_dataset(region_key(region), region_name(region), spec)


def named_dataset(key: str, name: str, spec: MapillarySpec) -> Dataset:
    """Return a dataset; in the flat layout it is the destination itself."""
    return Dataset(key, () if spec.layout is HarvestLayout.FLAT else ((key, name),))
