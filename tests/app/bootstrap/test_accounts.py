import pytest

from app.bootstrap.accounts import (
    choose_account,
    choose_street,
    engine_accounts,
    is_loopback,
    refuse_clear_text,
    saved_accounts,
)
from app.config.paths import find_home
from app.config.tokens import account_for
from app.model.failure import FailedError, FailureKind

TOKEN = "canary-token-0123456789"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return find_home({"WINDROW_HOME": str(tmp_path)})


def test_the_environment_names_the_account(home, tmp_path):
    environ = {"SERVER_ADDRESS": "https://sly.example.org", "API_TOKEN": TOKEN}

    chosen = choose_account(home, environ, env_file=tmp_path / "none.env")

    assert chosen.account.address == "https://sly.example.org"
    assert chosen.token == TOKEN
    assert TOKEN not in repr(chosen)


def test_without_credentials_the_sentence_says_where_they_belong(home, tmp_path):
    with pytest.raises(FailedError) as caught:
        choose_account(home, {}, env_file=tmp_path / "none.env")

    assert caught.value.failure.kind is FailureKind.AUTH
    assert "supervisely.env" in caught.value.failure.hint


def test_an_unknown_account_lists_the_known_ones(home):
    saved_accounts(home).save(account_for("https://sly.example.org"), TOKEN)

    with pytest.raises(FailedError) as caught:
        choose_account(home, {}, "prod")

    assert "sly.example.org" in caught.value.failure.hint


def test_a_saved_account_without_its_token_says_so(home):
    saved_accounts(home).save(account_for("https://sly.example.org"), TOKEN)

    with pytest.raises(FailedError) as caught:
        choose_account(home, {}, "sly.example.org")

    assert "not kept" in caught.value.failure.title


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("https://sly.example.org", False),
        ("http://127.0.0.1:8080", False),
        ("http://localhost:8080", False),
        ("http://[::1]:8080", False),
        ("http://10.0.0.1", True),
        ("http://127.example.org", True),
        ("ftp://sly.example.org", True),
        ("https://", True),
    ],
)
def test_a_token_never_travels_in_clear_text_to_another_machine(address, refused):
    if refused:
        with pytest.raises(FailedError):
            refuse_clear_text(address, allow_http=False)
    else:
        refuse_clear_text(address, allow_http=False)


def test_plain_http_to_a_private_server_can_be_allowed():
    refuse_clear_text("http://10.0.0.1", allow_http=True)


def test_loopback_is_told_from_names_that_only_look_like_it():
    assert is_loopback("http://127.0.0.2:1")
    assert not is_loopback("http://127.0.0.1.example.org")


def test_the_whole_queue_gets_every_account_whose_token_is_at_hand(home, tmp_path):
    saved_accounts(home).save(account_for("https://kept.example.org"), "kept")
    environ = {"SERVER_ADDRESS": "https://env.example.org", "API_TOKEN": TOKEN}

    found = engine_accounts(home, environ, env_file=tmp_path / "none.env")

    assert [credentials.account.label for credentials in found] == ["env.example.org"]


STREET = {"MLY_TOKEN": "MLY|1|canary0123456789"}


def test_the_street_token_of_the_environment_is_chosen(home, tmp_path):
    chosen = choose_street(home, STREET, folder=tmp_path)

    assert (chosen.account.key, chosen.token) == ("mapillary", STREET["MLY_TOKEN"])
    assert STREET["MLY_TOKEN"] not in repr(chosen)


def test_without_a_street_token_the_sentence_says_where_it_belongs(home, tmp_path):
    with pytest.raises(FailedError) as caught:
        choose_street(home, {}, folder=tmp_path)

    assert "MLY_TOKEN" in caught.value.failure.hint


def test_a_street_token_does_not_travel_in_clear_text(home, tmp_path):
    environ = {**STREET, "MAPILLARY_TILES_URL": "http://10.0.0.1"}

    with pytest.raises(FailedError) as caught:
        choose_street(home, environ, folder=tmp_path)

    assert caught.value.failure.kind is FailureKind.REFUSED


def test_an_account_of_another_service_is_not_taken_for_it(home):
    saved_accounts(home).save(account_for("https://sly.example.org"), TOKEN)

    with pytest.raises(FailedError) as caught:
        choose_street(home, {}, "sly.example.org")

    assert caught.value.failure.hint == "Saved accounts: none."


def test_commands_over_the_whole_queue_know_both_services(home, tmp_path):
    environ = {"SERVER_ADDRESS": "https://sly.example.org", "API_TOKEN": TOKEN, **STREET}

    known = engine_accounts(home, environ, env_file=tmp_path / "none.env")

    assert [one.account.source for one in known] == ["supervisely", "mapillary"]
