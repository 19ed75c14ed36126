import pytest
from PySide6.QtWidgets import QLabel

from ui.shell.bottom import Bottom


@pytest.fixture
def bottom(qtbot):
    bottom = Bottom(QLabel("queue"), QLabel("graph"), 1440)
    qtbot.addWidget(bottom)
    bottom.resize(1440, 236)
    bottom.show()
    bottom.fit(False)
    return bottom


def seen(bottom):
    return [bottom.widget(place).text() for place in range(2) if not bottom.widget(place).isHidden()]


def test_there_is_room_for_both_in_a_wide_window(bottom):
    assert seen(bottom) == ["queue", "graph"]
    assert bottom.has_graph

    bottom.toggle_graph()

    assert seen(bottom) == ["queue"]
    assert not bottom.has_graph


def test_a_narrow_window_shows_the_graph_instead_of_the_queue(bottom):
    bottom.fit(True)
    assert seen(bottom) == ["queue"]

    bottom.toggle_graph()
    assert seen(bottom) == ["graph"]

    bottom.show_queue()
    assert seen(bottom) == ["queue"]
    assert bottom.wants_graph


def test_what_was_asked_for_in_a_narrow_window_ends_with_it(bottom):
    bottom.fit(True)
    bottom.toggle_graph()

    bottom.fit(False)
    assert seen(bottom) == ["queue", "graph"]

    bottom.fit(True)
    assert seen(bottom) == ["queue"]


def test_asking_for_the_graph_or_the_queue_brings_the_lower_part_back(bottom):
    bottom.hide()
    bottom.toggle_graph()
    assert bottom.has_graph

    bottom.hide()
    bottom.show_queue()
    assert bottom.isVisible()
