import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.model.account import Account, AccountCheck
from app.model.failure import Failure, FailureKind
from app.model.queries import CheckAccount
from tests.fakes import tree
from tests.fakes.waiting import turns
from ui.dialogs.connect import ConnectDialog, failure_text, own_account
from ui.dialogs.connecting import check_text

TOKEN = "abcdEFGH0123456789abcdEFGH0123456789"


@pytest.fixture
def dialog(desk, qtbot):
    dialog = ConnectDialog(desk)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


async def test_a_good_token_connects_and_is_kept(dialog, backend):
    connected = []
    dialog.connected.connect(lambda account, check: connected.append(account))

    dialog.token.setText(TOKEN)
    dialog.connect_.click()
    await turns()

    assert [account.key for account in connected] == ["supervisely@app.supervisely.com"]
    assert backend.saved_tokens == {"supervisely@app.supervisely.com": TOKEN}


async def test_a_test_alone_keeps_nothing(dialog, backend):
    dialog.token.setText(TOKEN)

    dialog.test.click()
    await turns()

    assert dialog.result_.text() == "Connected as ada · teams: City Vision, Demo · 42 ms · version 6.12.3"
    assert backend.saved_tokens == {}


async def test_a_bad_token_is_said_in_words_and_selected(dialog, host, backend):
    good = host.answers[CheckAccount]
    host.answers[CheckAccount] = Failure(FailureKind.AUTH, "Not accepted.", status=401)
    dialog.token.setText("x" * 20)
    dialog.connect_.click()
    await turns()

    assert dialog.result_.text().startswith("Supervisely refused this token. It may have been regenerated.")
    assert dialog.token.selectedText()
    assert "x" * 20 not in dialog.result_.text()

    host.answers[CheckAccount] = good
    dialog.token.setText(TOKEN)
    dialog.connect_.click()
    await turns()
    assert backend.saved_tokens


async def test_an_env_text_lands_in_both_fields(dialog):
    dialog.token.setText(f"SERVER_ADDRESS=https://sly.example.org/\nAPI_TOKEN={TOKEN}\n")

    assert dialog.address.text() == "https://sly.example.org"
    assert dialog.token.text() == TOKEN
    assert dialog.token.echoMode() is QLineEdit.EchoMode.Password


async def test_a_project_link_gives_the_address_and_is_gone_to_later(dialog):
    named = []
    dialog.project_named.connect(named.append)

    dialog.token.setText("https://sly.example.org/projects/77/datasets")
    assert dialog.address.text() == "https://sly.example.org"
    assert "token is still missing" in dialog.result_.text()
    dialog.token.setText(TOKEN)
    dialog._project = dialog._project or 77
    dialog.connect_.click()
    await turns()

    assert named == [77]


async def test_what_cannot_be_kept_is_said(dialog, backend):
    backend.failure = Failure(FailureKind.REFUSED, "Plain http is not used for tokens.", "Use https.")
    dialog.token.setText(TOKEN)

    dialog.connect_.click()
    await turns()

    assert dialog.result_.text() == "Plain http is not used for tokens. Use https."


def test_a_server_that_is_down_is_not_called_a_bad_token():
    failure = Failure(FailureKind.SERVER, "sly.example.org does not answer.", "Try again.")

    assert failure_text(failure, "https://sly.example.org") == "sly.example.org does not answer. Try again."


def test_many_teams_are_counted():
    check = AccountCheck(tree.ACCOUNT, "", tuple("abcde"), 0.1, "")

    assert check_text(check) == "Connected · teams: a, b, c and 2 more · 100 ms"


def test_a_second_user_of_a_server_gets_an_account_of_his_own():
    plain = Account("supervisely@a.example", "supervisely", "https://a.example", "a.example")
    ada = own_account(plain, AccountCheck(plain, "ada", (), 0.1, ""), [])

    bob = own_account(plain, AccountCheck(plain, "bob", (), 0.1, ""), [ada])
    again = own_account(plain, AccountCheck(plain, "ada", (), 0.1, ""), [ada])

    assert ada.key == again.key == "supervisely@a.example"
    assert bob.key == "supervisely:bob@a.example"
    assert bob.label == "a.example · bob"
