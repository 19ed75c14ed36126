"""A network without a wire: answers come from functions, everything that was asked is remembered.

A function gets the JSON of a POST, or {"form": bytes} of a form; of a GET it gets the query, and the path of the
address as "path".
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from app.model.call import Answer, Call, Stream
from app.model.failure import FailedError, Failure, FailureKind

Reply = Any
"""JSON value, bytes, (content type, bytes), Failure or Answer."""

BOUNDARY = "windrow-boundary"


class FakeNetwork:
    """Answers each route with a function of what was asked.

    Attributes:
        calls: Every call, in order.
        in_flight: Calls that are being answered right now.
        most_in_flight: The most there ever were.
    """

    def __init__(self, routes: Mapping[str, Callable[[dict[str, Any]], Reply]]) -> None:
        self.routes = dict(routes)
        self.calls: list[Call] = []
        self.in_flight = 0
        self.most_in_flight = 0
        self.gate: asyncio.Event | None = None

    def asked(self, route: str) -> list[dict[str, Any]]:
        """Return the bodies of all calls of one route."""
        return [json.loads(call.body) for call in self.calls if call.route == route]

    async def ask(self, call: Call) -> Answer:
        self.calls.append(call)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await asyncio.sleep(0)
            if self.gate is not None:
                await self.gate.wait()
            return self._answer(call)
        finally:
            self.in_flight -= 1

    @asynccontextmanager
    async def stream(self, call: Call) -> AsyncIterator[Stream]:
        yield _FakeStream(await self.ask(call))

    def _answer(self, call: Call) -> Answer:
        route = self.routes.get(call.route)
        if route is None:
            raise FailedError(Failure(FailureKind.NOT_FOUND, f"No route {call.route}.", status=404))
        reply = route(_values(call))
        if isinstance(reply, Failure):
            raise FailedError(reply)
        if isinstance(reply, Answer):
            return reply
        if isinstance(reply, bytes):
            return Answer(200, {"content-type": "application/octet-stream"}, reply)
        if isinstance(reply, tuple):
            return Answer(200, {"content-type": reply[0]}, reply[1])
        return Answer(200, {"content-type": "application/json"}, json.dumps(reply).encode())


def _values(call: Call) -> dict[str, Any]:
    is_form = dict(call.headers).get("content-type", "").startswith("multipart/")
    return {"form": call.body} if is_form else json.loads(call.body) if call.body else asked_of(call)


def asked_of(call: Call) -> dict[str, Any]:
    """Return query and path of a request without a body; nothing for a POST."""
    if call.method != "GET":
        return {}
    parts = urlsplit(call.url)
    return {"path": parts.path, "url": call.url, **dict(parse_qsl(parts.query))}


class _FakeStream:
    def __init__(self, answer: Answer) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self._body = answer.body

    async def chunks(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._body), 1000):
            yield self._body[at : at + 1000]


def multipart(parts: Mapping[str, bytes], *, closed: bool = True) -> tuple[str, bytes]:
    """Return content type and body of a bulk answer."""
    body = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (BOUNDARY.encode(), key.encode(), part)
        for key, part in parts.items()
    )
    return f'multipart/form-data; boundary="{BOUNDARY}"', body + (f"--{BOUNDARY}--\r\n".encode() if closed else b"")


def page(entities: list[dict[str, Any]], body: Mapping[str, Any], per_page: int = 500) -> dict[str, Any]:
    """Return one page of a listing as the service forms it."""
    size = int(body.get("per_page", per_page))
    at = (int(body.get("page", 1)) - 1) * size
    return {
        "total": len(entities),
        "perPage": size,
        "pagesCount": -(-len(entities) // size),
        "entities": entities[at : at + size],
    }
