import pytest

from app.model.annotation import Annotation
from app.model.answers import Look
from app.model.failure import Failure, FailureKind
from app.model.gallery import PaintLook
from app.model.queries import FirstLook
from tests.fakes.waiting import at_rest
from ui.projects.first_look import FirstLookStrip


@pytest.fixture
def strip(desk, qtbot):
    strip = FirstLookStrip(desk)
    qtbot.addWidget(strip)
    strip.resize(700, 130)
    strip.show()
    return strip


async def test_pictures_are_drawn_by_the_gallery_and_shown(strip, desk):
    strip.look_at("acc", 100)
    await at_rest(desk.tasks)

    assert [tile.accessibleName() for tile in strip._tiles] == [f"{number}.png: 2 labels" for number in range(4)]
    tile = strip._tiles[1]
    assert tile.grab().toImage().pixelColor(tile.rect().center()).name() == "#808080"


async def test_a_broken_picture_has_a_placeholder_with_its_name(strip, desk, host):
    host.answers[FirstLook] = (Look("bad.jpg", b"no picture", Annotation(0, 0)),)

    strip.look_at("acc", 100)
    await at_rest(desk.tasks)

    assert strip._tiles[0].accessibleName() == "bad.jpg: The file is not a picture of a kind that can be shown."
    assert strip._tiles[1].isHidden()
    strip.grab()


async def test_a_gallery_that_ended_is_said_and_the_next_look_is_drawn(strip, desk, host):
    good = host.answers[PaintLook]
    host.answers[PaintLook] = Failure(FailureKind.INTERNAL, "The pictures cannot be drawn now.")
    strip.look_at("acc", 100)
    await at_rest(desk.tasks)
    assert strip._tiles[0].accessibleName() == "0.png: The pictures cannot be drawn now."

    host.answers[PaintLook] = good
    strip.look_at("acc", 101)
    await at_rest(desk.tasks)
    assert strip._tiles[0].accessibleName() == "0.png: 2 labels"


async def test_they_are_drawn_anew_when_their_room_changes(strip, desk, host):
    strip.look_at("acc", 100)
    await at_rest(desk.tasks)
    before = max(query.width for query in host.asked if isinstance(query, PaintLook))
    strip.resize(1000, 130)
    strip._settle.stop()
    strip._draw()
    await at_rest(desk.tasks)

    assert max(query.width for query in host.asked if isinstance(query, PaintLook)) > before


async def test_no_permission_is_said_in_words(strip, desk, host):
    host.answers[FirstLook] = Failure(FailureKind.FORBIDDEN, "No permission to view images.")

    strip.look_at("acc", 100)
    await at_rest(desk.tasks)

    assert strip._words.text() == ("First look unavailable. No permission to view images. Download may still work.")


async def test_an_empty_project_says_so(strip, desk, host):
    host.answers[FirstLook] = ()

    strip.look_at("acc", 100)
    await at_rest(desk.tasks)

    assert strip._words.text() == "There are no images in it."


async def test_pictures_of_a_project_left_behind_are_not_shown(strip, desk, host):
    host.hold()
    strip.look_at("acc", 100)

    strip.clear()
    host.release()
    await at_rest(desk.tasks)

    assert all(tile.isHidden() for tile in strip._tiles)
