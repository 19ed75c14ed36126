"""A batch answers for every image, whatever one of them does to it."""

import pytest

from app.model.account import Account
from app.model.failure import FailedError, Failure, FailureKind
from app.sources.mapillary.batches import Batches, Wish
from app.sources.mapillary.client import Client
from app.sources.mapillary.fields import USEFUL
from app.sources.mapillary.wire import Entity
from tests.fakes.small_street import FIRST_ID, GONE, REFUSED_FIELD, SmallStreet, detection

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M")
SQUARE = [(0, 0), (400, 0), (400, 400), (0, 400)]


def wish(**options) -> Wish:
    return Wish(USEFUL, "thumb_1024_url", **options)


async def ask(street: SmallStreet, size: int = 50, one: Wish | None = None):
    keys = [str(shot.id) for shot in street.shots]
    return await Batches(one or wish(), Client(ACCOUNT), street.network).entities(keys, size)


def key(number: int) -> str:
    return str(FIRST_ID + number)


async def test_a_hundred_images_take_two_calls():
    """Trap 14 of the reference: batches of fifty, not one call per image."""
    street = SmallStreet(100)

    found = await ask(street)

    assert list(found) == [key(number) for number in range(100)]
    assert all(isinstance(one, Entity) and one.id == asked for asked, one in found.items())
    assert street.routes_asked() == ["entity"] * 2
    assert street.network.most_in_flight <= 4


async def test_a_gone_image_is_found_by_halving_and_is_gone():
    """Traps 11 and 46 of the reference: the batch fails with 400, the other images do not."""
    street = SmallStreet(50)
    street.gone = {FIRST_ID + 33}

    found = await ask(street)

    assert found[key(33)] is GONE
    assert sum(isinstance(one, Entity) for one in found.values()) == 49
    assert len(street.network.calls) < 15


async def test_a_missing_key_is_asked_for_alone():
    """Trap 14 of the reference: the other manner in which a batch tells of a bad id."""
    street = SmallStreet(10)
    street.missing_in_batch, street.gone = {FIRST_ID + 3, FIRST_ID + 4}, set()

    found = await ask(street)

    assert isinstance(found[key(3)], Entity)
    assert len(street.network.calls) == 3


async def test_an_answer_counts_only_for_the_image_that_it_names():
    """Trap 10 of the reference: an error body, or another image, says nothing about this one."""
    street = SmallStreet(3)
    honest = street.network.routes["entity"]

    def reply(asked):
        if "ids" not in asked:
            return honest(asked)
        return {key(0): {"error": {"code": 2}}, key(1): {"id": "999"}, key(2): street.entity(FIRST_ID + 2, asked)}

    street.network.routes["entity"] = reply

    found = await ask(street)

    assert [one.id for one in found.values()] == [key(0), key(1), key(2)]
    assert len(street.network.calls) == 3


async def test_a_single_answer_for_another_image_is_a_fault_of_the_data():
    street = SmallStreet(1)
    street.network.routes["entity"] = lambda _: {"id": "999"}

    (found,) = (await ask(street)).values()

    assert isinstance(found, Failure)
    assert found.kind is FailureKind.DATA


async def test_too_heavy_batches_are_split():
    """Trap 13 of the reference: never the same request again."""
    street = SmallStreet(40)
    street.batch_limit = 10

    found = await ask(street)

    assert all(isinstance(one, Entity) for one in found.values())
    urls = [call.url for call in street.network.calls]
    assert len(urls) == len(set(urls)) == 7


async def test_a_refused_field_costs_the_fields_not_the_images():
    """An unknown field fails the whole request: the core list is asked for once, and stays."""
    street = SmallStreet(60)
    street.unknown_fields = {"organization"}
    one = wish()

    found = await ask(street, 20, one)
    street.network.calls.clear()
    await ask(street, 20, one)

    assert all(isinstance(entity, Entity) and entity.geometry for entity in found.values())
    assert one.is_core
    assert len(street.network.calls) == 3


async def test_a_refused_id_does_not_cost_the_fields():
    """Some ids may be answered with the same code as an unknown field."""
    street = SmallStreet(8)
    honest = street.network.routes["entity"]
    bad = key(5)
    street.network.routes["entity"] = lambda asked: REFUSED_FIELD if bad in asked["url"] else honest(asked)
    one = wish()

    found = await ask(street, 50, one)

    assert found[bad] is REFUSED_FIELD
    assert not one.is_core
    assert all(isinstance(entity, Entity) and entity.creator for other, entity in found.items() if other != bad)


@pytest.mark.parametrize("kind", [FailureKind.AUTH, FailureKind.RATE, FailureKind.SERVER])
async def test_what_concerns_everything_is_raised(kind):
    """Trap 10 of the reference: a refused token is no missing image."""
    street = SmallStreet(5)
    failure = Failure(kind, "No.")
    street.network.routes["entity"] = lambda _: failure

    with pytest.raises(FailedError) as caught:
        await ask(street)

    failed = caught.value.failure
    assert failed is failure


async def test_too_much_for_a_single_image_is_tried_again_later():
    street = SmallStreet(1)
    street.network.routes["entity"] = lambda _: Failure(FailureKind.REFUSED, "Too much.", code="reduce")

    (found,) = (await ask(street)).values()

    assert isinstance(found, Failure)
    assert found.kind is FailureKind.SERVER


async def test_an_image_with_too_many_detections_is_had_without_them_first():
    street = SmallStreet(1)
    honest = street.network.routes["entity"]
    street.network.routes["entity"] = lambda asked: (
        Failure(FailureKind.REFUSED, "Too much.", code="reduce") if "detections" in asked["fields"] else honest(asked)
    )

    (found,) = (await ask(street, one=wish(has_detections=True))).values()

    assert isinstance(found, Entity)
    assert found.has_more_detections


async def test_detections_come_page_by_page():
    street = SmallStreet(1)
    street.shots[0].detections = [detection(number, "a", SQUARE) for number in range(1, 13)]

    found = await Batches(wish(), Client(ACCOUNT), street.network).more_detections(key(0))

    assert [one.id for one in found] == [str(number) for number in range(1, 13)]
    assert len(street.network.calls) == 3
    assert all(call.url.startswith("https://graph.test/") for call in street.network.calls)


async def test_pages_that_repeat_themselves_end():
    street = SmallStreet(1)
    page = {"data": [detection(1, "a", SQUARE)], "paging": {"cursors": {"after": "x"}, "next": "https://x.test/"}}
    street.network.routes["entity"] = lambda _: page

    with pytest.raises(FailedError):
        await Batches(wish(), Client(ACCOUNT), street.network).more_detections(key(0))

    assert len(street.network.calls) == 2
