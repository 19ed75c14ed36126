"""Tiles are read a few at once, in order, and each has its own outcome."""

import pytest

from app.model.account import Account
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.mercator import Tile
from app.model.region import box
from app.sources.mapillary.client import Client
from app.sources.mapillary.filters import Filters
from app.sources.mapillary.seen import SeenIds
from app.sources.mapillary.tile_images import tile_images
from app.sources.mapillary.tile_store import TileStore
from app.sources.mapillary.tile_walk import Sieve, clips_of, keys_of, read_tiles
from tests.fakes.kit import fake_kit
from tests.fakes.small_street import TILE, SmallStreet, in_tile, region_of

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M", tile_address="https://tiles.test")
KEYS = [Tile(14, TILE.x + column, TILE.y).key for column in range(10)]


def store() -> TileStore:
    return TileStore(ACCOUNT, Client(ACCOUNT), fake_kit())


async def test_outcomes_come_in_order_and_one_failure_is_one_tile():
    """Trap 9 of the reference, and fault M4: one of many tiles fails, the others do not."""
    street = SmallStreet()
    failure = Failure(FailureKind.SERVER, "Bad gateway.")
    street.tiles[KEYS[3]] = failure

    found = [pair async for pair in read_tiles(KEYS, store(), street.network, is_eager=True)]

    assert [key for key, _ in found] == KEYS
    assert [key for key, outcome in found if outcome is failure] == [KEYS[3]]
    assert street.network.most_in_flight <= 4


@pytest.mark.parametrize("kind", [FailureKind.AUTH, FailureKind.RATE])
async def test_what_concerns_all_tiles_comes_out_as_it_is(kind):
    street = SmallStreet()
    street.tiles[KEYS[0]] = Failure(kind, "No.")

    with pytest.raises(FailedError):
        [pair async for pair in read_tiles(KEYS, store(), street.network, is_eager=True)]


async def test_who_may_stop_early_asks_for_one_at_first():
    street = SmallStreet()
    tiles = read_tiles(KEYS, store(), street.network, is_eager=False)

    await anext(tiles)
    first = len(street.asked_tiles())
    await anext(tiles)
    await tiles.aclose()

    assert first == 1
    assert len(street.asked_tiles()) == 3


def test_tiles_of_several_regions_come_once():
    west, east = region_of(TILE), box(TILE.bounds[0], TILE.bounds[1], TILE.bounds[2] + 0.01, TILE.bounds[3])

    assert keys_of(clips_of(MapillarySpec(regions=(west, east)))) == (KEYS[0], KEYS[1])


def test_an_image_belongs_to_the_first_region_that_holds_it():
    """Trap 5 of the reference: regions that overlap."""
    street = SmallStreet(shots=in_tile(TILE, 10))
    images = tile_images(street.tile_body(TILE), TILE)
    west, south, east, north = TILE.bounds
    spec = MapillarySpec(regions=(box(west, south, (west + east) / 2, north), region_of(TILE)))
    sieve, seen = Sieve(clips_of(spec), Filters()), SeenIds()

    (first, left, _, _), (second, right, _, inside) = sieve.wanted(TILE.key, images, seen)

    assert (first, second) == (0, 1)
    assert (len(left), len(right), inside) == (5, 5, 5)
    assert set(left.ids) | set(right.ids) == set(images.ids)
    assert [len(kept) for _, kept, _, _ in sieve.wanted(TILE.key, images, seen)] == [0, 0]
