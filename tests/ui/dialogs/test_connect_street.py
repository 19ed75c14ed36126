import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.config.street_tokens import GRAPH
from app.model.account import Account, AccountCheck, FoundCredentials
from app.model.failure import Failure, FailureKind
from app.model.queries import CheckAccount
from tests.fakes import street
from tests.fakes.waiting import turns
from ui.dialogs.connect_street import REFUSED, ConnectStreetDialog

TOKEN = "MLY|1234567890|abcdef0123456789abcdef"
ENV = f"""
# tutorial
MLY_TOKEN={TOKEN}
export MAPILLARY_GRAPH_URL="http://127.0.0.1:8080/street"
MAPILLARY_TILES_URL=http://127.0.0.1:8080/street
"""


@pytest.fixture
def opened(desk, host, qtbot):
    host.answers[CheckAccount] = AccountCheck(street.ACCOUNT, "", (), 0.12, "")

    def make(account=None):
        dialog = ConnectStreetDialog(desk, None, account)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return make


async def test_a_good_token_connects_and_is_kept(opened, backend):
    dialog = opened()
    connected = []
    dialog.connected.connect(lambda account, check: connected.append(account))

    dialog.token.setText(TOKEN)
    dialog._connecting.connect_.click()
    await turns()

    assert [(account.key, account.address) for account in connected] == [("mapillary", GRAPH)]
    assert backend.saved_tokens == {"mapillary": TOKEN}


async def test_a_test_says_how_long_an_answer_takes(opened):
    dialog = opened()

    dialog.token.setText(TOKEN)
    dialog._connecting.test.click()
    await turns()

    assert dialog._connecting.words.text() == "Connected · 120 ms"
    assert dialog.isVisible()


def test_a_whole_env_text_fills_every_field(opened):
    dialog = opened()

    dialog.token.setText(ENV)

    assert dialog.token.text() == TOKEN
    assert dialog.graph.text() == dialog.tiles.text() == "http://127.0.0.1:8080/street"
    assert dialog.graph.isVisible()
    assert dialog._connecting.connect_.isEnabled()


def test_addresses_without_a_token_say_so(opened):
    dialog = opened()

    dialog.token.setText("MAPILLARY_GRAPH_URL=http://127.0.0.1:9")

    assert dialog.token.text() == ""
    assert "token is still missing" in dialog._connecting.words.text()


async def test_a_refused_token_is_said_and_selected(opened, host):
    host.answers[CheckAccount] = Failure(FailureKind.AUTH, "Mapillary does not accept this token.")
    dialog = opened()
    dialog.activateWindow()

    dialog.token.setText(TOKEN)
    dialog._connecting.connect_.click()
    await turns()

    assert dialog._connecting.words.text() == REFUSED
    assert dialog.token.selectedText()
    assert TOKEN not in dialog._connecting.words.text()


def test_an_address_that_cannot_be_read_is_said(opened):
    dialog = opened()
    dialog.token.setText(TOKEN)

    dialog.graph.setText("not an address")
    dialog._connecting.connect_.click()

    assert "cannot be read" in dialog._connecting.words.text()


def test_a_token_that_lies_ready_is_one_click(opened, backend, qtbot):
    backend.street_credentials = FoundCredentials(street.ACCOUNT, ".env", "MLY|…cdef")
    dialog = opened()

    use = dialog.findChild(QPushButton, "street.found")
    assert use.text() == "Connect as found in .env"
    with qtbot.waitSignal(dialog.found_wanted):
        use.click()

    assert not dialog.isVisible()


async def test_a_new_token_keeps_the_account_of_a_mirror(opened, backend):
    mirror = Account(
        "mapillary@mirror", "mapillary", "https://mirror.example", "Mirror", False, "https://tiles.example"
    )
    dialog = opened(mirror)
    assert dialog.graph.isVisible()

    dialog.token.setText(TOKEN)
    dialog._connecting.connect_.click()
    await turns()

    assert backend.saved_tokens == {"mapillary@mirror": TOKEN}


def test_the_token_is_never_shown(opened):
    dialog = opened()

    assert dialog.findChild(QLineEdit, "street.token").echoMode() is QLineEdit.EchoMode.Password
    assert dialog.findChild(QPushButton, "street.get").text() == "Get a token"
