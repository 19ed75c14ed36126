"""Tests of app.formats.plain_text."""

import pytest

from app.formats.plain_text import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("ä 🦊 中", "ä 🦊 中"),
        ("lone \ud800 half", "lone � half"),
        (b"caf\xe9.jpg".decode("utf-8", "surrogateescape"), "caf�.jpg"),
        ("", ""),
    ],
    ids=["ascii", "other scripts", "half a pair", "no UTF-8", "empty"],
)
def test_any_text_becomes_one_that_can_be_written(text, expected):
    assert plain(text) == expected
    plain(text).encode("utf-8")


def test_text_that_is_right_comes_back_as_the_same_object():
    text = "grün" * 3

    assert plain(text) is text
