"""An engine for one command, in this process, that leaves the rest of the queue alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.bootstrap.accounts import choose_account
from app.bootstrap.engines import build_engine
from app.bootstrap.logs import start_logging
from app.cli.desk import Desk
from app.config.paths import find_home
from app.config.settings import read_settings
from app.engine.host import Host, InProcessHost
from app.model.account import Account
from app.model.commands import UseAccount


@asynccontextmanager
async def engine_session(desk: Desk, *, allow_http: bool = False) -> AsyncIterator[Host]:
    """Run an engine over the ledger of this user while the block runs.

    Unfinished jobs of earlier runs stay where they are: a command touches its own jobs only.

    Raises:
        FailedError: DISK, when the ledger cannot be opened.
        OSError: The folders of this user cannot be made.
    """
    home = find_home(desk.environ)
    home.make()
    start_logging(home, "command")
    settings, notes = read_settings(home.settings)
    for note in notes:
        desk.complain(note)
    host = InProcessHost(build_engine(home, settings, allow_http=allow_http), resume=False)
    await host.start()
    try:
        yield host
    finally:
        await host.stop()


@asynccontextmanager
async def signed_in(desk: Desk, name: str | None, *, allow_http: bool) -> AsyncIterator[tuple[Host, Account]]:
    """Run an engine that knows the Supervisely account of a command, by its name or as the environment says.

    Raises:
        FailedError: There is no such account, or as `engine_session`.
    """
    credentials = choose_account(find_home(desk.environ), desk.environ, name, allow_http=allow_http)
    async with engine_session(desk, allow_http=allow_http) as host:
        host.submit(UseAccount(credentials.account, credentials.token))
        yield host, credentials.account
