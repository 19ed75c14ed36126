from collections import Counter

import pytest
from PySide6.QtWidgets import QMainWindow, QMenuBar

from ui.actions import MAP, MENUS, PREVIEW, Actions, native, plain

NAMES = [row.name for rows in MENUS.values() for row in rows]


@pytest.fixture
def bench(theme, qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.done = []
    window.table = Actions(theme, window.done.append, window)
    return window


def test_no_keys_are_given_twice_where_they_could_meet():
    everything = [row for rows in MENUS.values() for row in rows]
    places = {row.place for row in everything if row.place}
    rows = [(row, place) for row in everything for place in ({row.place} if row.place else places)]
    keys = Counter((keys, place) for row, place in rows for keys in row.keys)

    assert [key for key, count in keys.items() if count > 1] == []
    assert len(set(NAMES)) == len(NAMES)


def test_every_action_does_what_its_name_says(bench):
    for name in NAMES:
        bench.table[name].trigger()

    assert bench.done == NAMES


@pytest.mark.parametrize(
    ("place", "some"),
    [
        (MAP, {"map-pan", "map-rectangle", "map-polygon", "map-numbers"}),
        (PREVIEW, {"preview-next", "preview-exclude", "preview-fit", "preview-class-1"}),
    ],
    ids=["map", "preview"],
)
def test_letters_act_in_the_middle_of_one_workspace_alone(bench, place, some):
    letters = {action.objectName().removeprefix("action.") for action in bench.table.letters(place)}

    assert some <= letters <= set(bench.table.names_at(place))
    assert not letters & {action.objectName().removeprefix("action.") for action in bench.table.everywhere()}


def test_every_action_acts_everywhere_or_in_one_place(bench):
    letters = [action for place in (MAP, PREVIEW) for action in bench.table.letters(place)]

    assert len(letters) + len(bench.table.everywhere()) == len(NAMES)


def test_menus_hold_every_action(bench):
    menus = bench.table.fill(QMenuBar(bench))

    assert set(menus) == set(MENUS)
    assert sum(len([a for a in menu.actions() if a.objectName()]) for menu in menus.values()) >= len(NAMES)


def test_what_is_off_is_not_offered(bench):
    bench.table["download"].setEnabled(False)

    words = [offer[0] for offer in bench.table.offers()]
    assert "Download" not in words
    assert "Theme: dark" in words


def test_the_sheet_lists_keys(bench):
    assert ("Refresh", f"{native('Ctrl+R')} or {native('F5')}") in bench.table.sheet()
    assert plain("&Add account…") == "Add account"
