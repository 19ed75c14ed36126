import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.model.failure import Failure, FailureKind
from app.model.queries import CheckAccount
from tests.fakes import tree
from tests.fakes.waiting import turns
from ui.dialogs.connecting import Connecting, check_text
from ui.dialogs.form import FormDialog


@pytest.fixture
def bench(desk, qtbot):
    parent = FormDialog(desk.theme, "x", "Connect")
    parent.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(parent)
    parent.connecting = Connecting(desk, parent, "x")
    parent.words, parent.button = parent.connecting.words, parent.connecting.connect_
    parent.kept, parent.failed = [], []
    parent.connecting.kept.connect(lambda account, check: parent.kept.append(account))
    parent.connecting.failed.connect(parent.failed.append)
    return parent


async def test_a_test_keeps_nothing(bench, backend):
    bench.connecting.check(tree.ACCOUNT, "token")
    assert not bench.button.isEnabled()
    await turns()

    assert bench.button.isEnabled()
    assert bench.words.text() == check_text(tree.CHECK)
    assert backend.saved_tokens == {}


async def test_a_good_account_is_kept_as_it_was_named(bench, backend):
    bench.connecting.check(tree.ACCOUNT, "token", lambda check: tree.ACCOUNT)
    await turns()

    assert bench.kept == [tree.ACCOUNT]
    assert backend.saved_tokens == {tree.ACCOUNT.key: "token"}


async def test_what_is_refused_or_cannot_be_kept_is_told(bench, backend, host):
    broken = Failure(FailureKind.DISK, "The list of accounts cannot be written.")
    backend.failure = broken
    bench.connecting.check(tree.ACCOUNT, "token", lambda check: tree.ACCOUNT)
    await turns()
    refused = Failure(FailureKind.AUTH, "Not accepted.")
    host.answers[CheckAccount] = refused
    bench.connecting.check(tree.ACCOUNT, "token")
    await turns()

    assert bench.failed == [broken, refused]
    assert bench.button.isEnabled()


def test_the_buttons_say_what_shall_become_of_a_good_account(bench, qtbot):
    for name, is_kept in (("test", False), ("connect", True)):
        with qtbot.waitSignal(bench.connecting.asked) as told:
            bench.findChild(QPushButton, f"x.{name}").click()
        assert told.args == [is_kept]


def test_what_is_missing_is_said(bench):
    bench.connecting.allow(False, "The token is needed.")

    assert bench.words.text() == "The token is needed."
    assert not bench.button.isEnabled()
