import pytest
from PySide6.QtGui import QImage, QPainter

from app.model.failure import Failure, FailureKind
from app.model.mercator import Tile, tile_at
from app.model.queries import ShowCoverage
from tests.fakes.waiting import until
from tests.ui.map.making import coverage
from ui.map.coverage_layer import CoverageLayer, source_zoom
from ui.map.coverage_paint import ColorBy
from ui.map.viewport import Viewport

TILE = tile_at(4.825, 45.75, 14)
WEST, SOUTH, EAST, NORTH = TILE.bounds
VIEW = Viewport((WEST + EAST) / 2, (SOUTH + NORTH) / 2, 15.0, 300, 200)
MIDDLE = (2048, 2048)


def answer(query):
    return coverage(Tile(query.z, query.x, query.y), [MIDDLE, (100, 100)], angles=[45.0, 0.0], flags=[1, 0])


@pytest.fixture
def layer(desk, host):
    host.answers[ShowCoverage] = answer
    layer = CoverageLayer(desk)
    layer._rest.setInterval(20)
    layer.use("mapillary")
    return layer


def asked(host):
    return [query for query in host.asked if isinstance(query, ShowCoverage)]


async def settled(layer, desk):
    await until(lambda: not layer._asked and not desk.tasks.count and not layer._rest.isActive(), "coverage is here")


@pytest.mark.parametrize(
    ("zoom", "z"), [(2.0, 2), (5.9, 5), (9.7, 9), (13.0, 13), (13.49, 13), (13.5, 14), (19.0, 14)], ids=str
)
def test_images_are_shown_near_and_lines_far(zoom, z):
    assert source_zoom(zoom) == z


async def test_while_the_map_moves_only_the_cache_is_asked(layer, host, desk):
    host.answers[ShowCoverage] = lambda query: None if query.only_cached else answer(query)
    layer._rest.setInterval(60_000)

    layer.show(VIEW, 1.0)
    await until(lambda: asked(host) and not desk.tasks.count)

    assert all(query.only_cached for query in asked(host))
    layer._rest.stop()


async def test_when_it_rests_what_is_missing_is_fetched(layer, host, desk):
    host.answers[ShowCoverage] = lambda query: None if query.only_cached else answer(query)

    layer.show(VIEW, 1.0)
    await settled(layer, desk)

    fetched = [(q.x, q.y) for q in asked(host) if not q.only_cached]
    assert sorted(fetched) == sorted({(p.tile.x, p.tile.y) for p in VIEW.visible_tiles(14)})


async def test_a_service_that_has_nothing_to_say_about_a_tile_is_asked_once(layer, host, desk):
    host.answers[ShowCoverage] = lambda _: None

    layer.show(VIEW, 1.0)
    await settled(layer, desk)

    tiles = len({placed.tile for placed in VIEW.visible_tiles(14)})
    assert len(asked(host)) == 2 * tiles, "the cache, then the service"


async def test_no_more_than_four_questions_at_once(layer, host, desk):
    host.hold()

    layer.show(Viewport(VIEW.lon, VIEW.lat, 14.0, 1440, 900), 1.0)
    await until(lambda: len(asked(host)) >= 4)

    assert len(asked(host)) == 4
    host.release()
    await settled(layer, desk)


async def test_the_image_under_the_pointer_is_found(layer, desk):
    layer.show(VIEW, 1.0)
    await settled(layer, desk)

    picked = layer.pick(VIEW, 153, 103)

    assert picked.id == "1000"
    assert (picked.lon, picked.lat) == pytest.approx((VIEW.lon, VIEW.lat), abs=1e-4)
    assert picked.words() == "14 Nov 2023 · 360° · looking north-east"
    assert layer.pick(VIEW, 200, 100) is None


async def test_nothing_is_picked_from_lines(layer, desk):
    far = Viewport(VIEW.lon, VIEW.lat, 12.0, 300, 200)
    layer.show(far, 1.0)
    await settled(layer, desk)

    assert layer.pick(far, 150, 100) is None
    assert layer.legend() == ()


async def test_it_is_painted(layer, desk):
    layer.show(VIEW, 1.0)
    await settled(layer, desk)
    image = QImage(300, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)

    layer.paint(painter, VIEW)

    painter.end()
    assert image.pixelColor(150, 100).alpha() == 255


async def test_memory_is_bounded_and_what_is_seen_stays(desk, host):
    host.answers[ShowCoverage] = lambda q: coverage(Tile(q.z, q.x, q.y), [(5, 5)] * 2000)
    layer = CoverageLayer(desk, most_bytes=900_000)
    layer._rest.setInterval(5)
    layer.use("mapillary")

    for step in range(8):
        layer.show(VIEW.panned(step * 900, 0), 1.0)
        await settled(layer, desk)

    seen = {placed.tile for placed in VIEW.panned(7 * 900, 0).visible_tiles(14)}
    assert layer.size_bytes <= 900_000
    assert seen <= set(layer._kept)


async def test_more_than_fits_says_so_instead_of_asking_again(desk, host):
    host.answers[ShowCoverage] = lambda q: coverage(Tile(q.z, q.x, q.y), [(5, 5)] * 2000)
    layer = CoverageLayer(desk, most_bytes=200_000)
    layer._rest.setInterval(5)
    layer.use("mapillary")

    layer.show(Viewport(VIEW.lon, VIEW.lat, 14.0, 800, 600), 1.0)
    await settled(layer, desk)

    assert layer.note.startswith("Too many images")
    assert len(asked(host)) < 12


async def test_a_failure_is_said_and_followed_by_silence(layer, host, desk):
    host.answers[ShowCoverage] = Failure(FailureKind.AUTH, "Mapillary does not accept this token.")

    layer.show(VIEW, 1.0)
    await until(lambda: layer.note)
    count = len(asked(host))
    layer.show(VIEW.panned(2, 2), 1.0, is_moved=True)
    await settled(layer, desk)

    assert layer.note == "Coverage cannot be shown. Mapillary does not accept this token."
    assert len(asked(host)) == count


async def test_half_a_minute_later_a_move_tries_again(layer, host, desk):
    host.answers[ShowCoverage] = Failure(FailureKind.NETWORK, "No network.")
    layer.show(VIEW, 1.0)
    await until(lambda: layer.note)
    host.answers[ShowCoverage] = answer
    await desk.clock.advance(31)

    layer.show(VIEW, 1.0, is_moved=True)
    await settled(layer, desk)

    assert layer.note == ""
    assert layer.pick(VIEW, 150, 100) is not None


async def test_switched_off_it_asks_and_shows_nothing(layer, host, desk):
    layer.use(None)

    layer.show(VIEW, 1.0)

    assert not layer.is_on
    assert asked(host) == []
    assert layer.pick(VIEW, 150, 100) is None


async def test_the_legend_names_what_colours_mean(layer, desk):
    layer.show(VIEW, 1.0)
    await settled(layer, desk)

    assert next(words for words, _ in layer.legend()) == "2022–23"
    layer.color_by = ColorBy.QUALITY
    assert [words for words, _ in layer.legend()] == ["good quality", "other or unknown"]


async def test_tiles_of_another_zoom_stand_in(layer, host, desk):
    layer.show(VIEW, 1.0)
    await settled(layer, desk)
    host.hold()

    layer.show(Viewport(VIEW.lon, VIEW.lat, 13.2, 300, 200), 1.0)

    assert layer._stand_ins(Tile(13, TILE.x >> 1, TILE.y >> 1)).keys() >= {TILE}
    host.release()
    await settled(layer, desk)


async def test_where_everything_fits_again_nothing_is_said(desk, host):
    host.answers[ShowCoverage] = lambda q: coverage(Tile(q.z, q.x, q.y), [(5, 5)] * 2000)
    layer = CoverageLayer(desk, most_bytes=200_000)
    layer._rest.setInterval(5)
    layer.use("mapillary")
    layer.show(Viewport(VIEW.lon, VIEW.lat, 14.0, 800, 600), 1.0)
    await settled(layer, desk)
    assert layer.note

    layer.show(Viewport(VIEW.lon, VIEW.lat, 19.0, 200, 150), 1.0)
    await settled(layer, desk)

    assert layer.note == ""
