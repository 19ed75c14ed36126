"""Files are those that the standard library would write, only sooner."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sources.supervisely.pretty import parsed, pretty

# Numbers that need an exponent are spelled differently; they are equal all the same.
FLOATS = st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: "e" not in repr(value))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | FLOATS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_bytes_are_those_of_the_standard_library(value):
    assert pretty(value) == json.dumps(value, indent=4).encode()


@pytest.mark.parametrize(
    "value",
    ["é", "понедельник", "😀 and \u007f", "\u2028", "\ud800 half", 'a "quoted" \\ value\n\t\x01', 10**30, {}, []],
)
def test_odd_values_are_those_of_the_standard_library(value):
    assert pretty(value) == json.dumps(value, indent=4).encode()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_keeps_its_value(value):
    assert json.loads(pretty([value])) == [value]


@pytest.mark.parametrize("text", ['"\\ud800"', "1234567890123456789012345", '{"a": 1, "a": 2}', "-0.0", "[1.50, 1E2]"])
def test_reading_is_that_of_the_standard_library(text):
    assert parsed(text.encode()) == json.loads(text)


@pytest.mark.parametrize("body", [b"NaN", b"[Infinity]", b"1e999", b"-1e999", b"[" * 200_000, b"", b"{", b"1" * 9999])
def test_what_is_no_json_is_a_value_error(body):
    with pytest.raises(ValueError, match=r"\w"):
        parsed(body)


def test_numbers_that_are_not_finite_are_never_written():
    with pytest.raises(ValueError, match=r"\w"):
        pretty(["\ud800", float("inf")])
