import numpy as np
import pytest

from app.model.mercator import tile_at
from tests.ui.map.making import color_at, coverage
from ui.map.coverage_paint import ColorBy, Scene, _cut_segments, dot_colors, dot_px, draw_coverage
from ui.map.coverage_points import unpack
from ui.map.viewport import Viewport
from ui.theme.tokens import CONTRAST, LIGHT

TILE = tile_at(4.825, 45.75, 14)
WEST, SOUTH, EAST, NORTH = TILE.bounds
VIEW = Viewport((WEST + EAST) / 2, (SOUTH + NORTH) / 2, 14.0, 400, 300)


def drawn(points=(), view=VIEW, tokens=LIGHT, color_by=ColorBy.YEAR, ratio=1.0, **columns):
    tile = unpack(coverage(TILE, points, **columns), 2026)
    return draw_coverage(view, ratio, Scene((tile,), tokens, color_by))


def pixel(view, x, y):
    left, top = view.point_of(WEST, NORTH)
    side = view.world_px / 2**14
    return left + x / 4096 * side, top + y / 4096 * side


@pytest.mark.parametrize("zoom", [13.6, 14.0, 15.5, 17.5])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_dot_stands_where_its_image_was_taken(zoom, ratio):
    view = Viewport(VIEW.lon, VIEW.lat, zoom, 400, 300)

    image = drawn([(2060, 2030)], view, ratio=ratio)

    x, y = pixel(view, 2060, 2030)
    assert color_at(image, x * ratio - 0.5, y * ratio - 0.5) in dot_colors(LIGHT, ColorBy.YEAR)
    assert image.pixelColor(5, 5).alpha() == 0


def test_colours_say_the_age():
    new, old = 1_765_000_000_000, 1_300_000_000_000

    image = drawn([(1500, 2048), (2600, 2048)], captured=[new, old])

    colors = [color_at(image, *(int(part) for part in pixel(VIEW, x, 2048))) for x in (1500, 2600)]
    assert colors == [LIGHT.map_year_1, LIGHT.map_year_5]


def test_colours_say_the_quality_when_asked():
    image = drawn([(1500, 2048), (2600, 2048)], flags=[4, 0], color_by=ColorBy.QUALITY)

    colors = [color_at(image, *(int(part) for part in pixel(VIEW, x, 2048))) for x in (1500, 2600)]
    assert colors == list(dot_colors(LIGHT, ColorBy.QUALITY))


def test_a_panorama_has_a_ring():
    def ink(image):
        return sum(image.pixelColor(x, y).alpha() == 255 for x in range(180, 220) for y in range(130, 170))

    assert ink(drawn([(2048, 2048)], flags=[1])) > ink(drawn([(2048, 2048)])) + 8


def test_near_enough_a_tick_shows_where_the_camera_looked():
    view = Viewport(VIEW.lon, VIEW.lat, 17.5, 400, 300)
    x, y = (int(part) for part in pixel(view, 2048, 2048))

    image = drawn([(2048, 2048)], view, angles=[90.0])

    reach = round(dot_px(17.5)) + 4
    assert image.pixelColor(x + reach, y).alpha() == 255
    assert image.pixelColor(x - reach, y).alpha() == 0


def test_dots_over_the_edge_draw_nothing_outside():
    image = drawn([(0, 0), (4095, 4095), (2048, 0)], Viewport(VIEW.lon, VIEW.lat, 18.0, 64, 64))

    assert not any(image.pixelColor(x, y).alpha() for x in range(64) for y in range(64))


def test_lines_are_drawn_and_gaps_between_them_are_not():
    gap = (np.nan, np.nan)
    image = drawn(lines=[(1000, 2048), (2000, 2048), gap, (3000, 2048), (4000, 2048), gap])

    on = [image.pixelColor(*(round(part) for part in pixel(VIEW, x, 2048))).alpha() for x in (1500, 3500)]
    off = image.pixelColor(*(round(part) for part in pixel(VIEW, 2500, 2048))).alpha()
    assert min(on) > 60
    assert off == 0


def test_a_tile_across_the_antimeridian_is_drawn_in_its_repeat():
    tile = tile_at(-179.999, 0.001, 14)
    points = unpack(coverage(tile, [(100, 4000)]), 2026)
    view = Viewport(179.99, 0.0, 14.0, 400, 300)

    image = draw_coverage(view, 1.0, Scene((points,), LIGHT))

    assert any(image.pixelColor(x, y).alpha() for x in range(200, 400) for y in range(300))


def test_high_contrast_has_no_soft_halo():
    image = drawn([(2048, 2048)], tokens=CONTRAST)

    near = [image.pixelColor(x, y) for x in range(180, 220) for y in range(130, 170)]
    soft = [color for color in near if color.alpha()]
    assert soft
    assert all(color.name().upper() != CONTRAST.base or color.alpha() < 200 for color in soft)


def test_segments_are_cut_at_the_edges():
    begins = np.array([(-10.0, 5.0), (2.0, 2.0), (-5.0, -5.0), (np.nan, 1.0), (5.0, -5.0)])
    ends = np.array([(20.0, 5.0), (4.0, 4.0), (-1.0, -1.0), (1.0, 1.0), (5.0, 50.0)])

    first, second = _cut_segments(begins, ends, 10.0, 10.0)

    assert np.allclose(first, [(0, 5), (2, 2), (5, 0)])
    assert np.allclose(second, [(10, 5), (4, 4), (5, 10)])
