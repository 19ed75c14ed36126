"""What every dialog that connects an account does: ask the service, say what it answered, keep what is good."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from app.model.account import Account, AccountCheck
from app.model.failure import FailedError, Failure
from app.model.queries import CheckAccount
from ui.desk import Desk
from ui.dialogs.form import FormDialog, say


class Connecting(QObject):
    """The foot of a dialog that connects: words, Test, Connect, Cancel. Tests an account and, if wanted, keeps it.

    Signals:
        asked(bool): A button was pressed; True means that a good account shall be kept.
        kept(object, object): The account is in use now (`Account`, `AccountCheck`).
        failed(object): It is not accepted, or cannot be kept (a `Failure`).
    """

    asked = Signal(bool)
    kept = Signal(object, object)
    failed = Signal(object)

    def __init__(self, desk: Desk, dialog: FormDialog, name: str) -> None:
        """Put words and buttons at the end of a dialog; `name` begins their object names."""
        super().__init__(dialog)
        self._desk = desk
        self.words = dialog.add_words("", "ok", f"{name}.result")
        self.test = QPushButton("Test", dialog)
        self.test.setObjectName(f"{name}.test")
        self.test.clicked.connect(lambda: self.asked.emit(False))
        self.connect_ = QPushButton("Connect", dialog)
        self.connect_.setObjectName(f"{name}.connect")
        self.connect_.clicked.connect(lambda: self.asked.emit(True))
        cancel = QPushButton("Cancel", dialog)
        cancel.setObjectName(f"{name}.cancel")
        cancel.clicked.connect(dialog.reject)
        dialog.add_buttons(self.connect_, self.test, cancel)

    def allow(self, can_ask: bool, reason: str) -> None:
        """Let the buttons be pressed, or say what is missing."""
        self.test.setEnabled(can_ask)
        self.connect_.setEnabled(can_ask)
        say(self.words, "" if can_ask else reason, "muted")

    def check(self, account: Account, token: str, keep_as: Callable[[AccountCheck], Account] | None = None) -> None:
        """Test an account; `keep_as` names what to keep of a good one, and without it nothing is kept."""
        self._set_busy(True)
        say(self.words, f"Asking {account.label}…", "muted")

        def on_check(check: AccountCheck) -> None:
            self._set_busy(False)
            say(self.words, check_text(check), "ok")
            if keep_as is not None:
                self._desk.tasks.run(self._keep(keep_as(check), token, check), "save account")

        self._desk.ask.ask(self, CheckAccount(account, token), AccountCheck, on_check, self._on_failure)

    async def _keep(self, account: Account, token: str, check: AccountCheck) -> None:
        try:
            await self._desk.backend.save_account(account, token)
        except FailedError as error:
            self._on_failure(error.failure)
            return
        self.kept.emit(account, check)

    def _on_failure(self, failure: Failure) -> None:
        self._set_busy(False)
        self.failed.emit(failure)

    def _set_busy(self, is_busy: bool) -> None:
        for button in (self.test, self.connect_):
            button.setEnabled(not is_busy)


def check_text(check: AccountCheck) -> str:
    """Return what a good test found: who, which teams, how long it took, which version."""
    who = f"Connected as {check.user}" if check.user else "Connected"
    words = [who]
    if check.teams:
        shown = ", ".join(check.teams[:3])
        rest = len(check.teams) - 3
        words.append(f"teams: {shown}{f' and {rest} more' if rest > 0 else ''}")
    words.append(f"{check.round_trip * 1000:.0f} ms")
    if check.server_version:
        words.append(f"version {check.server_version}")
    return " · ".join(words)
