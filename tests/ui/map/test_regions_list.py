import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton

from tests.ui.map.making import LYON, TRIANGLE
from ui.map.region_model import RegionRow, RegionState
from ui.map.regions_list import RegionsList
from ui.map.shapes import ShownRegion

DONE = RegionState(1, "Done", "check-circle-outline", "ok", None)
RUNNING = RegionState(2, "Downloading", "progress-clock", "accent", 40)


@pytest.fixture
def regions(theme, qtbot):
    regions = RegionsList(theme)
    qtbot.addWidget(regions)
    regions.resize(260, 200)
    regions.show()
    return regions


@pytest.fixture
def two(regions):
    regions.model.show(
        (RegionRow(ShownRegion(LYON), "8,214", RUNNING), RegionRow(ShownRegion(TRIANGLE), "≈ 1,900", DONE))
    )
    return regions


def test_without_regions_it_says_how_to_begin(regions, qtbot):
    for name, signal in (("draw", regions.draw_wanted), ("import", regions.import_wanted)):
        with qtbot.waitSignal(signal):
            regions.findChild(QPushButton, f"map.regions.{name}").click()
    demo = regions.findChild(QPushButton, "map.regions.demo")
    assert not demo.isVisible()

    regions.offer_demo(True)

    assert demo.isVisible()


def test_the_first_region_brings_the_table(two):
    assert two.currentWidget() is two.table
    assert not two.grab().isNull()
    two.model.show(())

    assert two.currentWidget() is not two.table


def test_keys_pick_tick_fit_and_remove(two, qtbot):
    told = []
    two.table.picked.connect(lambda row: told.append(("pick", row)))
    two.model.ticked.connect(lambda row, on: told.append(("tick", row, on)))
    two.table.removed.connect(lambda row: told.append(("remove", row)))
    two.table.select(0)
    two.table.setFocus()

    qtbot.keyClick(two.table, Qt.Key.Key_Down)
    qtbot.keyClick(two.table, Qt.Key.Key_Space)
    qtbot.keyClick(two.table, Qt.Key.Key_Delete)

    assert told == [("pick", 1), ("tick", 1, False), ("remove", 1)]


def test_what_the_map_selects_is_not_told_back(two):
    told = []
    two.table.picked.connect(told.append)

    two.table.select(1)
    assert two.table.currentIndex().row() == 1
    two.table.select(-1)

    assert not two.table.currentIndex().isValid()
    assert told == []


def test_the_menu_copies_a_region_in_every_form(two):
    menu = two.menu(0)
    copies = menu.findChild(QMenu, "map.region.copy")

    by_words = {action.text(): action for action in copies.actions()}
    by_words["West, south, east, north"].trigger()
    bounds = QGuiApplication.clipboard().text()
    by_words["WKT"].trigger()

    assert bounds == "4.8,45.73,4.85,45.77"
    assert QGuiApplication.clipboard().text().startswith("POLYGON")


def test_the_menu_hides_bookmarks_and_removes(two):
    told = []
    two.hidden.connect(lambda row, is_hidden: told.append((row, is_hidden)))
    two.bookmark_wanted.connect(lambda row: told.append(("bookmark", row)))
    two.table.removed.connect(lambda row: told.append(("remove", row)))
    actions = {action.text().split("\t")[0].replace("&", ""): action for action in two.menu(1).actions()}

    for words in ("Hide on the map", "Bookmark", "Remove"):
        actions[words].trigger()

    assert told == [(1, True), ("bookmark", 1), ("remove", 1)]
