"""What every journey stands on: servers that end with the test, a town drawn once, and no quiet errors."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.sandbox_child import ServerChild


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which sandboxes keep what they drew; drawing takes seconds."""
    return tmp_path_factory.mktemp("drawn")


@pytest.fixture
def serve() -> Iterator[Callable[..., ServerChild]]:
    """Return a function that starts a sandbox in a process of its own."""
    servers: list[ServerChild] = []

    def start(**options: object) -> ServerChild:
        servers.append(ServerChild(**options).start())
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(autouse=True)
def no_quiet_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail when the program wrote an error into its log, even if nobody saw it."""
    yield
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, errors
