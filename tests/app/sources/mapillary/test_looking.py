"""A look shows a few images, small, with their labels; it leaves out what cannot be had."""

import pytest

from app.model.account import Account
from app.model.class_color import class_color
from app.model.failure import FailedError, Failure, FailureKind
from app.model.geometry import Polygon
from app.model.harvest import MapillarySpec, Pick, ThumbSize
from app.sources.mapillary.looking import look_spec
from app.sources.mapillary.source import MapillarySource
from tests.fakes.kit import fake_kit
from tests.fakes.small_street import SmallStreet, detection

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M", tile_address="https://tiles.test")
SQUARE = [(0, 0), (2048, 0), (2048, 2048), (0, 2048)]


async def looks(street: SmallStreet, count: int = 4, **options):
    return await MapillarySource(ACCOUNT, fake_kit()).looks(street.spec(**options), count, street.network)


async def test_a_look_is_small_and_spread():
    street = SmallStreet(30)

    found = await looks(street)

    assert len(found) == 4
    assert all("_256?" in call.url for call in street.network.calls if call.route == "image")


async def test_labels_come_in_their_colours():
    street = SmallStreet(1)
    street.shots[0].detections = [detection(5, "object--bench", SQUARE)]

    (look,) = await looks(street, detections=True)

    (label,) = look.annotation.labels
    assert (label.class_name, label.color) == ("object--bench", class_color("object--bench"))
    assert label.geometry == Polygon(((0, 0), (32, 0), (32, 24), (0, 24)))


async def test_pictures_that_cannot_be_had_are_left_out():
    street = SmallStreet(4)
    street.shots[0].sizes = ()
    street.network.routes["image"] = lambda asked: (
        Failure(FailureKind.FORBIDDEN, "No.") if str(street.shots[1].id) in asked["url"] else street._image(asked)
    )

    assert {look.name for look in await looks(street)} == {f"mly_{shot.id}.jpg" for shot in street.shots[2:]}


async def test_a_picture_that_is_none_is_shown_without_labels():
    street = SmallStreet(1)
    street.network.routes["image"] = lambda _: b"no picture"

    (look,) = await looks(street)

    assert look.annotation.problems == ("The picture cannot be read.",)


async def test_a_refused_token_comes_out():
    street = SmallStreet(2)
    street.network.routes["entity"] = lambda _: Failure(FailureKind.AUTH, "No.")

    with pytest.raises(FailedError):
        await looks(street)


def test_a_look_at_few_images_is_a_look_at_all():
    assert look_spec(MapillarySpec(max_images=3), 4).pick is Pick.FIRST
    assert look_spec(MapillarySpec(), 4).max_images == 4
    assert look_spec(MapillarySpec(detections=True), 4).size is ThumbSize.MEDIUM
