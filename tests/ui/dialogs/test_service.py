import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.model.account import FoundCredentials
from tests.fakes import street, tree
from ui.dialogs.service import ServiceDialog


@pytest.fixture
def opened(desk, qtbot):
    def make():
        dialog = ServiceDialog(desk)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return make


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("supervisely", "supervisely_wanted"),
        ("mapillary", "street_wanted"),
        ("found", "found_wanted"),
        ("found-street", "found_street_wanted"),
    ],
)
def test_each_way_to_connect_is_one_click(name, signal, opened, backend, qtbot):
    backend.credentials = FoundCredentials(tree.ACCOUNT, "supervisely.env", "abcd…wxyz")
    backend.street_credentials = FoundCredentials(street.ACCOUNT, ".env", "MLY|…cdef")
    dialog = opened()

    with qtbot.waitSignal(getattr(dialog, signal)):
        dialog.findChild(QPushButton, f"service.{name}").click()

    assert not dialog.isVisible()


def test_nothing_found_is_nothing_offered(opened):
    dialog = opened()

    names = {button.objectName() for button in dialog.findChildren(QPushButton)}
    assert names == {"service.supervisely", "service.mapillary", "service.cancel"}
