"""Text from elsewhere: values of a document as text, and names that are safe in a sentence. Pure."""

MOST_SHOWN = 80
# About 300 digits; writing a number out takes longer the longer it is, and Python refuses at some length.
_MOST_BITS = 1024


def plain_text(value: object) -> str | None:
    """Return a single value as text, "" for none; None for a list, an object, or a number without end."""
    match value:
        case None:
            return ""
        case str():
            return value
        case int() if value.bit_length() > _MOST_BITS:
            return None
        case int() | float():
            return str(value)
        case _:
            return None


def shown(name: str) -> str:
    """Return a name as it may stand in a sentence: of some length, and without letters that steer or cannot be seen."""
    short = name if len(name) <= MOST_SHOWN else f"{name[: MOST_SHOWN - 1]}…"
    if short.isprintable():
        return short
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in short)
