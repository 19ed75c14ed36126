import pytest
from PySide6.QtWidgets import QWidget

from ui.map.narration import HOW, Narration


@pytest.fixture
def spoken(monkeypatch, narration):
    said = []

    def hear(widget, words, is_urgent):
        # A map of an earlier test may still have something to say.
        if widget is narration.widget:
            said.append((words, is_urgent))

    monkeypatch.setattr("ui.map.narration.announce", hear)
    return said


@pytest.fixture
def narration(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    narration = Narration(widget)
    narration.widget = widget
    narration._timer.setInterval(10)
    yield narration
    narration._timer.stop()


def test_the_accessible_text_changes_at_once(narration):
    narration.tell("East edge 4.8487", "8,214 images")

    assert narration.sentence == "East edge 4.8487, 8,214 images"
    assert narration.widget.accessibleDescription() == f"East edge 4.8487, 8,214 images. {HOW}"


def test_of_many_changes_only_the_last_is_read(narration, spoken, qtbot):
    for step in range(5):
        narration.tell(f"East edge 4.848{step}")
    qtbot.waitUntil(lambda: bool(spoken))

    assert spoken == [("East edge 4.8484", False)]


def test_a_count_that_comes_later_is_read_with_what_it_belongs_to(narration, spoken, qtbot):
    narration.tell("East edge 4.8487", "counting…")

    narration.count("8,214 images")
    qtbot.waitUntil(lambda: bool(spoken))

    assert spoken == [("East edge 4.8487, 8,214 images", False)]


def test_the_same_count_is_not_read_again(narration, spoken, qtbot):
    narration.tell("East edge 4.8487", "8,214 images")
    qtbot.waitUntil(lambda: bool(spoken))

    narration.count("8,214 images")

    assert not narration._timer.isActive()


def test_how_the_map_is_used_by_keys_is_told_from_the_start(narration):
    assert narration.widget.accessibleDescription() == HOW
