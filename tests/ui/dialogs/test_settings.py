import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from tests.fakes import tree
from ui.dialogs.settings import SettingsDialog
from ui.theme.tokens import DARK, LIGHT


@pytest.fixture
def dialog(desk, qtbot):
    dialog = SettingsDialog(desk)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_an_untouched_form_changes_nothing(dialog, backend):
    assert dialog.values() == backend.settings()


def test_what_was_changed_is_saved(dialog, qtbot):
    dialog._editors["jobs_at_once"].set_value(5)
    dialog.folder.setText("/big")

    with qtbot.waitSignal(dialog.saved) as told:
        dialog.findChild(QPushButton, "settings.save").click()

    assert (told.args[0].jobs_at_once, told.args[0].downloads) == (5, "/big")


def test_the_theme_is_tried_on_and_taken_back(dialog, desk):
    dialog._editors["theme"].set_value("dark")
    assert desk.theme.tokens is DARK

    dialog.reject()

    assert desk.theme.tokens is LIGHT


def test_the_address_of_map_pictures_is_a_text_and_must_fit(dialog, qtbot):
    told = []
    dialog.saved.connect(told.append)
    dialog._editors["basemap"].set_value("https://tiles.example/map.png")
    dialog.findChild(QPushButton, "settings.save").click()
    assert told == []
    assert dialog.findChild(QLabel, "settings.problem").isVisible()

    dialog._editors["basemap"].set_value("")
    dialog.findChild(QPushButton, "settings.save").click()

    assert told[0].basemap == ""


def test_an_account_can_be_signed_out(dialog, qtbot):
    button = dialog.findChild(QPushButton, f"settings.forget.{tree.ACCOUNT.key}")

    with qtbot.waitSignal(dialog.forgotten) as told:
        button.click()

    assert told.args[0] == tree.ACCOUNT
    assert not button.isEnabled()
