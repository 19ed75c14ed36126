"""What only the source as a whole shows."""

import json

import pytest

from app.model.account import Account
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import HarvestLayout, MapillarySpec, Via
from app.model.meta_json import meta_from_json
from app.model.region import box
from app.sources.mapillary.source import MapillarySource
from tests.fakes.kit import fake_kit
from tests.fakes.small_street import TILE, Shot, SmallStreet, in_tile, region_of

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M", tile_address="https://tiles.test")


def source() -> MapillarySource:
    return MapillarySource(ACCOUNT, fake_kit())


async def test_a_project_begins_without_classes_and_keeps_what_is_there():
    street = SmallStreet()

    (file,) = await source().project_files(street.spec(), street.network)

    assert (file.path, file.keeps_existing) == ("meta.json", True)
    assert meta_from_json(json.loads(file.body)).problems == ()
    assert await source().project_files(street.spec(layout=HarvestLayout.FLAT), street.network) == ()
    assert street.network.calls == []


WRONG = {
    "nothing selected": (MapillarySpec(), "Nothing is selected"),
    "unknown field": (MapillarySpec(regions=(region_of(),), fields=("colour",)), "no field “colour”"),
    "odd date": (MapillarySpec(regions=(region_of(),), captured_from="soon"), "is no date"),
    "odd id": (MapillarySpec(image_ids=("x",)), "is no image id"),
    "half the world": (MapillarySpec(regions=(box(-170, -80, 170, 80),)), "Draw smaller regions"),
}


@pytest.mark.parametrize(("spec", "words"), WRONG.values(), ids=WRONG.keys())
async def test_a_spec_that_cannot_be_carried_out_is_refused_before_anything_is_asked(spec, words):
    street = SmallStreet()
    ours = source()

    for ask in (ours.survey(spec, street.network), anext(ours.items(spec, street.network))):
        with pytest.raises(FailedError, match=words) as caught:
            await ask
        failed = caught.value.failure
        assert failed.kind is FailureKind.REFUSED
    with pytest.raises(FailedError, match=words):
        ours.tiles(spec)
    assert street.network.calls == []


def test_tiles_are_those_of_the_regions_unless_they_are_searched():
    regions = (region_of(), box(139.699, 35.658, 139.7, 35.659))

    assert source().tiles(MapillarySpec(regions=regions)) == (TILE.key,)
    assert source().tiles(MapillarySpec(regions=regions, via=Via.SEARCH)) == ()
    assert source().tiles(MapillarySpec(image_ids=("5",))) == ()


async def test_the_region_of_the_tutorial_is_one_tile():
    """Trap 4 of the reference: the tile is some 390 times the box."""
    street = SmallStreet(shots=[*in_tile(TILE, 200), Shot(7, 139.6995, 35.6585), Shot(8, 139.7, 35.6601)])
    spec = MapillarySpec(regions=(box(139.699, 35.658, 139.7, 35.659),))

    found = await source().survey(spec, street.network)

    assert street.asked_tiles() == ["14/14549/6452"]
    assert found.items == 1


async def test_a_creator_is_found_by_name_and_filters_the_tiles():
    mine = in_tile(TILE, 3, creator=("walker_one", 11))
    street = SmallStreet(shots=[*mine, *in_tile(TILE, 4, 50, creator=("Walker_One", 12))])
    ours = source()

    found = await ours.survey(street.spec(creator="Walker_One"), street.network)
    for_now = await source().survey(street.spec(creator="Walker_One"), street.network, (), 0)

    assert found.items == 4
    assert "Pictures of all creators are counted for now." in for_now.notes


async def test_a_creator_whom_nobody_knows_is_told():
    """Trap 48 of the reference."""
    street = SmallStreet()

    with pytest.raises(FailedError, match="no pictures by “nobody”"):
        await source().survey(street.spec(creator="nobody"), street.network)


async def test_a_check_is_one_small_question():
    street = SmallStreet()

    found = await source().check(ACCOUNT, street.network)

    assert found.account is ACCOUNT
    assert street.routes_asked() == ["search"]


async def test_a_refused_token_shows_in_the_check():
    """Trap 47 of the reference: a bad token is never "no coverage"."""
    street = SmallStreet()
    street.network.routes["search"] = lambda _: Failure(FailureKind.AUTH, "Mapillary does not accept this token.")

    with pytest.raises(FailedError, match="does not accept this token"):
        await source().check(ACCOUNT, street.network)


@pytest.mark.parametrize("place", [(15, 0, 0), (-1, 0, 0), (3, 8, 0), (3, 0, -1)])
async def test_a_tile_beyond_the_map_is_refused(place):
    with pytest.raises(FailedError):
        await source().coverage(*place, SmallStreet().network, only_cached=False)


@pytest.mark.parametrize("zoom", [3, 10, 14])
async def test_the_map_shows_every_zoom(zoom):
    street = SmallStreet(20)
    shift = 14 - zoom
    x, y = TILE.x >> shift, TILE.y >> shift

    shown = await source().coverage(zoom, x, y, street.network, only_cached=False)

    assert (shown.count > 0) is (zoom != 10)
    assert (len(shown.lines) > 0) is (zoom >= 6)


async def test_the_map_and_the_harvest_share_their_tiles():
    """Trap 8 of the reference: no tile is asked for twice."""
    street, ours = SmallStreet(), source()

    await ours.coverage(14, TILE.x, TILE.y, street.network, only_cached=False)
    await ours.survey(street.spec(), street.network)

    assert street.asked_tiles() == [TILE.key]


async def test_a_look_goes_where_images_are_known_to_be():
    """After a count it is known which tiles of a wide region hold anything; a look elsewhere would show nothing."""
    street, ours = SmallStreet(30), source()
    west, south, east, north = TILE.bounds
    spec = street.spec(regions=(box(west - 0.2, south, east + 0.2, north),))
    await ours.survey(spec, street.network)

    looks = await ours.looks(spec, 4, street.network)

    assert len(looks) == 4


async def test_a_look_at_a_large_region_reads_few_tiles():
    street = SmallStreet(30)
    west, south, east, north = TILE.bounds

    await source().looks(street.spec(regions=(box(west - 0.5, south, east + 0.5, north),)), 4, street.network)

    assert len(street.asked_tiles()) <= 4
