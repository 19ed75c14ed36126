"""How long to wait: growing delays with full jitter, and what Retry-After says. Pure.

Source: RFC 9110, section 10.2.3; "Exponential Backoff And Jitter", AWS Architecture Blog.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BASE = 0.5
CAP = 60.0
UNREADABLE = 30.0
LONGEST_GATE = 6 * 3600.0
# About 30 years: more digits than that are a joke, and must not overflow a date.
MOST_SECONDS = 1e9


def delay(attempt: int, chance: float) -> float:
    """Return seconds to wait before the next try: anywhere between nothing and a bound that doubles.

    Args:
        attempt: Tries made so far, from 1.
        chance: A number in [0, 1).
    """
    bound = min(CAP, BASE * 2.0 ** min(max(attempt - 1, 0), 32))
    return bound * chance


@dataclass(frozen=True, slots=True)
class Pause:
    """What a Retry-After header asks for.

    Attributes:
        seconds: As the server said, never negative.
        is_huge: More than a gate may be closed for: a person should see the time.
    """

    seconds: float
    is_huge: bool

    @property
    def gate(self) -> float:
        """Return the seconds that the gate of the host is closed for."""
        return min(self.seconds, LONGEST_GATE)


def retry_after(value: str | None, *, date: str | None, now: float) -> Pause | None:
    """Read a Retry-After header; None when there is none.

    Args:
        value: Seconds, or an HTTP date.
        date: The Date header of the same answer: our own clock may be days off.
        now: UTC seconds of our clock, for an answer without a date.

    Returns:
        30 seconds for what nobody can read.
    """
    if value is None:
        return None
    text = value.strip()
    seconds = _seconds(text)
    if seconds is None:
        until = _date(text)
        if until is None:
            return Pause(UNREADABLE, is_huge=False)
        sent = _date(date.strip()) if date else None
        seconds = until - (now if sent is None else sent)
    seconds = min(max(0.0, seconds), MOST_SECONDS)
    return Pause(seconds, is_huge=seconds > LONGEST_GATE)


def _seconds(text: str) -> float | None:
    if not text.isascii():
        return None
    digits = text[1:] if text[:1] in {"-", "+"} else text
    if not digits.replace(".", "", 1).isdigit():
        return None
    number = float(text)
    return MOST_SECONDS if math.isinf(number) else number


def _date(text: str) -> float | None:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    try:
        return (when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    except OverflowError:
        return None
