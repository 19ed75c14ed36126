"""What the window does on behalf of a person: dialogs, accounts, the demo, settings, limits."""

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.config.settings import Settings
from app.model.account import Account, AccountCheck
from app.model.commands import PauseAll, ResumeAll
from app.model.failure import FailedError
from ui.desk import Desk
from ui.dialogs.about import AboutDialog, ShortcutsDialog
from ui.dialogs.connect import ConnectDialog
from ui.dialogs.connect_street import ConnectStreetDialog
from ui.dialogs.connecting import check_text
from ui.dialogs.link import LinkDialog
from ui.dialogs.paste import Pasted, read_project
from ui.dialogs.service import ServiceDialog
from ui.dialogs.settings import SettingsDialog
from ui.projects.workspace import ProjectsWorkspace
from ui.shell.messages import Button, Message
from ui.theme.tokens import ThemeMode

STREET = "mapillary"
Act = Callable[[], object]


class Errands(QObject):
    """Opens dialogs and carries out what was decided in them.

    Signals:
        accounts_changed(str): There are other accounts now; the key of the one to show, or "".
        settings_changed(): Settings were saved.
    """

    accounts_changed = Signal(str)
    settings_changed = Signal()

    def __init__(self, desk: Desk, window: QWidget, projects: ProjectsWorkspace) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._projects = projects
        projects.welcome.connect_wanted.connect(self.connect_account)
        projects.welcome.other_wanted.connect(self.add_account)
        projects.welcome.found_wanted.connect(self.use_found)
        projects.welcome.demo_wanted.connect(self.start_demo)

    def handlers(self) -> dict[str, Act]:
        """Return what the actions of this object do."""
        found: dict[str, Act] = {
            "add-account": self.add_account,
            "add-link": self.add_link,
            "settings": self.open_settings,
            "pause-all": lambda: self._desk.backend.host.submit(PauseAll()),
            "resume-all": lambda: self._desk.backend.host.submit(ResumeAll()),
            "demo": self.start_demo,
            "about": lambda: AboutDialog(self._desk.theme, self._window).open(),
        }
        for mode in ThemeMode:
            found[f"theme-{mode.value}"] = self._use_theme(mode)
        return found

    # Accounts.

    def add_account(self) -> None:
        """Ask which service to connect."""
        dialog = ServiceDialog(self._desk, self._window)
        dialog.supervisely_wanted.connect(self.connect_account)
        dialog.street_wanted.connect(self.connect_street)
        dialog.found_wanted.connect(self.use_found)
        dialog.found_street_wanted.connect(self.use_found_street)
        dialog.open()

    def connect_account(self) -> None:
        """Ask for the address and token of a Supervisely server."""
        self._open_connect(None)

    def connect_street(self) -> None:
        """Ask for a Mapillary token."""
        self._open_street(None)

    def fix_account(self, key: str) -> None:
        """Ask for a new token of an account."""
        known = (account for account in self._desk.backend.accounts() if account.key == key)
        account = next(known, None)
        (self._open_street if account is not None and account.source == STREET else self._open_connect)(account)

    def use_found(self) -> None:
        """Connect with credentials that lie ready."""
        self._desk.tasks.run(self._use_found(), "use found credentials")

    def use_found_street(self) -> None:
        """Connect with a Mapillary token that lies ready."""
        self._desk.tasks.run(self._use_found_street(), "use found token")

    def start_demo(self) -> None:
        """Start the sandbox and connect to it."""
        self._desk.tasks.run(self._start_demo(), "start demo")

    def forget(self, account: Account) -> None:
        """Drop an account."""
        self._desk.tasks.run(self._forget(account), "forget account")

    def _open_connect(self, account: Account | None) -> None:
        dialog = ConnectDialog(self._desk, self._window, account)
        dialog.connected.connect(self._on_connected)
        dialog.project_named.connect(lambda number: self._projects.go_to(Pasted(project_id=number)))
        dialog.open()

    def _open_street(self, account: Account | None) -> None:
        dialog = ConnectStreetDialog(self._desk, self._window, account)
        dialog.connected.connect(self._on_connected)
        dialog.found_wanted.connect(self.use_found_street)
        dialog.open()

    def _on_connected(self, account: Account, check: AccountCheck) -> None:
        self.accounts_changed.emit(account.key)
        self._desk.messages.post(Message("connected", "ok", f"{check_text(check)}."))

    async def _use_found(self) -> None:
        welcome = self._projects.welcome
        welcome.show_problem("")
        welcome.show_busy("Asking the server…")
        try:
            account = await self._desk.backend.use_found()
        except FailedError as error:
            welcome.show_problem(error.failure.sentence())
            return
        finally:
            welcome.show_busy("")
        self.accounts_changed.emit(account.key)
        self._desk.messages.post(Message("connected", "ok", f"Connected to {account.label}."))

    async def _use_found_street(self) -> None:
        try:
            account = await self._desk.backend.use_found_street()
        except FailedError as error:
            self._desk.messages.post(Message("connected", "err", error.failure.title, error.failure.hint))
            return
        self.accounts_changed.emit(account.key)
        self._desk.messages.post(Message("connected", "ok", f"Connected to {account.label}."))

    async def _start_demo(self) -> None:
        welcome = self._projects.welcome
        welcome.show_problem("")
        welcome.show_busy("Drawing a small town…")
        try:
            account = await self._desk.backend.start_demo()
        except FailedError as error:
            welcome.show_problem(error.failure.sentence())
            self._desk.messages.post(Message("demo", "err", error.failure.title, error.failure.hint))
            return
        finally:
            welcome.show_busy("")
        self.accounts_changed.emit(account.key)
        remove = Button("Remove demo", lambda: self.forget(account))
        text = "The demo runs on this computer only: no token, no network."
        self._desk.messages.post(Message("demo", "info", text, buttons=(remove,)))

    async def _forget(self, account: Account) -> None:
        if account.is_demo:
            await self._desk.backend.stop_demo()
        else:
            await self._desk.backend.forget_account(account.key)
        self._desk.messages.close("demo")
        self.accounts_changed.emit("")

    # Links.

    def add_link(self) -> None:
        """Ask for the link of a project."""
        dialog = LinkDialog(self._desk.theme, self._window)
        dialog.named.connect(self._projects.go_to)
        dialog.open()

    def take_link(self, text: str) -> None:
        """Go where a second start of the program wants to go."""
        pasted = read_project(text)
        if pasted.project_id is not None:
            self._projects.go_to(pasted)

    # Settings.

    def open_settings(self) -> None:
        """Show all settings."""
        dialog = SettingsDialog(self._desk, self._window)
        dialog.saved.connect(self.save)
        dialog.forgotten.connect(self.forget)
        dialog.open()

    def save(self, settings: Settings) -> None:
        """Keep settings and use them at once."""
        self._desk.theme.apply(settings.theme)
        try:
            self._desk.backend.save_settings(settings)
        except OSError as error:
            hint = f"They hold until Windrow closes. ({error.strerror or 'The folder cannot be written.'})"
            self._desk.messages.post(Message("settings", "warn", "Settings cannot be kept.", hint))
        self.settings_changed.emit()

    def set_limit(self, bytes_per_second: int | None) -> None:
        """Limit the speed of everything together."""
        limit_kb = (bytes_per_second or 0) // 1000
        self.save(dataclasses.replace(self._desk.backend.settings(), rate_limit_kb=limit_kb))

    def _use_theme(self, mode: ThemeMode) -> Act:
        return lambda: self.save(dataclasses.replace(self._desk.backend.settings(), theme=mode.value))

    # Words.

    def show_shortcuts(self, rows: list[tuple[str, str]]) -> None:
        """Show every action and its keys."""
        ShortcutsDialog(self._desk.theme, rows, self._window).open()
