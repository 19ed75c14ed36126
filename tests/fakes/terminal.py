"""A terminal of a person: runs commands of the program, each in a process of its own."""

import asyncio
import atexit
import http.client
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.net.redact import spellings
from app.sandbox.street_access import STREET_TOKEN
from tests.fakes.sandbox import SandboxProcess
from tests.fakes.warm_python import WarmPython

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    "app.cli.session",
    "app.bootstrap.engines",
    "app.cli.download",
    "app.cli.harvest_start",
    "app.formats.registry",
)


@cache
def program() -> WarmPython:
    """Return a Python that has imported the program: a command is a fork of it, a second sooner."""
    python = WarmPython(Path(sys.executable), MODULES, ROOT)
    atexit.register(python.close)
    return python


class Terminal:
    """Runs commands with a home of their own and the account of a sandbox."""

    def __init__(self, sandbox: SandboxProcess | None, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "WINDROW_HOME": str(home), "HOME": str(home), "PYTHONPATH": str(ROOT)}
        if sandbox is not None:
            self.environment |= {"SERVER_ADDRESS": sandbox.address, "API_TOKEN": sandbox.token}
            self.environment |= {"MAPILLARY_GRAPH_URL": sandbox.address, "MAPILLARY_TILES_URL": sandbox.address}
            self.environment["MLY_TOKEN"] = STREET_TOKEN

    async def run(self, *arguments: object, folder: Path = ROOT, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; a changed variable that is empty counts as not set."""
        environment = {name: value for name, value in (self.environment | changes).items() if value}
        argv = ["-m", "app", *map(str, arguments)]
        done = await asyncio.to_thread(program().run, argv, environment, folder=folder)
        self.no_token_in(done.stdout + done.stderr)
        assert "Traceback" not in done.stderr
        return done

    async def start(
        self, *arguments: object, environment: Mapping[str, str] | None = None, folder: Path = ROOT
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "app"),
            *map(str, arguments),
            cwd=folder,
            env=environment or self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def no_token_in(self, text: str) -> None:
        assert not any(token in text for token in self.tokens)

    def no_token_on_disk(self, *folders: Path) -> None:
        written = [
            spelled
            for token in self.tokens
            for spelled in (*(text.encode() for text in spellings(token)), token.encode("utf-16-le"))
        ]
        for folder in folders:
            for path in filter(Path.is_file, folder.rglob("*")):
                body = path.read_bytes()
                assert not any(text in body for text in written), path

    @property
    def tokens(self) -> list[str]:
        return [value for name in ("API_TOKEN", "MLY_TOKEN") if (value := self.environment.get(name, ""))]


async def until(process: asyncio.subprocess.Process, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Read the JSON lines of a running command up to the first that fits, and return that one."""
    assert process.stdout is not None
    while True:
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        assert line, "the command ended before that"
        event: dict[str, Any] = json.loads(line)
        if is_so(event):
            return event


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def asked(address: str, route: str = "") -> list[dict[str, Any]]:
    """Return the requests that a sandbox has seen, in order; blocking."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request("GET", "/sandbox/log")
        entries: list[dict[str, Any]] = json.loads(connection.getresponse().read())["entries"]
    finally:
        connection.close()
    return [entry for entry in entries if not route or entry["route"] == route]
