import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.map.making import LYON
from ui.map.numbers_field import NumbersField

BOX = "4.8,45.73,4.85,45.77"
GEOJSON = '{"type":"Polygon","coordinates":[[[4.8,45.73],[4.85,45.73],[4.85,45.77],[4.8,45.77],[4.8,45.73]]]}'  # a box
FORMS = {
    "bounds": (BOX, "West, south, east, north."),
    "openstreetmap": (
        "https://www.openstreetmap.org/?minlon=4.8&minlat=45.73&maxlon=4.85&maxlat=45.77",
        "West, south, east, north from the link.",
    ),
    "geojson.io": (f"https://geojson.io/#data=data:application/json,{GEOJSON}", "GeoJSON inside the link."),
    "wkt": ("POLYGON((4.8 45.73, 4.85 45.73, 4.85 45.77, 4.8 45.77, 4.8 45.73))", "Well-known text."),
    "geojson": (GEOJSON, "GeoJSON."),
}


@pytest.fixture
def field(theme, qtbot):
    field = NumbersField(theme)
    qtbot.addWidget(field)
    field.show()
    return field


def entered(field, text):
    told = []
    field.entered.connect(told.append)
    field.edit.setText(text)
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    return told


@pytest.mark.parametrize("form", FORMS)
def test_every_common_form_is_the_same_box(form, field):
    text, understood = FORMS[form]

    (parsed,) = entered(field, text)

    assert parsed.regions[0].bbox_text == BOX
    assert parsed.regions[0].is_box
    assert field.words.text() == understood


def test_the_order_that_was_understood_is_said(field):
    (parsed,) = entered(field, "50.1,4.8,50.2,104.85")

    assert parsed.regions[0].bbox_text == "4.8,50.1,104.85,50.2"
    assert field.words.text() == "South, west, north, east."


@pytest.mark.parametrize(
    ("text", "words"),
    [("4.8,45.73", "four are needed"), ("100,45,110,190", "latitudes end at 90"), ("here", "is no number")],
    ids=["two numbers", "out of range", "a word"],
)
def test_what_is_wrong_is_said_beside_the_field(text, words, field):
    assert entered(field, text) == []

    assert words in field.words.text()
    assert field.words.property("look") == "error"


def test_the_selected_region_is_shown_unless_somebody_types(field):
    field.show_region(LYON)
    assert field.edit.text() == BOX
    field.activateWindow()
    field.take_focus()
    QTest.keyClicks(field.edit, "5")

    field.show_region(None)

    assert field.edit.text() == "5"


def test_escape_brings_back_what_was_there(field, qtbot):
    field.show_region(LYON)
    QTest.keyClicks(field.edit, "x")

    with qtbot.waitSignal(field.left):
        QTest.keyClick(field.edit, Qt.Key.Key_Escape)

    assert field.edit.text() == BOX
