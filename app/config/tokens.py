"""Accounts and their tokens. Tokens go to the keyring of the system or stay in memory, never into a file."""

import logging
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import tomli_w

from app.config.settings import replace_text
from app.model.account import Account
from app.model.address import normal_address
from app.model.failure import FailedError, Failure, FailureKind

log = logging.getLogger(__name__)

SERVICE = "windrow"
CLOUD = "https://app.supervisely.com"


class Vault(Protocol):
    """Keeps one secret per name."""

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""
        ...

    def set(self, name: str, secret: str) -> bool:
        """Keep a secret; return False when it will be gone with the program."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret."""
        ...


class MemoryVault:
    """Keeps secrets until the program ends."""

    def __init__(self) -> None:
        """Start empty."""
        self._secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""
        return self._secrets.get(name)

    def set(self, name: str, secret: str) -> bool:
        """Keep a secret for this session only."""
        self._secrets[name] = secret
        return False

    def delete(self, name: str) -> None:
        """Forget a secret."""
        self._secrets.pop(name, None)


class KeyringVault:
    """Keeps secrets in the keyring of the system; falls back to memory when the keyring fails."""

    def __init__(self) -> None:
        """Remember what the keyring could not take."""
        self._memory = MemoryVault()

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, name) or self._memory.get(name)
        except KeyringError as error:
            log.info("keyring cannot be read: %s", type(error).__name__)
            return self._memory.get(name)

    def set(self, name: str, secret: str) -> bool:
        """Keep a secret; return False when the keyring would not take it."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, secret)
        except KeyringError as error:
            log.info("keyring cannot be written: %s", type(error).__name__)
            return self._memory.set(name, secret)
        return True

    def delete(self, name: str) -> None:
        """Forget a secret."""
        import keyring
        from keyring.errors import KeyringError

        self._memory.delete(name)
        try:
            keyring.delete_password(SERVICE, name)
        except KeyringError as error:
            log.info("keyring cannot be changed: %s", type(error).__name__)


def system_vault() -> Vault:
    """Return the keyring of the system when it has a safe one, else memory.

    A keyring backend that writes plain text is as bad as a file: it is not used.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        backend = type(keyring.get_keyring())
    except KeyringError:
        return MemoryVault()
    where = f"{backend.__module__}.{backend.__qualname__}".lower()
    unsafe = ("fail", "null", "plaintext", "keyrings.alt")
    return MemoryVault() if any(word in where for word in unsafe) else KeyringVault()


class Origin(StrEnum):
    """Where credentials were found."""

    ENVIRONMENT = "environment"
    FILE = "supervisely.env"


@dataclass(frozen=True, slots=True)
class Found:
    """Credentials that lay about on this machine.

    Attributes:
        address: Normalised server address.
        token: The token; never shown.
        origin: Where they were.
    """

    address: str
    token: str
    origin: Origin

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"Found({self.address!r}, token=…, {self.origin.value!r})"


def find_credentials(environ: Mapping[str, str] = os.environ, file: Path | None = None) -> Found | None:
    """Return Supervisely credentials from the environment, completed from `~/supervisely.env`; None without a token.

    As the official SDK does it: the file never overrides the environment, and `ENV=production` switches it off.

    Raises:
        FailedError: REFUSED, the address cannot be read; AUTH, the token holds characters that no token has.
    """
    address = environ.get("SERVER_ADDRESS", "").strip()
    token = environ.get("API_TOKEN", "").strip()
    origin = Origin.ENVIRONMENT
    if not (address and token) and environ.get("ENV", "").strip().lower() != "production":
        import dotenv

        path = file or Path(environ.get("HOME") or Path.home()) / "supervisely.env"
        values = dotenv.dotenv_values(path, interpolate=False) if path.is_file() else {}
        if not token and values.get("API_TOKEN"):
            token = str(values["API_TOKEN"]).strip()
            origin = Origin.FILE
        if not address and values.get("SERVER_ADDRESS"):
            address = str(values["SERVER_ADDRESS"]).strip()
    if not token:
        return None
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise FailedError(
            Failure(
                FailureKind.AUTH, "API_TOKEN cannot be a token.", "Copy it again, on one line.", detail=origin.value
            )
        )
    try:
        return Found(normal_address(address or CLOUD), token, origin)
    except ValueError as error:
        raise FailedError(
            Failure(FailureKind.REFUSED, "SERVER_ADDRESS cannot be read.", str(error), detail=origin.value)
        ) from error


def account_for(address: str, label: str = "") -> Account:
    """Return the account record of a Supervisely server."""
    host = urlsplit(address).netloc or address
    return Account(f"supervisely@{host}", "supervisely", address, label or host)


class Accounts:
    """The saved accounts and their tokens."""

    def __init__(self, path: Path, vault: Vault) -> None:
        """Read the list; a file that cannot be read counts as empty and is left alone until something is saved."""
        self._path = path
        self._vault = vault
        self._accounts: dict[str, Account] = {}
        try:
            for row in tomllib.loads(path.read_text(encoding="utf-8")).get("account", []):
                account = Account(**row)
                self._accounts[account.key] = account
        except FileNotFoundError:
            pass
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
            log.warning("the list of accounts cannot be read: %s", type(error).__name__)

    def all(self) -> tuple[Account, ...]:
        """Return the saved accounts in the order in which they were added."""
        return tuple(self._accounts.values())

    def token(self, key: str) -> str | None:
        """Return the token of an account, or None when it was not kept."""
        return self._vault.get(key)

    def save(self, account: Account, token: str) -> bool:
        """Keep an account; return False when its token lasts for this session only."""
        self._accounts[account.key] = account
        self._write()
        return self._vault.set(account.key, token)

    def note(self, account: Account) -> None:
        """List an account whose token is found elsewhere at every start."""
        self._accounts[account.key] = account
        self._write()

    def forget(self, key: str) -> None:
        """Drop an account and its token."""
        if self._accounts.pop(key, None) is not None:
            self._write()
        self._vault.delete(key)

    def _write(self) -> None:
        rows = [asdict(account) for account in self._accounts.values()]
        replace_text(self._path, tomli_w.dumps({"account": rows}))
