"""Tiles come from memory, cache or network; failed is never empty, and a block is felt at once."""

import asyncio

import pytest

from app.model.account import Account
from app.model.call import Answer
from app.model.failure import FailedError, Failure, FailureKind
from app.model.mercator import Tile
from app.sources.kit import SourceKit
from app.sources.mapillary import tile_store as module
from app.sources.mapillary.client import Client
from app.sources.mapillary.errors import BLOCKED
from app.sources.mapillary.tile_store import TileStore
from tests.fakes.clock import FakeClock
from tests.fakes.kit import fake_kit
from tests.fakes.small_street import NOT_THERE, TILE, SmallStreet

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M", tile_address="https://tiles.test")
NEXT = Tile(14, TILE.x + 1, TILE.y)


def store(kit: SourceKit | None = None) -> TileStore:
    return TileStore(ACCOUNT, Client(ACCOUNT), kit or fake_kit())


async def test_no_tile_is_asked_for_twice():
    """Trap 8 of the reference: memory first, then the cache, then the service."""
    street, kit = SmallStreet(), fake_kit()
    first = store(kit)

    once = await first.images(TILE, street.network)
    again = await first.images(TILE, street.network)
    later = await store(kit).images(TILE, street.network)

    assert len(once) == 12
    assert again is once
    assert later.ids.tolist() == once.ids.tolist()
    assert street.asked_tiles() == [TILE.key]


async def test_two_who_want_the_same_tile_ask_once():
    street, tiles = SmallStreet(), store()

    async with asyncio.TaskGroup() as group:
        wants = [group.create_task(tiles.images(TILE, street.network)) for _ in range(3)]

    assert street.asked_tiles() == [TILE.key]
    assert {len(want.result()) for want in wants} == {12}


EMPTY = {
    "200 without a body": b"",
    "204": Answer(204, {}, b""),
    "200 with a type": ("application/x-protobuf", b""),
}


@pytest.mark.parametrize("reply", EMPTY.values(), ids=EMPTY.keys())
async def test_nothing_there_is_an_empty_tile(reply):
    street, tiles = SmallStreet(), store()
    street.tiles[TILE.key] = reply

    assert len(await tiles.images(TILE, street.network)) == 0
    assert await tiles.known_images(TILE) is not None


async def test_not_found_is_empty_where_other_tiles_are_found():
    """Trap 9 of the reference: 404 means that nothing is there only on a host that has tiles."""
    street, tiles = SmallStreet(), store()
    street.tiles[TILE.key] = NOT_THERE

    assert len(await tiles.images(TILE, street.network)) == 0
    assert street.asked_tiles() == [TILE.key, "0/0/0"]


async def test_a_host_without_any_tile_is_no_empty_world():
    street, tiles = SmallStreet(), store()
    street.tiles |= {TILE.key: NOT_THERE, "0/0/0": NOT_THERE}

    with pytest.raises(FailedError, match="no coverage tiles at this address"):
        await tiles.images(TILE, street.network)


PAGES = {
    "told by the reader": BLOCKED,
    "a page with status 200": ("text/html; charset=utf-8", b"<!doctype html>"),
    "a page in disguise": ("application/x-protobuf", b"<html>"),
}


@pytest.mark.parametrize("reply", PAGES.values(), ids=PAGES.keys())
async def test_a_block_stops_the_host_at_once(reply):
    """Trap 8 of the reference: each further try prolongs it, so none is made."""
    clock = FakeClock()
    street, tiles = SmallStreet(), store(fake_kit(clock))
    street.tiles[TILE.key] = reply

    for _ in range(3):
        with pytest.raises(FailedError, match="stopped answering tiles for this network") as caught:
            await tiles.images(NEXT if street.asked_tiles() else TILE, street.network)
        failed = caught.value.failure
        assert failed.code == "blocked"
    asked = len(street.asked_tiles())
    await clock.advance(module.BLOCK_SECONDS + 1)
    await tiles.images(NEXT, street.network)

    assert asked == 1
    assert street.asked_tiles() == [TILE.key, NEXT.key]


async def test_what_is_cached_can_be_had_during_a_block():
    street, tiles = SmallStreet(), store()
    await tiles.images(TILE, street.network)
    street.tiles[NEXT.key] = BLOCKED

    with pytest.raises(FailedError):
        await tiles.images(NEXT, street.network)

    assert len(await tiles.images(TILE, street.network)) == 12


@pytest.mark.parametrize(
    "reply",
    [b"no tile at all", ("application/json", b"{}"), ("image/png", b"\x89PNG"), Failure(FailureKind.DATA, "Cut off.")],
    ids=["noise", "json", "picture", "cut off on the way"],
)
async def test_a_broken_tile_is_asked_for_three_times_and_then_failed(reply):
    """Trap 9 of the reference: a tile that cannot be read is no empty one, and it is not kept."""
    street, tiles = SmallStreet(), store()
    street.tiles[TILE.key] = reply

    with pytest.raises(FailedError) as caught:
        await tiles.images(TILE, street.network)

    failed = caught.value.failure
    assert failed.kind is FailureKind.DATA
    assert street.asked_tiles() == [TILE.key] * 3
    assert await tiles.known_images(TILE) is None


async def test_a_tile_that_is_good_at_the_second_try_is_good():
    street, tiles = SmallStreet(), store()
    replies = [b"noise", ("application/x-protobuf", street.tile_body(TILE))]
    street.network.routes["tile"] = lambda _: replies.pop(0)

    assert len(await tiles.images(TILE, street.network)) == 12


async def test_a_cached_file_that_went_bad_is_asked_for_afresh():
    street, kit = SmallStreet(), fake_kit()
    kit.cache.put("tiles.test", f"mly1_public/2/{TILE.key}", b"noise")
    tiles = store(kit)

    assert await tiles.known_images(TILE) is None
    assert len(await tiles.images(TILE, street.network)) == 12
    assert len(await tiles.known_images(TILE) or ()) == 12


async def test_memory_is_bounded(monkeypatch):
    """Empty tiles weigh something, too."""
    monkeypatch.setattr(module, "MOST_MEMORY_BYTES", 10_000)
    street, tiles = SmallStreet(40), store()

    for column in range(20):
        await tiles.images(Tile(14, TILE.x - column, TILE.y), street.network)

    assert tiles._decoded_bytes <= 10_000
    assert len(tiles._decoded) < 6


async def test_any_decoder_may_look_at_a_tile():
    street, tiles = SmallStreet(), store()

    asked = await tiles.read(TILE, street.network, len)
    cached = await tiles.cached(TILE, len)

    assert asked == cached == len(street.tile_body(TILE))
    assert await tiles.cached(NEXT, len) is None
