"""Tests of ui.preview.details."""

from dataclasses import replace

from PySide6.QtWidgets import QLabel

from tests.fakes.gallery import FakeGallery
from ui.preview.details import Details, label_lines, picture_lines

CARD = FakeGallery().card(1)


def test_a_picture_is_told_with_size_format_and_tags():
    assert picture_lines(CARD) == ["streets", "960 × 640 px · JPEG · 81.0 kB", "weather: sunny"]


def test_every_field_of_a_label_is_told():
    lines = label_lines(CARD.labels[0])

    assert "Box: 10, 20 – 110, 80" in lines
    assert "The box reaches 52 px beyond the right edge." in lines
    assert {"color: red", "id: 7"} <= set(lines)


def test_a_selected_label_is_marked_and_shown(theme, qtbot):
    details = Details(theme)
    qtbot.addWidget(details)
    details.show_picture(CARD)

    details.select(1)

    assert details.labels.currentIndex().row() == 1
    assert details.findChild(QLabel, "preview.fields").text().startswith("sign\nrectangle")


def test_a_picked_label_is_told_by_its_place(theme, qtbot):
    details = Details(theme)
    qtbot.addWidget(details)
    details.show_picture(CARD)

    with qtbot.waitSignal(details.label_picked) as told:
        details.labels.picked.emit("1")

    assert told.args == [1]


def test_a_long_name_keeps_to_the_column_and_the_tool_tip_has_all_of_it(theme, qtbot):
    details = Details(theme)
    qtbot.addWidget(details)
    name = "1025778_RS_386_" * 9 + ".jpg"
    details.show_picture(replace(CARD, name=name, dataset="d" * 300))
    details.resize(details.sizeHint())
    details.show()

    assert details._name.toolTip() == name
    assert "…" in details._name.text()
    assert details.labels.width() <= details.width()
