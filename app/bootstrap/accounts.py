"""Which account a command means, and its token."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.config.paths import Home
from app.config.street_tokens import find_street
from app.config.tokens import Accounts, account_for, find_credentials, system_vault
from app.model.account import Account
from app.model.address import is_this_machine
from app.model.failure import FailedError, Failure, FailureKind

NO_TOKEN = Failure(
    FailureKind.AUTH,
    "No Supervisely token was found.",
    "Set SERVER_ADDRESS and API_TOKEN, or write them to ~/supervisely.env.",
)

_TOKENS = {"supervisely": "API_TOKEN", "mapillary": "MLY_TOKEN"}
NO_STREET_TOKEN = Failure(
    FailureKind.AUTH,
    "No Mapillary token was found.",
    "Set MLY_TOKEN, or write it to .env in this folder; tokens are made at mapillary.com/dashboard/developers.",
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account with its token."""

    account: Account
    token: str

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Credentials({self.account.key!r}, token=…)"


def saved_accounts(home: Home) -> Accounts:
    """Return the accounts that the window saved."""
    return Accounts(home.accounts, system_vault())


def choose_account(
    home: Home,
    environ: Mapping[str, str],
    name: str | None = None,
    *,
    env_file: Path | None = None,
    allow_http: bool = False,
) -> Credentials:
    """Return the account that a command means: the named one, else environment and `~/supervisely.env`.

    Raises:
        FailedError: AUTH, when there is none, or when its token would travel in clear text.
    """
    if name is not None:
        credentials = _saved(home, name, "supervisely")
    else:
        found = find_credentials(environ, env_file)
        if found is None:
            raise FailedError(NO_TOKEN)
        credentials = Credentials(account_for(found.address), found.token)
    refuse_clear_text(credentials.account.address, allow_http=allow_http)
    return credentials


def choose_street(
    home: Home,
    environ: Mapping[str, str],
    name: str | None = None,
    *,
    folder: Path | None = None,
    allow_http: bool = False,
) -> Credentials:
    """Return the Mapillary account that a command means: the named one, else environment and `.env`.

    Args:
        home: Where the window saved accounts.
        environ: Variables.
        name: Of a saved account.
        folder: Where `.env` is looked for; the working folder by default.
        allow_http: The token may go over plain http to another machine.

    Raises:
        FailedError: AUTH, when there is none, or when its token would travel in clear text.
    """
    if name is not None:
        credentials = _saved(home, name, "mapillary")
    else:
        found = find_street(environ, folder)
        if found is None:
            raise FailedError(NO_STREET_TOKEN)
        credentials = Credentials(found.account, found.token)
    for address in (credentials.account.address, credentials.account.tile_address):
        refuse_clear_text(address, allow_http=allow_http)
    return credentials


def engine_accounts(home: Home, environ: Mapping[str, str], *, env_file: Path | None = None) -> list[Credentials]:
    """Return every account whose token is at hand, for commands that go over the whole queue."""
    found = find_credentials(environ, env_file)
    known = (
        {} if found is None else {account_for(found.address).key: Credentials(account_for(found.address), found.token)}
    )
    street = find_street(environ)
    if street is not None:
        known[street.account.key] = Credentials(street.account, street.token)
    accounts = saved_accounts(home)
    for account in accounts.all():
        token = accounts.token(account.key)
        if token and account.key not in known:
            known[account.key] = Credentials(account, token)
    return list(known.values())


def is_loopback(address: str) -> bool:
    """Return whether an address stays on this machine."""
    return is_this_machine(urlsplit(address).hostname or "")


def refuse_clear_text(address: str, *, allow_http: bool) -> None:
    """Raise FailedError when a token would travel unencrypted to another machine."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FailedError(
            Failure(
                FailureKind.REFUSED, "The server address cannot be read.", "It looks like https://app.supervisely.com."
            )
        )
    if parts.scheme == "http" and not allow_http and not is_loopback(address):
        raise FailedError(
            Failure(
                FailureKind.REFUSED,
                f"{parts.hostname} would get your token over plain http.",
                "Use its https address, or allow http for a private server (--allow-http).",
            )
        )


def _saved(home: Home, name: str, source: str) -> Credentials:
    accounts = saved_accounts(home)
    known = [account for account in accounts.all() if account.source == source]
    for account in known:
        if name in {account.key, account.label, account.address}:
            token = accounts.token(account.key)
            if token is None:
                raise FailedError(
                    Failure(
                        FailureKind.AUTH,
                        f"The token of {account.label} is not kept on this computer.",
                        f"Set {_TOKENS[source]}, or connect again in the window.",
                    )
                )
            return Credentials(account, token)
    names = ", ".join(account.label for account in known) or "none"
    raise FailedError(Failure(FailureKind.REFUSED, f"No saved account is called {name}.", f"Saved accounts: {names}."))
