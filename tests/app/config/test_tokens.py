import pytest

from app.config.tokens import Accounts, MemoryVault, Origin, account_for, find_credentials
from app.model.failure import FailedError

TOKEN = "canary-token-0123456789"


def test_the_environment_wins_over_the_file(tmp_path):
    file = tmp_path / "supervisely.env"
    file.write_text('SERVER_ADDRESS="https://file.example.org"\nAPI_TOKEN="from-file"\n')

    found = find_credentials({"SERVER_ADDRESS": "https://env.example.org", "API_TOKEN": TOKEN}, file)

    assert (found.address, found.token, found.origin) == ("https://env.example.org", TOKEN, Origin.ENVIRONMENT)


def test_the_file_completes_what_the_environment_lacks(tmp_path):
    file = tmp_path / "supervisely.env"
    file.write_text('SERVER_ADDRESS="https://file.example.org/"\nAPI_TOKEN="from-file"\n')

    found = find_credentials({}, file)

    assert (found.address, found.token, found.origin) == ("https://file.example.org", "from-file", Origin.FILE)


def test_production_switches_the_file_off(tmp_path):
    file = tmp_path / "supervisely.env"
    file.write_text('API_TOKEN="from-file"\n')

    assert find_credentials({"ENV": "production"}, file) is None


def test_a_token_alone_means_the_public_service(tmp_path):
    assert find_credentials({"API_TOKEN": TOKEN}, tmp_path / "none.env").address == "https://app.supervisely.com"


def test_no_token_is_no_credentials(tmp_path):
    assert find_credentials({"SERVER_ADDRESS": "https://x.example.org"}, tmp_path / "none.env") is None


def test_found_credentials_do_not_print_their_token(tmp_path):
    assert TOKEN not in repr(find_credentials({"API_TOKEN": TOKEN}, tmp_path / "none.env"))


def test_accounts_are_kept_without_their_token(tmp_path):
    path = tmp_path / "accounts.toml"
    vault = MemoryVault()
    account = account_for("https://sly.example.org")

    kept_for_good = Accounts(path, vault).save(account, TOKEN)

    again = Accounts(path, vault)
    assert again.all() == (account,)
    assert again.token(account.key) == TOKEN
    assert kept_for_good is False
    assert TOKEN not in path.read_text()


def test_a_forgotten_account_takes_its_token_along(tmp_path):
    accounts = Accounts(tmp_path / "accounts.toml", MemoryVault())
    account = account_for("https://sly.example.org")
    accounts.save(account, TOKEN)

    accounts.forget(account.key)

    assert accounts.all() == ()
    assert accounts.token(account.key) is None


def test_a_damaged_list_counts_as_empty_and_stays(tmp_path):
    path = tmp_path / "accounts.toml"
    path.write_text("account = 3")

    assert Accounts(path, MemoryVault()).all() == ()
    assert path.read_text() == "account = 3"


def test_an_address_that_cannot_be_read_is_said_in_words(tmp_path):
    with pytest.raises(FailedError, match="SERVER_ADDRESS cannot be read"):
        find_credentials({"SERVER_ADDRESS": "ftp://x", "API_TOKEN": TOKEN}, tmp_path / "none.env")


@pytest.mark.parametrize("token", ["two\nlines", "t\u00f6k", "two words"])
def test_what_cannot_be_a_token_is_said_before_anything_is_asked(tmp_path, token):
    with pytest.raises(FailedError, match="API_TOKEN cannot be a token") as caught:
        find_credentials({"API_TOKEN": token}, tmp_path / "none.env")

    assert token not in str(caught.value)
