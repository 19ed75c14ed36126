"""Connect to a Supervisely server: address and token, tested before they are kept."""

from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.config.tokens import CLOUD, account_for
from app.model.account import Account, AccountCheck
from app.model.address import normal_address
from app.model.failure import Failure, FailureKind
from ui.desk import Desk
from ui.dialogs.connecting import Connecting
from ui.dialogs.form import FormDialog, say
from ui.dialogs.paste import read_paste

REFUSED = (
    "Supervisely refused this token. It may have been regenerated. "
    "Look at Account Settings ▸ API Token on {host} and paste it here."
)
HELP = "Paste a token, a whole .env text, “export API_TOKEN=…”, or the link of a project."


class ConnectDialog(FormDialog):
    """Takes whatever a person has at hand.

    Signals:
        connected(object, object): The account is in use now (`Account`, `AccountCheck`).
        project_named(int): The pasted link named a project.
    """

    connected = Signal(object, object)
    project_named = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None, account: Account | None = None) -> None:
        super().__init__(desk.theme, "connect", "Connect Supervisely", parent)
        self._desk = desk
        self._account = account
        self._project: int | None = None
        self.address = QLineEdit(account.address if account is not None else CLOUD, self)
        self.token = QLineEdit(self)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText("Paste it here")
        self.add_field("Server address", self.address, "connect.address")
        self.add_field("Token", self.token, "connect.token", HELP)
        self.add_words(desk.backend.secrets_note, name="connect.note")
        self._connecting = Connecting(desk, self, "connect")
        self.result_, self.test, self.connect_ = (
            self._connecting.words,
            self._connecting.test,
            self._connecting.connect_,
        )
        self._connecting.asked.connect(self._check)
        self._connecting.kept.connect(self._on_kept)
        self._connecting.failed.connect(self._on_failure)
        self.token.textChanged.connect(self._on_paste)
        self.address.textChanged.connect(self._on_edit)
        self._on_edit()
        self.token.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_paste(self, text: str) -> None:
        pasted = read_paste(text)
        is_more = pasted.address or pasted.project_id is not None or (pasted.token and pasted.token != text.strip())
        if is_more:
            if pasted.address:
                self.address.setText(pasted.address)
            self._project = pasted.project_id
            self.token.setText(pasted.token)
            if not pasted.token:
                say(self.result_, "The address was taken from the link. The token is still missing.", "muted")
                return
        self._on_edit()

    def _on_edit(self) -> None:
        has_both = bool(self.address.text().strip() and self.token.text().strip())
        self._connecting.allow(has_both, "Both fields are needed.")

    def _check(self, is_kept: bool) -> None:
        account = account_for(normal_address(self.address.text()))
        if self._account is not None and self._account.address == account.address:
            account = self._account

        def keep_as(check: AccountCheck) -> Account:
            return own_account(account, check, self._desk.backend.accounts())

        self._connecting.check(account, self.token.text().strip(), keep_as if is_kept else None)

    def _on_kept(self, account: Account, check: AccountCheck) -> None:
        self.connected.emit(account, check)
        if self._project is not None:
            self.project_named.emit(self._project)
        self.accept()

    def _on_failure(self, failure: Failure) -> None:
        say(self.result_, failure_text(failure, normal_address(self.address.text())), "error")
        field = self.token if failure.kind is FailureKind.AUTH else self.address
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()


def failure_text(failure: Failure, address: str) -> str:
    """Return why a test failed, in the words of the design; a refused token says where to find a good one."""
    if failure.kind is FailureKind.AUTH:
        return REFUSED.format(host=urlsplit(address).netloc or address)
    return failure.sentence()


def own_account(account: Account, check: AccountCheck, known: list[Account]) -> Account:
    """Return the account to keep: a second user of the same server gets a key and a label of its own."""
    label = f"{urlsplit(account.address).netloc} · {check.user}" if check.user else account.label
    same = next((other for other in known if other.key == account.key), None)
    if same is None or same.label in (account.label, label):
        return Account(account.key, account.source, account.address, label)
    host = urlsplit(account.address).netloc
    return Account(f"supervisely:{check.user}@{host}", account.source, account.address, label)
