import threading

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from tests.fakes.waiting import until
from ui.map.picture import MARGIN_PX, Picture, PictureMaker, holds, place_of
from ui.map.viewport import Viewport

VIEW = Viewport(4.8, 45.7, 12.0, 400, 300)


def a_picture(view, key="key"):
    wide = Viewport(view.lon, view.lat, view.zoom, view.width + 2 * MARGIN_PX, view.height + 2 * MARGIN_PX)
    return Picture(wide, QImage(8, 8, QImage.Format.Format_RGB32), key)


def test_a_picture_reaches_over_the_edges_of_its_view():
    assert place_of(a_picture(VIEW).view, VIEW) == QRectF(-128, -128, 656, 556)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (VIEW, True),
        (VIEW.panned(120, -120), True),
        (VIEW.panned(140, 0), False),
        (VIEW.zoomed(0.1, 200, 150), False),
    ],
    ids=["same", "small pan", "large pan", "other zoom"],
)
def test_a_picture_serves_small_pans(view, expected):
    assert a_picture(VIEW).covers(view) is expected


def test_a_picture_is_found_across_the_antimeridian():
    picture = a_picture(Viewport(179.99, 0, 12.0, 400, 300))

    place = place_of(picture.view, Viewport(-179.99, 0, 12.0, 400, 300))

    assert abs(place.left() + 128) < 100


def test_a_picture_is_stretched_by_the_difference_in_zoom():
    assert place_of(a_picture(VIEW).view, VIEW.zoomed(1.0, 200, 150)).width() == pytest.approx(2 * 656)


async def test_pictures_are_made_in_a_worker_one_at_a_time_and_the_last_wish_wins(desk):
    drawn = []
    gate = threading.Event()

    def draw(view, ratio, key):
        drawn.append((key, threading.current_thread() is threading.main_thread()))
        gate.wait(60)
        return QImage(4, 4, QImage.Format.Format_RGB32)

    maker = PictureMaker(desk.tasks, draw)
    maker.want(VIEW, 1.0, "first")
    await until(lambda: drawn)
    maker.want(VIEW, 1.0, "second")
    maker.want(VIEW, 1.0, "third")
    gate.set()
    await until(lambda: maker.picture is not None and maker.picture.key == "third")

    assert drawn == [("first", False), ("third", False)]


async def test_a_picture_that_will_do_is_not_made_again(desk):
    drawn = []

    def draw(view, ratio, key):
        drawn.append(key)
        image = QImage(4, 4, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        return image

    maker = PictureMaker(desk.tasks, draw)
    maker.want(VIEW, 1.0, "key")
    await until(lambda: maker.picture is not None)
    maker.want(VIEW.panned(10, 10), 1.0, "key")
    await until(lambda: not desk.tasks.count)

    assert drawn == ["key"]
    maker.want(VIEW, 2.0, "key")
    await until(lambda: len(drawn) == 2)
    await until(lambda: not desk.tasks.count)


def test_without_a_running_loop_the_first_picture_is_made_at_once(desk):
    maker = PictureMaker(desk.tasks, lambda *_: QImage(4, 4, QImage.Format.Format_RGB32))

    maker.want(VIEW, 1.0, "key")

    assert maker.picture.key == "key"
    maker.drop()
    assert maker.picture is None


@pytest.mark.parametrize(
    ("view", "expected"),
    [(VIEW, True), (VIEW.zoomed(2.0, 10, 10), True), (VIEW.zoomed(-0.1, 10, 10), False), (VIEW.panned(5, 0), False)],
    ids=["same", "nearer", "farther", "beside"],
)
def test_a_view_holds_what_lies_within_it(view, expected):
    assert holds(VIEW, view) is expected
