from dataclasses import replace

import pytest

from tests.ui.map.making import LYON, TRIANGLE
from ui.map.history import MOST_STEPS, RegionHistory
from ui.map.shapes import ShownRegion, moved


@pytest.fixture
def history():
    history = RegionHistory()
    history.load((ShownRegion(LYON), ShownRegion(TRIANGLE)), 0)
    return history


def areas(history):
    return [shown.region for shown in history.shown]


def test_loaded_regions_cannot_be_undone(history):
    assert areas(history) == [LYON, TRIANGLE]
    assert not history.can_undo


def test_every_edit_can_be_undone_and_done_again(history):
    history.add(ShownRegion(moved(LYON, 1, 0)))
    history.change(0, moved(LYON, 2, 0), is_final=True)
    history.remove(1)
    after = areas(history)

    for _ in range(3):
        history.undo()
    assert areas(history) == [LYON, TRIANGLE]
    assert not history.can_undo
    for _ in range(3):
        history.redo()
    assert areas(history) == after


def test_a_drag_is_one_edit(history):
    for step in range(10):
        history.change(0, moved(LYON, step / 100, 0), is_final=step == 9)

    history.undo()

    assert areas(history)[0] == LYON
    assert not history.can_undo


def test_a_drag_that_ends_where_it_began_is_none(history):
    history.change(0, moved(LYON, 1, 0), is_final=False)
    history.change(0, LYON, is_final=True)

    assert not history.can_undo


def test_a_cancelled_drag_leaves_everything_as_it_was(history):
    history.change(0, moved(LYON, 1, 0), is_final=False)

    assert history.cancel()

    assert areas(history)[0] == LYON
    assert not history.can_undo
    assert not history.cancel()


def test_nudges_of_the_same_kind_are_one_edit(history):
    for step in range(1, 6):
        history.change(0, moved(LYON, step, 0), is_final=True, merge="move")
    history.change(0, moved(LYON, 9, 0), is_final=True, merge="east")

    history.undo()
    assert areas(history)[0] == moved(LYON, 5, 0)
    history.undo()
    assert areas(history)[0] == LYON


def test_a_selection_in_between_parts_the_nudges(history):
    history.change(0, moved(LYON, 1, 0), is_final=True, merge="move")
    history.select(1)
    history.select(0)
    history.change(0, moved(LYON, 2, 0), is_final=True, merge="move")

    history.undo()

    assert areas(history)[0] == moved(LYON, 1, 0)


def test_undo_leaves_how_a_region_looks(history):
    history.change(0, moved(LYON, 1, 0), is_final=True)
    history.show_as(0, replace(history.shown[0], color="#123456", name="Here"))

    history.undo()

    assert (history.shown[0].color, history.shown[0].name, history.shown[0].region) == ("#123456", "Here", LYON)


def test_a_new_edit_ends_what_could_be_done_again(history):
    history.remove(0)
    history.undo()

    history.remove(1)

    assert not history.can_redo


@pytest.mark.parametrize(("selected", "removed", "expected"), [(0, 0, -1), (1, 0, 0), (0, 1, 0)], ids=str)
def test_the_selection_follows_its_region(history, selected, removed, expected):
    history.select(selected)

    history.remove(removed)

    assert history.selected == expected


def test_numbers_stay_with_their_regions(history):
    number = history.number(1)

    history.remove(0)

    assert history.number(0) == number


def test_the_history_is_bounded(history):
    for step in range(MOST_STEPS + 20):
        history.change(0, moved(LYON, step / 1000 + 0.001, 0), is_final=True)

    count = 0
    while history.can_undo:
        history.undo()
        count += 1
    assert count == MOST_STEPS
