"""Tests of ui.preview.tool_strip."""

import pytest
from PySide6.QtCore import Qt

from ui.preview.tool_strip import PreviewStrip


@pytest.fixture
def strip(theme, looking, qtbot):
    strip = PreviewStrip(theme, looking)
    qtbot.addWidget(strip)
    strip.resize(900, 40)
    strip.show()
    return strip


def test_buttons_follow_the_way_of_drawing(strip, looking):
    looking.toggle_outlines()
    looking.toggle_names()

    assert strip.outlines.isChecked()
    assert not strip.names.isChecked()


def test_buttons_change_the_way_of_drawing(strip, looking):
    strip.outlines.click()
    strip.hide_all.click()

    assert (looking.paint.is_outline_only, looking.paint.is_hidden) == (True, True)


def test_the_grid_has_a_size_and_the_single_view_a_zoom(strip):
    in_grid = (strip.slider.isVisible(), strip.fit.isVisible())
    strip.show_single(True)
    strip.show_scale(0.5)

    assert in_grid == (True, False)
    assert (strip.slider.isVisible(), strip.fit.isVisible()) == (False, True)
    assert strip.findChild(type(strip._zoom_words), "preview.zoom").text() == "50 %"


def test_without_problems_there_is_no_next_one(strip):
    strip.allow(has_pictures=True, has_problems=False)

    assert not strip.problem.isEnabled()
    assert strip.problem.toolTip() == "No problems found"


def test_words_go_where_they_have_no_room(strip):
    strip.fit_words(2000)
    wide = strip.grid.toolButtonStyle()
    strip.fit_words(300)

    assert wide is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert strip.grid.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly


def test_showing_a_size_tells_nothing(strip, qtbot):
    with qtbot.assertNotEmitted(strip.size_wanted):
        strip.show_size(200)

    assert strip.slider.value() == 200
