from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from ui.shell.rail import MARGINS, Rail


def test_one_workspace_is_down(theme, qtbot):
    rail = Rail(theme)
    qtbot.addWidget(rail)
    with qtbot.waitSignal(rail.picked) as told:
        rail.findChild(QToolButton, "rail.map").click()
    assert told.args == [1]

    rail.pick(0)

    buttons = [rail.findChild(QToolButton, f"rail.{key}") for key in ("projects", "map", "preview")]
    assert [button.isChecked() for button in buttons] == [True, False, False]


def test_a_short_window_has_icons_only(theme, qtbot):
    rail = Rail(theme)
    qtbot.addWidget(rail)

    rail.show_words(False)

    assert rail.findChild(QToolButton, "rail.map").toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    assert rail.findChild(QToolButton, "rail.map").toolTip() == "Map (Ctrl+2)"


def test_the_buttons_stay_in_the_middle_when_the_theme_changes(theme, qtbot):
    rail = Rail(theme)
    qtbot.addWidget(rail)
    rail.show()

    theme.apply("dark")

    assert rail.layout().contentsMargins().left() == MARGINS[0]
