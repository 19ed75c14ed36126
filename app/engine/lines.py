"""One account's line to its service: token, door, source, health, and the hold that all its jobs share."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from app.engine.health import Health
from app.engine.hold import make_hold, probe_delay
from app.engine.nap import nap
from app.model.account import Account
from app.model.call import Network
from app.model.clock import Clock
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Hold, HoldKind
from app.model.readable import Readable
from app.model.source import Browsable, Source

log = logging.getLogger(__name__)

_UNKNOWN = Failure(FailureKind.AUTH, "This account is not signed in.", "Fix the account; downloads then go on.")
# A hold that would end this much later is the same one: many requests hear of it at about the same time.
_SAME_SECONDS = 1.0
_RANK = {HoldKind.SIGN_IN: 3, HoldKind.QUOTA: 2, HoldKind.SERVER: 1, HoldKind.NETWORK: 1, HoldKind.DISK: 0}


class Service(Source, Browsable, Readable, Protocol):
    """A source that can also be looked around in, and read from piece by piece."""


class Line:
    """What the jobs of one account share.

    Attributes:
        key: Key of the account.
        account: None until it is known.
        health: What its host did lately.
        hold: Why all its jobs wait; None when they need not.
        watchers: Called when a hold begins, changes or ends.
    """

    def __init__(self, key: str, clock: Clock, spawn: Callable[[Coroutine[Any, Any, None]], object]) -> None:
        """Know nothing yet but the key.

        Args:
            key: Key of the account.
            clock: Time.
            spawn: Starts a background task that the engine owns.
        """
        self.key = key
        self.account: Account | None = None
        self.health = Health()
        self.hold: Hold | None = None
        self.watchers: set[Callable[[], None]] = set()
        self._clock = clock
        self._spawn = spawn
        self._network: Network | None = None
        self._source: Service | None = None
        self._clear = asyncio.Event()
        self._poke = asyncio.Event()
        self._turn = 0
        self._break_until = 0.0

    @property
    def is_known(self) -> bool:
        """Return whether an account with a token stands behind the key."""
        return self._network is not None

    @property
    def is_clear(self) -> bool:
        """Return whether requests may be sent."""
        return self._network is not None and self.hold is None and not self._break_until

    @property
    def network(self) -> Network:
        """Return the door to the network. Raise FailedError (AUTH) without a token."""
        if self._network is None:
            raise FailedError(_UNKNOWN)
        return self._network

    @property
    def source(self) -> Service:
        """Return the source. Raise FailedError (AUTH) when the account is not known."""
        if self._source is None:
            raise FailedError(_UNKNOWN)
        return self._source

    def use(self, account: Account, network: Network, source: Service) -> None:
        """Take a new token (or the first); a hold for sign-in ends."""
        self.account, self._network, self._source = account, network, source
        if self.hold is None or self.hold.kind is HoldKind.SIGN_IN:
            self._lift()

    def forget(self) -> None:
        """Drop the token; jobs wait for sign-in."""
        self._network = None
        self.begin_hold(HoldKind.SIGN_IN, _UNKNOWN, None)

    def miss(self) -> None:
        """Nobody told the token in time: jobs wait for sign-in."""
        if not self.is_known:
            self.begin_hold(HoldKind.SIGN_IN, _UNKNOWN, None)

    async def wait_clear(self) -> None:
        """Wait until requests may be sent."""
        while not self.is_clear:
            self._clear.clear()
            await self._clear.wait()

    def begin_hold(self, kind: HoldKind, failure: Failure | None, seconds: float | None) -> None:
        """Make all jobs of the account wait; a weaker or shorter hold than the present one changes nothing."""
        if seconds is None and kind in (HoldKind.SERVER, HoldKind.NETWORK):
            seconds = probe_delay(0)  # from the first word on, people see when it is tried again
        now = self._clock.utc()
        hold = make_hold(kind, failure, now, seconds)
        if self.hold is not None:
            if _RANK[kind] < _RANK[self.hold.kind]:
                return
            if kind is self.hold.kind and (hold.until or 0.0) <= (self.hold.until or 0.0) + _SAME_SECONDS:
                return
        log.info("account %s waits: %s %s", self.key, kind.value, hold.title)
        self._turn += 1
        self.hold = hold
        self._tell()
        if kind is HoldKind.QUOTA:
            self._spawn(self._wait_out(self._turn, seconds or 0.0))
        elif kind in (HoldKind.SERVER, HoldKind.NETWORK):
            self._spawn(self._probe(self._turn, kind, failure))

    def rest_after(self, failure: Failure, seconds: float) -> None:
        """Send nothing for a moment when the server named one: too short to be called waiting."""
        if failure.retry_after is None:
            return
        until = self._clock.monotonic() + seconds
        if until > self._break_until:
            self._break_until = until
            self._spawn(self._end_break(until, seconds))

    async def _end_break(self, until: float, seconds: float) -> None:
        await self._clock.sleep(seconds)
        if until == self._break_until:
            self._break_until = 0.0
            self._clear.set()
            self._tell()

    def retry_now(self) -> None:
        """Do not wait any longer, unless only a new token can help."""
        self._poke.set()

    def _lift(self) -> None:
        self._turn += 1
        self.hold = None
        self.health.recover()
        self._clear.set()
        self._tell()

    async def _wait_out(self, turn: int, seconds: float) -> None:
        await nap(self._clock, seconds, self._poke)
        if turn == self._turn:
            self._lift()

    async def _probe(self, turn: int, kind: HoldKind, failure: Failure | None) -> None:
        tries = 0
        while turn == self._turn:
            delay = probe_delay(tries)
            self.hold = make_hold(kind, failure, self._clock.utc(), delay)
            self._tell()
            await nap(self._clock, delay, self._poke)
            if turn != self._turn:
                return
            tries += 1
            try:
                await self.source.probe(self.network)
            except FailedError as error:
                failure = error.failure
                if failure.kind is FailureKind.AUTH:
                    self.begin_hold(HoldKind.SIGN_IN, failure, None)
                    return
                if failure.kind is FailureKind.RATE:
                    self.begin_hold(HoldKind.QUOTA, failure, failure.retry_after or 30.0)
                    return
                if failure.kind is FailureKind.NETWORK:
                    kind = HoldKind.NETWORK
                    continue
                if failure.kind in (FailureKind.SERVER, FailureKind.DATA):
                    continue
            if turn == self._turn:
                self._lift()

    def _tell(self) -> None:
        for watcher in tuple(self.watchers):
            watcher()
