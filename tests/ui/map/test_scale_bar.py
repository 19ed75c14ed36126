import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from ui.map.scale_bar import (
    degrees_words,
    distance_text,
    metres_in_pixel,
    paint_scale,
    place_text,
    round_distance,
    scale_for,
)
from ui.map.viewport import Viewport


@pytest.mark.parametrize(
    ("most", "expected"), [(1.0, 1), (1.9, 1), (4.99, 2), (5.0, 5), (999, 500), (1000, 1000), (0.7, 0.5)], ids=str
)
def test_distances_are_one_two_or_five(most, expected):
    assert round_distance(most) == pytest.approx(expected)


def test_a_pixel_is_half_as_wide_at_sixty_degrees():
    equator, north = Viewport(0, 0, 10.0), Viewport(0, 60, 10.0)

    assert metres_in_pixel(north) == pytest.approx(metres_in_pixel(equator) / 2)
    assert metres_in_pixel(equator) == pytest.approx(152.87, abs=0.01)


@pytest.mark.parametrize(("lat", "zoom"), [(0.0, 2.0), (45.7, 13.0), (80.0, 17.3)], ids=str)
def test_the_bar_is_as_long_as_it_says(lat, zoom):
    view = Viewport(0, lat, zoom)

    length, words = scale_for(view)

    number, unit = words.split(" ")
    metres = float(number.replace(",", "")) * (1000 if unit == "km" else 1)
    assert length * metres_in_pixel(view) == pytest.approx(metres)
    assert 40 <= length <= 110.01


@pytest.mark.parametrize(
    ("metres", "words"), [(500, "500 m"), (2000, "2 km"), (1500, "1.5 km"), (20000, "20 km")], ids=str
)
def test_distances_are_written_short(metres, words):
    assert distance_text(metres) == words


def test_places_name_their_hemispheres():
    assert degrees_words(-4.85, 0.01, "E", "W") == "4.85° W"
    assert place_text(Viewport(zoom=13.0), 184.8487, -45.7512) == "45.7512° S, 175.1513° W"


def test_the_bar_is_drawn_left_of_its_corner(qapp):
    image = QImage(300, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)

    width = paint_scale(painter, Viewport(0, 45, 13.0), 290, 30, QColor("black"))

    painter.end()
    xs = [x for x in range(300) for y in range(40) if QColor(image.pixel(x, y)).lightness() < 128]
    assert min(xs) == pytest.approx(290 - width, abs=2)
    assert max(xs) <= 291
