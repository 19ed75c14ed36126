"""Tests of ui.preview.views."""

import pytest

from ui.preview.views import MOST, STATE_KEY, SavedViews


def test_a_view_is_kept_under_its_name(desk, qtbot):
    views = SavedViews(desk.state)

    with qtbot.waitSignal(views.changed):
        views.save("Night", "tag:night")

    assert SavedViews(desk.state).all() == {"Night": "tag:night"}


def test_a_removed_view_is_gone(desk):
    views = SavedViews(desk.state)
    views.save("Night", "tag:night")
    views.remove("Night")
    views.remove("never there")

    assert views.all() == {}


def test_the_oldest_view_goes_when_there_are_too_many(desk):
    views = SavedViews(desk.state)
    for number in range(MOST + 1):
        views.save(str(number), "x")

    assert len(views.all()) == MOST
    assert "0" not in views.all()


@pytest.mark.parametrize("kept", ["no json", "[]"])
def test_spoilt_memory_means_no_views(desk, kept):
    desk.state.setValue(STATE_KEY, kept)

    assert SavedViews(desk.state).all() == {}
