import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.model.coverage import TileState
from ui.map.margins import EDGE_PX, LINE_PX, Margins, foot_px, paint_margins
from ui.map.standing_layer import ORDER
from ui.map.viewport import Viewport
from ui.theme.tokens import CONTRAST, DARK, LIGHT

VIEW = Viewport(4.8, 45.7, 13.0, 700, 400)
GROUND = "#AA55AA"


def inked(margins, tokens=LIGHT):
    """Return the rows and columns that differ from the ground."""
    image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    paint_margins(painter, margins, VIEW, tokens)
    painter.end()
    ground = QColor(GROUND).rgb()
    return {(x, y) for x in range(0, VIEW.width, 2) for y in range(0, VIEW.height, 2) if image.pixel(x, y) != ground}


def left_rows(points):
    return {y for x, y in points if x < 250}


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_the_scale_stands_in_the_right_bottom_corner(qapp, tokens):
    points = inked(Margins(), tokens)

    assert min(x for x, _ in points) > 500
    assert min(y for _, y in points) > 360


def test_the_credit_stands_left_of_the_scale(qapp):
    bare, credited = inked(Margins()), inked(Margins(credit="© OpenStreetMap contributors"))

    assert min(x for x, _ in credited) < min(x for x, _ in bare) - 100


@pytest.mark.parametrize(
    "margins",
    [
        Margins(pointer="45.7512° N, 4.8487° E"),
        Margins(notes=("Basemap offline, using the built-in map",)),
        Margins(states=ORDER),
        Margins(dots=(("2025–26", "#007A45"), ("before 2018", "#7A5A1E"))),
    ],
    ids=["pointer", "note", "states", "dots"],
)
def test_each_has_its_plate_on_the_left(qapp, margins):
    rows = left_rows(inked(margins))

    assert rows
    assert max(rows) - min(rows) <= 24


def test_several_plates_stand_over_each_other(qapp):
    all_of_them = Margins(
        "", ("Basemap offline, using the built-in map",), "45° N, 4° E", ORDER, (("2025–26", "#007A45"),)
    )

    rows = left_rows(inked(all_of_them))

    assert max(rows) - min(rows) >= 3 * 26


@pytest.mark.parametrize(
    ("margins", "lines"),
    [
        (Margins(), 1),
        (Margins(dots=(("2025", "#000000"),)), 1),
        (Margins(dots=(("2025", "#000000"),), states=(TileState.DONE,)), 2),
    ],
    ids=["scale alone", "dots", "dots and tiles"],
)
def test_the_foot_is_as_high_as_what_stands_there(margins, lines):
    assert foot_px(margins) == EDGE_PX + lines * (LINE_PX + 4)
