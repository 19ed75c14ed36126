"""A network without sockets: answers the calls of `FakeSource`, remembers them, and fails as it is told."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

from app.model.call import Answer, Call
from app.model.events import HostPace
from app.model.failure import FailedError, Failure, FailureKind

HOST = "fake.test"


def url(path: str) -> str:
    return f"https://{HOST}/{path}"


@dataclass
class StubStream:
    status: int
    headers: Mapping[str, str]
    pieces: list[bytes]
    clock: object = None
    piece_seconds: float = 0.0

    async def chunks(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            if self.piece_seconds:
                await self.clock.sleep(self.piece_seconds)
            yield piece


@dataclass
class StubService:
    """What the fake server holds, and what it does wrong.

    Attributes:
        bodies: Image bytes by key.
        faults: Called with (route, keys) before each answer; returns a failure to raise, or None.
        latency: Seconds of each answer.
        mangle: Called with (key, body) for each image; may return other bytes, or None to leave a part out.
    """

    bodies: Callable[[str], bytes]
    faults: Callable[[str, tuple[str, ...]], Failure | None] = lambda route, keys: None
    latency: float = 0.0
    mangle: Callable[[str, bytes], bytes | None] = lambda key, body: body
    log: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    piece_bytes: int = 64 * 1024
    piece_seconds: float = 0.0

    def asked(self, route: str) -> Counter[str]:
        return Counter(key for name, keys in self.log if name == route for key in keys)

    def requests(self, route: str) -> int:
        return sum(name == route for name, _ in self.log)


class StubNetwork:
    def __init__(self, service: StubService, clock: object) -> None:
        self.service = service
        self.clock = clock

    async def ask(self, call: Call) -> Answer:
        body, kind = await self._answer(call)
        return Answer(200, {"content-type": kind, "content-length": str(len(body))}, body)

    @contextlib.asynccontextmanager
    async def stream(self, call: Call) -> AsyncIterator[StubStream]:
        body, kind = await self._answer(call)
        step = self.service.piece_bytes
        pieces = [body[at : at + step] for at in range(0, len(body), step)]
        headers = {"content-type": kind, "content-length": str(len(body))}
        yield StubStream(200, headers, pieces, self.clock, self.service.piece_seconds)

    async def _answer(self, call: Call) -> tuple[bytes, str]:
        service = self.service
        keys = tuple(json.loads(call.body)) if call.body else (call.url.rsplit("/", 1)[1],)
        service.log.append((call.route, keys))
        service.in_flight += 1
        service.most_in_flight = max(service.most_in_flight, service.in_flight)
        try:
            if service.latency:
                await self.clock.sleep(service.latency)
            else:
                await asyncio.sleep(0)
            if (failure := service.faults(call.route, keys)) is not None:
                raise FailedError(failure)
            if call.route == "image":
                body = service.mangle(keys[0], service.bodies(keys[0]))
                if body is None:
                    raise FailedError(Failure(FailureKind.NOT_FOUND, "The image is gone.", status=404))
                return body, "image/jpeg"
            if call.route == "parcel":
                parts = [(key, service.mangle(key, service.bodies(key))) for key in keys]
                return b"".join(pack_part(key, body) for key, body in parts if body is not None), "fake/parcel"
            return b"{}", "application/json"
        finally:
            service.in_flight -= 1


def pack_part(key: str, body: bytes) -> bytes:
    name = key.encode()
    return len(name).to_bytes(2, "big") + name + len(body).to_bytes(4, "big") + body


class StubLimits:
    """Limits that limit nothing and remember what they were told."""

    def __init__(self) -> None:
        self.fixed: list[int | None] = []
        self.rate_limit: int | None = None
        self.known: dict[str, float] = {}

    def gates(self) -> Mapping[str, float]:
        return self.known

    def restore(self, gates: Mapping[str, float]) -> None:
        self.known = dict(gates)

    def fix(self, limit: int | None, apart: Mapping[str, int] | None = None) -> None:
        self.fixed.append(limit)
        self.apart = dict(apart or {})

    def paces(self) -> list[HostPace]:
        return [HostPace(HOST, 8, 1, 0.0, 0.05)]

    def set_rate_limit(self, bytes_per_second: int | None) -> None:
        self.rate_limit = bytes_per_second
