"""Everything behind the window, without anything behind it."""

from pathlib import Path

from app.config.settings import Settings
from app.model.account import Account, FoundCredentials
from app.model.answers import Look
from app.model.failure import FailedError, Failure
from app.model.figure import Figure
from app.model.label_class import LabelClass
from tests.fakes.host import FakeHost

DEMO = Account("demo", "supervisely", "http://127.0.0.1:1", "Demo (offline)", is_demo=True)
DEMO_STREET = Account(
    "demo-street", "mapillary", "http://127.0.0.1:1", "Demo streets (offline)", True, "http://127.0.0.1:1"
)


class FakeBackend:
    """Remembers what the window wanted; `failure` makes the next promise fail."""

    def __init__(self, host: FakeHost, folder: Path, accounts: tuple[Account, ...] = ()) -> None:
        self.host = host
        self.state_file = folder / "window.ini"
        self.default_folder = folder / "Windrow"
        self.secrets_note = "Tokens are kept in the keyring of this system."
        self.known = list(accounts)
        self.credentials: FoundCredentials | None = None
        self.street_credentials: FoundCredentials | None = None
        self.saved_tokens: dict[str, str] = {}
        self.current = Settings(theme="light")
        self.failure: Failure | None = None
        self.unwritable = False
        self.saved_figures: dict[str, tuple[tuple[Figure, ...], bool]] = {}
        self.kept_looks: dict[str, tuple[tuple[Look, ...], tuple[LabelClass, ...]]] = {}

    def accounts(self) -> list[Account]:
        return list(self.known)

    def found(self) -> FoundCredentials | None:
        return self.credentials

    async def use_found(self) -> Account:
        self._fail()
        assert self.credentials is not None
        self.known.append(self.credentials.account)
        return self.credentials.account

    def found_street(self) -> FoundCredentials | None:
        return self.street_credentials

    async def use_found_street(self) -> Account:
        self._fail()
        assert self.street_credentials is not None
        self.known.append(self.street_credentials.account)
        return self.street_credentials.account

    async def save_account(self, account: Account, token: str) -> None:
        self._fail()
        self.saved_tokens[account.key] = token
        self.known = [other for other in self.known if other.key != account.key] + [account]

    async def forget_account(self, key: str) -> None:
        self.known = [account for account in self.known if account.key != key]

    async def start_demo(self) -> Account:
        self._fail()
        self.known += [DEMO, DEMO_STREET]
        return DEMO

    async def stop_demo(self) -> None:
        await self.forget_account(DEMO.key)
        await self.forget_account(DEMO_STREET.key)

    async def keep_looks(self, title: str, looks: tuple[Look, ...], classes: tuple[LabelClass, ...]) -> str:
        self._fail()
        self.kept_looks[title] = (looks, classes)
        return str(self.default_folder.parent / "looks" / title)

    async def save_figures(self, path: str, figures: tuple[Figure, ...], *, has_geometry: bool) -> None:
        self._fail()
        self.saved_figures[path] = (figures, has_geometry)

    def settings(self) -> Settings:
        return self.current

    def save_settings(self, settings: Settings) -> None:
        self.current = settings
        if self.unwritable:
            raise PermissionError(13, "Permission denied")

    def _fail(self) -> None:
        if self.failure is not None:
            raise FailedError(self.failure)
