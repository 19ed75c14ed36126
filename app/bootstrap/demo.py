"""The demo: the sandbox as a process of its own, started on demand, ended with us."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.model.account import Account
from app.model.failure import FailedError, Failure, FailureKind

log = logging.getLogger(__name__)

DEMO_KEY = "demo"
STREET_KEY = "demo-street"
_LINES = frozenset({"SERVER_ADDRESS", "API_TOKEN", "MAPILLARY_GRAPH_URL", "MAPILLARY_TILES_URL", "MLY_TOKEN"})
START_SECONDS = 60.0
STOP_SECONDS = 2.0
# The demo town: west, south, east, north in degrees. The window cannot ask the sandbox, which is another process.
DEMO_REGION = (4.7882, 45.7352, 4.8368, 45.7702)
# Slow enough that there is something to watch: the sample project takes some seconds.
PACE_BYTES_PER_SECOND = 3_000_000


def own_command(*arguments: str) -> list[str]:
    """Return the command that starts this very program with other arguments, also when it is frozen."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "app", *arguments]


def own_environment() -> dict[str, str]:
    """Return an environment in which `own_command` finds this very program; account variables stay out of it."""
    environment = {k: v for k, v in os.environ.items() if k not in {"API_TOKEN", "MLY_TOKEN", "MAPILLARY_TOKEN"}}
    root = str(Path(__file__).resolve().parents[2])
    path = environment.get("PYTHONPATH", "")
    environment["PYTHONPATH"] = os.pathsep.join([root, path]) if path else root
    return environment


@dataclass(frozen=True, slots=True)
class DemoAddress:
    """Where the demo answers: as a Supervisely server, and as Mapillary."""

    account: Account
    token: str
    street: Account
    street_token: str

    def __repr__(self) -> str:
        """Leave the tokens out of anything that prints."""
        return f"DemoAddress({self.account.address!r}, token=…)"


class Demo:
    """The sandbox process of this program."""

    def __init__(self, cache: Path, extra: Sequence[str] = ()) -> None:
        """Keep drawn pictures in `cache`; `extra` are further options of the sandbox command."""
        self._cache = cache
        self._extra = tuple(extra)
        self._process: Process | None = None
        self._address: DemoAddress | None = None

    async def start(self) -> DemoAddress:
        """Start the sandbox, or return the one that runs.

        Raises:
            FailedError: It does not come up.
        """
        if self._process is not None and self._process.returncode is None and self._address is not None:
            return self._address
        command = own_command("sandbox", "--port", "0", "--until-eof", "--cache", str(self._cache), *self._extra)
        self._process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, env=own_environment())
        try:
            async with asyncio.timeout(START_SECONDS):
                values = await self._read_lines(self._process)
        except TimeoutError:
            values = {}
        if not values.keys() >= _LINES:
            await self.stop()
            raise FailedError(
                Failure(FailureKind.INTERNAL, "The demo did not start.", "Try again; the log page says more.")
            )
        account = Account(DEMO_KEY, "supervisely", values["SERVER_ADDRESS"], "Demo (offline)", is_demo=True)
        street = Account(
            STREET_KEY,
            "mapillary",
            values["MAPILLARY_GRAPH_URL"],
            "Demo streets (offline)",
            is_demo=True,
            tile_address=values["MAPILLARY_TILES_URL"],
        )
        self._address = DemoAddress(account, values["API_TOKEN"], street, values["MLY_TOKEN"])
        return self._address

    async def stop(self) -> None:
        """End the sandbox; it also ends by itself when this process goes. A stop that was cut short can be repeated."""
        process, self._address = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        if self._process is process:
            self._process = None

    async def _read_lines(self, process: Process) -> dict[str, str]:
        values: dict[str, str] = {}
        assert process.stdout is not None
        while not values.keys() >= _LINES:
            line = (await process.stdout.readline()).decode(errors="replace").strip()
            if not line:
                if process.stdout.at_eof():
                    break
                continue
            name, found, value = line.removeprefix("export ").partition("=")
            if found:
                values[name] = value.strip("\"'")
        return values
