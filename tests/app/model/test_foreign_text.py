"""What others wrote is text, and safe where people read it."""

import pytest

from app.model.foreign_text import MOST_SHOWN, plain_text, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("a", "a"),
        (0, "0"),
        (True, "True"),
        (0.5, "0.5"),
        (-(10**300), "-1" + "0" * 300),
        (10**5000, None),
        ([1], None),
        ({}, None),
    ],
    ids=["none", "text", "zero", "yes", "float", "long", "endless", "list", "object"],
)
def test_single_values_are_text(value, text):
    assert plain_text(value) == text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("дорога 😀", "дорога 😀"),
        ("a\nb\0", r"a\nb\x00"),
        ("a\u202eb", r"a\u202eb"),
        ("\ud800", r"\ud800"),
        ("a" * 200, "a" * (MOST_SHOWN - 1) + "…"),
    ],
    ids=["letters", "control", "right to left", "half a pair", "long"],
)
def test_names_are_safe_in_a_sentence(name, expected):
    """No letter that moves the others, ends the line, or cannot be written."""
    assert shown(name) == expected
    assert shown(name).encode()
