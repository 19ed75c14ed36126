"""Every image once, in a stable order, and every tile accounted for."""

import asyncio

import pytest

from app.model.account import Account
from app.model.failure import Failure, FailureKind
from app.model.harvest import HarvestLayout, Pano, Pick, Via
from app.model.item import ItemPage
from app.model.mercator import Tile
from app.model.region import box
from app.sources.mapillary import listing as module
from app.sources.mapillary.errors import BLOCKED
from app.sources.mapillary.payload import payload_of, region_key
from app.sources.mapillary.source import MapillarySource
from tests.fakes.kit import fake_kit
from tests.fakes.small_street import FIRST_ID, TILE, SmallStreet, in_tile

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M", tile_address="https://tiles.test")
EAST = Tile(14, TILE.x + 1, TILE.y)
SOUTH = Tile(14, TILE.x, TILE.y + 1)
SOUTH_EAST = Tile(14, TILE.x + 1, TILE.y + 1)
FOUR = (TILE, EAST, SOUTH, SOUTH_EAST)
WEST_LON, _, _, NORTH_LAT = TILE.bounds
_, SOUTH_LAT, EAST_LON, _ = SOUTH_EAST.bounds
WHOLE = box(WEST_LON + 1e-9, SOUTH_LAT + 1e-9, EAST_LON - 1e-9, NORTH_LAT - 1e-9, "Whole")


def street(count: int = 10) -> SmallStreet:
    """Return a street with so many images in each of four tiles."""
    return SmallStreet(shots=[s for at, tile in enumerate(FOUR) for s in in_tile(tile, count, FIRST_ID + at * 1000)])


async def pages(small: SmallStreet, passed_over=(), **options) -> list[ItemPage]:
    source = MapillarySource(ACCOUNT, fake_kit())
    spec = small.spec(**{"regions": (WHOLE,), **options})
    return [page async for page in source.items(spec, small.network, passed_over)]


def keys(found: list[ItemPage]) -> list[int]:
    return [int(item.key) for page in found for item in page.items]


def ends(found: list[ItemPage]) -> list[str]:
    return [page.tile for page in found if page.ends_tile]


async def test_tiles_come_row_by_row_and_images_by_time():
    small = street()
    for shot in small.shots:
        shot.captured_at = 2_000_000_000_000 - shot.captured_at

    found = await pages(small)

    assert ends(found) == [tile.key for tile in FOUR]
    assert keys(found) == [FIRST_ID + at * 1000 + number for at in range(4) for number in range(9, -1, -1)]
    assert all(page.dataset.path == ((region_key(WHOLE), "Whole"),) for page in found)
    assert {payload_of(i.payload).t for p in found for i in p.items} == {tile.key for tile in FOUR}


async def test_all_images_of_a_sequence_are_listed():
    """Traps 36 and 39 of the reference: no line is needed, and no image of a sequence is dropped."""
    small = street()
    for shot in small.shots:
        shot.sequence = "one"
    small.shots[5].sequence = "single"

    assert len(keys(await pages(small))) == 40


async def test_an_early_stop_asks_for_no_more_tiles_and_ends_them_all():
    """Trap 7 of the reference, and issue "limit per tile": the maximum counts for the run."""
    small = street()

    found = await pages(small, max_images=12)

    assert keys(found) == [FIRST_ID + number for number in range(10)] + [FIRST_ID + 1000, FIRST_ID + 1001]
    assert ends(found) == [tile.key for tile in FOUR]
    assert len(small.asked_tiles()) == 3


@pytest.mark.parametrize("most", [1, 10, 39, 40, 41], ids=str)
async def test_a_maximum_is_met_exactly(most):
    assert len(keys(await pages(street(), max_images=most))) == min(most, 40)


async def test_a_failed_tile_is_a_page_of_its_own():
    """Trap 9 of the reference: the others are listed, this one can be tried again alone."""
    small = street()
    small.tiles[EAST.key] = Failure(FailureKind.SERVER, "Bad gateway.")

    found = await pages(small)
    small.tiles.clear()
    again = await pages(small, passed_over={tile.key for tile in FOUR if tile != EAST})

    assert [(p.tile, p.failure.kind) for p in found if p.failure] == [(EAST.key, FailureKind.SERVER)]
    assert ends(found) == [TILE.key, SOUTH.key, SOUTH_EAST.key]
    assert keys(again) == [FIRST_ID + 1000 + number for number in range(10)]
    assert ends(again) == [EAST.key]


@pytest.mark.parametrize("pick", [Pick.FIRST, Pick.SPREAD], ids=["streamed", "gathered"])
async def test_a_block_fails_every_tile_that_is_not_cached_without_asking(pick):
    """Trap 8 of the reference."""
    small = street()
    small.network.routes["tile"] = lambda _: BLOCKED

    found = await pages(small, pick=pick, max_images=5)

    failed = [page.failure for page in found if page.failure]
    assert [failure.code for failure in failed] == ["blocked"] * 4
    # Those under way when it came cannot be called back.
    assert len(small.asked_tiles()) <= (1 if pick is Pick.FIRST else 4)
    assert keys(found) == []


async def test_regions_that_overlap_share_their_images():
    """Trap 5 of the reference: an image belongs to the first region."""
    small = street()
    half = box(WEST_LON, SOUTH_LAT, (TILE.bounds[0] + TILE.bounds[2]) / 2, NORTH_LAT, "Half")

    found = await pages(small, regions=(half, WHOLE))

    by_region = {page.dataset.path[0][1]: set() for page in found}
    for page in found:
        by_region[page.dataset.path[0][1]] |= {item.key for item in page.items}
    assert len(keys(found)) == len(set(keys(found))) == 40
    assert len(by_region["Half"]) == 10
    assert ends(found).count(TILE.key) == 1


async def test_spacing_is_kept_across_tiles():
    """Trap 39 of the reference: thinning is asked for, never silent."""
    small = street()

    found = await pages(small, spacing=400.0)

    assert 0 < len(keys(found)) < 40
    assert set(ends(found)) == {tile.key for tile in FOUR}
    assert keys(found) == keys(await pages(small, spacing=400.0))


async def test_the_newest_are_taken_from_all_tiles():
    small = street()
    newest = [small.shots[7], small.shots[25]]
    for shot in newest:
        shot.captured_at = 1_800_000_000_000

    found = await pages(small, pick=Pick.NEWEST, max_images=2)

    assert keys(found) == [shot.id for shot in newest]
    assert len(small.asked_tiles()) == 4


async def test_a_spread_takes_from_every_tile():
    found = await pages(street(), pick=Pick.SPREAD, max_images=8)

    assert {page.tile for page in found if page.items} == {tile.key for tile in FOUR}
    assert len(keys(found)) == 8


async def test_pages_are_short(monkeypatch):
    """Trap 6 of the reference: eighty thousand items are never made at once."""
    monkeypatch.setattr(module, "PER_PAGE", 3)

    found = await pages(street())

    assert max(len(page.items) for page in found) == 3
    assert keys(found) == keys(await pages(street()))


async def test_filters_apply_before_the_maximum():
    small = street()
    for shot in small.shots[:15]:
        shot.is_pano = True

    found = await pages(small, pano=Pano.NO, max_images=10)

    assert keys(found)[0] == FIRST_ID + 1005
    assert len(keys(found)) == 10


async def test_a_search_lists_the_same_images_as_the_tiles():
    small = street()

    found = await pages(small, via=Via.SEARCH)

    assert set(keys(found)) == set(keys(await pages(small)))
    assert len(keys(found)) == 40
    assert {page.tile for page in found} == {""}


async def test_lists_follow_the_regions():
    """Sequences, ids: an image that a region listed already does not come again."""
    small = street()
    alone = in_tile(Tile(14, 100, 100), 3, 5, sequence="far")
    small.shots += alone

    found = await pages(small, sequences=("far",), image_ids=(str(FIRST_ID), "5", "77"))

    assert len(keys(found)) == 40 + 4
    assert [page.dataset.key for page in found if not page.tile] == ["images", "far"]
    assert keys(found)[-4:] == [5, 77, 6, 7]


async def test_lists_are_filtered_when_filters_are_set():
    small = street()
    for shot in small.shots[:4]:
        shot.is_pano = True

    found = await pages(small, regions=(), sequences=(small.shots[0].sequence,), pano=Pano.YES)

    assert keys(found) == [shot.id for shot in small.shots[:4]]


async def test_a_flat_harvest_has_no_folder():
    found = await pages(street(), layout=HarvestLayout.FLAT)

    assert {page.dataset.path for page in found} == {()}


async def test_a_listing_that_is_cut_short_is_the_same_from_the_start():
    small = street()
    source = MapillarySource(ACCOUNT, fake_kit())
    spec = small.spec(regions=(WHOLE,))

    half = source.items(spec, small.network)
    first = [await anext(half) for _ in range(3)]
    await half.aclose()
    whole = [page async for page in source.items(spec, small.network)]

    assert whole[:3] == first
    assert asyncio.all_tasks() == {asyncio.current_task()}
