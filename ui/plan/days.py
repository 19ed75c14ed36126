"""Days as people type them: a year, a month or a day, and what they mean as the first or the last day. Pure."""

import calendar
import datetime
import re

_DAY = re.compile(r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?")
FIRST_YEAR = 2000
HINT = "Type a year, a month or a day: 2023, 2023-06 or 2023-06-15."


def day_text(text: str, *, is_end: bool) -> str:
    """Return a typed day as "2023-06-15"; a year or a month means its first day, or its last one at the end.

    Args:
        text: What was typed; empty stays empty.
        is_end: It is the end of a span.

    Raises:
        ValueError: It is no day; one sentence.
    """
    text = text.strip()
    if not text:
        return ""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text[:20]}” is no day. {HINT}")
    year = int(found["year"])
    month = int(found["month"] or (12 if is_end else 1))
    if not 1 <= month <= 12:
        raise ValueError(f"There is no month {month}. {HINT}")
    last = calendar.monthrange(year, month)[1] if year else 31
    day = int(found["day"] or (last if is_end else 1))
    if year < FIRST_YEAR:
        raise ValueError(f"There are no street images from {year}.")
    if not 1 <= day <= last:
        raise ValueError(f"There is no {day} in that month. {HINT}")
    return datetime.date(year, month, day).isoformat()
