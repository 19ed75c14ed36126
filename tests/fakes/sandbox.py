"""A sandbox for tests: in this loop, or as a process of its own."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.model.clock import Clock
from app.sandbox.server import Sandbox, SandboxSettings

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def running_sandbox(
    settings: SandboxSettings | None = None, clock: Clock | None = None
) -> AsyncIterator[Sandbox]:
    """Serve in the running loop; `.address`, `.token`, `.world`, `.journal`, `.faults` are there to be used."""
    sandbox = Sandbox(settings, clock)
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()


@dataclass(frozen=True, slots=True)
class SandboxProcess:
    """A sandbox in another process."""

    address: str
    token: str
    pid: int


@asynccontextmanager
async def sandbox_process(arguments: Sequence[str] = (), cache: Path | None = None) -> AsyncIterator[SandboxProcess]:
    """Run the sandbox command in a process of its own; it ends with the block, or with us."""
    extra = [] if cache is None else ["--cache", str(cache)]
    code = "import sys; from app.sandbox.command import main; sys.exit(main(sys.argv[1:]))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, "--until-eof", *extra, *arguments, stdin=PIPE, stdout=PIPE, cwd=ROOT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    values: dict[str, str] = {}
    try:
        async with asyncio.timeout(20):
            while not {"SERVER_ADDRESS", "API_TOKEN"} <= values.keys():
                line = (await process.stdout.readline()).decode()
                assert line, "the sandbox ended before it was up"
                name, _, value = line.strip().removeprefix("export ").partition("=")
                values[name] = value.strip("'")
        yield SandboxProcess(values["SERVER_ADDRESS"], values["API_TOKEN"], process.pid)
    finally:
        process.stdin.close()
        await process.wait()
