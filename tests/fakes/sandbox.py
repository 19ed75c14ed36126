"""A sandbox for tests: in this loop, or as a process of its own."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from app.model.clock import Clock
from app.sandbox.pixels import to_pixels
from app.sandbox.server import Sandbox, SandboxSettings
from app.sandbox.tiles import draw_tile

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("-c", "import sys; from app.sandbox.command import main; sys.exit(main(sys.argv[1:]))")
COLD = ("-m", "tests.fakes.cold_sandbox")


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
    street_token: str = ""


@asynccontextmanager
async def sandbox_process(
    arguments: Sequence[str] = (), cache: Path | None = None, program: Sequence[str] = COLD
) -> AsyncIterator[SandboxProcess]:
    """Run the sandbox command in a process of its own; it ends with the block, or with us."""
    extra = [] if cache is None else ["--cache", str(cache)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *program, "--until-eof", *extra, *arguments, stdin=PIPE, stdout=PIPE, cwd=ROOT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    values: dict[str, str] = {}
    try:
        async with asyncio.timeout(60):
            while not {"SERVER_ADDRESS", "API_TOKEN", "MLY_TOKEN"} <= values.keys():
                line = (await process.stdout.readline()).decode()
                assert line, "the sandbox ended before it was up"
                name, _, value = line.strip().removeprefix("export ").partition("=")
                values[name] = value.strip("'")
        yield SandboxProcess(values["SERVER_ADDRESS"], values["API_TOKEN"], process.pid, values["MLY_TOKEN"])
    finally:
        process.stdin.close()
        await process.wait()


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back over one connection: `is_whole` says whether the body has the announced length."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_whole: bool


async def ask(
    sandbox: Sandbox,
    method: str,
    values: object = None,
    *,
    token: str | None = "",
    headers: str = "",
    verb: str = "POST",
) -> Heard:
    """Send one request on a connection of its own and return what came, also when it is broken off.

    Args:
        sandbox: The server.
        method: Such as "images.list", or a whole path that begins with a slash.
        values: The JSON body.
        token: Another token than the right one; None sends none.
        headers: Further header lines, each with its line end.
        verb: HTTP method.
    """
    path = method if method.startswith("/") else f"/public/api/v3/{method}"
    body = b"" if values is None else msgspec.json.encode(values)
    key = "" if token is None else f"x-api-key: {token or sandbox.token}\r\n"
    fixed = f"Host: test\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
    head = f"{verb} {path} HTTP/1.1\r\n{fixed}{key}{headers}\r\n"
    host, _, port = sandbox.address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(head.encode() + body)
        try:
            raw = await reader.read()
        except ConnectionResetError:
            raw = b""
    finally:
        writer.close()
    if not raw:
        return Heard(0, {}, b"", is_whole=False)
    top, _, rest = raw.partition(b"\r\n\r\n")
    first, *lines = top.decode().split("\r\n")
    found = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    whole = verb == "HEAD" or len(rest) == int(found["content-length"])
    return Heard(int(first.split()[1]), found, rest, is_whole=whole)


async def ask_json(sandbox: Sandbox, method: str, values: object = None) -> Any:
    """Return the parsed answer of a request that must succeed."""
    heard = await ask(sandbox, method, {} if values is None else values)
    assert heard.status == 200, heard.body
    return msgspec.json.decode(heard.body)


def small_project(root: Path, count: int = 5) -> Path:
    """Write a small project of drawn tiles to a folder and return it; made in milliseconds."""
    meta = {
        "classes": [
            {"title": "roof", "shape": "rectangle", "color": "#C0785A"},
            {"title": "road", "shape": "polygon", "color": "#6C7A89"},
        ],
        "tags": [],
        "projectType": "images",
    }
    for part in ("img", "ann"):
        (root / "ds" / part).mkdir(parents=True)
    (root / "meta.json").write_bytes(msgspec.json.encode(meta))
    for number in range(count):
        stock = draw_tile("small", number)
        assert isinstance(stock.body, bytes)
        (root / "ds" / "img" / stock.name).write_bytes(stock.body)
        objects = stock.document["objects"]
        assert isinstance(objects, list)
        pixels = [to_pixels(one, 192, 192) for one in objects]
        document = {**stock.document, "objects": pixels}
        (root / "ds" / "ann" / f"{stock.name}.json").write_bytes(msgspec.json.encode(document))
    return root


async def ask_street(
    sandbox: Sandbox, path: str, *, token: str | None = "", headers: str = "", verb: str = "GET"
) -> Heard:
    """Ask the street half; the token goes into the header for the graph and into the query for tiles.

    Args:
        sandbox: The server.
        path: With its query, or a whole address of this server.
        token: Another token than the right one; None sends none.
        headers: Further header lines, each with its line end.
        verb: HTTP method.
    """
    path = path.removeprefix(sandbox.address)
    found = sandbox.street_token if token == "" else token
    if found is not None and path.startswith("/maps/"):
        path += ("&" if "?" in path else "?") + f"access_token={quote(found)}"
    elif found is not None and not path.startswith("/m1/"):
        headers += f"Authorization: OAuth {found}\r\n"
    return await ask(sandbox, path, token=None, headers=headers, verb=verb)


async def ask_graph(sandbox: Sandbox, path: str) -> Any:
    """Return the parsed answer of the graph, which must succeed."""
    heard = await ask_street(sandbox, path)
    assert heard.status == 200, heard.body
    return msgspec.json.decode(heard.body)
