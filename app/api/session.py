"""One account and an engine of its own over the ledger of this user: what every face of this package stands on."""

from app.bootstrap.accounts import Credentials, refuse_clear_text
from app.bootstrap.engines import build_engine
from app.bootstrap.logs import start_logging
from app.config.paths import find_home
from app.config.settings import read_settings
from app.engine.host import Host, InProcessHost
from app.model.commands import UseAccount


class Session:
    """An engine between `start` and `stop`. Unfinished jobs of others stay where they are."""

    def __init__(self, name: str) -> None:
        """Name the face, for the words when it is used outside of its block."""
        self._name = name
        self._host: Host | None = None

    @property
    def host(self) -> Host:
        """Return the engine. Raise RuntimeError outside of a with block."""
        if self._host is None:
            raise RuntimeError(f"Use {self._name} in a with block: it has an engine only there.")
        return self._host

    async def start(self, credentials: Credentials, *, allow_http: bool) -> None:
        """Start the engine and sign in.

        Raises:
            FailedError: The token would travel in clear text, or the ledger cannot be opened.
            OSError: The folders of this user cannot be made.
        """
        account = credentials.account
        for address in filter(None, (account.address, account.tile_address)):
            refuse_clear_text(address, allow_http=allow_http)
        home = find_home()
        home.make()
        start_logging(home, "python")
        settings, _ = read_settings(home.settings)
        host = InProcessHost(build_engine(home, settings, allow_http=allow_http), resume=False)
        await host.start()
        host.submit(UseAccount(account, credentials.token))
        self._host = host

    async def stop(self) -> None:
        """Stop the engine; unfinished jobs can go on later."""
        host, self._host = self._host, None
        if host is not None:
            await host.stop()
