"""Fresh addresses just before the fetch, and what lies beside a picture when its size is known."""

import json
from dataclasses import replace

import pytest

from app.model.account import Account
from app.model.failure import Failure, FailureKind
from app.model.harvest import HarvestLayout, MapillarySpec, ThumbSize
from app.model.harvest_record import record_from_json
from app.model.layout import SidecarKind
from app.model.source import Listed, Located
from app.sources.mapillary.client import Client
from app.sources.mapillary.locating import Locator, chosen_picture, expiry_of
from app.sources.mapillary.payload import region_key
from app.sources.mapillary.wire import Entity
from tests.fakes.small_street import EXPIRY, FIRST_ID, SmallStreet, detection, region_of, thumb_url

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M")
REGION = region_of()
SQUARE = [(0, 0), (2048, 0), (2048, 2048), (0, 2048)]


def listed(street: SmallStreet) -> list[Listed]:
    key = region_key(REGION)
    return [
        Listed(str(s.id), f"mly_{s.id}.jpg", None, None, "1", "{}", key, f"Shibuya/img/mly_{s.id}.jpg")
        for s in street.shots
    ]


async def locate(street: SmallStreet, **options) -> list[Located]:
    spec = MapillarySpec(**{"regions": (REGION,), **options})
    return await Locator(Client(ACCOUNT)).located(spec, listed(street), street.network)


def files(located: Located, width: int = 1024, height: int = 768) -> dict[SidecarKind, bytes]:
    return {one.kind: one.body for one in located.finish(width, height).sidecars}


async def test_an_address_is_perishable_and_says_until_when_it_is_good():
    """Trap 15 of the reference: it is asked for just before the fetch, and never a key."""
    (found,) = await locate(SmallStreet(1))

    assert found.call.url == thumb_url(FIRST_ID, "1024")
    assert found.call.route == "image"
    assert found.call.headers == ()
    assert found.good_until == float(EXPIRY)
    assert found.is_perishable
    assert found.failure is None


async def test_a_missing_size_falls_back_in_the_stated_order():
    """Trap 16 of the reference: original, then 2048, 1024, 256; the record says which it was."""
    street = SmallStreet(3)
    street.shots[0].sizes = ("256", "2048")
    street.shots[1].sizes = ("256",)

    found = await locate(street, size=ThumbSize.ORIGINAL)
    records = [record_from_json(files(one)[SidecarKind.IMAGE_META]) for one in found]

    assert [record.size_got for record in records] == ["2048", "256", "original"]
    assert {record.size_asked for record in records} == {"original"}
    assert len(street.network.calls) == 2


async def test_an_image_without_any_picture_is_passed_over_with_a_reason():
    street = SmallStreet(2)
    street.shots[0].sizes = ()

    found = await locate(street)

    assert found[0].failure.kind is FailureKind.NOT_FOUND
    assert found[0].failure.code == "no-picture"
    assert found[1].failure is None


async def test_an_image_that_was_deleted_since_is_gone():
    """Trap 46 of the reference: not a failure to be tried for ever."""
    street = SmallStreet(20)
    street.gone = {FIRST_ID + 7}

    found = await locate(street)

    assert [one.key for one in found if one.failure] == [str(FIRST_ID + 7)]
    assert found[7].failure.code == "100/33"


async def test_a_record_lies_beside_every_picture():
    (found,) = await locate(SmallStreet(1))

    record = record_from_json(files(found)[SidecarKind.IMAGE_META])

    assert (record.id, record.region, record.file) == (str(FIRST_ID), "Shibuya", f"Shibuya/img/mly_{FIRST_ID}.jpg")
    assert (record.make, record.creator, record.file_width) == ("Acme", "walker_one", 1024)
    assert "://" not in json.dumps(record.extra)


async def test_the_imprint_is_made_unless_nobody_wants_it():
    (with_exif,) = await locate(SmallStreet(1))
    (without,) = await locate(SmallStreet(1), has_exif=False)

    assert with_exif.finish(10, 10).imprint.unique_id == str(FIRST_ID)
    assert without.finish(10, 10).imprint is None


async def test_detections_become_labels_in_pixels_of_the_file():
    street = SmallStreet(45)
    street.shots[0].detections = [detection(5, "object--bench", SQUARE), {"id": "6", "value": "x", "geometry": "?"}]

    found = await locate(street, detections=True)
    beside = files(found[0])
    annotation = json.loads(beside[SidecarKind.ANNOTATION])
    record = record_from_json(beside[SidecarKind.IMAGE_META])

    assert annotation["size"] == {"height": 768, "width": 1024}
    assert annotation["objects"][0]["points"]["exterior"] == [[0, 0], [512, 0], [512, 384], [0, 384]]
    assert record.labels == {"object--bench": 1}
    assert record.extra["unreadable_detections"] == 1
    assert len(street.network.calls) == 3


async def test_detections_that_are_named_only_are_asked_for():
    """A list of bare ids, or one that goes on, is completed page by page."""
    street = SmallStreet(2)
    street.shots[0].detections = [detection(number, "a", SQUARE) for number in range(1, 8)]
    street.shots[0].more = {"detections": {"data": [{"id": "1"}]}}

    found = await locate(street, detections=True)

    assert record_from_json(files(found[0])[SidecarKind.IMAGE_META]).labels == {"a": 7}
    assert [call.url for call in street.network.calls[1:]] == [
        f"https://graph.test/{FIRST_ID}/detections?fields=id,value,geometry,created_at",
        f"https://graph.test/{FIRST_ID}/detections?fields=id,value,geometry,created_at&after=5",
    ]


async def test_every_picture_of_a_project_has_an_annotation_and_a_flat_one_none():
    (project,) = await locate(SmallStreet(1))
    (flat,) = await locate(SmallStreet(1), layout=HarvestLayout.FLAT)

    assert set(files(project)) == {SidecarKind.IMAGE_META, SidecarKind.ANNOTATION}
    assert set(files(flat)) == {SidecarKind.IMAGE_META}


async def test_chosen_fields_are_sent_and_only_these():
    street = SmallStreet(1)

    await locate(street, fields=("id", "captured_at", "merge_cc", "thumb_1024_url"))

    assert street.network.calls[0].url.endswith("fields=id,geometry,creator,captured_at,merge_cc,thumb_1024_url")


async def test_a_smaller_batch_can_be_chosen():
    street = SmallStreet(10)

    await locate(street, batch_size=3)

    assert len(street.network.calls) == 4


async def test_fields_that_were_refused_once_are_not_asked_for_again():
    street = SmallStreet(4)
    street.unknown_fields = {"organization"}
    locator = Locator(Client(ACCOUNT))
    spec = MapillarySpec(regions=(REGION,))

    first = await locator.located(spec, listed(street), street.network)
    street.network.calls.clear()
    await locator.located(spec, listed(street), street.network)

    assert len(street.network.calls) == 1
    assert record_from_json(files(first[0])[SidecarKind.IMAGE_META]).extra["fields_refused"] is True


async def test_a_key_that_is_no_id_fails_alone():
    street = SmallStreet(1)
    odd = replace(listed(street)[0], key="mly|7")

    found = await Locator(Client(ACCOUNT)).located(MapillarySpec(), [odd, *listed(street)], street.network)

    assert isinstance(found[0].failure, Failure)
    assert found[1].failure is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("oe=67A1B2C3", 0x67A1B2C3),
        ("oe=", None),
        ("oe=zz", None),
        ("oe=1", None),
        ("oe=FFFFFFFFFFFF", None),
        ("", None),
    ],
)
def test_an_odd_expiry_is_unknown(query, expected):
    """Trap 15 of the reference: no promise is read out of nonsense."""
    assert expiry_of(f"https://cdn.test/x?stp=s&{query}") == expected


@pytest.mark.parametrize("url", ["", "ftp://x/y", "/relative", "javascript:x", "https://x /y", "https://"])
def test_an_address_that_is_none_is_no_picture(url):
    entity = Entity("1", thumbs={"thumb_1024_url": url})

    assert chosen_picture(entity, ThumbSize.MEDIUM) is None


def test_an_address_that_is_none_leaves_the_next_size():
    thumbs = {"thumb_1024_url": "http://[x", "thumb_2048_url": "https://cdn.test/2048", "thumb_256_url": "https://a]b/"}

    assert chosen_picture(Entity("7", thumbs=thumbs), ThumbSize.MEDIUM) == (ThumbSize.LARGE, "https://cdn.test/2048")
