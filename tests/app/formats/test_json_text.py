"""JSON of others is read whole or refused in words; no key is lost without notice."""

import json
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats import json_text
from app.formats.json_text import DEEPEST, JsonError, Parsed, parse, read_json

PLAIN = {"size": {"height": 1, "width": 2}, "tags": [], "objects": [{"points": [[1, 2]] * 40, "a": {"b": []}}]}


def nested(depth: int, opening: str = "[", closing: str = "]") -> bytes:
    return (opening * depth + closing * depth).encode()


@pytest.mark.parametrize("indent", [None, 4])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_what_json_writes_is_read(indent, is_ascii):
    document = {**PLAIN, "дорога": 'a "quoted" [word]: {x}', "\\": "\\", "w": "😀\n\0"}

    assert parse(json.dumps(document, indent=indent, ensure_ascii=is_ascii).encode()) == Parsed(document)


@pytest.mark.parametrize(
    ("text", "doubles"),
    [
        pytest.param(b'{"a":1,"a":2}', True, id="twice"),
        pytest.param(b'{"a" :1,"a"\t:2}', True, id="spaces before the colons"),
        pytest.param(b'{"a":1,"a" :[{"b" : 1}]}', True, id="as many again are hidden by spaces"),
        pytest.param(b'{"x":[{"y":{"a":1,"a":2}}]}', True, id="deep inside"),
        pytest.param(b'{"x":[[1,{"a":1,"a":2}]]}', True, id="in a list of lists"),
        pytest.param(b'{"\\u0061":1,"a":2}', True, id="once written as its number"),
        pytest.param(b'{"a":"\\u003a","a":1,"b":"\\u003A"}', True, id="hidden by colons that are numbers"),
        pytest.param(b'{"a":"10:30","b":["10:30"],"c:d":1}', False, id="colons in texts"),
        pytest.param(b'{"x":{"a":1},"y":{"a":1}}', False, id="in two objects"),
        pytest.param(b'{"x":[[1,{"a":1}]]}', False, id="once in a list of lists"),
        pytest.param(b'{"a":"b\\":c","d":":"}', False, id="texts that look like keys"),
        pytest.param(b'{"a" : 1, "b" : 2}', False, id="spaced"),
    ],
)
def test_a_key_that_stands_twice_is_noticed(text, doubles):
    """The last one counts, as everywhere."""
    assert parse(text) == Parsed(json.loads(text), doubles)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(nested(DEEPEST), id="lists"),
        pytest.param(b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST, id="objects"),
        pytest.param(b"[" + b",".join([b"[]"] * 5000) + b"]", id="wide"),
        pytest.param(b"[" + b'"[[[[[",' * 500 + b"1]", id="brackets in texts"),
        pytest.param(b"[" + b'"\\"[[[[[","\\\\",' * 500 + b"1]", id="brackets behind quotes in texts"),
    ],
)
def test_what_looks_deep_and_is_not_is_read(text):
    assert parse(text) == Parsed(json.loads(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(nested(DEEPEST + 1), "nested too deeply", id="one too deep"),
        pytest.param(nested(100_000), "nested too deeply", id="far too deep"),
        pytest.param(b'["\\\\",' + nested(70) + b"]", "nested too deeply", id="behind a backslash"),
        pytest.param(nested(70, '{"a":[', "]}"), "nested too deeply", id="of both kinds"),
        pytest.param(b"[" * 100_000, "not JSON", id="never closed"),
        pytest.param(b"[1,]" * 100, "not JSON", id="no list"),
        pytest.param(b"", "not JSON", id="empty"),
        pytest.param(b'{"a"', "not JSON", id="cut off"),
        pytest.param(b"\xff\xfe1", "not JSON", id="bytes"),
        pytest.param(b'"\xff"', "not JSON", id="no utf-8 in a text"),
        pytest.param("{}".encode("utf-16"), "not JSON", id="utf-16"),
        pytest.param(b"\xef\xbb\xbf{}", "not JSON", id="byte order mark"),
        pytest.param(b"[NaN]", "not JSON", id="nan"),
        pytest.param(b"-Infinity", "not JSON", id="infinity"),
    ],
)
def test_what_is_not_read_says_why(text, words):
    with pytest.raises(JsonError, match=words):
        parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (rb'"\ud800"', "\ud800"),
        (b'"\xed\xa0\x80"', "\ud800"),
        (rb'"\u0000"', "\0"),
        (b"1e999", math.inf),
        (b"-1e999", -math.inf),
        (b"9" * 5000, math.inf),
        (b"1" * 300, int("1" * 300)),
        (b"-0", 0),
    ],
    ids=["half a pair", "half a pair in utf-8", "nul", "beyond floats", "below floats", "5000 digits", "300", "-0"],
)
def test_what_the_quick_parser_refuses_is_read_when_it_is_json(text, value):
    assert parse(text) == Parsed(value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,
    ),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:")]),
)
def test_nothing_is_told_to_stand_twice_that_does_not(document, separators):
    assert parse(json.dumps(document, separators=separators).encode()) == Parsed(document)


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(json_text, "MOST_BYTES", 10)
    path = tmp_path / "a.json"
    path.write_text("[1,2,3,4,5]")

    with pytest.raises(JsonError, match="too large"):
        read_json(path)


def test_more_objects_than_memory_allows_are_refused(monkeypatch):
    """Two bytes of text become a hundred of memory, and some time."""
    monkeypatch.setattr(json_text, "MOST_CONTAINERS", 1000)
    text = b'{"objects":[' + b"{}," * 1000 + b"{}]}"

    with pytest.raises(JsonError, match="holds more"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b'["' + b'\\"' * 300_000, id="a text without end, full of quotes"),
        pytest.param(b'["' + b"\\" * 600_001, id="a text without end, full of backslashes"),
        pytest.param(b'"' * 600_001, id="quotes"),
        pytest.param(b"[" * 600_000, id="brackets"),
        pytest.param(b"[" * 300_000 + b"]" * 300_000, id="nesting"),
    ],
)
def test_looking_at_the_shape_takes_as_long_as_the_text(text):
    """Each of these would take minutes if every quote were the beginning of another search."""
    began = time.process_time()

    with pytest.raises(JsonError):
        parse(b"[" * 65 + text)

    assert time.process_time() - began < 30  # a guard against a slow path, not a benchmark
