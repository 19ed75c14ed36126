"""The token goes to the server of the account, in its own header."""

from app.model.account import Account
from app.model.door import Credential
from app.sources.supervisely.door import rules
from tests.fakes.kit import fake_kit


def test_only_the_server_of_the_account_gets_the_token():
    found = rules(Account("a", "supervisely", "https://one.test", "One"), "secret", fake_kit())

    assert found.credentials == (Credential("https://one.test", headers=(("x-api-key", "secret"),)),)
    assert found.read_error is None
    assert found.budget is None
    assert "secret" not in repr(found)
