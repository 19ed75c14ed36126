"""What Mapillary allows: calls per minute in memory, tiles per day on disk, and a polite pace for its tile host.

Source: reference A.3. The tile host also blocks networks that ask too fast, whatever their token; nobody documents
when, so calls to the public host are spread out. A mirror or a test server has no such block.
"""

import asyncio
import datetime

from app.model.account import Account
from app.model.call import Call
from app.model.clock import Clock
from app.model.failure import FailedError, Failure, FailureKind
from app.sources.kit import SourceKit
from app.sources.mapillary.address import is_public_tile_host

ENTITY_PER_MINUTE = 60_000
SEARCH_PER_MINUTE = 10_000
TILES_PER_DAY = 50_000
DAY_SECONDS = 24 * 3600.0
# The densest regions people draw have some hundred tiles: those come at once, long runs at about one a second.
POLITE_BURST = 120
POLITE_PER_SECOND = 1.0


class Pace:
    """Lets calls through at a steady rate after a first burst."""

    def __init__(self, clock: Clock, burst: float, per_second: float, *, jitter: float = 0.0) -> None:
        """Begin with the whole burst at hand; `jitter` adds up to so many seconds to each wait."""
        self._clock = clock
        self._burst = burst
        self._per_second = per_second
        self._jitter = jitter
        self._at_hand = burst
        self._as_of = clock.monotonic()

    async def wait(self) -> None:
        """Take one place; return when it is its turn."""
        now = self._clock.monotonic()
        self._at_hand = min(self._burst, self._at_hand + (now - self._as_of) * self._per_second)
        self._as_of = now
        self._at_hand -= 1.0
        if self._at_hand < 0:
            await self._clock.sleep(-self._at_hand / self._per_second + self._jitter * self._clock.random())


def per_minute(clock: Clock, limit: int) -> Pace:
    """Return a pace that never lets more than `limit` through in any minute: half of it at once, half spread out."""
    return Pace(clock, limit / 2, limit / 2 / 60)


class TokenBudget:
    """The budget of one account; implements `app.model.door.Budget`."""

    def __init__(self, account: Account, kit: SourceKit) -> None:
        """Take the account and what is shared by all programs of this user."""
        self._account = account
        self._kit = kit
        self._paces = {
            "entity": per_minute(kit.clock, ENTITY_PER_MINUTE),
            "search": per_minute(kit.clock, SEARCH_PER_MINUTE),
        }
        self._polite = Pace(kit.clock, POLITE_BURST, POLITE_PER_SECOND, jitter=0.5)

    async def spend(self, call: Call) -> None:
        """Count a call by its route, after a wait where a pace asks for one.

        Raises:
            FailedError: RATE: no tile call is left for today.
        """
        if call.route == "tile":
            await asyncio.to_thread(self._spend_tile)
            if is_public_tile_host(self._account):
                await self._polite.wait()
        elif (pace := self._paces.get(call.route)) is not None:
            await pace.wait()

    def _spend_tile(self) -> None:
        counters, name, now = self._kit.counters, counter_name(self._account), self._kit.clock.utc()
        if counters.used(name, now, DAY_SECONDS) >= TILES_PER_DAY:
            frees_at = counters.frees_at(name, now, DAY_SECONDS, TILES_PER_DAY)
            raise FailedError(used_up(frees_at, now))
        counters.spend(name, 1, now)


def counter_name(account: Account) -> str:
    """Return the name under which the tile calls of an account are counted."""
    return f"tiles {account.key}"


def tiles_used(account: Account, kit: SourceKit) -> int:
    """Return the tile calls of the last 24 hours."""
    return kit.counters.used(counter_name(account), kit.clock.utc(), DAY_SECONDS)


def used_up(frees_at: float, now: float) -> Failure:
    """Return the failure for a day whose tile calls are spent."""
    wait = max(60.0, frees_at - now)
    goes_on = datetime.datetime.fromtimestamp(now + wait, datetime.UTC)
    return Failure(
        FailureKind.RATE,
        f"Today’s {TILES_PER_DAY:,} tile calls are used up.",
        f"It goes on by itself at {goes_on:%H:%M} UTC.",
        retry_after=wait,
        code="tiles-per-day",
    )


def quota_words(asked: int, used: int) -> tuple[float, str]:
    """Return the share of a day that so many tile calls need (0 to 1), and the same in words."""
    text = f"{asked:,} of {TILES_PER_DAY:,} tile calls today"
    return min(1.0, asked / TILES_PER_DAY), f"{text}, {used:,} used" if used else text
