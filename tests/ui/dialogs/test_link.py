import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ui.dialogs.link import LinkDialog


@pytest.fixture
def dialog(theme, qtbot):
    QGuiApplication.clipboard().setText("https://a.example/projects/55")
    dialog = LinkDialog(theme)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_the_clipboard_is_read(dialog, qtbot):
    assert dialog.field.text() == "https://a.example/projects/55"
    with qtbot.waitSignal(dialog.named) as told:
        dialog.open_.click()

    assert told.args[0].project_id == 55


def test_text_without_a_project_keeps_the_button_off_and_says_why(dialog):
    dialog.field.setText("hello")

    assert not dialog.open_.isEnabled()
    assert dialog._reason.text() == "No project number is in this text."
