import pytest

from app.model.account import Account
from app.model.failure import Failure, FailureKind
from tests.fakes import tree
from tests.fakes.backend import DEMO
from ui.shell.standing import Pill, Standing, standing_of


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        (FailureKind.AUTH, Standing.REFUSED),
        (FailureKind.NETWORK, Standing.OFFLINE),
        (FailureKind.SERVER, Standing.OFFLINE),
        (FailureKind.FORBIDDEN, Standing.READY),
    ],
)
def test_a_failure_says_how_an_account_stands(kind, standing):
    assert standing_of(Failure(kind, "x")) is standing


def test_a_slow_answer_is_still_an_answer():
    assert standing_of(None, 3.0) is Standing.SLOW
    assert standing_of(None, 0.1) is Standing.READY


def test_the_pill_speaks():
    assert Pill(tree.ACCOUNT, Standing.READY, 0.042).words() == "app.supervisely.com: connected, 42 ms"
    assert Pill(DEMO).words() == "Demo (offline)"


def test_a_name_cannot_bring_markup():
    assert "<b>" not in Pill(Account("k", "s", "a", "<b>x</b>")).words()
