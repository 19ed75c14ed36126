"""Failure in, verdict out: again, later, give up, skip, hold or stop. Only this file decides. Pure.

| kind      | what happens                                                                      |
|-----------|-----------------------------------------------------------------------------------|
| NETWORK   | 6 tries with full jitter, base 0.5 s, cap 60 s; many in a row: hold, see `Health`   |
| SERVER    | the same                                                                          |
| RATE      | the host's own time is believed; no try is counted                                |
| AUTH      | hold for sign-in; no try is counted                                               |
| FORBIDDEN | failed; 20 in a row: hold                                                         |
| NOT_FOUND | skipped with its reason                                                           |
| REFUSED   | failed                                                                            |
| DATA      | 3 fresh tries, then failed; the first 20 of a job all wrong: the job stops        |
| DISK      | hold; no try is counted                                                           |
| INTERNAL  | failed; 20 in a row: the job stops                                                |
| CANCELLED | again, when somebody starts it again; no try is counted                           |

Source: design/reliability.md 2.2, retry table.
"""

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from app.model.failure import Failure, FailureKind
from app.model.job import HoldKind

TRANSIENT_TRIES = 6
DATA_TRIES = 3
BASE_SECONDS = 0.5
CAP_SECONDS = 60.0
UNNAMED_RATE_SECONDS = 30.0
SHORT_REST_SECONDS = 3.0
LONG_REST_SECONDS = 6 * 3600.0
IN_A_ROW = 20

TRANSIENT = frozenset({FailureKind.NETWORK, FailureKind.SERVER})
# What would hold the whole job is the item's own affair when the host that a redirect led to said it.
_OWN_AFFAIR = {FailureKind.RATE: FailureKind.SERVER, FailureKind.AUTH: FailureKind.REFUSED}


class Action(StrEnum):
    """What happens next with a task, or with its whole job."""

    LATER = "later"
    GIVE_UP = "give-up"
    SKIP = "skip"
    HOLD = "hold"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a failure.

    Attributes:
        action: What happens.
        seconds: How long to wait, for LATER and a HOLD that ends by itself.
        hold: What is waited for, for HOLD.
        counts: This try is counted against the task.
    """

    action: Action
    seconds: float = 0.0
    hold: HoldKind | None = None
    counts: bool = True

    @classmethod
    def later(cls, seconds: float, *, counts: bool = True) -> "Verdict":
        """Try again after a while; 0 means at once."""
        return cls(Action.LATER, seconds, counts=counts)


def decide(failure: Failure, tries: int, chance: float) -> Verdict:
    """Decide about one failed transfer.

    Args:
        failure: What went wrong.
        tries: Transfers counted against the task so far, this one included; from 1.
        chance: A random number in [0, 1).
    """
    kind = _OWN_AFFAIR.get(failure.kind, failure.kind) if failure.is_elsewhere else failure.kind
    if kind in TRANSIENT:
        if tries >= TRANSIENT_TRIES:
            return Verdict(Action.GIVE_UP)
        return Verdict.later(backoff(tries, chance))
    if kind is FailureKind.DATA:
        return Verdict(Action.GIVE_UP) if tries >= DATA_TRIES else Verdict.later(backoff(tries, chance) / 4)
    if kind is FailureKind.RATE:
        return _rest(failure, tries, chance)
    if kind is FailureKind.AUTH:
        return Verdict(Action.HOLD, hold=HoldKind.SIGN_IN, counts=False)
    if kind is FailureKind.DISK:
        return Verdict(Action.HOLD, hold=HoldKind.DISK, counts=False)
    if kind is FailureKind.NOT_FOUND:
        return Verdict(Action.SKIP)
    if kind is FailureKind.CANCELLED:
        return Verdict.later(0.0, counts=False)
    return Verdict(Action.GIVE_UP)


def _rest(failure: Failure, tries: int, chance: float) -> Verdict:
    if failure.retry_after is None:
        # The limiter has cut its window already; a short rest is enough unless it keeps happening (`Health`).
        return Verdict.later(backoff(min(max(tries, 1), 3), chance) + 0.1, counts=False)
    seconds = max(0.0, failure.retry_after)
    if seconds < SHORT_REST_SECONDS:
        return Verdict.later(seconds + 0.1 * chance, counts=False)
    return Verdict(Action.HOLD, seconds, HoldKind.QUOTA, counts=False)


def backoff(tries: int, chance: float) -> float:
    """Return a delay with full jitter: anywhere between zero and the doubling bound, in seconds."""
    return chance * min(CAP_SECONDS, BASE_SECONDS * 2.0 ** min(tries, 16))


def given_up(failure: Failure) -> Failure:
    """Return a failure as it is written down for good: its hint must not promise another try that nobody makes."""
    if failure.kind not in TRANSIENT | {FailureKind.DATA}:
        return failure
    return dataclasses.replace(failure, hint="Every try failed. Retry it later.")


def splits(failure: Failure, tries: int) -> bool:
    """Tell whether a request for several items is better asked in smaller ones: one bad item must not stop the rest.

    Args:
        failure: What became of the request.
        tries: How often this request failed in a row.
    """
    if failure.kind in TRANSIENT:
        return tries >= 2 and failure.status is not None
    if failure.kind is FailureKind.DATA:
        return tries >= 2
    return failure.kind in {
        FailureKind.REFUSED,
        FailureKind.NOT_FOUND,
        FailureKind.FORBIDDEN,
        FailureKind.INTERNAL,
    }
