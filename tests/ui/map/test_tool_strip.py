import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from ui.map.sheet import Tool
from ui.map.tool_strip import ToolStrip


@pytest.fixture
def strip(theme, qtbot):
    strip = ToolStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(728, 40)
    strip.show()
    return strip


def test_a_click_takes_a_tool(strip):
    told = []
    strip.tool_picked.connect(told.append)

    for tool in ("pan", "polygon", "rectangle"):
        strip.findChild(QToolButton, f"map.tool.{tool}").click()

    assert told == [Tool.PAN, Tool.POLYGON, Tool.RECTANGLE]


def test_one_tool_is_in_the_hand(strip):
    strip.show_tool(Tool.POLYGON)

    checked = [button.objectName() for button in strip._tools.values() if button.isChecked()]
    assert checked == ["map.tool.polygon"]


def test_coverage_says_why_it_cannot_be_shown(strip):
    strip.show_coverage(True, False, "Connect Mapillary first")
    assert not strip.coverage.isEnabled()
    assert strip.coverage.toolTip() == "Connect Mapillary first"

    strip.show_coverage(True, True)

    assert strip.coverage.isChecked()


def test_in_a_narrow_window_icons_are_enough(strip):
    strip.show_words(False)

    assert strip.fit.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    assert strip.fit.accessibleName() == "Fit"


def test_the_right_end_can_be_kept_free(strip, qtbot):
    strip.leave_room(0)
    assert strip.numbers.geometry().right() > strip.width() - 72

    strip.leave_room(72)

    qtbot.waitUntil(lambda: strip.numbers.geometry().right() <= strip.width() - 72)
