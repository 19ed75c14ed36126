"""Changes single terms of a search as it stands in the field; what else was typed stays. Pure."""

import re

_TERM = re.compile(r'-?(?:[A-Za-z]+(?::|<=|>=|<|>|=))?(?:"(?:[^"\\]|\\.)*"|[^\s"])+')
_KEY = re.compile(r"(?P<minus>-?)(?P<key>[A-Za-z]+)(?P<sign>:|<=|>=|<|>|=)(?P<value>.*)", re.DOTALL)


def terms_of(text: str) -> list[str]:
    """Return the terms of a search, in order."""
    return _TERM.findall(text)


def without(text: str, key: str) -> str:
    """Return a search without any term of a key."""
    return " ".join(term for term in terms_of(text) if _key_of(term) != key)


def with_term(text: str, key: str, value: str, sign: str = ":") -> str:
    """Return a search in which one term of a key says another value; an empty value takes the key out.

    Args:
        text: The search.
        key: Such as "class".
        value: Plain; it is quoted where that is needed.
        sign: Between key and value.
    """
    rest = without(text, key) if sign == ":" else _without_sign(text, key, sign)
    return f"{rest} {key}{sign}{quoted(value)}".strip() if value else rest


def value_of(text: str, key: str, sign: str = ":") -> str:
    """Return the value that a search asks of a key; empty when it does not, or asks more than one thing."""
    found = [
        match["value"]
        for term in terms_of(text)
        if (match := _KEY.fullmatch(term)) and match["key"] == key and match["sign"] == sign and not match["minus"]
    ]
    return plain(found[0]) if len(found) == 1 else ""


def quoted(value: str) -> str:
    """Return a value as it stands in a search."""
    if value and re.fullmatch(r"[^\s\"',\\:<>*?\[\]-][^\s\"',\\*?\[\]]*", value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def plain(value: str) -> str:
    """Return the value that stands quoted in a search."""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def _key_of(term: str) -> str:
    match = _KEY.fullmatch(term)
    return match["key"] if match and match["sign"] == ":" else ""


def _without_sign(text: str, key: str, sign: str) -> str:
    kept = []
    for term in terms_of(text):
        match = _KEY.fullmatch(term)
        if not (match and match["key"] == key and match["sign"] == sign):
            kept.append(term)
    return " ".join(kept)
