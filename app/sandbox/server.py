"""The sandbox server: joins world, routes, faults, capacity and journal on a loopback port."""

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from app.model.clock import Clock, SystemClock
from app.sandbox.capacity import Capacity, CapacityKind, Gate, Pace
from app.sandbox.connection import Connection, Send
from app.sandbox.faults import Faults, Rule, spoil
from app.sandbox.journal import CREDENTIALS, Entry, Journal
from app.sandbox.routes import Route, Routes
from app.sandbox.sly_images import PER_PAGE, ImageRoutes
from app.sandbox.sly_labels import LabelRoutes
from app.sandbox.sly_tree import TreeRoutes
from app.sandbox.street_access import token_of
from app.sandbox.street_errors import refused
from app.sandbox.street_half import StreetHalf
from app.sandbox.street_settings import StreetSettings
from app.sandbox.wire import RefusalError, Reply, Request, error_reply, header, json_reply
from app.sandbox.world import Preparable, UnreadyError
from app.sandbox.worlds import build_world

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
DEMO_TOKEN = "windrow-sandbox-token"


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """What is served, and how.

    Attributes:
        projects: Folders of the Supervisely format; with any of them, or with `scale`, the sample data stays away.
        scale: Number of invented images; 0 for none.
        scale_bytes: Size of each of them, about.
        has_sample: Serve the sample data; None decides by `projects` and `scale`.
        cache: Folder that keeps what was drawn; None draws anew.
        token: What the credential header has to hold.
        latency_ms: Added to every request.
        pace: Bytes per second of all answers together; None is unlimited.
        capacity: How the server behaves when asked too much.
        faults: What goes wrong.
        per_page: Page size of image listings.
        street: What the street half serves, and how strictly.
    """

    projects: tuple[Path, ...] = ()
    scale: int = 0
    scale_bytes: int = 5_000
    has_sample: bool | None = None
    cache: Path | None = None
    token: str = field(default=DEMO_TOKEN, repr=False)
    latency_ms: float = 0.0
    pace: float | None = None
    capacity: Capacity = Capacity()
    faults: tuple[Rule, ...] = ()
    per_page: int = PER_PAGE
    street: StreetSettings = StreetSettings()


class Sandbox:
    """A local server. `world`, `street`, `journal`, `faults`, `token`, `latency_ms` may be changed while it runs."""

    def __init__(self, settings: SandboxSettings | None = None, clock: Clock | None = None) -> None:
        """Build the world; nothing is drawn or read yet.

        Raises:
            FailedError: A project folder is not there or holds nothing to serve.
        """
        settings = settings or SandboxSettings()
        self.settings = settings
        self.world = build_world(
            settings.projects, settings.scale, settings.scale_bytes, settings.has_sample, settings.cache
        )
        self.token = settings.token
        self.latency_ms = settings.latency_ms
        self.journal = Journal()
        self.faults = Faults(settings.faults)
        self.gate = Gate(settings.capacity)
        self.address = ""
        self._clock = clock or SystemClock()
        self._pace = Pace(settings.pace, self._clock.monotonic) if settings.pace else None
        self._server: asyncio.Server | None = None
        self._workers: ThreadPoolExecutor | None = None
        self._prewarming: ThreadPoolExecutor | None = None
        self._connections: set[Connection] = set()
        self.routes = Routes()
        tree = TreeRoutes(self.world)
        for part in (tree, ImageRoutes(self.world, tree, settings.per_page), LabelRoutes(self.world, tree)):
            part.join(self.routes)
        self.street = StreetHalf(settings.street, self._clock)
        self.street.join(self.routes)
        self.routes.add("/sandbox/log", Route("sandbox.log", self._log_page))
        self.routes.add("/sandbox/clear", Route("sandbox.clear", self._clear_page))

    async def start(self, port: int = 0) -> int:
        """Listen on loopback and return the port.

        Raises:
            OSError: The port is taken.
        """
        delay = self._pace.delay if self._pace is not None else None
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self._answer, delay, self._connections), HOST, port, backlog=1024
        )
        self._workers = ThreadPoolExecutor(2, "sandbox-draw")
        port = self._server.sockets[0].getsockname()[1]
        self.address = self.street.gate.address = f"http://{HOST}:{port}"
        return port

    @property
    def street_token(self) -> str:
        """Return the token that graph and tiles want to see."""
        return self.street.gate.token

    @property
    def graph_address(self) -> str:
        """Return where the graph answers."""
        return self.address

    @property
    def tiles_address(self) -> str:
        """Return where tiles are."""
        return self.address

    async def stop(self) -> None:
        """Close every connection and end the workers."""
        if self._server is not None:
            self._server.close()
            for connection in list(self._connections):
                connection.close()
            await self._server.wait_closed()
            self._server = None
        self.world.over.set()
        self.street.world.over.set()
        for workers in (self._workers, self._prewarming):
            if workers is not None:
                workers.shutdown(wait=True, cancel_futures=True)
        self._workers = self._prewarming = None

    def prewarm(self) -> None:
        """Begin to draw what will be asked for, one after the other, without waiting."""
        # A thread of its own: what is asked for must not stand in line behind what may be asked for.
        if self._prewarming is None:
            self._prewarming = ThreadPoolExecutor(1, "sandbox-prewarm")
            for dataset in self.world.datasets.values():
                self._prewarming.submit(dataset.shelf.prepare)
            for work in self.street.world.prewarm():
                self._prewarming.submit(work)

    def _answer(self, request: Request, send: Send) -> None:
        """Answer a request now, or after latency, queue and drawing."""
        at = self._clock.monotonic()
        route = self.routes.find(request.path)
        if route is not None and route.name.startswith("sandbox."):
            send(route.handler(request))
            return
        wait = self.latency_ms / 1000
        if self.gate.capacity.kind is CapacityKind.FREE:
            wait += self.gate.capacity.service_ms / 1000
            self._later(wait, partial(self._serve, request, route, at, send))
        else:
            self._later(wait, partial(self._queue, request, route, at, send))

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        if seconds > 0:
            asyncio.get_running_loop().call_later(seconds, call)
        else:
            call()

    def _queue(self, request: Request, route: Route | None, at: float, send: Send) -> None:
        """Pass a request through the model of what the server can take."""

        def finish(reply: Reply) -> None:
            self.gate.leave()
            send(reply)

        def go(service: float) -> None:
            self._later(service, partial(self._serve, request, route, at, finish))

        def refuse() -> None:
            wait = self.gate.capacity.retry_after
            headers = header("Retry-After", str(wait)) if wait else b""
            reply = json_reply({"error": "FAIL", "details": {"message": "Too many requests"}}, 429, headers)
            if route is not None and route.name.startswith("street."):
                reply = refused("edge-429", retry_after=wait or None)
            self._done(request, route, at, reply, send)

        self.gate.enter(self._clock.monotonic(), go, refuse)

    def _serve(self, request: Request, route: Route | None, at: float, send: Send) -> None:
        """Make the answer; what has to be drawn first is drawn on a worker thread."""
        try:
            reply = self._reply(request, route)
        except RefusalError as refusal:
            reply = error_reply(refusal)
        except UnreadyError as unready:
            self._prepare(unready.shelves, partial(self._prepared, request, route, at, send))
            return
        self._done(request, route, at, reply, send)

    def _prepared(
        self, request: Request, route: Route | None, at: float, send: Send, error: BaseException | None
    ) -> None:
        """Go on with a request after drawing or reading; when that failed the client is told."""
        if error is None:
            self._serve(request, route, at, send)
        elif not self.world.over.is_set():
            log.error("A dataset cannot be served", exc_info=error)
            self._done(request, route, at, error_reply(RefusalError(500, "FAIL", "The data cannot be read")), send)

    def _prepare(self, shelves: Sequence[Preparable], then: Callable[[BaseException | None], None]) -> None:
        assert self._workers is not None
        loop = asyncio.get_running_loop()
        left = len(shelves)

        def one_done(outcome: asyncio.Future[None]) -> None:
            nonlocal left
            error = None if outcome.cancelled() else outcome.exception()
            left -= 1
            if outcome.cancelled() or left < 0:
                return
            if error is not None:
                left = 0
            if left == 0:
                then(error)

        for shelf in shelves:
            loop.run_in_executor(self._workers, shelf.prepare).add_done_callback(one_done)

    def _reply(self, request: Request, route: Route | None) -> Reply:
        if route is None:
            raise RefusalError(404, "FAIL", f"Method {request.path} is not served")
        if request.method not in {"GET", "POST", "HEAD"}:
            raise RefusalError(405, "FAIL", f"{request.method} is not served")
        if route.credential and request.headers.get(route.credential) != self.token:
            raise RefusalError(401, "Unauthorized", "Unauthorized: the API token is wrong or missing")
        return route.handler(request)

    def _done(self, request: Request, route: Route | None, at: float, reply: Reply, send: Send) -> None:
        """Spoil the answer when a rule says so, write it down, send it."""
        name = request.path if route is None else route.name
        ids = _ids(request, route) if route is not None else ()
        if self.faults:
            fault = self.faults.next(name, ids)
            if fault is not None:
                reply = spoil(reply, fault)
        headers = request.headers
        self.journal.add(
            Entry(
                name, ids, reply.status, reply.length, at, self._clock.monotonic() - at,
                tuple(one for one in CREDENTIALS if one in headers), reply.fault, headers.get("range", ""),
                token_of(request)[0].value,
            )
        )  # fmt: skip
        self._later(reply.wait_seconds, partial(send, reply))

    def _log_page(self, request: Request) -> Reply:
        route = request.query.get("route", "")
        chosen = self.journal.of(route) if route else list(self.journal.entries)
        return json_reply({"counts": self.journal.counts, "entries": [asdict(one) for one in chosen]})

    def _clear_page(self, request: Request) -> Reply:
        del request
        self.journal.clear()
        return json_reply({"success": True})


def _ids(request: Request, route: Route) -> tuple[str, ...]:
    """Return the ids of a request as text."""
    if route.ids_of is not None:
        return route.ids_of(request)
    found: list[str] = []
    try:
        for key in route.ids:
            value = request.values.get(key)
            if isinstance(value, list):
                found += [str(one) for one in value]
            elif isinstance(value, (int, str)) or (isinstance(value, float) and math.isfinite(value)):
                found.append(str(value))
    except RefusalError:
        return ()
    return tuple(found)
