"""How an account stands, in one word and one colour. Pure."""

import html
from dataclasses import dataclass
from enum import Enum

from app.model.account import Account
from app.model.failure import Failure, FailureKind

SLOW_SECONDS = 1.5


class Standing(Enum):
    """What was seen of an account last."""

    UNKNOWN = "not checked"
    READY = "connected"
    SLOW = "slow"
    OFFLINE = "not reachable"
    REFUSED = "token refused"


@dataclass(frozen=True, slots=True)
class Pill:
    """One account in the status bar.

    Attributes:
        round_trip: Seconds of the last small call; None when there was none.
    """

    account: Account
    standing: Standing = Standing.UNKNOWN
    round_trip: float | None = None

    def words(self) -> str:
        """Return name and standing, safe to be put into rich text."""
        name = html.escape(self.account.label)
        if self.account.is_demo:
            return f"{name} (demo)" if "demo" not in name.lower() else name
        trip = f", {self.round_trip * 1000:.0f} ms" if self.round_trip is not None else ""
        return f"{name}: {self.standing.value}{trip}"


def standing_of(failure: Failure | None, round_trip: float | None = None) -> Standing:
    """Return the standing that a call left behind."""
    if failure is None:
        return Standing.SLOW if round_trip is not None and round_trip > SLOW_SECONDS else Standing.READY
    if failure.kind is FailureKind.AUTH:
        return Standing.REFUSED
    return Standing.OFFLINE if failure.kind in (FailureKind.NETWORK, FailureKind.SERVER) else Standing.READY
