"""Holds: why a job waits, in words, and until when. Pure."""

from app.model.failure import Failure
from app.model.job import Hold, HoldKind

DISK_SECONDS = 2.0

_WORDS = {
    HoldKind.SERVER: ("The server does not answer.", ""),
    HoldKind.NETWORK: ("There is no way to the server.", "Downloads go on by themselves when you are online again."),
    HoldKind.QUOTA: ("The server asks to slow down.", ""),
    HoldKind.DISK: ("The disk cannot take more.", "Free some space or choose another folder."),
    HoldKind.SIGN_IN: ("The server does not accept the token.", "Fix the account; downloads then go on."),
}


def make_hold(kind: HoldKind, failure: Failure | None, now: float, seconds: float | None) -> Hold:
    """Return the hold for a failure.

    Args:
        kind: What is waited for.
        failure: What led to it; its own words are better than ours.
        now: UTC seconds.
        seconds: Until the next try; None when only a person can end it.
    """
    title, hint = _WORDS[kind]
    if failure is not None:
        title, hint = failure.title or title, failure.hint or hint
    return Hold(kind, title, hint, None if seconds is None else now + seconds, now)


def probe_delay(tries: int) -> float:
    """Return the seconds before the next probe of a host that does not answer: 5 doubling to 60."""
    return min(60.0, 5.0 * 2.0 ** min(tries, 8))
