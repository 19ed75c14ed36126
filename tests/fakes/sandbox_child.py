"""A sandbox in a process of its own whose port and token a test decides, also while it runs.

    python sandbox_child.py '{"port": 0, "token": "secret", "scale": 500, "pace": 800000}'

It prints its address, takes orders on its standard input ("token NEW", "heal"), and ends when that closes.
"""

import asyncio
import http.client
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.sandbox.faults import read_rules
from app.sandbox.server import Sandbox, SandboxSettings
from app.sandbox.street_access import STREET_TOKEN
from app.sandbox.street_settings import StreetSettings

ROOT = Path(__file__).resolve().parents[2]
# Small images of a job come in bulk; one by one come the few of the first look, which is no part of any job.
BULK = "images.bulk.download"


class ServerChild:
    """The process, seen from a test. `start` may be called again after `stop`: the port stays the same."""

    def __init__(self, **options: object) -> None:
        self.options: dict[str, object] = {"port": 0, "token": "good-token-0123456789abcdef"} | options
        self.address = ""
        self._process: subprocess.Popen[str] | None = None

    @property
    def token(self) -> str:
        return str(self.options["token"])

    def start(self) -> "ServerChild":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.sandbox_child", json.dumps(self.options)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        assert self.address, "the sandbox did not come up"
        self.options["port"] = urlsplit(self.address).port
        return self

    def change_token(self, token: str) -> None:
        self.options["token"] = token
        self._order(f"token {token}")

    def heal(self) -> None:
        """Let nothing go wrong any more."""
        self.options["faults"] = ()
        self._order("heal")

    @property
    def env(self) -> str:
        """Return what a `.env` file for the street half holds."""
        lines = (
            f"MLY_TOKEN={STREET_TOKEN}",
            f"MAPILLARY_GRAPH_URL={self.address}",
            f"MAPILLARY_TILES_URL={self.address}",
        )
        return "\n".join(lines)

    def _order(self, line: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def entries(self) -> list[dict[str, Any]]:
        """Return every request so far, as the server wrote it down."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            connection.request("GET", "/sandbox/log")
            return list(json.loads(connection.getresponse().read())["entries"])
        finally:
            connection.close()

    def fetched(self, start: int = 0) -> list[str]:
        """Return the id of every image that was sent to a job, from the given request on; one line per time."""
        entries = self.entries()[start:]
        return [key for one in entries if one["route"] == BULK and one["status"] == 200 for key in one["ids"]]


async def serve(options: dict[str, Any]) -> None:
    port = int(options.pop("port", 0))
    options["projects"] = tuple(Path(folder) for folder in options.get("projects", ()))
    options["faults"] = read_rules(json.dumps(options.get("faults", ())).encode())
    options["street"] = StreetSettings(**options.get("street", {}))
    if options.get("cache"):
        options["cache"] = Path(options["cache"])
    sandbox = Sandbox(SandboxSettings(**options))
    await sandbox.start(port)
    sys.stdout.write(sandbox.address + "\n")
    sys.stdout.flush()
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := (await orders.readline()).decode():
        word, _, value = line.strip().partition(" ")
        if word == "token":
            sandbox.token = value
        elif word == "heal":
            sandbox.faults.set(())
    await sandbox.stop()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
