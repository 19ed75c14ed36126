import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.shell.finding import Offer
from ui.shell.palette import PaletteField


@pytest.fixture
def bench(theme, qtbot):
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.done = []
    offers = [
        Offer("Project", name, "folder-outline", lambda name=name: window.done.append(name))
        for name in ("signs", "cracks")
    ]
    window.field = PaletteField(theme, lambda: offers, window)
    window.show()
    window.field.open()
    return window


def test_enter_takes_the_first_match(bench, qtbot):
    qtbot.keyClicks(bench.field, "cr")
    qtbot.keyClick(bench.field, Qt.Key.Key_Return)

    assert bench.done == ["cracks"]
    assert bench.field._frame is None


def test_arrows_go_round(bench, qtbot):
    qtbot.keyClick(bench.field, Qt.Key.Key_Up)
    qtbot.keyClick(bench.field, Qt.Key.Key_Return)

    assert bench.done == ["cracks"]


def test_escape_leaves(bench, qtbot):
    qtbot.keyClicks(bench.field, "cr")

    qtbot.keyClick(bench.field, Qt.Key.Key_Escape)

    assert bench.field.text() == ""
    assert bench.field._list is None


def test_nothing_found_says_so_and_enter_does_nothing(bench, qtbot):
    qtbot.keyClicks(bench.field, "zzz")
    assert bench.field._list.item(0).text() == "Nothing found"

    qtbot.keyClick(bench.field, Qt.Key.Key_Return)

    assert bench.done == []


def test_a_resized_window_closes_the_list(bench):
    bench.resize(700, 500)

    assert bench.field._list is None
