import pytest
from PySide6.QtGui import QImage, QPainter

from app.config.settings import Settings
from app.model.coverage import TileStanding, TileState
from app.model.mercator import Tile, tile_at
from app.model.queries import ShowBasemap, ShowCoverage
from tests.fakes.tree import png
from tests.fakes.waiting import until
from tests.ui.map.making import LYON, VIEW, a_sheet, color_at, coverage, recorded
from ui.map.canvas import Canvas
from ui.map.coverage_layer import PickedPoint
from ui.theme.tokens import DARK, LIGHT


@pytest.fixture
def sheet(qapp):
    return a_sheet(LYON)


@pytest.fixture
def canvas(desk, sheet, host):
    host.answers[ShowBasemap] = png(256, 256, (200, 0, 0))
    host.answers[ShowCoverage] = lambda query: coverage(Tile(query.z, query.x, query.y), [(2048, 2048)])
    return Canvas(desk, sheet)


def painted(canvas, has_focus=False):
    image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    canvas.paint(painter, has_focus)
    painter.end()
    return image


def test_without_a_network_the_bundled_map_is_there_at_once(canvas):
    canvas.follow(1.0)

    assert color_at(painted(canvas), 40, 200) == LIGHT.map_land


def test_with_the_focus_the_edge_is_seen(canvas):
    canvas.follow(1.0)

    assert color_at(painted(canvas, has_focus=True), 1, 300) == LIGHT.accent
    assert color_at(painted(canvas), 1, 300) != LIGHT.accent


async def test_the_basemap_lies_over_the_bundled_map(canvas, desk, backend):
    backend.current = Settings(reduced_motion=True)
    canvas.basemap.use("")
    canvas.follow(1.0)
    await until(lambda: canvas.basemap.is_whole(VIEW))

    assert color_at(painted(canvas), 40, 200) == "#C80000"
    assert canvas.margins().credit.startswith("©")
    await until(lambda: not desk.tasks.count)


def test_moving_the_pointer_paints_only_what_lies_under_it(canvas):
    canvas.follow(1.0)
    before = painted(canvas)
    canvas._paint_scene = None  # painting the scene again would fail

    canvas.hovered = PickedPoint("1", 4.81, 45.76, 0, None, False)
    x, y = VIEW.point_of(4.81, 45.76)
    after = painted(canvas)

    assert before.copy(int(x) - 9, int(y) - 9, 18, 18) != after.copy(int(x) - 9, int(y) - 9, 18, 18)


def test_a_change_of_the_sheet_paints_anew(canvas, sheet):
    canvas.follow(1.0)
    before = painted(canvas)
    stale = recorded(canvas.stale)

    sheet.select(-1)

    assert stale
    assert painted(canvas) != before


def test_tiles_replace_the_tint_of_their_region(canvas, desk):
    canvas.follow(1.0)
    x, y = VIEW.point_of(4.831, 45.741)
    tinted = color_at(painted(canvas), x, y)
    tile = tile_at(4.831, 45.741, 14)

    canvas.standings.show((TileStanding(1, tile.key, TileState.DONE),))
    canvas.touch()

    assert color_at(painted(canvas), x, y) != tinted
    assert canvas.margins().states == (TileState.DONE,)


def test_another_theme_paints_another_map(canvas, desk):
    canvas.follow(1.0)

    desk.theme.apply("dark")

    assert color_at(painted(canvas), 40, 200) == DARK.map_land


async def test_coverage_is_asked_for_when_it_is_switched_on(canvas, host, desk):
    canvas.follow(1.0)
    assert not any(isinstance(query, ShowCoverage) for query in host.asked)

    canvas.coverage.use("mapillary")
    canvas.follow(1.0)
    await until(lambda: any(isinstance(query, ShowCoverage) for query in host.asked))

    canvas.coverage._rest.stop()
    await until(lambda: not desk.tasks.count)


def test_where_a_picture_was_taken_gets_a_pin(canvas):
    canvas.follow(1.0)
    before = painted(canvas)
    canvas.marked = (4.831, 45.741)
    after = painted(canvas)
    x, y = (int(value) for value in VIEW.point_of(4.831, 45.741))

    assert before.copy(x - 12, y - 24, 24, 24) != after.copy(x - 12, y - 24, 24, 24)
    assert before.copy(x + 30, y - 24, 24, 24) == after.copy(x + 30, y - 24, 24, 24)


def test_where_pictures_were_taken_is_dotted_until_it_is_taken_away(canvas):
    canvas.follow(1.0)
    before = painted(canvas)
    canvas.show_places(((4.831, 45.741), (4.815, 45.762)))
    dotted = painted(canvas)
    canvas.show_places(())

    for place in ((4.831, 45.741), (4.815, 45.762)):
        x, y = VIEW.point_of(*place)
        assert color_at(dotted, x, y) != color_at(before, x, y)
    assert painted(canvas) == before
