import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from tests.ui.map.making import recorded
from ui.map.corner_buttons import CornerButtons


@pytest.fixture
def buttons(theme, qtbot):
    buttons = CornerButtons(theme)
    qtbot.addWidget(buttons)
    buttons.show()
    return buttons


def button(buttons, key):
    return buttons.findChild(QToolButton, f"map.zoom.{key}")


def test_buttons_can_be_hit_and_have_names(buttons):
    found = buttons.findChildren(QToolButton)

    assert [one.accessibleName() for one in found] == ["Zoom in", "Zoom out", "Fit region"]
    assert all(min(one.width(), one.height()) >= 28 for one in found)


def test_they_say_what_they_do(buttons, qtbot):
    zoomed, fitted = recorded(buttons.zoomed), recorded(buttons.fitted)

    for key in ("in", "out", "fit"):
        qtbot.mouseClick(button(buttons, key), Qt.MouseButton.LeftButton)

    assert zoomed == [(1.0,), (-1.0,)]
    assert fitted == [()]


def test_what_would_do_nothing_is_off(buttons):
    buttons.allow(nearer=False, farther=True, fit=False)

    assert [button(buttons, key).isEnabled() for key in ("in", "out", "fit")] == [False, True, False]
