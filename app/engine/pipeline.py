"""From pending tasks to complete flights: groups, requests, and the hands that carry them.

A group of tasks is located with one question while its parcels travel beside it; what no parcel brings is fetched
singly as soon as it is located. Hands are few coroutines that take one request after the other; the limiter inside
the network decides how many of them are really under way. Memory is bounded by the weight of the groups in hand.
"""

import asyncio
import heapq
import itertools
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from app.engine.couriers import Couriers
from app.engine.flight import Fetch, Flight, Locate, Single, Unit, flights_of, groups
from app.engine.health import Streaks
from app.engine.lines import Line
from app.engine.pipeline_owner import PipelineOwner
from app.engine.retry import Action, decide, given_up, splits
from app.engine.ways import Ways
from app.engine.writer import Writer
from app.model.clock import Clock
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import HoldKind
from app.model.spec import Spec
from app.model.task import TaskState
from app.store.ledger_tasks import Settled

log = logging.getLogger(__name__)

MOST_WEIGHT = 48 * 1024 * 1024
# An address that is refused as expired is asked for once more; a second time in case the clocks disagree.
MOST_REFRESHES = 2
EXPIRED = frozenset({400, 403, 410})
MOST_FLIGHTS = 4_096  # 128 requests of 32 items: more in hand would not be quicker

_OWN_FAULT = Failure(
    FailureKind.INTERNAL, "A fault of Windrow’s own stopped this item.", "Try again; if it stays, send us the log."
)


class Pipeline:
    """Carries the tasks of one run of one job.

    Attributes:
        in_hand: Flights between ledger and ledger, by seq.
        ways: What was asked for in which way.
        writer: Where complete flights go.
        is_open: New requests may be sent as far as this job is concerned.
    """

    def __init__(
        self,
        *,
        spec: Spec,
        line: Line,
        writer: Writer,
        couriers: Couriers,
        clock: Clock,
        owner: PipelineOwner,
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
        hands: int,
    ) -> None:
        """Take the parts; `spawn` starts a task that the run owns, `hands` is the most requests at once."""
        self._spec = spec
        self._line = line
        self.writer = writer
        self._couriers = couriers
        self._clock = clock
        self._owner = owner
        self._spawn = spawn
        self.hands = hands
        self.in_hand: dict[int, Flight] = {}
        self.is_open = True
        self.streaks = Streaks()
        self.ways = Ways()
        self._weight = 0
        self._units: deque[Unit] = deque()
        self._delayed: list[tuple[float, int, Unit]] = []
        self._order = itertools.count()
        self._delay_changed = asyncio.Event()
        self._crew: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._room = asyncio.Event()
        self._has_sent = False

    # -- what comes in ----------------------------------------------------------------------------------------------

    async def take(self, flights: Sequence[Flight]) -> None:
        """Take tasks in listing order; returns when the last group is in hand."""
        # A person may want more images in one request than a question holds.
        wanted = getattr(self._spec, "batch_size", None) or 1
        for group in groups(flights, max(1, self._line.source.locate_size, wanted)):
            weight = sum(flight.weight for flight in group)
            while self.in_hand and (
                self._weight + weight > MOST_WEIGHT or len(self.in_hand) + len(group) > MOST_FLIGHTS
            ):
                self._room.clear()
                await self._room.wait()
            self.ways.cached += await self._couriers.take_cached(group)
            self._admit(group)

    def settle_here(self, flights: Sequence[Flight], found: Sequence[bool], is_resumed: bool) -> list[Flight]:
        """Settle the flights whose files lie right already; return the others.

        Those of an earlier run of the same job count as done by it.
        """
        others = []
        for flight, is_here in zip(flights, found, strict=True):
            if not is_here:
                others.append(flight)
                continue
            self.in_hand[flight.seq] = flight
            self._weight += flight.weight
            flight.has_ended = True
            state = TaskState.DONE if is_resumed else TaskState.HERE
            self.writer.end(flight, Settled(flight.seq, state, flight.size, likely=flight.likely))
        return others

    def _admit(self, group: list[Flight]) -> None:
        for flight in group:
            self.in_hand[flight.seq] = flight
            self._weight += flight.weight
        self._units.append(Locate({flight.listed.key: flight for flight in group}))
        self._pack([flight for flight in group if not flight.keeps_image and flight.body is None])
        self._more_hands()

    def _pack(self, flights: Sequence[Flight], tries: int = 0) -> list[Flight]:
        """Put flights into parcels; return those that no parcel takes."""
        by_key = {flight.listed.key: flight for flight in flights}
        if not by_key:
            return []
        for parcel in self._line.source.parcels(self._spec, [flight.listed for flight in flights]):
            chosen = {key: by_key.pop(key) for key in parcel.keys if key in by_key}
            if chosen:
                for flight in chosen.values():
                    flight.is_travelling = True
                self._units.append(Fetch(parcel, chosen, tries))
                self.ways.parcels += 1
                self.ways.packed += len(chosen)
        return list(by_key.values())

    # -- hands ------------------------------------------------------------------------------------------------------

    @property
    def crew(self) -> tuple["asyncio.Task[None]", ...]:
        """Return the hands."""
        return tuple(self._crew)

    @property
    def busy(self) -> int:
        """Return how many requests are under way or wait for a slot."""
        return self._busy

    @property
    def may_send(self) -> bool:
        """Return whether a new request may be sent now."""
        return self.is_open and self._line.is_clear and not self.writer.is_blocked

    def wake(self) -> None:
        """Look again: a hold ended, a limit changed."""
        self._more_hands()

    def rest(self, *, at_once: bool) -> None:
        """Send nothing more. Call off what got no answer yet, or, with `at_once`, everything."""
        self.is_open = False
        self.call_off(at_once=at_once)

    def call_off(self, *, at_once: bool) -> None:
        """Call off requests; their flights go back in line, no try counted."""
        for task in tuple(self._crew):
            if at_once or task not in self._couriers.receiving:
                task.cancel()

    def _more_hands(self) -> None:
        if not self.may_send:
            return
        while self._units and len(self._crew) < self.hands and len(self._crew) - self._busy < len(self._units):
            self._crew.add(self._spawn(self._work()))

    async def _work(self) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("Hands work in tasks.")
        try:
            while self._units and self.may_send and len(self._crew) <= self.hands:
                unit = self._units.popleft()
                self._busy += 1
                try:
                    await self._send(unit)
                except asyncio.CancelledError:
                    self._units.appendleft(unit)
                    raise
                finally:
                    self._busy -= 1
        finally:
            self._crew.discard(task)
            self._settle_down()

    async def _send(self, unit: Unit) -> None:
        if not self._has_sent:
            self._has_sent = True
            self._owner.first_request()
        if isinstance(unit, Single) and self._is_stale(unit.flight):
            self._locate_again(unit.flight)
            return
        try:
            if isinstance(unit, Single):
                await self._couriers.single(unit)
                self._advance(unit.flight)
            elif isinstance(unit, Fetch):
                await self._couriers.fetch(unit, self._advance)
                self._ask_singly(unit)
            else:
                await self._couriers.locate(unit, self._advance, self._not_located)
        except FailedError as error:
            self._failed(unit, error.failure)
        except Exception:
            log.exception("a request failed by our own fault")
            self._failed(unit, _OWN_FAULT)
        else:
            self._line.health.succeeded()

    def _settle_down(self) -> None:
        if self._units:
            self._more_hands()
        elif self._busy == 0:
            self.writer.flush()

    # -- what comes of a request ------------------------------------------------------------------------------------

    def _advance(self, flight: Flight) -> None:
        if not flight.is_located or flight.has_ended:
            return
        if flight.body is not None or (flight.call is None and not flight.is_travelling):
            flight.has_ended = True
            self.writer.add(flight)
        elif not flight.is_travelling:
            flight.is_travelling = True
            self._units.appendleft(Single(flight))
            self.ways.singles += 1
            self._more_hands()

    def _is_stale(self, flight: Flight) -> bool:
        is_over = flight.good_until is not None and self._clock.utc() >= flight.good_until
        return is_over and flight.refreshes < MOST_REFRESHES

    def _locate_again(self, flight: Flight) -> None:
        """Ask for a fresh address, together with others that need one."""
        flight.unlocate()
        last = self._units[-1] if self._units else None
        if isinstance(last, Locate) and not last.tries and len(last.flights) < self._line.source.locate_size:
            last.flights[flight.listed.key] = flight
        else:
            self._units.append(Locate({flight.listed.key: flight}))
        self._more_hands()

    def _ask_singly(self, unit: Fetch) -> None:
        for flight in unit.flights.values():
            flight.is_travelling = False
            self._advance(flight)
        unit.flights.clear()

    def _not_located(self, flight: Flight, failure: Failure) -> None:
        self._failed(Locate({flight.listed.key: flight}, flight.tries), failure)

    def rejected(self, flight: Flight, failure: Failure) -> None:
        """What arrived did not pass the check: fetch it afresh, or give it up."""
        flight.body = None
        flight.has_ended = False
        flight.is_travelling = True
        if flight.call is None and failure.kind is not FailureKind.CANCELLED:
            self._end(flight, failure)
            return
        self._failed(Single(flight), failure)

    def _failed(self, unit: Unit, failure: Failure) -> None:
        flights = flights_of(unit)
        if not flights:
            return
        if isinstance(unit, Single) and _has_expired(unit.flight, failure):
            self._locate_again(unit.flight)
            return
        self._tell_health(flights, failure)
        tries = unit.flight.tries if isinstance(unit, Single) else unit.tries
        verdict = decide(failure, tries + 1, self._clock.random())
        is_away = failure.kind in (FailureKind.NETWORK, FailureKind.SERVER, FailureKind.RATE)
        if isinstance(unit, Fetch) and failure.is_elsewhere:
            self._ask_singly(unit)  # one of them leads astray; halving and waiting would find it late
        elif verdict.action is Action.HOLD or (is_away and not self._line.is_clear):
            if verdict.hold is HoldKind.DISK:
                self.writer.disk_failed(failure)
            elif verdict.hold is not None:
                self._line.begin_hold(verdict.hold, failure, verdict.seconds or None)
            self._units.appendleft(unit)
        elif not verdict.counts:
            self._line.rest_after(failure, verdict.seconds)
            self._delay(unit, verdict.seconds)
        elif len(flights) > 1 and (splits(failure, tries + 1) or verdict.action is not Action.LATER):
            self._halve(unit, flights)
        elif verdict.action is Action.LATER:
            self._count(unit)
            self._delay(unit, verdict.seconds)
        elif isinstance(unit, Fetch):
            self._ask_singly(unit)  # a parcel is never the last word on an image
        else:
            self._count(unit)
            for flight in flights:
                self._end(flight, failure, is_gone=verdict.action is Action.SKIP)

    def _tell_health(self, flights: Sequence[Flight], failure: Failure) -> None:
        if failure.kind in (FailureKind.DATA, FailureKind.INTERNAL, FailureKind.CANCELLED):
            return
        hold = self._line.health.failed(failure, (flight.listed.key for flight in flights))
        if hold is not None:
            self._line.begin_hold(hold, failure, 30.0 if hold is HoldKind.QUOTA else None)

    @staticmethod
    def _count(unit: Unit) -> None:
        if isinstance(unit, Single):
            unit.flight.tries += 1
            return
        unit.tries += 1
        if len(unit.flights) == 1:
            for flight in unit.flights.values():
                flight.tries += 1

    def _halve(self, unit: Unit, flights: Sequence[Flight]) -> None:
        """Ask in two smaller requests, so that one bad item is found and the others arrive."""
        middle = (len(flights) + 1) // 2
        for half in (flights[:middle], flights[middle:]):
            if isinstance(unit, Locate):
                self._units.append(Locate({flight.listed.key: flight for flight in half}))
                continue
            for flight in half:
                flight.is_travelling = False
            alone = self._pack(half) if len(half) > 1 else list(half)
            for flight in alone:
                self._advance(flight)
        self._more_hands()

    def _end(self, flight: Flight, failure: Failure, *, is_gone: bool = False) -> None:
        if flight.has_ended:
            return
        flight.has_ended = True
        state = TaskState.SKIPPED if is_gone else TaskState.FAILED
        self.writer.end(flight, Settled(flight.seq, state, None, flight.tries, given_up(failure), likely=flight.likely))
        if not is_gone and self.streaks.gave_up(failure):
            self._owner.job_in_trouble(failure)

    def landed(self, flights: Sequence[Flight]) -> None:
        """These flights have their end in the ledger; there is room for others."""
        for flight in flights:
            if self.in_hand.pop(flight.seq, None) is not None:
                self._weight -= flight.weight
            flight.body = None
        self._room.set()
        if not self.in_hand:
            self._owner.all_landed()

    # -- later ------------------------------------------------------------------------------------------------------

    def _delay(self, unit: Unit, seconds: float) -> None:
        heapq.heappush(self._delayed, (self._clock.monotonic() + seconds, next(self._order), unit))
        self._delay_changed.set()

    async def keep_time(self) -> None:
        """Put delayed requests in line again when their time has come; runs until it is cancelled."""
        while True:
            now = self._clock.monotonic()
            while self._delayed and self._delayed[0][0] <= now:
                self._units.append(heapq.heappop(self._delayed)[2])
            self._more_hands()
            self._delay_changed.clear()
            if not self._delayed:
                await self._delay_changed.wait()
                continue
            # A later request may be due sooner than the one we sleep for; a short nap keeps that simple.
            await self._clock.sleep(min(0.25, self._delayed[0][0] - now))


def _has_expired(flight: Flight, failure: Failure) -> bool:
    """Return whether a refusal may be cured with a fresh address."""
    return flight.is_perishable and failure.status in EXPIRED and flight.refreshes < MOST_REFRESHES
