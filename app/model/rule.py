"""Rules that choose images: `class:car`, `tag:night`, `tag:weather=rain`, `name:*.png`, `since:2026-01-31`. Pure."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class RuleKind(StrEnum):
    """What a rule looks at."""

    CLASS = "class"
    TAG = "tag"
    NAME = "name"
    SINCE = "since"
    LABELLED = "labelled"


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition.

    Attributes:
        kind: What it looks at.
        name: Title of the class or tag, pattern of the name, or date; empty for `LABELLED`.
        value: Value of the tag as text; None means any.
    """

    kind: RuleKind
    name: str = ""
    value: str | None = None


def parse_rule(text: str) -> Rule:
    """Return the rule that a text states.

    Raises:
        ValueError: It states none; the sentence says what there is.
    """
    word, colon, rest = text.strip().partition(":")
    rest = rest.strip()
    if word == RuleKind.LABELLED and not colon:
        return Rule(RuleKind.LABELLED)
    if word not in tuple(RuleKind) or word == RuleKind.LABELLED:
        raise ValueError(
            f"{text!r} is no rule; there are class:NAME, tag:NAME, tag:NAME=VALUE, name:PATTERN, since:DATE, labelled"
        )
    if not rest:
        raise ValueError(f"{text!r} names nothing; write it behind the colon")
    kind = RuleKind(word)
    if kind is RuleKind.SINCE:
        if moment(rest) is None:
            raise ValueError(f"{rest!r} is no date; write it as 2024-05-31")
        return Rule(kind, rest)
    if kind is RuleKind.TAG:
        name, equals, value = rest.partition("=")
        if not name:
            raise ValueError(f"{text!r} names no tag; write tag:NAME=VALUE")
        return Rule(kind, name, value if equals else None)
    return Rule(kind, rest)


def moment(text: str) -> datetime.datetime | None:
    """Return a date or time with its zone, UTC when it names none; None when it is neither."""
    try:
        when = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo is not None else when.replace(tzinfo=datetime.UTC)


def name_fits(pattern: str, name: str) -> bool:
    """Return whether a name fits a pattern with `*`, `?` and `[…]`; upper and lower case are the same."""
    return fnmatchcase(name.lower(), pattern.lower())
