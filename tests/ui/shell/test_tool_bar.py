import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QToolButton

from ui.actions import Actions
from ui.shell.tool_bar import MainToolBar, limit_words


@pytest.fixture
def window(desk, qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.done = []
    window.table = Actions(desk.theme, window.done.append, window)
    window.bar = MainToolBar(desk.theme, window.table, desk.messages, list, window)
    return window


def test_buttons_are_actions(window):
    for name in ("add-link", "pause-all", "settings"):
        window.bar.findChild(QToolButton, f"toolbar.{name}").click()

    assert window.done == ["add-link", "pause-all", "settings"]


def test_a_button_is_off_when_its_action_is(window):
    window.table["pause-all"].setEnabled(False)

    assert not window.bar.findChild(QToolButton, "toolbar.pause-all").isEnabled()


def test_the_limit_is_shown_and_picked(window, qtbot):
    window.bar.show_limit(5_000_000)
    assert window.bar._limit.text() == "Limit: 5.0 MB/s"

    with qtbot.waitSignal(window.bar.limit_picked) as told:
        window.bar._limits.actions()[0].trigger()

    assert told.args == [None]
    assert limit_words(None) == "No limit"


def test_a_narrow_window_has_icons_only(window):
    window.bar.show_words(False)

    button = window.bar.findChild(QToolButton, "toolbar.add-link")
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
