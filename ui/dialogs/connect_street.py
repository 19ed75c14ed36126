"""Connect Mapillary: a token, tested before it is kept; other addresses only for those who have a mirror."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.config.street_tokens import GRAPH, TILES, street_account
from app.model.account import Account, AccountCheck
from app.model.failure import Failure, FailureKind
from ui.desk import Desk
from ui.dialogs.connecting import Connecting
from ui.dialogs.form import FormDialog, say
from ui.dialogs.paste import read_street_paste
from ui.plan.fold import Fold

TOKEN_PAGE = "https://www.mapillary.com/dashboard/developers"
REFUSED = "Mapillary does not accept this token. Paste a new one; Get a token shows where they are made."
HELP = "Paste a token (MLY|…), a whole .env text, or “export MLY_TOKEN=…”."


class ConnectStreetDialog(FormDialog):
    """Takes whatever a person has at hand.

    Signals:
        connected(object, object): The account is in use now (`Account`, `AccountCheck`).
        found_wanted(): The token that was found on this computer shall be used.
    """

    connected = Signal(object, object)
    found_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None, account: Account | None = None) -> None:
        super().__init__(desk.theme, "connect-street", "Connect Mapillary", parent)
        self._account = account
        found = desk.backend.found_street() if account is None else None
        if found is not None:
            use = QPushButton(f"Connect as found in {found.origin}", self)
            use.setObjectName("street.found")
            use.setProperty("look", "primary")
            use.setAutoDefault(False)
            use.clicked.connect(self._on_found)
            self.column.addWidget(use)
            self.add_words(f"Token {found.masked}. It stays where it is.")
        self.token = QLineEdit(self)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText("Paste it here")
        self.add_field("Token", self.token, "street.token", HELP)
        self.get = QPushButton("Get a token", self)
        self.get.setObjectName("street.get")
        self.get.setProperty("look", "quiet")
        self.get.setAutoDefault(False)
        self.get.setToolTip("Opens the developer page of Mapillary in your browser; an account there is free.")
        self.get.setAccessibleDescription(self.get.toolTip())
        self.get.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(TOKEN_PAGE)))
        self.column.addWidget(self.get, 0, Qt.AlignmentFlag.AlignLeft)
        self.fold = Fold(desk.theme, "street.more", "Another server", "addresses of a mirror or a test server", self)
        self.graph = self._address("street.graph", "Data address", account.address if account is not None else GRAPH)
        tiles = account.tile_address if account is not None and account.tile_address else TILES
        self.tiles = self._address("street.tiles", "Tile address", tiles)
        self.column.addWidget(self.fold)
        self.add_words(desk.backend.secrets_note, name="street.note")
        self._connecting = Connecting(desk, self, "street")
        self._connecting.asked.connect(self._check)
        self._connecting.kept.connect(self._on_kept)
        self._connecting.failed.connect(self._on_failure)
        self.token.textChanged.connect(self._on_paste)
        self._on_edit()
        if self.graph.text() != GRAPH:
            self.fold.button.setChecked(True)
        self.token.setFocus(Qt.FocusReason.OtherFocusReason)

    def _address(self, name: str, title: str, text: str) -> QLineEdit:
        field = QLineEdit(text, self.fold.body)
        field.setObjectName(name)
        field.setAccessibleName(title)
        field.setToolTip(title)
        field.textChanged.connect(self._on_edit)
        self.fold.column.addWidget(field)
        return field

    def _on_paste(self, text: str) -> None:
        pasted = read_street_paste(text)
        if pasted.graph or pasted.tiles:
            self.graph.setText(pasted.graph or self.graph.text())
            self.tiles.setText(pasted.tiles or pasted.graph)
            self.fold.button.setChecked(True)
        if pasted.token and pasted.token != text.strip():
            self.token.setText(pasted.token)
            return
        if (pasted.graph or pasted.tiles) and not pasted.token:
            self.token.clear()
            say(self._connecting.words, "The addresses were taken from the text. The token is still missing.", "muted")
            return
        self._on_edit()

    def _on_edit(self) -> None:
        self._connecting.allow(bool(self.token.text().strip()), "The token is needed.")

    def _on_found(self) -> None:
        self.found_wanted.emit()
        self.accept()

    def _check(self, is_kept: bool) -> None:
        try:
            account = street_account(self.graph.text().strip(), self.tiles.text().strip())
        except ValueError:
            say(
                self._connecting.words, "An address cannot be read. It looks like https://graph.mapillary.com.", "error"
            )
            self.fold.button.setChecked(True)
            self.graph.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._account is not None and self._account.address == account.address:
            account = self._account
        self._connecting.check(account, self.token.text().strip(), (lambda _check: account) if is_kept else None)

    def _on_kept(self, account: Account, check: AccountCheck) -> None:
        self.connected.emit(account, check)
        self.accept()

    def _on_failure(self, failure: Failure) -> None:
        is_refused = failure.kind is FailureKind.AUTH
        say(self._connecting.words, REFUSED if is_refused else failure.sentence(), "error")
        self.token.setFocus(Qt.FocusReason.OtherFocusReason)
        self.token.selectAll()
