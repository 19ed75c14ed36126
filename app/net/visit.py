"""One call on its way: a slot, the hops of its redirects, the check of its answer, and the slot given back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Protocol, Self, TypeVar
from urllib.parse import urlencode

from app.model.call import Accept, Answer, Call
from app.model.clock import Clock
from app.model.door import Credential, DoorRules
from app.model.failure import FailedError, Failure, FailureKind
from app.net.addresses import AddressError, Target, hop_of, is_loopback, is_private, literal, target_of
from app.net.bodies import ACCEPT, is_login_page, misfit, unpacked
from app.net.errors import LOGIN_PAGE, Asked, failure_of_status, failure_of_wire, refused_address
from app.net.limiter import Limiters, Slot
from app.net.wire import Cause, Headers, Outgoing, Pieces, Whole, Wire, WireError

MOST_HOPS = 5
REDIRECTS = {301, 302, 303, 307, 308}
REJECTIONS = {429, 503}
JSON_BODY = ("content-type", "application/json")
# What may follow a redirect to somebody else.
TRAVELLING = {"accept", "accept-encoding", "user-agent", "range"}

Reply = TypeVar("Reply", Whole, Pieces)


class Roads(Protocol):
    """What a visit needs of the whole network."""

    clock: Clock
    limiters: Limiters

    async def wire_to(self, target: Target) -> Wire:
        """Return the transport for an address."""
        ...

    async def is_near(self, target: Target) -> bool:
        """Return whether a host is this machine or in its network."""
        ...


@dataclass(slots=True)
class Rights:
    """What the calls of one account may do.

    Attributes:
        origin: The service itself; only it gets the credentials.
        service: Its title, for the words.
        allow_http: Origins that may be asked without encryption, besides this machine.
        rules: Credentials, reading of errors, budget; its credentials are never shown.
        user_agent: Who we say we are.
        is_near: The service is on this machine or in its network, so it may point there.
    """

    origin: Target
    service: str
    allow_http: frozenset[str]
    rules: DoorRules
    user_agent: str
    is_near: bool = False

    def credential(self, target: Target) -> Credential | None:
        """Return what an address of ours gets; None for everybody else's."""
        fitting = [
            one for one in self.rules.credentials if one.origin == target.origin and target.path.startswith(one.path)
        ]
        return max(fitting, key=lambda one: len(one.path), default=None)

    def is_own(self, target: Target) -> bool:
        """Return whether an address belongs to the service."""
        return target.origin == self.origin.origin or any(one.origin == target.origin for one in self.rules.credentials)


class Visit:
    """One call. An async context: taking the slot is entering, giving it back is leaving.

    Attributes:
        received: Bytes that came, as sent.
    """

    def __init__(self, roads: Roads, rights: Rights, call: Call, *, is_streamed: bool = False) -> None:
        """Nothing is sent or waited for yet."""
        self._roads = roads
        self._rights = rights
        self.call = call
        self.received = 0
        self._is_streamed = is_streamed
        self._is_rejected = False
        self._is_elsewhere = False
        try:
            self._target = target_of(call.url)
        except AddressError as error:
            raise FailedError(refused_address(str(error), Asked(rights.service, "", call.route))) from error
        self.asked = Asked(rights.service, self._target.host, call.route)
        self._limiter = roads.limiters.for_host(self._target.netloc)
        self._slot: Slot | None = None

    async def __aenter__(self) -> Self:
        """Take a slot; fail at once while the gate of the host is closed, or when the budget is spent."""
        self._refuse_at_gate()
        if self._rights.rules.budget is not None:
            await self._rights.rules.budget.spend(self.call)
        self._slot = await self._limiter.acquire()
        try:
            # The gate may have closed while this call stood in line.
            self._refuse_at_gate()
        except FailedError:
            self._limiter.abandon(self._slot)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the slot back with what it was good for; troubles on the way become failures."""
        assert self._slot is not None
        if error is None:
            self._limiter.release(self._slot, received=self.received, items=max(1, self.call.items))
        elif isinstance(error, WireError | FailedError) and not self._is_elsewhere:
            self._limiter.release(self._slot, is_rejected=self._is_rejected)
        else:
            self._limiter.abandon(self._slot)
        if isinstance(error, WireError):
            failure = failure_of_wire(error, self.asked)
            raise FailedError(replace(failure, is_elsewhere=self._is_elsewhere)) from error
        if isinstance(error, AddressError):
            raise FailedError(refused_address(str(error), self.asked)) from error

    async def follow(self, send: Callable[[Wire, Outgoing], Awaitable[Reply]]) -> Reply:
        """Send, and go where redirects lead.

        Raises:
            WireError: Trouble on the way.
            AddressError: A redirect that is not followed.
        """
        call, target = self.call, self._target
        method, body = call.method, call.body
        for _ in range(MOST_HOPS + 1):
            reply = await self._send(send, target, method, body)
            if reply.status not in REDIRECTS or not call.follows_redirects:
                return reply
            if not isinstance(reply, Whole):
                await reply.aclose()
            there = hop_of(target, reply.headers.get("location", ""))
            if method == "POST":
                if reply.status in {307, 308} and there.origin != target.origin:
                    raise AddressError("the redirect would send the request on to another server")
                if there.host == target.host and target.scheme != there.scheme:
                    raise AddressError("the server answers on https only")
                if reply.status in {301, 302, 303}:
                    method, body = "GET", b""
            target = there
            self._is_elsewhere = there.netloc != self._target.netloc
            self.asked = replace(self.asked, host=there.host)
        raise AddressError(f"more than {MOST_HOPS} redirects")

    async def _send(
        self, send: Callable[[Wire, Outgoing], Awaitable[Reply]], target: Target, method: str, body: bytes
    ) -> Reply:
        rights, call = self._rights, self.call
        is_own = rights.is_own(target)
        is_vetted = not is_own and not rights.is_near
        if target.scheme == "http" and not is_loopback(target.host) and target.origin not in rights.allow_http:
            raise AddressError("the address is not encrypted")
        credential = rights.credential(target)
        request = Outgoing(
            method,
            _with_query(target, credential),
            self._headers(is_own, credential, has_body=bool(body)),
            body,
            call.max_bytes,
            call.is_idempotent,
            is_vetted,
        )
        wire = await self._roads.wire_to(target)
        try:
            if is_vetted and (target.host == "localhost" or (literal(target.host) and is_private(target.host))):
                raise WireError(Cause.PRIVATE)
            return await send(wire, request)
        except WireError as error:
            # A company's server may well point to its neighbours: looked up only when it matters.
            if error.cause is not Cause.PRIVATE or not await self._roads.is_near(rights.origin):
                raise
            rights.is_near = True
        return await self._send(send, target, method, body)

    def _headers(self, is_own: bool, credential: Credential | None, *, has_body: bool) -> Headers:
        rights, call = self._rights, self.call
        headers: Headers = (("user-agent", rights.user_agent), *ACCEPT[call.accept])
        if self._is_streamed:
            # Pieces are handed on as they come, so they must not be packed.
            headers = (*headers[:-1], ("accept-encoding", "identity"))
        if has_body:
            headers = (*headers, JSON_BODY)
        if call.headers:
            names = {name for name, _ in call.headers}
            kept = (pair for pair in headers if pair[0] not in names)
            headers = (*kept, *(pair for pair in call.headers if is_own or travels(pair[0])))
        return (*headers, *credential.headers) if credential is not None else headers

    def accepted(self, whole: Whole) -> Answer:
        """Return the answer when it is a good one.

        Raises:
            FailedError: The status, or the body, is not what was asked for.
            WireError: The body cannot be unpacked.
        """
        call = self.call
        if whole.status == 200 and "content-encoding" not in whole.headers:
            body = whole.body
        else:
            body = unpacked(whole.body, whole.headers, call.accept, call.max_bytes)
        self.refuse_status(whole.status, whole.headers, body)
        self.refuse_misfit(body, whole.headers)
        return Answer(whole.status, whole.headers, body)

    def refuse_status(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Raise what a bad status means, and close the gate when the host asks for it."""
        read_error = self._rights.rules.read_error
        failure = read_error(self.call, status, headers, body) if read_error is not None else None
        if failure is None:
            if status == 200 or (status == 204 and self.call.accept is Accept.PACKED):
                return
            is_ranged = any(name == "range" for name, _ in self.call.headers)
            now = self._roads.clock.utc()
            failure = failure_of_status(status, headers, body, self.asked, now=now, is_ranged=is_ranged)
        if failure is None:
            return
        self._is_rejected = status in REJECTIONS or failure.kind is FailureKind.RATE
        if failure.kind is FailureKind.RATE and failure.retry_after is not None and not self._is_elsewhere:
            self._limiter.close_gate(failure.retry_after)
        raise FailedError(replace(failure, is_elsewhere=True) if self._is_elsewhere else failure)

    def refuse_misfit(self, beginning: bytes, headers: Mapping[str, str]) -> None:
        """Raise DATA when a good status brought something else than what was asked for."""
        accept = self.call.accept
        if is_login_page(beginning, headers, accept):
            title, hint = LOGIN_PAGE
            raise FailedError(Failure(FailureKind.DATA, title, hint, detail=self.call.route))
        reason = misfit(beginning, headers, accept)
        if reason:
            raise WireError(Cause.GARBLED, reason)

    def _refuse_at_gate(self) -> None:
        left = self._limiter.gate()
        if left > 0:
            title, hint = f"{self.asked.who} asks for a pause.", "It goes on by itself."
            raise FailedError(Failure(FailureKind.RATE, title, hint, retry_after=left, detail=self.call.route))


def _with_query(target: Target, credential: Credential | None) -> Target:
    """Return an address with the credential in its query; it is never shown, and never followed by a redirect."""
    if credential is None or not credential.query:
        return target
    mark = "&" if "?" in target.path else "?"
    return replace(target, path=f"{target.path}{mark}{urlencode(credential.query)}")


def travels(name: str) -> bool:
    """Return whether a header may go to another server than the one it was meant for."""
    return name in TRAVELLING or name.startswith("if-")
