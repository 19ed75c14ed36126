"""What went wrong, as data. Pure.

Failure kinds and the retry class each belongs to (engine/retry.py decides):

NETWORK    no way to the host: DNS, no route, offline          transient
SERVER     the host fails: refused, reset, time-out, 5xx       transient
RATE       the host asks us to slow down: 429, 503 with delay  gate
AUTH       the account is not accepted: 401, 402               account stops
FORBIDDEN  the account may not read this one thing: 403        permanent
NOT_FOUND  it is gone: 404                                     permanent
REFUSED    the host will never answer this: other 4xx          permanent
DATA       what arrived is not what was listed                 fetched afresh
DISK       the destination cannot take it                      job pauses
INTERNAL   a fault of our own                                  item closes
CANCELLED  somebody asked us to stop                           none
"""

from dataclasses import dataclass
from enum import StrEnum


class FailureKind(StrEnum):
    """The class of a failure; `engine/retry.py` maps it to what happens next."""

    NETWORK = "network"
    SERVER = "server"
    RATE = "rate"
    AUTH = "auth"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    REFUSED = "refused"
    DATA = "data"
    DISK = "disk"
    INTERNAL = "internal"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that went wrong, in words for people.

    Attributes:
        kind: Decides what happens next.
        title: What happened, one short sentence: "The server did not answer."
        hint: What to do about it, one sentence; empty when nothing helps.
        retry_after: Seconds the server asked us to wait, counted from now.
        detail: Technical text for the log page; no token, no query string.
        status: HTTP status, when there was one.
        code: The service's own word for it, such as "100/33"; empty when it has none.
        is_elsewhere: Another host failed, to which a redirect led; it says nothing about the one that was asked.
    """

    kind: FailureKind
    title: str
    hint: str = ""
    retry_after: float | None = None
    detail: str = ""
    status: int | None = None
    is_elsewhere: bool = False
    code: str = ""

    def sentence(self) -> str:
        """Return title and hint as one line of text."""
        return f"{self.title} {self.hint}".strip()


class FailedError(Exception):
    """Carries a `Failure` up to the one place that decides about it."""

    def __init__(self, failure: Failure) -> None:
        """Wrap the failure; its sentence becomes the text of the exception."""
        super().__init__(failure.sentence())
        self.failure = failure


def first_failure(several: BaseExceptionGroup[FailedError]) -> FailedError:
    """Return the first failure of a group, however deep its groups are nested."""
    inside: BaseException = several
    while isinstance(inside, BaseExceptionGroup):
        inside = inside.exceptions[0]
    assert isinstance(inside, FailedError)
    return inside
