import pytest
from PySide6.QtWidgets import QPushButton

from app.model.account import FoundCredentials
from tests.fakes import tree
from ui.projects.welcome import Welcome


@pytest.fixture
def welcome(desk, qtbot):
    welcome = Welcome(desk)
    qtbot.addWidget(welcome)
    return welcome


def test_three_cards_offer_three_ways(welcome, qtbot):
    assert welcome.supervisely.button.text() == "Connect Supervisely"
    with qtbot.waitSignal(welcome.connect_wanted):
        welcome.supervisely.button.click()
    with qtbot.waitSignal(welcome.demo_wanted):
        welcome.findChild(QPushButton, "welcome.demo").click()


def test_what_is_not_there_yet_says_so(welcome):
    assert not welcome.street.button.isEnabled()
    assert "later version" in welcome.street.reason.text()


def test_found_credentials_are_one_click(welcome, qtbot):
    welcome.show_found(FoundCredentials(tree.ACCOUNT, "supervisely.env", "abcd…wxyz"))

    assert welcome.supervisely.button.text() == "Connect as found in supervisely.env"
    assert "abcd…wxyz" in welcome.supervisely.reason.text()
    with qtbot.waitSignal(welcome.found_wanted):
        welcome.supervisely.button.click()
    with qtbot.waitSignal(welcome.connect_wanted):
        welcome.other.click()


def test_waiting_and_problems_are_said(welcome):
    welcome.show_busy("Drawing a small town…")
    assert not welcome.demo.button.isEnabled()
    welcome.show_busy("")
    welcome.show_problem("No room for the demo.")

    assert welcome.demo.button.isEnabled()
    assert welcome.problem.text() == "No room for the demo."
