import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from ui.plan.frame import PlanFrame


@pytest.fixture
def frame(theme, qtbot):
    frame = PlanFrame(theme, "Plan")
    qtbot.addWidget(frame)
    frame.fill(QLabel("middle"), frame.fixes)
    frame.show()
    return frame


def test_the_button_says_what_it_does_and_why_it_cannot(frame):
    frame.show_button("Harvest 9 images", is_added=False, can_press=True)
    assert frame.primary.isEnabled()
    frame.show_button("Harvest — draw a region", is_added=False, can_press=False)

    assert not frame.primary.isEnabled()
    assert frame.primary.accessibleName() == "Harvest — draw a region"


def test_what_was_added_can_be_taken_back_with_the_same_button(frame, qtbot):
    frame.show_button("Harvest 9 images", is_added=True, can_press=False)

    assert frame.primary.text() == "Added to queue ✓ (Undo)"
    with qtbot.waitSignal(frame.pressed):
        frame.primary.click()


def test_a_button_that_was_off_for_a_moment_gets_the_keyboard_back(frame, qtbot):
    frame.activateWindow()
    frame.show_button("Go", is_added=False, can_press=True)
    frame.primary.setFocus()

    frame.show_button("counting…", is_added=False, can_press=False)
    frame.show_button("Go", is_added=False, can_press=True)

    assert frame.focusWidget() is frame.primary


def test_copying_says_so(frame):
    frame.put_on_clipboard("windrow harvest")

    assert QGuiApplication.clipboard().text() == "windrow harvest"
    assert frame.copy.text() == "Copied ✓"


def test_fixes_take_room_only_when_one_is_wanted(frame):
    done = []
    fix = frame.add_fix("plan.fix", "Mend", lambda: done.append(1))
    frame.show_fixes()
    assert not frame.fixes.isVisible()

    fix.show()
    frame.show_fixes()
    fix.click()

    assert frame.fixes.isVisible()
    assert done == [1]
