from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QPushButton

from tests.fakes.backend import DEMO_STREET
from tests.fakes.street import ACCOUNT, SMALL
from ui.map.region_memory import RegionMemory
from ui.map.region_model import RegionRow
from ui.map.shapes import ShownRegion
from ui.map.sidebar import MapSidebar


@pytest.fixture
def sidebar(desk, qtbot):
    memory = RegionMemory(desk.state)
    sidebar = MapSidebar(desk.theme, memory)
    sidebar.memory = memory
    qtbot.addWidget(sidebar)
    sidebar.resize(284, 573)
    sidebar.show()
    return sidebar


def bookmarks(sidebar):
    menu = sidebar.findChild(QMenu, "map.bookmarks.menu")
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if action.text()}


def test_one_account_needs_no_choice_and_two_do(sidebar, qtbot):
    sidebar.show_accounts([ACCOUNT])
    assert not sidebar.findChild(QComboBox, "map.account").isVisible()
    assert sidebar.account == ACCOUNT
    sidebar.show_accounts([ACCOUNT, DEMO_STREET], DEMO_STREET.key)
    assert sidebar.account == DEMO_STREET

    with qtbot.waitSignal(sidebar.account_picked) as told:
        sidebar.findChild(QComboBox, "map.account").setCurrentIndex(0)

    assert told.args == [ACCOUNT]


def test_the_chosen_account_stays_when_another_comes(sidebar):
    sidebar.show_accounts([ACCOUNT])

    sidebar.show_accounts([ACCOUNT, DEMO_STREET])

    assert sidebar.account == ACCOUNT


def test_bookmarks_are_offered_kept_and_removed(sidebar, qtbot):
    assert not bookmarks(sidebar)["No bookmarks yet"].isEnabled()
    sidebar.memory.add_bookmark(SMALL)
    sidebar.memory.add_bookmark(replace(SMALL, name="Other"))

    found = bookmarks(sidebar)
    with qtbot.waitSignal(sidebar.bookmark_picked) as told:
        found["Small"].trigger()
    found["Remove a bookmark"].menu().actions()[0].trigger()

    assert told.args == [SMALL]
    assert [region.name for region in sidebar.memory.bookmarks()] == ["Small"]


def test_only_a_selected_region_can_be_bookmarked(sidebar, qtbot):
    assert not bookmarks(sidebar)["Bookmark the selected region"].isEnabled()
    sidebar.regions.model.show([RegionRow(ShownRegion(SMALL))])
    sidebar.regions.table.select(0)

    with qtbot.waitSignal(sidebar.regions.bookmark_wanted) as told:
        bookmarks(sidebar)["Bookmark the selected region"].trigger()

    assert told.args == [0]


def test_files_and_credits_have_their_place(sidebar, qtbot):
    with qtbot.waitSignal(sidebar.file_wanted):
        sidebar.findChild(QPushButton, "map.import").click()

    assert sidebar.findChild(QLabel, "map.attribution").text() == "Imagery © Mapillary contributors, CC BY-SA 4.0"
