"""Is it one item, or the whole host? Counts failures in a row and a retry budget, and says when to hold. Pure."""

from collections.abc import Iterable

from app.engine.retry import IN_A_ROW, TRANSIENT
from app.model.failure import Failure, FailureKind
from app.model.job import HoldKind

QUOTA = 500
RETRY_COST = 5
TIMEOUT_COST = 10
BREAKER_FAILURES = 8
BREAKER_ITEMS = 3
PROBE_SECONDS = (5.0, 60.0)


class Health:
    """What an account's host did lately; one for all jobs of the account."""

    def __init__(self) -> None:
        self.recover()

    def recover(self) -> None:
        """Start afresh, as when the host answers again after a hold."""
        self._quota = QUOTA
        self._in_a_row = 0
        self._items: set[str] = set()
        self._rates_in_a_row = 0

    @property
    def quota(self) -> int:
        """Return the retry budget that is left, 0 to 500."""
        return self._quota

    def succeeded(self) -> None:
        """A request was answered well."""
        self._in_a_row = 0
        self._rates_in_a_row = 0
        if self._items:
            self._items.clear()
        if self._quota < QUOTA:
            self._quota += 1

    def failed(self, failure: Failure, keys: Iterable[str]) -> HoldKind | None:
        """A request failed; return what to hold for when this is more than bad luck with one item.

        Args:
            failure: What went wrong.
            keys: Items that were asked for.
        """
        if failure.is_elsewhere:
            return None  # the host did its part; the one that it pointed to failed
        if failure.kind is FailureKind.RATE:
            if failure.status is None:
                return None  # our own gate, not the server: it says nothing new
            self._rates_in_a_row += 1
            return HoldKind.QUOTA if self._rates_in_a_row >= IN_A_ROW else None
        if failure.kind not in TRANSIENT:
            return None
        self._quota = max(0, self._quota - (TIMEOUT_COST if failure.status is None else RETRY_COST))
        self._in_a_row += 1
        if len(self._items) < BREAKER_ITEMS:
            self._items.update(keys)
        if self._quota == 0 or (self._in_a_row >= BREAKER_FAILURES and len(self._items) >= BREAKER_ITEMS):
            return HoldKind.NETWORK if failure.kind is FailureKind.NETWORK else HoldKind.SERVER
        return None


class Streaks:
    """What the items of one job had in common lately: all wrong, all forbidden, all our own fault."""

    def __init__(self) -> None:
        self.forgive()

    def forgive(self) -> None:
        """Start afresh, as when somebody wants it tried again all the same."""
        self._first_settled = 0
        self._first_wrong = 0
        self._forbidden = 0
        self._internal = 0

    def settled_well(self) -> None:
        """An item is done."""
        self._first_settled += 1
        self._forbidden = 0
        self._internal = 0

    def gave_up(self, failure: Failure) -> bool:
        """An item failed for good; return whether the job itself is in trouble."""
        self._first_settled += 1
        if failure.kind is FailureKind.DATA:
            self._first_wrong += 1
        self._forbidden = self._forbidden + 1 if failure.kind is FailureKind.FORBIDDEN else 0
        self._internal = self._internal + 1 if failure.kind is FailureKind.INTERNAL else 0
        is_systematic = self._first_wrong == self._first_settled == IN_A_ROW
        return is_systematic or self._forbidden >= IN_A_ROW or self._internal >= IN_A_ROW
