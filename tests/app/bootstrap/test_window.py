import pytest

from app.bootstrap.window import KEYRING_NOTE, MEMORY_NOTE, WindowBackend, masked
from app.config.paths import find_home
from app.config.settings import Settings, read_settings
from app.config.street_tokens import FoundStreet, street_account
from app.config.tokens import Found, MemoryVault, Origin, account_for
from app.model.commands import ForgetAccount, SetBasemap, SetJobsAtOnce, SetRateLimit, UseAccount
from app.model.failure import FailedError, FailureKind

TOKEN = "canary-token-0123456789"
ADDRESS = "https://sly.example.org"


class KeepingVault(MemoryVault):
    """A keyring that outlives the program."""

    def set(self, name, secret):
        super().set(name, secret)
        return True


class SilentChild:
    """An engine that only listens."""

    def __init__(self):
        self.heard = []
        self.is_running = False

    async def start(self):
        self.is_running = True

    async def stop(self):
        self.is_running = False

    def submit(self, command):
        self.heard.append(command)

    async def call(self, query):
        return query


@pytest.fixture
def home(tmp_path):
    home = find_home({"WINDROW_HOME": str(tmp_path / "windrow")})
    home.make()
    return home


def a_backend(home, vault=None, found=None, street=None):
    backend = WindowBackend(home, Settings(), vault or MemoryVault(), found, street)
    backend.host._child = SilentChild()
    return backend, backend.host._child


def bytes_of(home):
    return b"".join(path.read_bytes() for path in home.config.parent.rglob("*") if path.is_file())


def test_a_token_is_shown_by_its_ends_only():
    assert masked(TOKEN) == "cana…6789"
    assert masked("short") == "••••"


async def test_a_saved_account_is_known_at_the_next_start(home):
    vault = KeepingVault()
    backend, _ = a_backend(home, vault)
    await backend.save_account(account_for(ADDRESS), TOKEN)

    next_one, child = a_backend(home, vault)
    await next_one.host.start()

    assert [account.address for account in next_one.accounts()] == [ADDRESS]
    assert child.heard == [UseAccount(account_for(ADDRESS), TOKEN)]
    assert TOKEN.encode() not in bytes_of(home)


async def test_an_account_whose_token_is_gone_is_listed_but_not_used(home):
    backend, _ = a_backend(home)
    await backend.save_account(account_for(ADDRESS), TOKEN)

    next_one, child = a_backend(home)
    await next_one.host.start()

    assert len(next_one.accounts()) == 1
    assert child.heard == []


async def test_found_credentials_are_offered_masked_used_and_not_copied(home):
    vault = MemoryVault()
    backend, child = a_backend(home, vault, Found(ADDRESS, TOKEN, Origin.FILE))
    offered = backend.found()
    assert offered is not None
    assert offered.origin == "supervisely.env"
    assert TOKEN not in repr(offered)

    account = await backend.use_found()

    assert child.heard == [UseAccount(account, TOKEN)]
    assert backend.found() is None
    assert vault.get(account.key) is None
    assert TOKEN.encode() not in bytes_of(home)


async def test_without_found_credentials_there_is_a_sentence(home):
    backend, _ = a_backend(home)

    with pytest.raises(FailedError) as caught:
        await backend.use_found()

    assert caught.value.failure.kind is FailureKind.AUTH


async def test_a_token_does_not_go_over_plain_http(home):
    backend, child = a_backend(home)

    with pytest.raises(FailedError) as caught:
        await backend.save_account(account_for("http://sly.example.org"), TOKEN)

    assert caught.value.failure.kind is FailureKind.REFUSED
    assert child.heard == []
    assert backend.accounts() == []


async def test_a_forgotten_account_is_gone_everywhere(home):
    vault = KeepingVault()
    backend, child = a_backend(home, vault)
    account = account_for(ADDRESS)
    await backend.save_account(account, TOKEN)

    await backend.forget_account(account.key)

    assert backend.accounts() == []
    assert vault.get(account.key) is None
    assert child.heard[-1] == ForgetAccount(account.key)


def test_saved_settings_reach_file_and_engine(home):
    backend, child = a_backend(home)

    backend.save_settings(Settings(theme="dark", rate_limit_kb=500, jobs_at_once=2, basemap=""))

    assert child.heard == [SetJobsAtOnce(2), SetRateLimit(500_000), SetBasemap("")]
    assert backend.settings().theme == "dark"
    assert read_settings(home.settings)[0].theme == "dark"


async def test_a_found_street_token_is_used_and_not_copied(home):
    street = FoundStreet(street_account(), TOKEN, ".env")
    vault = KeepingVault()
    backend, child = a_backend(home, vault, street=street)
    found = backend.found_street()

    account = await backend.use_found_street()

    assert found is not None
    assert (found.account, found.origin) == (account, ".env")
    assert TOKEN not in repr(found)
    assert child.heard[-1] == UseAccount(account, TOKEN)
    assert vault.get(account.key) is None
    assert backend.found_street() is None


def test_what_cannot_be_written_lasts_for_the_session(home):
    backend, _ = a_backend(home)
    home.accounts.mkdir()

    backend._use(account_for(ADDRESS), TOKEN, keep=True)

    assert [account.address for account in backend.accounts()] == [ADDRESS]


def test_the_note_says_where_tokens_are(home):
    assert a_backend(home)[0].secrets_note == MEMORY_NOTE
    assert a_backend(home, KeyringLike())[0].secrets_note == KEYRING_NOTE


class KeyringLike:
    """Not the memory of this session."""

    def get(self, name):
        del name

    def set(self, name, secret):
        del name, secret
        return True

    def delete(self, name):
        del name


@pytest.mark.slow
async def test_the_demo_comes_and_goes_with_its_account(home):
    backend, child = a_backend(home)
    account = await backend.start_demo()
    assert account.is_demo
    assert [known.key for known in backend.accounts()] == ["demo", "demo-street"]
    assert backend.accounts()[0] == account
    assert [order.account.source for order in child.heard if isinstance(order, UseAccount)] == [
        "supervisely",
        "mapillary",
    ]

    await backend.stop_demo()

    assert backend.accounts() == []
    assert child.heard[-2:] == [ForgetAccount("demo"), ForgetAccount("demo-street")]
