"""JSON of others, from a file to objects: of a size that fits, not nested without end, no key lost without a word.

The quick parser reads nearly every file. What it refuses although it is JSON (half a surrogate pair, a number beyond
every float) and what it would pass over (a key that stands twice) is read by the one of the standard library.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

# More than any annotation that a person can look at; a larger one is not read into memory.
MOST_BYTES = 64 * 1024 * 1024
DEEPEST = 64
# Two bytes of text become a hundred of memory: points and objects together, far more than one image has.
MOST_CONTAINERS = 2_000_000
# Longer numbers are beyond every float, and the time to read them grows faster than they do.
_MOST_DIGITS = 400
# Takes a text without end whole, and gives nothing back: else every quote in it would begin another search.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
# What tells the shape of a document; all else goes at once, which is quicker than to look for them one by one.
_NO_MARKS = bytes(set(range(256)) - set(b'[]{}":'))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")


class JsonError(ValueError):
    """The file is no JSON that is read here; the text is the end of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed file.

    Attributes:
        document: Dicts, lists, texts and numbers; a number may be infinite, a text may hold lone surrogates.
        has_doubles: An object says a key twice; the last value is in the document.
    """

    document: object
    has_doubles: bool = False


def read_json(path: Path) -> Parsed:
    """Read a JSON file.

    Raises:
        OSError: It cannot be read.
        JsonError: It is too large, holds too much, is nested too deeply, or is not JSON.
    """
    with path.open("rb") as file:
        body = file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise JsonError("is too large.")
    return parse(body)


def parse(body: bytes) -> Parsed:
    """Return the document of a text in UTF-8; see `read_json` for what is raised."""
    marks = body.translate(None, _NO_MARKS)
    _check_shape(body, marks)
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _parsed_slowly(body)
    if _may_have_doubles(body, marks, document):
        return _parsed_slowly(body)
    return Parsed(document)


def _check_shape(body: bytes, marks: bytes) -> None:
    """Raise when brackets are too many, stand within brackets too often, or do not match; nothing is parsed for it."""
    count = marks.count(b"[") + marks.count(b"{")
    if count <= DEEPEST:
        return
    if count > MOST_CONTAINERS:
        raise JsonError("holds more than is read here.")
    if b"\\" in body:  # It may hide the end of a text.
        marks = _STRING.sub(b"", body).translate(None, _NO_MARKS)
    brackets = _STRING.sub(b"", marks).translate(_ONE_KIND, b":")
    for _ in range(DEEPEST):
        if not brackets:
            return
        brackets = brackets.replace(b"[]", b"")
    if brackets:
        raise JsonError("is nested too deeply." if b"[]" in brackets else "is not JSON.")


def _may_have_doubles(body: bytes, marks: bytes, document: object) -> bool:
    """Return False when all colons of the text are found again, behind keys and inside texts: then no key was lost.

    Counting bytes is quick, and so is this walk, which does not look for objects among the points.
    """
    if b"\\" in body and b"\\u003" in body:
        return True  # A colon may be written as its number, and would be found without being counted.
    return _colon_count(document) != marks.count(b":")


def _colon_count(document: object) -> int:
    """Return the number of keys and of colons in texts, but for those in lists of lists or of texts."""
    count = 0
    waiting = [document]
    while waiting:
        inside = waiting.pop()
        if isinstance(inside, dict):
            count += len(inside)
            for key, value in inside.items():
                count += key.count(":")
                if isinstance(value, str):
                    count += value.count(":") if ":" in value else 0  # Looking is quicker than counting.
                elif isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
                    waiting.append(value)
        elif isinstance(inside, list):
            waiting.extend(value for value in inside if isinstance(value, dict))
    return count


def _parsed_slowly(body: bytes) -> Parsed:
    has_doubles = False

    def as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal has_doubles
        found = dict(pairs)
        has_doubles = has_doubles or len(found) < len(pairs)
        return found

    try:
        document: object = json.loads(
            # As other programs write half a surrogate pair.
            body.decode("utf-8", "surrogatepass"),
            object_pairs_hook=as_object,
            parse_int=_integer,
            parse_constant=_no_number,
        )
    except ValueError:
        raise JsonError("is not JSON.") from None
    return Parsed(document, has_doubles)


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def _no_number(word: str) -> object:
    raise ValueError(f"{word} is not JSON")
