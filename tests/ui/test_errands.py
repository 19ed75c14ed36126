import pytest
from PySide6.QtWidgets import QDialog, QWidget

from app.model.account import FoundCredentials
from app.model.commands import PauseAll, ResumeAll
from app.model.failure import Failure, FailureKind
from tests.fakes import street, tree
from tests.fakes.waiting import turns
from ui.dialogs.connect_street import ConnectStreetDialog
from ui.errands import Errands
from ui.projects.workspace import ProjectsWorkspace


@pytest.fixture
def errands(desk, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    yield Errands(desk, parent, ProjectsWorkspace(desk, parent))
    del parent


async def test_found_credentials_are_used(errands, backend, qtbot):
    backend.known = []
    backend.credentials = FoundCredentials(tree.ACCOUNT, "the environment", "••••")
    changed = []
    errands.accounts_changed.connect(changed.append)

    errands.use_found()
    await turns()

    assert changed == [tree.ACCOUNT.key]


async def test_found_credentials_that_fail_are_said_on_the_card(errands, backend):
    backend.failure = Failure(FailureKind.AUTH, "Not accepted.", "Look for a newer token.")

    errands.use_found()
    await turns()

    assert errands._projects.welcome.problem.text() == "Not accepted. Look for a newer token."


async def test_a_demo_that_fails_is_said(errands, backend, desk):
    backend.failure = Failure(FailureKind.INTERNAL, "The demo did not start.")

    errands.start_demo()
    await turns()

    assert desk.messages.top.text == "The demo did not start."


async def test_signing_out_forgets_the_account(errands, backend):
    errands.forget(tree.ACCOUNT)
    await turns()

    assert backend.known == []


@pytest.mark.parametrize("name", ["add-account", "add-link", "settings", "about"])
def test_dialogs_are_opened_and_not_executed(errands, name):
    errands.handlers()[name]()

    assert errands._window.findChildren(QDialog)


def test_pausing_and_resuming_everything_are_orders(errands, host):
    errands.handlers()["pause-all"]()
    errands.handlers()["resume-all"]()

    assert host.submitted == [PauseAll(), ResumeAll()]


async def test_a_found_mapillary_token_is_used(errands, backend):
    backend.street_credentials = FoundCredentials(street.ACCOUNT, ".env", "••••")
    changed = []
    errands.accounts_changed.connect(changed.append)

    errands.use_found_street()
    await turns()

    assert changed == [street.ACCOUNT.key]


async def test_a_found_mapillary_token_that_fails_is_said(errands, backend, desk):
    backend.failure = Failure(FailureKind.AUTH, "Mapillary does not accept this token.", "Paste a new one.")

    errands.use_found_street()
    await turns()

    assert desk.messages.top.text == "Mapillary does not accept this token."


def test_a_mapillary_account_is_fixed_with_a_token_alone(errands, backend):
    backend.known.append(street.ACCOUNT)

    errands.fix_account(street.ACCOUNT.key)

    (dialog,) = errands._window.findChildren(QDialog)
    assert isinstance(dialog, ConnectStreetDialog)


def test_fixing_an_account_shows_its_address(errands):
    errands.fix_account(tree.ACCOUNT.key)

    (dialog,) = errands._window.findChildren(QDialog)
    assert dialog.address.text() == tree.ACCOUNT.address
