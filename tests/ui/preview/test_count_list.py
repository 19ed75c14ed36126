"""Tests of ui.preview.count_list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.preview.count_list import CountRow, CountTable, swatch

ROWS = (
    CountRow("car", "car", 44_120, "#56B4E9", is_checked=True, tip="Cars"),
    CountRow("sign", "sign", 2, "#E69F00", is_checked=False, is_faint=True),
)


@pytest.fixture
def table(theme, qtbot):
    table = CountTable(theme, "list", "Classes")
    qtbot.addWidget(table)
    table.rows.show(ROWS)
    table.resize(240, 120)
    table.show()
    return table


def test_rows_say_name_and_count(table):
    model = table.rows

    assert [model.index(row, column).data() for row in (0, 1) for column in (0, 1)] == ["car", "44,120", "sign", "2"]
    assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Cars"


def test_the_same_keys_keep_the_selection(table):
    table.select("sign")
    table.rows.show([ROWS[0], CountRow("sign", "sign", 3)])

    assert table.currentIndex().row() == 1
    assert table.rows.index(1, 1).data() == "3"


def test_a_click_on_the_count_picks_the_row(table, qtbot):
    where = table.visualRect(table.rows.index(1, 1)).center()

    with qtbot.waitSignal(table.picked) as told:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert told.args == ["sign"]


def test_space_ticks_enter_picks_and_escape_resets(table, qtbot):
    table.select("sign")

    with qtbot.waitSignal(table.rows.ticked) as ticked:
        QTest.keyClick(table, Qt.Key.Key_Space)
    with qtbot.waitSignal(table.picked):
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.reset_wanted):
        QTest.keyClick(table, Qt.Key.Key_Escape)

    assert ticked.args == ["sign", True]


def test_an_unknown_key_selects_nothing(table):
    table.select("sign")
    table.select("tree")

    assert not table.selectionModel().hasSelection()


def test_a_swatch_has_its_colour(theme):
    pixels = swatch("#FF0000", theme.color("control")).pixmap(14, 14).toImage()

    assert pixels.pixelColor(7, 7).name() == "#ff0000"
