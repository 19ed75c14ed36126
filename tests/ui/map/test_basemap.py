import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.model.failure import Failure, FailureKind
from app.model.queries import ShowBasemap
from tests.fakes.backend import DEMO
from tests.fakes.tree import png
from tests.fakes.waiting import until
from tests.ui.map.making import color_at
from ui.map.basemap import DEMO as DEMO_CREDIT
from ui.map.basemap import OFFLINE, OSM, Basemap, tile_zoom
from ui.map.viewport import Viewport

VIEW = Viewport(4.8, 45.7, 12.0, 400, 300)
RED = png(256, 256, (200, 0, 0))
AWAY = Failure(FailureKind.NETWORK, "No network.")


@pytest.fixture
def basemap(desk, host):
    host.answers[ShowBasemap] = RED
    desk.backend.current = type(desk.backend.current)(theme="light", reduced_motion=True)
    basemap = Basemap(desk)
    basemap.use("")
    return basemap


def asked(host):
    return [query for query in host.asked if isinstance(query, ShowBasemap)]


def painted(basemap, view=VIEW):
    image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    basemap.paint(painter, view)
    painter.end()
    return image


async def test_the_tiles_of_the_view_are_asked_for_and_painted(basemap, host, desk):
    basemap.show(VIEW, 1.0)
    await until(lambda: basemap.is_whole(VIEW), "all tiles are here")

    assert {(q.z, q.x, q.y) for q in asked(host)} == {(p.tile.z, p.tile.x, p.tile.y) for p in VIEW.visible_tiles(12)}
    image = painted(basemap)
    assert {color_at(image, x, y) for x in (0, 200, 399) for y in (0, 150, 299)} == {"#C80000"}


async def test_at_most_six_questions_are_under_way(basemap, host):
    host.hold()

    basemap.show(Viewport(4.8, 45.7, 12.0, 1440, 900), 1.0)
    await until(lambda: len(asked(host)) == 6)

    assert basemap.asked_count == 6
    assert len(asked(host)) == 6
    host.release()
    await until(lambda: not basemap.asked_count)


async def test_what_scrolled_away_is_not_waited_for(basemap, host, desk):
    host.hold()
    basemap.show(VIEW, 1.0)
    await until(lambda: asked(host))

    basemap.show(Viewport(-70.0, -30.0, 12.0, 400, 300), 1.0)
    host.release()
    await until(lambda: not basemap.asked_count and not desk.tasks.count)

    west = {q.x for q in asked(host)[-4:]}
    assert max(west) < 1500
    assert not any(placed.tile in basemap.memory for placed in VIEW.visible_tiles(12))


async def test_no_tile_is_asked_for_twice(basemap, host, desk):
    basemap.show(VIEW, 1.0)
    await until(lambda: basemap.is_whole(VIEW))
    count = len(asked(host))

    basemap.show(VIEW.panned(3, 3), 1.0, is_moved=True)
    basemap.show(VIEW, 1.0, is_moved=True)

    assert len(asked(host)) == count
    await until(lambda: not desk.tasks.count)


async def test_a_failure_is_said_once_and_followed_by_silence(basemap, host, desk):
    host.answers[ShowBasemap] = AWAY
    basemap.show(VIEW, 1.0)
    await until(lambda: basemap.note)
    count = len(asked(host))

    for step in range(5):
        basemap.show(VIEW.panned(step, 0), 1.0, is_moved=True)
    await until(lambda: not desk.tasks.count)

    assert basemap.note == OFFLINE
    assert len(asked(host)) == count <= 6


async def test_after_half_a_minute_a_move_of_the_map_tries_again(basemap, host, desk):
    host.answers[ShowBasemap] = AWAY
    basemap.show(VIEW, 1.0)
    await until(lambda: basemap.note)
    host.answers[ShowBasemap] = RED
    await desk.clock.advance(31)

    basemap.show(VIEW, 1.0)
    assert basemap.note == OFFLINE
    basemap.show(VIEW, 1.0, is_moved=True)
    await until(lambda: basemap.is_whole(VIEW))

    assert basemap.note == ""


async def test_a_single_missing_tile_says_nothing_about_the_rest(basemap, host):
    bad = VIEW.visible_tiles(12)[0].tile
    host.answers[ShowBasemap] = lambda query: RED if (query.x, query.y) != (bad.x, bad.y) else png(3000, 1, (0, 0, 0))

    basemap.show(VIEW, 1.0)
    await until(lambda: len(basemap.memory) == len(VIEW.visible_tiles(12)) - 1)

    assert basemap.note == ""
    assert not basemap.is_whole(VIEW)


async def test_switched_off_means_no_more_questions_and_no_credit(basemap, host, desk):
    host.answers[ShowBasemap] = lambda _query: None
    host.answers[ShowBasemap] = OffAnswer()
    basemap.show(VIEW, 1.0)
    await until(lambda: not desk.tasks.count)
    count = len(asked(host))

    basemap.show(VIEW.panned(300, 0), 1.0, is_moved=True)
    await until(lambda: not desk.tasks.count)

    assert len(asked(host)) == count
    assert (basemap.credit, basemap.note) == ("", "")


class OffAnswer:
    """Answers every question with None."""

    def __call__(self, _query):
        return None


async def test_the_credit_is_shown_with_the_map(basemap, desk):
    assert basemap.credit == ""

    basemap.show(VIEW, 1.0)
    await until(lambda: basemap.is_whole(VIEW))

    assert basemap.credit == OSM


async def test_the_map_of_the_demo_is_its_own(basemap, backend, host):
    backend.known.append(DEMO)
    basemap.use(DEMO.key)

    basemap.show(VIEW, 1.0)
    await until(lambda: len(basemap.memory))

    assert basemap.credit == DEMO_CREDIT
    assert {query.account for query in asked(host)} == {DEMO.key}
    await until(lambda: not basemap.asked_count)


async def test_until_a_tile_comes_a_part_of_a_larger_one_stands_in(basemap, host, desk):
    basemap.show(VIEW, 1.0)
    await until(lambda: basemap.is_whole(VIEW))
    host.hold()
    near = VIEW.zoomed(1.0, 200, 150)

    basemap.show(near, 1.0)
    await until(lambda: basemap.is_whole(near), "stand-ins are drawn")

    assert color_at(painted(basemap, near), 200, 150) == "#C80000"
    host.release()
    await until(lambda: not desk.tasks.count)


async def test_a_tile_that_comes_while_the_map_rests_fades_in(basemap, backend, host, desk):
    backend.current = type(backend.current)(theme="light")
    basemap.show(VIEW, 1.0)
    await until(lambda: len(basemap.memory) == len(VIEW.visible_tiles(12)) and not desk.tasks.count)

    faded = not basemap.is_whole(VIEW)
    await desk.clock.advance(1)
    await until(lambda: basemap.is_whole(VIEW))

    assert faded


async def test_another_theme_has_its_own_tiles(basemap, desk):
    basemap.show(VIEW, 1.0)
    await until(lambda: basemap.is_whole(VIEW))

    basemap.start_anew()

    assert not len(basemap.memory)
    assert not basemap.is_whole(VIEW)


@pytest.mark.parametrize(("zoom", "z"), [(2.0, 2), (12.4, 12), (12.6, 13), (19.0, 19)], ids=str)
def test_tiles_are_near_to_their_own_size(zoom, z):
    assert tile_zoom(zoom) == z
