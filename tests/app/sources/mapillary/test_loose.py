"""Images without a region: by id, by sequence, or all of a creator."""

import pytest

from app.model.account import Account
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.sources.mapillary.client import Client
from app.sources.mapillary.creators import Creators
from app.sources.mapillary.facts import images_by_id
from app.sources.mapillary.loose import LooseLists
from tests.fakes.small_street import FIRST_ID, GONE, TILE, SmallStreet, in_tile, region_of

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M")


def lists(street: SmallStreet, **options) -> LooseLists:
    client = Client(ACCOUNT)
    return LooseLists(MapillarySpec(**options), client, Creators(client), street.network)


async def groups(loose: LooseLists):
    return [group async for group in loose.groups()]


async def test_ids_come_as_given_each_once_and_nothing_is_asked():
    street = SmallStreet()

    (group,) = await groups(lists(street, image_ids=("9", "7", "9")))

    assert group.dataset.path == (("images", "images"),)
    assert group.images.ids.tolist() == [9, 7]
    assert street.network.calls == []


@pytest.mark.parametrize("key", ["", "abc", "1.5", "mly_7"])
async def test_a_text_that_is_no_id_is_refused_in_words(key):
    with pytest.raises(FailedError, match="is no image id"):
        await groups(lists(SmallStreet(), image_ids=(key,)))


async def test_sequences_are_datasets_in_capture_order():
    """Traps 23 and 36 of the reference: keys that differ in case only are two sequences."""
    shots = [*in_tile(TILE, 3, sequence="aB"), *in_tile(TILE, 2, FIRST_ID + 100, sequence="ab")]
    street = SmallStreet(shots=shots)

    found = await groups(lists(street, sequences=("aB", "ab", "aB")))

    assert [group.dataset.key for group in found] == ["aB", "ab"]
    assert [group.images.ids.tolist() for group in found] == [
        [FIRST_ID, FIRST_ID + 1, FIRST_ID + 2],
        [FIRST_ID + 100, FIRST_ID + 101],
    ]


@pytest.mark.parametrize("reply", [{"data": []}, GONE, Failure(FailureKind.REFUSED, "No.", code="100")])
async def test_a_sequence_that_is_not_there_is_empty(reply):
    street = SmallStreet()
    street.network.routes["search"] = lambda _: reply

    (group,) = await groups(lists(street, sequences=("gone",)))

    assert len(group.images) == 0


async def test_another_failure_of_a_sequence_comes_out():
    street = SmallStreet()
    street.network.routes["search"] = lambda _: Failure(FailureKind.AUTH, "No.")

    with pytest.raises(FailedError):
        await groups(lists(street, sequences=("x",)))


async def test_all_of_a_creator_come_page_by_page_newest_first():
    street = SmallStreet(12)
    street.most_results = 5

    found = await groups(lists(street, creator="walker_one"))

    keys = [key for group in found for key in group.images.ids.tolist()]
    assert keys == [FIRST_ID + number for number in range(11, -1, -1)]
    assert [len(group.images) for group in found] == [5, 5, 2]
    assert all(group.has_facts for group in found)
    assert all("stolen" not in call.url and call.url.startswith("https://graph.test/") for call in street.network.calls)


async def test_a_creator_may_be_named_by_id():
    street = SmallStreet(3)

    found = await groups(lists(street, creator="101234567890123"))

    assert found[0].dataset.path[-1][1] == "walker_one"
    assert len(found[0].images) == 3


async def test_pages_that_repeat_themselves_end():
    """Fault M13: a loop is noticed."""
    street = SmallStreet(3)
    page = {"data": [{"id": "1"}], "paging": {"cursors": {"after": "x"}, "next": "https://x.test/"}}
    street.network.routes["search"] = lambda _: page

    with pytest.raises(FailedError, match="cannot be read"):
        await groups(lists(street, creator="walker_one"))

    assert len(street.network.calls) == 2


def test_a_creator_beside_a_region_is_a_filter():
    assert lists(SmallStreet(), creator="a").is_by_creator
    assert not lists(SmallStreet(), creator="a", regions=(region_of(),)).is_by_creator
    assert not lists(SmallStreet(), creator="a", sequences=("s",)).is_by_creator
    assert not lists(SmallStreet()).is_by_creator


async def test_facts_are_asked_for_in_batches_and_gone_images_are_left_out():
    street = SmallStreet(60)
    street.gone = {FIRST_ID + 3}
    loose = lists(street)

    found = await loose.with_facts(images_by_id([str(shot.id) for shot in street.shots]))

    assert len(found) == 59
    assert found.captured_at_ms.min() > 0
