"""One service's way through the door: whole answers and streams."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from types import TracebackType

from app.model.call import Answer, Call
from app.model.failure import FailedError
from app.net.bodies import unpacked
from app.net.bucket import ByteBucket
from app.net.errors import failure_of_wire
from app.net.visit import Rights, Roads, Visit
from app.net.wire import Outgoing, Pieces, Whole, Wire, WireError

MOST_ERROR_BYTES = 64 * 1024


class Door:
    """A `model.call.Network` for one account."""

    def __init__(self, roads: Roads, rights: Rights) -> None:
        """Take the roads, and what may be done on them."""
        self._roads = roads
        self._rights = rights

    def __repr__(self) -> str:
        """Name the service, never its credentials."""
        return f"Door({self._rights.origin.origin!r})"

    async def ask(self, call: Call) -> Answer:
        """Send and return the whole answer.

        Raises:
            FailedError: No good answer came.
        """
        bucket = self._roads.limiters.bucket
        async with Visit(self._roads, self._rights, call) as visit:
            if bucket.is_limiting:
                whole = await _fetch_evenly(visit, bucket)
            else:
                whole = await visit.follow(_fetch)
                visit.received = len(whole.body)
            return visit.accepted(whole)

    def stream(self, call: Call) -> "OpenStream":
        """Send and hand out the body piece by piece."""
        return OpenStream(Visit(self._roads, self._rights, call, is_streamed=True), self._roads.limiters.bucket)


async def _fetch(wire: Wire, request: Outgoing) -> Whole:
    return await wire.fetch(request)


async def _open(wire: Wire, request: Outgoing) -> Pieces:
    return await wire.open(request)


async def _fetch_evenly(visit: Visit, bucket: ByteBucket) -> Whole:
    """Fetch in pieces, so that a speed limit is felt within long bodies too."""
    pieces = await visit.follow(_open)
    body = bytearray()
    try:
        async with aclosing(pieces.chunks()) as chunks:
            async for chunk in chunks:
                body += chunk
                visit.received += len(chunk)
                await bucket.take(len(chunk))
    finally:
        await pieces.aclose()
    return Whole(pieces.status, pieces.headers, bytes(body))


class OpenStream:
    """An answer in pieces; both the context and the `model.call.Stream` within."""

    status: int
    headers: Mapping[str, str]

    def __init__(self, visit: Visit, bucket: ByteBucket) -> None:
        """Nothing is sent before it is entered."""
        self._visit = visit
        self._bucket = bucket
        self._pieces: Pieces | None = None

    async def __aenter__(self) -> "OpenStream":
        """Send; return when the header is there and good."""
        visit = await self._visit.__aenter__()
        try:
            pieces = self._pieces = await visit.follow(_open)
            self.status, self.headers = pieces.status, pieces.headers
            if pieces.status != 200:
                # A part that was asked for comes back unread; everything else says what is wrong.
                visit.refuse_status(pieces.status, pieces.headers, b"" if pieces.status == 206 else await self._words())
            coding = pieces.headers.get("content-encoding")
            if coding:
                unpacked(b"", {"content-encoding": coding}, visit.call.accept.BYTES, 0)
        except BaseException as error:
            await self._leave(error)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection when the body was not read to its end, and give the slot back."""
        await self._leave(error)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives.

        Raises:
            FailedError: It ends early, is too long, comes too slowly, or is something else.
        """
        assert self._pieces is not None
        visit = self._visit
        try:
            async with aclosing(self._pieces.chunks()) as chunks:
                async for chunk in chunks:
                    if not visit.received:
                        visit.refuse_misfit(chunk, self.headers)
                    visit.received += len(chunk)
                    await self._bucket.take(len(chunk))
                    yield chunk
        except WireError as error:
            raise FailedError(failure_of_wire(error, visit.asked)) from error

    async def _words(self) -> bytes:
        """Return the beginning of the body of an error."""
        assert self._pieces is not None
        body = bytearray()
        async with aclosing(self._pieces.chunks()) as chunks:
            async for chunk in chunks:
                body += chunk
                if len(body) >= MOST_ERROR_BYTES:
                    break
        return bytes(body)

    async def _leave(self, error: BaseException | None) -> None:
        if self._pieces is not None:
            await self._pieces.aclose()
        await self._visit.__aexit__(type(error) if error else None, error, None)
