import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.map.making import color_at
from ui.map.land_layer import LandLook, draw_land, paint_degree_words, step_for
from ui.map.viewport import Viewport
from ui.theme.tokens import CONTRAST, DARK, LIGHT

COAST = Viewport(-1.6, 46.5, 7.0, 400, 300)


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_sea_and_land_have_their_colours(qapp, tokens):
    image = draw_land(COAST, 1.0, LandLook(tokens))

    assert color_at(image, *COAST.point_of(-3.3, 45.7)) == tokens.map_water
    assert color_at(image, *COAST.point_of(-0.3, 46.2)) == tokens.map_land


def test_a_dense_screen_gets_more_pixels_of_the_same_place(qapp):
    image = draw_land(COAST, 2.0, LandLook(LIGHT))

    assert (image.width(), image.height()) == (800, 600)
    x, y = COAST.point_of(-3.3, 45.7)
    assert color_at(image, 2 * x, 2 * y) == LIGHT.map_water


@pytest.mark.parametrize(("zoom", "step"), [(2.0, 30.0), (7.0, 2.0), (13.0, 0.05), (19.0, 0.001)], ids=str)
def test_lines_of_degrees_leave_room_between_them(zoom, step):
    view = Viewport(4.8, 45.7, zoom)

    assert step_for(view) == step
    assert step * view.world_px / 360 >= 150 or step == 30.0


def test_degrees_are_written_along_the_edges(qapp):
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)

    paint_degree_words(painter, COAST, QColor("black"))

    painter.end()
    dark = {(x, y) for x in range(400) for y in range(300) if QColor(image.pixel(x, y)).lightness() < 128}
    assert any(y < 20 for _, y in dark)
    assert any(x < 60 and y > 30 for x, y in dark)
    assert not any(x > 110 and y > 30 for x, y in dark)
