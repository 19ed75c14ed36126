"""Tests of ui.preview.terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.search import parse
from ui.preview.terms import terms_of, value_of, with_term, without

VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class:car tag:night", ["class:car", "tag:night"]),
        ('class:"traffic light" dusk', ['class:"traffic light"', "dusk"]),
        ("-class:car objects>20", ["-class:car", "objects>20"]),
    ],
    ids=["plain", "quoted", "negated and compared"],
)
def test_a_search_falls_into_terms(text, expected):
    assert terms_of(text) == expected


def test_one_term_is_changed_and_the_others_stay():
    assert with_term("dusk class:car tag:night", "class", "sign") == "dusk tag:night class:sign"
    assert with_term("dusk class:car", "class", "") == "dusk"


def test_both_ends_of_a_range_are_terms_of_their_own():
    text = with_term(with_term("", "objects", "2", ">="), "objects", "9", "<=")

    assert text == "objects>=2 objects<=9"
    assert (value_of(text, "objects", ">="), value_of(text, "objects", "<=")) == ("2", "9")
    assert with_term(text, "objects", "", ">=") == "objects<=9"


def test_a_negated_term_asks_for_no_value():
    assert value_of("-class:car", "class") == ""


def test_terms_of_a_key_can_be_taken_out():
    assert without("class:car class:sign dusk", "class") == "dusk"


@given(VALUES)
def test_any_value_comes_back_and_the_search_understands_it(value):
    text = with_term("", "class", value)

    assert value_of(text, "class") == value
    assert not parse(text).complaint
