"""Tests of ui.preview.thumbs."""

import pytest
from PySide6.QtCore import QSize

from app.model.failure import Failure, FailureKind
from app.model.gallery import Painted, ShowThumb
from tests.fakes.gallery import FOLDER
from tests.fakes.waiting import until
from ui.preview.thumbs import AT_ONCE, Thumbs, image_of


@pytest.fixture
async def thumbs(desk, folder, looking):
    thumbs = Thumbs(desk, folder, looking)
    thumbs.use_size(QSize(8, 6), 1.0)
    folder.open(FOLDER)
    await until(lambda: folder.counts is not None)
    return thumbs


def test_pixels_become_an_image_of_its_own():
    image = image_of(Painted(2, 1, b"\x00\x00\xff\xff\xff\x00\x00\xff"))

    assert [image.pixelColor(x, 0).name() for x in (0, 1)] == ["#ff0000", "#0000ff"]


def test_no_pixels_are_no_image():
    assert image_of(Painted(0, 0, b"", "The file is cut off.")).isNull()


async def test_a_wanted_picture_arrives(thumbs):
    thumbs.want([3])
    await until(lambda: thumbs.get(3))

    assert thumbs.get(3).image.size() == QSize(8, 6)


async def test_only_a_few_are_asked_for_at_once_and_the_newest_wish_counts(thumbs, host):
    host.hold()
    thumbs.want(list(range(AT_ONCE + 20)))
    await until(lambda: sum(isinstance(query, ShowThumb) for query in host.asked) == AT_ONCE)
    thumbs.want([90, 91, 92])
    host.release()
    await until(lambda: all(thumbs.get(number) for number in (90, 91, 92)))

    assert sum(isinstance(query, ShowThumb) for query in host.asked) == AT_ONCE + 3


async def test_another_way_of_drawing_asks_again_and_shows_the_old_one_meanwhile(thumbs, looking, gallery):
    thumbs.want([3])
    await until(lambda: thumbs.get(3))
    looking.toggle_outlines()

    assert thumbs.get(3).is_stale
    thumbs.want([3])
    await until(lambda: not thumbs.get(3).is_stale)
    assert gallery.asked_of(ShowThumb)[-1].paint.is_outline_only


async def test_a_picture_that_fails_says_why(thumbs, host):
    host.answers[ShowThumb] = Failure(FailureKind.DISK, "The file is gone.")
    thumbs.want([1])
    await until(lambda: thumbs.get(1))

    assert thumbs.get(1).image.isNull()
    assert thumbs.get(1).problem == "The file is gone."
