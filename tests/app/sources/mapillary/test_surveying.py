"""The numbers of the plan: exact where tiles were read, estimates otherwise, and words for every kind of nothing."""

import pytest

from app.model.account import Account
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import Pano, Pick, Via
from app.model.mercator import Tile
from app.model.region import box
from app.model.survey import Survey
from app.sources.mapillary.errors import BLOCKED
from app.sources.mapillary.quota import used_up
from app.sources.mapillary.source import MapillarySource
from tests.fakes.kit import fake_kit
from tests.fakes.small_street import FIRST_ID, TILE, Shot, SmallStreet, in_tile

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M", tile_address="https://tiles.test")
FOUR = tuple(Tile(14, TILE.x + column, TILE.y) for column in range(4))
WHOLE = box(FOUR[0].bounds[0] + 1e-9, TILE.bounds[1] + 1e-9, FOUR[3].bounds[2] - 1e-9, TILE.bounds[3] - 1e-9, "Whole")


def street(count: int = 10) -> SmallStreet:
    """Return a street with so many images in each of four tiles."""
    return SmallStreet(shots=[s for at, tile in enumerate(FOUR) for s in in_tile(tile, count, FIRST_ID + at * 1000)])


async def survey(small: SmallStreet, source=None, here=(), most_requests=None, **options) -> Survey:
    source = source or MapillarySource(ACCOUNT, fake_kit())
    return await source.survey(small.spec(**{"regions": (WHOLE,), **options}), small.network, here, most_requests)


async def test_a_region_is_counted_from_its_tiles_alone():
    """Counting makes no entity and no image request."""
    small = street()

    found = await survey(small)

    assert (found.items, found.tiles, found.tiles_read, found.tiles_failed) == (40, 4, 4, 0)
    assert found.requests == {"tile": 4, "entity": 1, "image": 40}
    assert found.size.likely == 40 * 118_610
    assert found.licence == "CC BY-SA 4.0"
    assert found.quota_share == pytest.approx(4 / 50_000)
    assert found.quota_text == "4 of 50,000 tile calls today"
    assert found.is_exact
    assert set(small.routes_asked()) == {"tile"}


async def test_what_is_cached_costs_nothing():
    small, source = street(), MapillarySource(ACCOUNT, fake_kit())
    await survey(small, source)

    found = await survey(small, source, most_requests=0)

    assert (found.items, found.requests["tile"], found.quota_share) == (40, 0, 0.0)
    assert len(small.asked_tiles()) == 4


async def test_what_lies_there_already_is_counted_exactly():
    here = {str(FIRST_ID), str(FIRST_ID + 1), "5"}

    found = await survey(street(), here=here)

    assert (found.items, found.already_here) == (40, 2)
    assert found.requests["image"] == 38
    assert found.size.likely == 38 * 118_610


async def test_with_few_requests_the_rest_is_estimated():
    small = street()

    found = await survey(small, most_requests=2)

    assert (found.items, found.tiles, found.tiles_read) == (40, 4, 2)
    assert not found.is_exact
    assert "Estimated from 2 of 4 tiles." in found.notes
    assert small.asked_tiles() == [FOUR[0].key, FOUR[2].key]


async def test_nothing_known_and_nothing_to_be_asked_is_no_answer_about_coverage():
    """Trap 47 of the reference: not counted is not "no coverage"."""
    found = await survey(street(), most_requests=0)

    assert (found.items, found.tiles_read) == (0, 0)
    assert not any("no pictures" in note for note in found.notes)


async def test_no_coverage_is_said():
    """Trap 47 of the reference, first kind of nothing."""
    found = await survey(SmallStreet(shots=[]))

    assert found.notes == ("Mapillary has no pictures here.",)
    assert found.is_exact


async def test_filtered_out_is_said_with_its_reason():
    """Trap 47 of the reference, second kind of nothing."""
    found = await survey(street(), pano=Pano.YES)

    assert found.items == 0
    assert found.notes == ("All 40 pictures here were filtered out.", "40 pictures of the other type were left out.")


async def test_a_failed_tile_is_said():
    """Trap 47 of the reference, third kind of nothing: what could not be read is not empty."""
    small = street()
    small.tiles[FOUR[1].key] = Failure(FailureKind.SERVER, "Bad gateway.", "Try again.")

    found = await survey(small)

    assert (found.items, found.tiles_read, found.tiles_failed) == (30, 3, 1)
    assert "1 of 4 tiles could not be read, so pictures may be missing." in found.notes
    assert "Bad gateway. Try again." in found.notes
    assert not found.is_exact


async def test_a_block_is_said_once():
    """Trap 47 of the reference, fourth kind of nothing."""
    small = street()
    small.network.routes["tile"] = lambda _: BLOCKED

    found = await survey(small)

    assert found.tiles_failed == 4
    assert found.notes.count(BLOCKED.sentence()) == 1
    assert len(small.asked_tiles()) <= 4


async def test_without_a_network_it_says_so_at_once():
    small = street()
    small.network.routes["tile"] = lambda _: Failure(FailureKind.NETWORK, "No way.")

    with pytest.raises(FailedError, match="No way"):
        await survey(small)


async def test_a_spent_day_is_told_and_the_rest_estimated():
    """Trap 8 of the reference: counting is no reason to wait."""
    small = street()
    small.tiles[FOUR[0].key] = used_up(90_000.0, 0.0)

    found = await survey(small)

    assert not found.is_exact
    assert any(note.startswith("Today’s 50,000 tile calls are used up.") for note in found.notes)


async def test_a_maximum_stops_the_count_where_listing_stops():
    small = street()

    found = await survey(small, max_images=15)

    assert (found.items, found.tiles, found.tiles_read) == (15, 4, 4)
    assert len(small.asked_tiles()) == 2
    assert "5 pictures beyond the maximum were left out." in found.notes


@pytest.mark.parametrize(
    "options",
    [{"spacing": 300.0}, {"pick": Pick.NEWEST, "max_images": 7}, {"max_images": 15}, {"via": Via.SEARCH}],
    ids=["spacing", "newest", "first", "search"],
)
async def test_the_plan_is_what_the_listing_brings(options):
    small, source = street(), MapillarySource(ACCOUNT, fake_kit())

    found = await survey(small, source, **options)
    pages = [page async for page in source.items(small.spec(regions=(WHOLE,), **options), small.network)]

    assert found.items == sum(len(page.items) for page in pages) > 0


async def test_misplaced_pictures_are_flagged():
    """Trap 26 of the reference."""
    small = SmallStreet(shots=[Shot(1, 0.001, 0.001), Shot(2, 0.01, 0.01)])

    found = await survey(small, regions=(box(0, 0, 0.02, 0.02),))

    assert found.items == 2
    assert any("misplaced" in note for note in found.notes)


async def test_sequences_and_creators_are_counted_by_their_lists():
    small = street()
    small.most_results = 15

    by_sequence = await survey(small, regions=(), sequences=(small.shots[0].sequence, "gone"))
    by_creator = await survey(small, regions=(), creator="walker_one")
    not_asked = await survey(small, regions=(), sequences=("a",), most_requests=0)

    assert (by_sequence.items, by_sequence.requests["search"]) == (40, 2)
    assert "Mapillary has no sequence gone." in by_sequence.notes
    assert (by_creator.items, by_creator.requests["search"]) == (40, 3)
    assert by_creator.quota_share is None
    assert "Sequences are not counted before the start." in not_asked.notes
    assert set(small.routes_asked()) == {"search"}


async def test_a_search_too_large_to_count_is_not_counted():
    found = await survey(street(), via=Via.SEARCH, most_requests=2)

    assert found.items == 0
    assert any("not counted before the start" in note for note in found.notes)
