import pytest
from PySide6.QtWidgets import QPushButton

from app.model.account import FoundCredentials
from tests.fakes import tree
from tests.fakes.backend import DEMO_STREET
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


def test_the_map_is_one_click_and_tells_of_a_token_that_lies_ready(welcome, qtbot):
    welcome.show_found_street(FoundCredentials(DEMO_STREET, ".env", "MLY|…wxyz"))

    assert welcome.street.reason.text() == "A token was found in .env: MLY|…wxyz"
    with qtbot.waitSignal(welcome.map_wanted):
        welcome.street.button.click()


def test_found_credentials_are_one_click(welcome, qtbot):
    welcome.show_found(FoundCredentials(tree.ACCOUNT, "supervisely.env", "abcd…wxyz"))

    assert welcome.supervisely.button.text() == "Connect as found in supervisely.env"
    assert "abcd…wxyz" in welcome.supervisely.reason.text()
    with qtbot.waitSignal(welcome.found_wanted):
        welcome.supervisely.button.click()
    with qtbot.waitSignal(welcome.other_wanted):
        welcome.other.click()


def test_waiting_and_problems_are_said(welcome):
    welcome.show_busy("Drawing a small town…")
    assert not welcome.demo.button.isEnabled()
    welcome.show_busy("")
    welcome.show_problem("No room for the demo.")

    assert welcome.demo.button.isEnabled()
    assert welcome.problem.text() == "No room for the demo."
