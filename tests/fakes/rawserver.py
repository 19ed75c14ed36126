"""A server of raw bytes that does on purpose what servers do by accident. Loopback, ephemeral port."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Handler = Callable[["Exchange"], Awaitable[None]]


@dataclass
class Exchange:
    """One request and the way to answer it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    writer: asyncio.StreamWriter
    server: "RawServer"
    number: int

    async def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.writer.write(piece)
            with suppress(ConnectionError):
                await self.writer.drain()

    async def answer(self, body: bytes = b"{}", status: int = 200, **headers: str) -> None:
        lines = [f"HTTP/1.1 {status} Words", f"content-length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def close(self) -> None:
        self.writer.close()

    def reset(self) -> None:
        self.writer.transport.abort()


@dataclass
class RawServer:
    """Paths and what happens there; `/hold` style handlers may wait on `gate`."""

    routes: dict[str, Handler] = field(default_factory=dict)
    seen: list[Exchange] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    scheme: str = "http"
    host: str = "127.0.0.1"
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    def url(self, path: str) -> str:
        return self.origin + path

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(
                ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, asyncio.LimitOverrunError
            ):
                while not writer.is_closing():
                    await self._one(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head[:-4].split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        method, path, _ = first.split(" ")
        number = sum(1 for exchange in self.seen if exchange.path == path) + 1
        exchange = Exchange(method, path, headers, body, writer, self, number)
        self.seen.append(exchange)
        await self.routes.get(path.partition("?")[0], Exchange.answer)(exchange)

    def stop(self) -> list[asyncio.Task[None]]:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        return tasks


@asynccontextmanager
async def raw_server(context: ssl.SSLContext | None = None, **routes: Handler) -> AsyncIterator[RawServer]:
    """Run a server; `raw_server(a=handler)` answers `/a` with it and everything else with `{}`."""
    raw = RawServer({f"/{name}": handler for name, handler in routes.items()}, scheme="https" if context else "http")
    server = await asyncio.start_server(raw.serve, "127.0.0.1", 0, ssl=context)
    raw.port = server.sockets[0].getsockname()[1]
    try:
        yield raw
    finally:
        server.close()
        tasks = raw.stop()
        if tasks:
            await asyncio.wait(tasks, timeout=2.0)
        await asyncio.sleep(0)
