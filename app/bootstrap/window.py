"""Everything behind the window: its engine, accounts, settings and the demo."""

import asyncio
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.bootstrap.accounts import NO_STREET_TOKEN, NO_TOKEN, refuse_clear_text
from app.bootstrap.demo import DEMO_KEY, PACE_BYTES_PER_SECOND, STREET_KEY, Demo, own_command, own_environment
from app.bootstrap.gallery_host import GalleryHost
from app.bootstrap.logs import start_logging
from app.config.paths import Home, default_downloads, find_home
from app.config.settings import Settings, read_settings, write_settings
from app.config.street_tokens import FoundStreet, find_street
from app.config.tokens import Accounts, Found, MemoryVault, Origin, Vault, account_for, find_credentials, system_vault
from app.engine.child import ChildHost
from app.model.account import Account, FoundCredentials
from app.model.answers import Look
from app.model.commands import Command, ForgetAccount, SetBasemap, SetJobsAtOnce, SetRateLimit, UseAccount
from app.model.events import Batch
from app.model.failure import FailedError, Failure, FailureKind
from app.model.figure import Figure
from app.model.gallery import GalleryQuery
from app.model.label_class import LabelClass
from app.model.queries import CheckAccount, Query

log = logging.getLogger(__name__)

KEYRING_NOTE = "Tokens are kept in the keyring of this system."
MEMORY_NOTE = (
    "This system has no keyring. Tokens are forgotten when Windrow closes; ~/supervisely.env is read at every start."
)
SHOWN = 4


def masked(token: str) -> str:
    """Return a token as it may be shown: its ends when it is long, else nothing of it."""
    return f"{token[:SHOWN]}…{token[-SHOWN:]}" if len(token) >= 4 * SHOWN else "••••"


class WindowHost:
    """The child engine and the gallery, plus what must happen before and after: known accounts, the demo."""

    def __init__(self, child: ChildHost, gallery: GalleryHost, backend: "WindowBackend") -> None:
        """Stand in front of children that were not started yet; the gallery starts when it is first asked."""
        self._child = child
        self._gallery = gallery
        self._backend = backend

    @property
    def on_news(self) -> Callable[[], None]:
        """Return what is called when something waits to be drained."""
        return self._child.on_news

    @on_news.setter
    def on_news(self, listener: Callable[[], None]) -> None:
        self._child.on_news = listener

    async def start(self) -> None:
        """Start the engine, then tell it who may ask which service."""
        await self._child.start()
        await self._backend.introduce()

    def submit(self, command: Command) -> None:
        """Give an order; returns at once."""
        self._child.submit(command)

    async def call(self, query: Query | GalleryQuery) -> Any:
        """Ask the engine, or the gallery about a folder. Raises FailedError."""
        if isinstance(query, GalleryQuery):
            return await self._gallery.call(query)
        return await self._child.call(query)

    def drain(self) -> Batch:
        """Take all news."""
        return self._child.drain()

    async def stop(self) -> None:
        """End the gallery and the engine, then the demo."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._gallery.stop())
            group.create_task(self._child.stop())
        await self._backend.demo.stop()


class WindowBackend:
    """What the window needs from the rest of the program; `ui.backend.Backend` describes it."""

    def __init__(
        self,
        home: Home,
        settings: Settings,
        vault: Vault,
        found: Found | None,
        found_street: FoundStreet | None = None,
    ) -> None:
        """Join the parts; nothing is started.

        Args:
            home: Folders of this user.
            settings: What the person prefers.
            vault: Keeps the tokens.
            found: Credentials that lay about on this machine.
            found_street: A Mapillary token that lay about.
        """
        self._home = home
        self._settings = settings
        self._accounts = Accounts(home.accounts, vault)
        self._found = found
        self._found_street = found_street
        self._live: dict[str, Account] = {}
        self.demo = Demo(home.sandbox, ("--pace", str(PACE_BYTES_PER_SECOND)))
        environment = own_environment()
        self.host = WindowHost(
            ChildHost(own_command("engine"), environment=environment),
            GalleryHost(own_command("gallery"), environment=environment),
            self,
        )
        self.state_file = home.config / "window.ini"
        self.secrets_note = MEMORY_NOTE if isinstance(vault, MemoryVault) else KEYRING_NOTE

    @property
    def default_folder(self) -> Path:
        """Return where new downloads go."""
        return Path(self._settings.downloads) if self._settings.downloads else default_downloads()

    async def introduce(self) -> None:
        """Tell a fresh engine every account whose token is at hand; start the demo again when it is in use."""
        for account in self._accounts.all():
            if account.is_demo:
                if account.key == STREET_KEY and STREET_KEY in self._live:
                    continue  # it came with the other one
                try:
                    await self.start_demo()
                except FailedError as error:
                    log.warning("the demo did not come back: %s", error.failure.title)
                continue
            self._live[account.key] = account
            token = self._accounts.token(account.key) or self._found_token(account.key)
            if token:
                self.host.submit(UseAccount(account, token))

    def accounts(self) -> list[Account]:
        """Return the accounts that are known, oldest first."""
        return [self._live.get(account.key, account) for account in self._accounts.all()]

    def found(self) -> FoundCredentials | None:
        """Return credentials that lie ready and are not in use yet."""
        if self._found is None:
            return None
        account = account_for(self._found.address)
        if account.key in self._live:
            return None
        origin = "the environment" if self._found.origin is Origin.ENVIRONMENT else "supervisely.env"
        return FoundCredentials(account, origin, masked(self._found.token))

    def found_street(self) -> FoundCredentials | None:
        """Return a Mapillary token that lies ready and is not in use yet."""
        found = self._found_street
        if found is None or found.account.key in self._live:
            return None
        return FoundCredentials(found.account, found.origin, masked(found.token))

    async def use_found_street(self) -> Account:
        """Take the found Mapillary token into use. It is not copied: it stays where it was found."""
        found = self._found_street
        if found is None:
            raise FailedError(NO_STREET_TOKEN)
        await self._test(found.account, found.token)
        self._use(found.account, found.token, keep=False)
        return found.account

    async def use_found(self) -> Account:
        """Take the found credentials into use. Their token is not copied: it stays where it was found."""
        if self._found is None:
            raise FailedError(NO_TOKEN)
        account = account_for(self._found.address)
        await self._test(account, self._found.token)
        self._use(account, self._found.token, keep=False)
        return account

    async def save_account(self, account: Account, token: str) -> None:
        """Keep an account and its token, and tell the engine. Raises FailedError."""
        refuse_clear_text(account.address, allow_http=False)
        self._use(account, token, keep=True)

    async def forget_account(self, key: str) -> None:
        """Drop an account and its token here and in the engine."""
        self._live.pop(key, None)
        self._write(lambda: self._accounts.forget(key))
        self.host.submit(ForgetAccount(key))

    async def start_demo(self) -> Account:
        """Start the sandbox and connect to it. Raises FailedError."""
        address = await self.demo.start()
        self._use(address.account, address.token, keep=False)
        self._use(address.street, address.street_token, keep=False)
        return address.account

    async def stop_demo(self) -> None:
        """End the sandbox and drop its account."""
        await self.forget_account(DEMO_KEY)
        await self.forget_account(STREET_KEY)
        await self.demo.stop()

    async def keep_looks(self, title: str, looks: tuple[Look, ...], classes: tuple[LabelClass, ...]) -> str:
        """Keep pictures of a first look as a project folder of the cache; return its path. Raises FailedError."""
        from app.formats.looks_folder import write_looks  # late: only who looks needs it

        folder = await asyncio.to_thread(write_looks, self._home.cache / "looks", title, looks, classes)
        return str(folder)

    async def save_figures(self, path: str, figures: tuple[Figure, ...], *, has_geometry: bool) -> None:
        """Save a table of figures. Raises FailedError."""
        from app.formats.figure_table import FigureTable  # late: only who saves needs it

        def write() -> None:
            with FigureTable(Path(path), has_geometry=has_geometry) as table:
                table.write(figures)

        try:
            await asyncio.to_thread(write)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise FailedError(Failure(FailureKind.DISK, f"The table cannot be saved: {reason}.")) from error

    def settings(self) -> Settings:
        """Return what is set now."""
        return self._settings

    def save_settings(self, settings: Settings) -> None:
        """Keep settings and tell the engine those that concern it. Raises OSError."""
        self._settings = settings
        self.host.submit(SetJobsAtOnce(settings.jobs_at_once))
        self.host.submit(SetRateLimit(settings.rate_limit_kb * 1000 or None))
        self.host.submit(SetBasemap(settings.basemap))
        write_settings(self._home.settings, settings)

    def _use(self, account: Account, token: str, *, keep: bool) -> None:
        self._live[account.key] = account
        if keep:
            self._write(lambda: self._accounts.save(account, token))
        else:
            self._write(lambda: self._accounts.note(account))
        self.host.submit(UseAccount(account, token))

    async def _test(self, account: Account, token: str) -> None:
        refuse_clear_text(account.address, allow_http=False)
        await self.host.call(CheckAccount(account, token))

    def _found_token(self, key: str) -> str | None:
        if self._found is not None and account_for(self._found.address).key == key:
            return self._found.token
        if self._found_street is not None and self._found_street.account.key == key:
            return self._found_street.token
        return None

    def _write(self, change: Callable[[], object]) -> None:
        """Change the list of accounts; one that cannot be written lasts for this session."""
        try:
            change()
        except OSError as error:
            log.warning("the list of accounts cannot be written: %s", error.strerror)


def window_backend(environ: Mapping[str, str] = os.environ) -> WindowBackend:
    """Return everything behind the window for this user. Raises OSError when the folders cannot be made."""
    home = find_home(environ)
    home.make()
    start_logging(home, "window")
    settings, notes = read_settings(home.settings)
    for note in notes:
        log.warning(note)
    try:
        found = find_credentials(environ)
    except FailedError as error:
        log.warning("credentials were found but not used: %s", error.failure.title)
        found = None
    try:
        found_street = find_street(environ)
    except FailedError as error:
        log.warning("a Mapillary token was found but not used: %s", error.failure.title)
        found_street = None
    return WindowBackend(home, settings, system_vault(), found, found_street)
