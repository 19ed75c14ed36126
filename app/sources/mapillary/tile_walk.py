"""The tiles of a selection, read a few at once and handed out in order.

No request is left running while the caller works on what it got.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.mercator import tile_from_key
from app.sources.mapillary.clipping import Clip
from app.sources.mapillary.filters import Filters, LeftOut
from app.sources.mapillary.picking import in_order
from app.sources.mapillary.seen import SeenIds
from app.sources.mapillary.tile_images import TileImages
from app.sources.mapillary.tile_store import TileStore
from app.sources.mapillary.together import together

AT_ONCE = 4
# What concerns more than one tile comes out as it is; everything else is the failure of that tile.
_EVERYWHERE = frozenset(
    {FailureKind.AUTH, FailureKind.RATE, FailureKind.DISK, FailureKind.INTERNAL, FailureKind.CANCELLED}
)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is wanted of the images of a tile: those in one of the regions that pass the filters.

    Attributes:
        clips: The regions; an image in several of them belongs to the first.
        filters: What else is asked of it.
    """

    clips: tuple[Clip, ...]
    filters: Filters

    def wanted(self, key: str, images: TileImages, seen: SeenIds) -> list[tuple[int, TileImages, LeftOut, int]]:
        """Return (region, its images by time and id, what was left out, how many lie in it) for a tile.

        Args:
            key: Of the tile.
            images: All of its images.
            seen: Images that were found before; those of the regions are added.
        """
        found = []
        for number, clip in enumerate(self.clips):
            if clip.touches(key):
                inside = images.chosen(clip.inside(images.lon, images.lat))
                fresh = inside.chosen(seen.fresh(inside.ids))
                kept, left_out = self.filters.apply(fresh)
                found.append((number, in_order(kept), left_out, len(fresh)))
        return found


def clips_of(spec: MapillarySpec) -> tuple[Clip, ...]:
    """Return the regions of a spec, ready to be asked."""
    return tuple(Clip(region) for region in spec.regions)


def keys_of(clips: Sequence[Clip]) -> tuple[str, ...]:
    """Return the tiles of all regions, each once: region by region, row by row."""
    return tuple(dict.fromkeys(key for clip in clips for key in clip.tiles))


async def read_tiles(
    keys: Sequence[str], store: TileStore, network: Network, *, is_eager: bool
) -> AsyncGenerator[tuple[str, TileImages | Failure], None]:
    """Yield every tile with its images, or with why it cannot be had.

    Args:
        keys: The tiles.
        store: Where they come from.
        network: The door.
        is_eager: All will be needed; else the first ones may be enough, so it begins with one at a time.

    Raises:
        FailedError: Something that concerns all tiles.
    """

    async def read(key: str) -> TileImages | Failure:
        try:
            return await store.images(tile_from_key(key), network)
        except FailedError as error:
            if error.failure.kind in _EVERYWHERE:
                raise
            return error.failure

    at, count = 0, AT_ONCE if is_eager else 1
    while at < len(keys):
        batch = keys[at : at + count]
        for key, outcome in zip(batch, await together(read, batch, at_once=AT_ONCE), strict=True):
            yield key, outcome
        at += count
        count = min(AT_ONCE, count * 2)
