"""One request each: locate some items, fetch a parcel of images, fetch one image. Retries belong elsewhere."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import ParamSpec, Protocol, TypeVar

from app.engine.flight import LARGE_BYTES, Fetch, Flight, Locate, Single
from app.engine.lines import Line
from app.model.call import Stream
from app.model.failure import Failure, FailureKind
from app.model.spec import Spec
from app.store.item_cache import ItemCache
from app.store.parts import OpenPart, Part
from app.store.sink import Sink

P = ParamSpec("P")
T = TypeVar("T")
WRITE_BYTES = 1024 * 1024

_LEFT_OUT = Failure(FailureKind.DATA, "The server left this item out of its answer.", "Try again later.")


class Pace(Protocol):
    """The speed limit of one job, and the count of what it received."""

    async def received(self, count: int, *, is_image: bool = True) -> None:
        """Note so many bytes; returns when the limit allows more."""
        ...


class Couriers:
    """Sends the requests of one run of one job.

    Attributes:
        receiving: Tasks whose answer has begun to arrive.
    """

    def __init__(
        self, spec: Spec, line: Line, sink: Sink, threads: Executor, pace: Pace, cache: ItemCache | None = None
    ) -> None:
        """Take the parts."""
        self._cache = cache if getattr(spec, "save_images", True) else None
        self._spec = spec
        self._line = line
        self._sink = sink
        self._threads = threads
        self._pace = pace
        self.receiving: set[asyncio.Task[None] | None] = set()

    async def take_cached(self, flights: Sequence[Flight]) -> int:
        """Give the images that the cache has to their flights; return how many."""
        cache = self._cache
        wanted = [flight for flight in flights if flight.listed.sha256 and not flight.keeps_image]
        if cache is None or not wanted:
            return 0
        digests = [flight.listed.sha256 or "" for flight in wanted]
        bodies = await self._away(lambda: [cache.get(digest, self._sink.part) for digest in digests])
        for flight, body in zip(wanted, bodies, strict=True):
            flight.body = body
        return sum(body is not None for body in bodies)

    async def locate(
        self, unit: Locate, advance: Callable[[Flight], None], refuse: Callable[[Flight, Failure], None]
    ) -> None:
        """Ask for all but the pixels; every flight goes on to one of the two. Raise FailedError for all of them."""
        listed = [flight.listed for flight in unit.flights.values()]
        answers = await self._line.source.locate(self._spec, listed, self._line.network)
        size = 0
        for located in answers:
            flight = unit.flights.pop(located.key, None)
            if flight is None:
                continue
            if located.failure is not None:
                refuse(flight, located.failure)
                continue
            flight.locate(located)
            size += sum(len(body) for _, body in flight.sidecars)
            advance(flight)
        for flight in tuple(unit.flights.values()):
            refuse(flight, _LEFT_OUT)
        unit.flights.clear()
        await self._pace.received(size, is_image=False)

    async def fetch(self, unit: Fetch, advance: Callable[[Flight], None]) -> None:
        """Fetch several images in one answer; what arrived leaves `unit.flights`, what did not stays there."""
        task = asyncio.current_task()
        pace, flights = self._pace, unit.flights
        try:
            async with self._line.network.stream(unit.parcel.call) as stream:
                self.receiving.add(task)
                splitter = self._line.source.splitter(stream.headers.get("content-type", ""))
                async for chunk in stream.chunks():
                    for part in splitter.feed(chunk):
                        if (flight := flights.pop(part.key, None)) is not None:
                            flight.body = part.body
                            advance(flight)
                    await pace.received(len(chunk))
                for part in splitter.finish():
                    if (flight := flights.pop(part.key, None)) is not None:
                        flight.body = part.body
                        advance(flight)
        finally:
            self.receiving.discard(task)

    async def single(self, unit: Single) -> None:
        """Fetch one image into memory, or, when it is large, straight into the destination."""
        flight = unit.flight
        call = flight.call
        if call is None:
            raise RuntimeError("Only a located item can be fetched alone.")
        size = flight.listed.size
        if (size or flight.likely or LARGE_BYTES + 1) <= LARGE_BYTES:
            answer = await self._line.network.ask(call)
            if size is None:
                flight.size = _announced(answer.headers)
            flight.body = answer.body
            await self._pace.received(len(answer.body))
            return
        task = asyncio.current_task()
        try:
            async with self._line.network.stream(call) as stream:
                self.receiving.add(task)
                if size is None:
                    flight.size = _announced(stream.headers)
                flight.body = await self._collect(stream)
        finally:
            self.receiving.discard(task)

    async def _collect(self, stream: Stream) -> bytes | Part:
        buffer = bytearray()
        part: OpenPart | None = None
        try:
            async for chunk in stream.chunks():
                buffer += chunk
                if part is None and len(buffer) > LARGE_BYTES:
                    part = await self._away(self._sink.part)
                if part is not None and len(buffer) >= WRITE_BYTES:
                    await self._away(part.write, bytes(buffer))
                    buffer.clear()
                await self._pace.received(len(chunk))
            if part is None:
                return bytes(buffer)
            await self._away(part.write, bytes(buffer))
            return await self._away(part.close)
        except BaseException:
            if part is not None:
                # In the writers' line, so that it comes after a write that may still be under way there.
                self._threads.submit(part.discard)
            raise

    async def _away(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self._threads.submit(function, *args, **kwargs))


def _announced(headers: Mapping[str, str]) -> int | None:
    """Return the length that the answer announces for itself; None when it is encoded or does not say."""
    text = headers.get("content-length", "")
    return int(text) if text.isdecimal() and "content-encoding" not in headers else None
