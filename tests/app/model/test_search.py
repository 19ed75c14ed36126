"""Searches find what they say, and say what they could not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.problem import ProblemKind
from app.model.search import (
    Pattern,
    PictureFacts,
    Search,
    SearchKey,
    Sign,
    Term,
    Wanted,
    matches,
    parse,
    quoted,
)

NIGHT = PictureFacts(
    "streets/old",
    "IMG_0001.jpg",
    frozenset({"sign", "traffic light", "a,b"}),
    frozenset({"polygon", "bitmap"}),
    frozenset({("night", ""), ("weather", "sunny"), ("a=b", "c=d")}),
    frozenset({ProblemKind.OUTSIDE}),
    21,
)
BLANK = PictureFacts("", "blank.png", is_excluded=True)


def found(text: str) -> tuple[bool, bool]:
    search = parse(text)
    assert search.complaint == ""
    return matches(search, NIGHT), matches(search, BLANK)


BOTH, FIRST, SECOND, NEITHER = (True, True), (True, False), (False, True), (False, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", BOTH),
        ("   ", BOTH),
        ("class:sign", FIRST),
        ("CLASS:sign", FIRST),
        ("class:Sign", NEITHER),
        ("class:car,sign", FIRST),
        ("class:car,,sign,", FIRST),
        ("class:car", NEITHER),
        ("-class:sign", SECOND),
        ("class:*", FIRST),
        ("class:traf*light", FIRST),
        ("class:s*n*", FIRST),
        ('class:"traffic light"', FIRST),
        ('class:traffic" light"', FIRST),
        ('class:"traffic"*', FIRST),
        ('class:"traf*light"', NEITHER),
        ('class:"a,b"', FIRST),
        ("class:a,b", NEITHER),
        ("tag:night", FIRST),
        ("tag:night=", FIRST),
        ("tag:weather", FIRST),
        ("tag:weather=", NEITHER),
        ("tag:weather=sunny", FIRST),
        ("tag:weather=rain,weather=s*", FIRST),
        ("tag:weather=rain", NEITHER),
        ("tag:*=sunny", FIRST),
        ("tag:a=b", NEITHER),
        ('tag:"a=b"=c=d', FIRST),
        ("-tag:night", SECOND),
        ("problem:*", FIRST),
        ("problem:outside", FIRST),
        ("problem:OUTSIDE,duplicate", FIRST),
        ("problem:duplicate", NEITHER),
        ("problem:bad-*", NEITHER),
        ("-problem:*", SECOND),
        ("shape:polygon", FIRST),
        ("shape:Polygon", FIRST),
        ("shape:poly*", FIRST),
        ("shape:cuboid_2d", NEITHER),
        ("shape:multichannelbitmap", NEITHER),
        ('shape:"from the future"', NEITHER),
        ("dataset:streets/old", FIRST),
        ("dataset:streets", NEITHER),
        ("dataset:streets/*", FIRST),
        ('dataset:""', SECOND),
        ("name:0001", FIRST),
        ("name:img_*", FIRST),
        ("name:0001*", NEITHER),
        ("img_0001", FIRST),
        ("IMG 0001", FIRST),
        ("-0001", SECOND),
        ("*.PNG", SECOND),
        ('"a.p"', NEITHER),
        ("-", NEITHER),
        ("objects>20", FIRST),
        ("objects>21", NEITHER),
        ("objects>=21", FIRST),
        ("objects<=20", SECOND),
        ("objects<21", SECOND),
        ("objects=21", FIRST),
        ("objects:0", SECOND),
        ("-objects>20", SECOND),
        ("objects", NEITHER),
        ("is:labelled", FIRST),
        ("is:labeled", FIRST),
        ("is:unlabelled", SECOND),
        ("is:excluded", SECOND),
        ("-is:excluded", FIRST),
        ("is:labelled,excluded", BOTH),
        ("class:sign -tag:night", NEITHER),
        ("class:sign tag:night objects>20 problem:*", FIRST),
        ("12:30", NEITHER),
    ],
)
def test_a_search_finds_what_it_says(text, expected):
    """Two pictures: one full of labels, one that is blank and excluded."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("colour:red sign", ["“colour:” cannot be searched", "class:", "problem:", "objects>20"], id="key"),
        pytest.param("problem:ugly sign", ["“problem:ugly” finds nothing", "outside, zero-area"], id="problem"),
        pytest.param("shape:box sign", ["“shape:box” finds nothing", "rectangle, polygon"], id="shape"),
        pytest.param("is:nice sign", ["“is:nice” finds nothing", "labelled, unlabelled, excluded"], id="state"),
        pytest.param("class: sign", ["A value is missing behind “class:”."], id="no value"),
        pytest.param("class:, sign", ["A value is missing behind “class:”."], id="only commas"),
        pytest.param("objects>many sign", ["a whole number is needed"], id="no number"),
        pytest.param("objects>²  sign", ["a whole number is needed"], id="odd digit"),
        pytest.param("objects: sign", ["a whole number is needed"], id="number missing"),
        pytest.param("objects>-1 sign", ["a whole number is needed"], id="negative number"),
        pytest.param(f"objects>{'9' * 5000} sign", ["a whole number is needed"], id="long number"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_still_works(text, words):
    search = parse(text)

    assert all(word in search.complaint for word in words)
    assert search.complaint.endswith(".")
    assert search.terms == (Term(SearchKey.NAME, (Wanted(Pattern(("sign",))),)),)


def test_an_open_quotation_mark_is_told_and_closed_at_the_end():
    search = parse('class:"traffic light')

    assert search.complaint == "A quotation mark is not closed."
    assert matches(search, NIGHT)


def test_only_the_first_complaint_is_told():
    assert "colour" in parse("colour:red problem:ugly").complaint


def test_terms_are_plain_data():
    assert parse('class:a,"b c"* -tag:x=y objects>=3') == Search(
        (
            Term(SearchKey.CLASS, (Wanted(Pattern(("a",))), Wanted(Pattern(("b c", ""))))),
            Term(SearchKey.TAG, (Wanted(Pattern(("x",)), Pattern(("y",))),), is_negated=True),
            Term(SearchKey.OBJECTS, sign=Sign.AT_LEAST, number=3),
        )
    )


@pytest.mark.parametrize(
    ("pieces", "text", "fits"),
    [
        (("ab",), "ab", True),
        (("ab",), "abc", False),
        (("", ""), "", True),
        (("a", "a"), "a", False),
        (("a", "a"), "aa", True),
        (("a", "b", "c"), "axbxc", True),
        (("a", "b", "b"), "ab", False),
        (("a", "b", "b"), "abb", True),
        (("", "b", ""), "abc", True),
        (("", "aba", "aba", ""), "ababa", False),
    ],
)
def test_gaps_may_be_anything_but_pieces_do_not_overlap(pieces, text, fits):
    assert Pattern(pieces).matches(text) is fits


def test_patterns_say_what_they_are():
    assert Pattern(("a",)).is_exact
    assert not Pattern(("a", "")).is_exact
    assert Pattern(("", "")).is_anything
    assert not Pattern(("",)).is_anything


@pytest.mark.parametrize("value", ["sign", "img_0001.jpg", "streets/old", "Straße"])
def test_simple_names_need_no_quotation_marks(value):
    assert quoted(value) == value


names = st.one_of(st.text(), st.text(alphabet='ab "\\*,=:-\n', max_size=6))


@given(names, names)
def test_any_name_can_be_searched_for_exactly(name, value):
    search = parse(
        f"class:{quoted(name)} tag:{quoted(name)}={quoted(value)} dataset:{quoted(name)} -name:{quoted(value)}"
    )

    assert search.complaint == ""
    assert search.terms == (
        Term(SearchKey.CLASS, (Wanted(Pattern((name,))),)),
        Term(SearchKey.TAG, (Wanted(Pattern((name,)), Pattern((value,))),)),
        Term(SearchKey.DATASET, (Wanted(Pattern((name,))),)),
        Term(SearchKey.NAME, (Wanted(Pattern((value.casefold(),))),), is_negated=True),
    )


@given(st.one_of(st.text(), st.text(alphabet='class:tagobjects>="\\*-, 1', max_size=30)))
def test_no_text_makes_the_reader_fall(text):
    search = parse(text)

    assert matches(search, NIGHT) in (True, False)
    assert all(term.wanted or term.key is SearchKey.OBJECTS for term in search.terms)


@given(st.sampled_from(["class:sign", "tag:night", "0001", "objects>3", "is:excluded", "problem:*", 'dataset:""']))
def test_a_minus_turns_a_term_around(text):
    for facts in (NIGHT, BLANK):
        assert matches(parse(f"-{text}"), facts) is not matches(parse(text), facts)
